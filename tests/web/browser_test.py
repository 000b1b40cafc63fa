#!/usr/bin/env python3
"""browser_test.py XIEZHI DEMO SCRATCH: the report in a real browser (tests/web/browser.mjs)."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import web_tools

xiezhi, demo = (os.path.abspath(path) for path in sys.argv[1:3])
node = web_tools.node()
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if not chromium:
    web_tools.skip("chromium is not installed (tools/install-packages web)")
scratch = web_tools.scratch_with_packages(sys.argv[3])
script = pathlib.Path("tests/web/browser.mjs").resolve()
with tempfile.TemporaryDirectory() as folder:
    done = subprocess.run([node, script, xiezhi, demo, chromium, scratch, folder], timeout=600)
sys.exit(done.returncode)
