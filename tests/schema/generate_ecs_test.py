#!/usr/bin/env python3
"""That tools/generate_ecs.py refuses what does not fit: each harm is one line put into a good table."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HARMS = {
    "unknown transform": ("fields", "any\t*\tx.y\tA\tturn\t"),
    "parameter of a transform that has none": ("fields", "any\t*\tx.y\tA\ttext:z\t"),
    "unknown parameter": ("fields", "any\t*\tx.y\tA\thash:crc\t"),
    "unknown table": ("fields", "any\t*\tx.y\tA\tnumber:nothing\t"),
    "unknown source": ("fields", "nowhere\t*\tx.y\tA\ttext\t"),
    "unknown set": ("fields", "any\t@nobody\tx.y\tA\ttext\t"),
    "event ids that are none": ("fields", "any\t1,b\tx.y\tA\ttext\t"),
    "field that nothing makes": ("fields", "any\t*\tx.y\t@x.z\ttext\t"),
    "field made of itself": ("fields", "any\t*\tx.y\t@x.y\ttext\t"),
    "value and object": ("fields", "any\t*\tprocess.name.x\tA\ttext\t"),
    "moved for a field that is not": ("fields", "any\t*\t-\tA\tmoved:x.z\t"),
    "too few cells": ("fields", "any\t*\tx.y\tA\ttext"),
    "type of a field that nothing makes": ("document_types", "x.z\tlong\t"),
    "key twice": ("tables", "logon_type\t2\tanother\t"),
    "key in upper case": ("tables", "logon_type\tA\ttext\t"),
}


def run(folder):
    return subprocess.run([sys.executable, "-B", ROOT / "tools/generate_ecs.py", folder / "out", folder],
                          capture_output=True, text=True)


def harmed(name, line):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for table in (ROOT / "schema").glob("ecs_*.tsv"):
            shutil.copy(table, folder)
        if name:
            with open(folder / f"ecs_{name}.tsv", "a", encoding="utf-8") as table:
                table.write(line + "\n")
        return run(folder)


def main():
    good = harmed("", "")
    failures = [] if good.returncode == 0 else [f"the tables themselves: {good.stderr}"]
    for harm, (name, line) in HARMS.items():
        result = harmed(name, line)
        if result.returncode == 0 or "Traceback" in result.stderr:
            failures.append(f"{harm}: {result.stderr.strip() or 'taken'}")
    print("\n".join(failures) or f"{len(HARMS)} harms refused")
    sys.exit(1 if failures else 0)


main()
