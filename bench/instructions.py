#!/usr/bin/env python3
"""Counts the instructions of `jsonl` dumps (callgrind, one thread) and compares them with the Rust
reader's in a table like specs/evtx-instructions.tsv.

    bench/instructions.py TABLE CORPUS [--largest BYTES] -- build/release/xiezhi dump -f jsonl --threads 1

The command gets the log as its last argument. Fails when a row needs as many instructions as the
other reader, or a Security, System, Sysmon or mixed row more than 0.7 of them.
"""
import argparse
import csv
import pathlib
import re
import subprocess
import sys

WANTED = re.compile(r"(security|system|sysmon|mixed)[^/]*\.evtx$", re.IGNORECASE)
SMALL = 100_000  # bytes: there the start of the process counts more than the reading


def instructions(command, log):
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command, log],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if not found:
        sys.exit(f"{log}: {run.stderr}")
    return int(found[1])


def main():
    split = sys.argv.index("--")
    parser = argparse.ArgumentParser()
    parser.add_argument("table", type=pathlib.Path)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--largest", type=int, default=1 << 40)
    options = parser.parse_args(sys.argv[1:split])
    failed = False
    print(f"{'log':60} {'records':>8} {'theirs':>12} {'ours':>12} ratio  a record")
    with options.table.open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if "jsonl" not in row["options"] or not row["corpus_path"]:
                continue
            if int(row["size"]) > options.largest:
                continue
            ours = instructions(sys.argv[split + 1:], str(options.corpus / row["corpus_path"]))
            theirs, records = int(row["instructions"]), int(row["records"])
            ratio = ours / theirs
            bar = 0.7 if WANTED.search(row["file"]) and int(row["size"]) > SMALL else 1.0
            failed |= ratio > bar
            print(f"{row['file'][-60:]:60} {records:8} {theirs:12} {ours:12} {ratio:5.2f} "
                  f"{ours // records:9}{'  too many' if ratio > bar else ''}", flush=True)
    sys.exit(failed)


main()
