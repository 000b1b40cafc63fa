#!/usr/bin/env python3
"""identical_test.py NATIVE EMULATOR EXE DEMO: both builds give the same bytes and exit codes.

Evidence: a demo host's logs, written by NATIVE's tool DEMO, and, when there is a corpus
(XIEZHI_CORPUS), logs of all sizes out of it. Paths are given relative, as users do.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

native, emulator, exe, demo = (os.path.abspath(path) for path in sys.argv[1:])
SKIPPED = 77
LOGS = 6
LOG_SIZE_MAX = 6 << 20
if not os.path.exists(native) or not os.path.exists(demo):
    print("skipped: the native build is not there")
    sys.exit(SKIPPED)


def sample(corpus):
    """Logs of the corpus at equal steps of size, smallest and largest among them."""
    logs = sorted((path.stat().st_size, str(path)) for path in corpus.rglob("*.evtx")
                  if 0 < path.stat().st_size <= LOG_SIZE_MAX)
    step = max(1, (len(logs) - 1) // (LOGS - 1))
    return [pathlib.Path(path) for _, path in logs[::step]]


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300)
    return done.returncode, done.stdout, done.stderr


def difference(one, other):
    for number, (left, right) in enumerate(zip(one.split(b"\n"), other.split(b"\n")), 1):
        if left != right:
            return f"line {number}:\n  native  {left[:400]}\n  windows {right[:400]}"
    return f"{len(one)} and {len(other)} bytes, the shorter is the beginning of the longer"


def main():
    failures = 0
    runs = 0
    produced = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([demo, folder / "demo 主机"], check=True, capture_output=True)
        (folder / "logs").mkdir()
        corpus = os.environ.get("XIEZHI_CORPUS")
        for number, log in enumerate(sample(pathlib.Path(corpus)) if corpus else []):
            os.symlink(log.resolve(), folder / "logs" / f"{number:02}.evtx")
        logs = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.evtx"))
        cases = [["dump", log, "-f", form] for log in logs for form in ("jsonl", "xml", "csv")]
        cases += [["hunt", log, "-f", form] for log in logs for form in ("ndjson", "csv")]
        cases += [["hunt", "demo 主机", "-f", form] for form in ("ndjson", "json", "csv", "md", "timeline")]
        cases += [["triage", "demo 主机"], ["triage", "demo 主机", "-f", "ndjson", "--documents"],
                  ["coverage", "demo 主机"]]
        if corpus and (pathlib.Path(corpus) / "rules" / "sigma").is_dir():
            rules = str(pathlib.Path(corpus).resolve() / "rules" / "sigma")
            cases += [["hunt", log, "--rules", rules, "-f", "ndjson"] for log in logs[-3:]]
        for arguments in cases:
            arguments = arguments + ["--lang", "en"]
            one = run([native, *arguments], folder)
            other = run([emulator, exe, *arguments], folder)
            runs += 1
            produced += len(one[1])
            if one[0] != other[0] or one[1] != other[1]:
                failures += 1
                print(" ".join(arguments), f"exit codes {one[0]} and {other[0]}",
                      difference(one[1], other[1]) if one[1] != other[1] else "", other[2][-400:])
    print(f"{runs} runs, {produced} bytes compared, {failures} differ")
    if produced == 0:
        print("nothing was produced: nothing was compared")
        failures += 1
    return 1 if failures else 0


sys.exit(main())
