#!/usr/bin/env python3
"""docs/datasets.md is what schema/datasets.tsv says."""
import pathlib
import subprocess
import sys

made = subprocess.run([sys.executable, "-B", "tools/generate_datasets.py", "--docs", "schema"],
                      check=True, capture_output=True, text=True, encoding="utf-8").stdout
if made != pathlib.Path("docs/datasets.md").read_text(encoding="utf-8"):
    sys.exit("docs/datasets.md is old: python3 tools/generate_datasets.py --docs schema > docs/datasets.md")
