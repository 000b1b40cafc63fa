#!/usr/bin/env python3
"""page_test.py SCRATCH: web/dist/report.html is what `npm run build` makes of web/, byte for byte."""
import pathlib
import subprocess
import sys

import web_tools

scratch = web_tools.scratch_with_packages(sys.argv[1])
done = subprocess.run(["npm", "run", "build"], cwd=scratch, capture_output=True, text=True)
if done.returncode != 0:
    sys.exit(f"the page does not build:\n{done.stdout}{done.stderr}")
built = (scratch / "dist" / "report.html").read_bytes()
committed = pathlib.Path("web/dist/report.html").read_bytes()
if built != committed:
    at = next((i for i, (a, b) in enumerate(zip(built, committed)) if a != b),
              min(len(built), len(committed)))
    sys.exit(f"web/dist/report.html is not what web/ builds: {len(committed)} bytes committed, {len(built)} built, "
             f"different from byte {at} on.\nBuild it anew (cd web && npm ci && npm run build) and commit it.\n"
             f"  committed {committed[at:at + 60]}\n  built     {built[at:at + 60]}")
print(f"{len(built)} bytes, the same")
