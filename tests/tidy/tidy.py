#!/usr/bin/env python3
"""What can be checked about style is a test, not a wish. tidy.py ROOT prints every offence and fails.

Reads the tree of ROOT as git would commit it: include table, file and folder sizes, one fuzz target
and one page of docs per format, casts and system macros in their places, nothing left to do, user
text only in lang/, every message used and in two languages. A literal that is data and not text for
users says `tidy: no text` and why on its line, or `tidy: no text below` above a table of them.
"""
import pathlib
import re
import subprocess
import sys

# Which room may include which; the words stand in docs/architecture.md.
MAY_INCLUDE = {
    "base": "",
    "platform": "base",
    "formats": "base",
    "schema": "base",
    "model": "base schema",
    "evidence": "base platform formats model",
    "readers": "base formats schema model evidence",
    "host": "base platform schema model",
    "rules": "base schema model",
    "hunt": "base platform schema model evidence readers rules",
    "triage": "base schema model evidence readers rules hunt host",
    "watch": "base platform schema model evidence readers rules host",
    "collect": "base platform schema model evidence host",
    "act": "base platform schema model host",
    "output": "base platform schema model rules hunt triage",
    "cli": "base platform formats schema model evidence readers rules host hunt triage watch collect "
           "act output",
    "main": "base platform cli",
}
MAY_KNOW_THE_SYSTEM = {"platform", "host", "act"}
LINES_MAX = 500
FILES_PER_FOLDER_MAX = 32
CODE = {".cpp", ".h"}
TEXT = CODE | {".py", ".md", ".cmake", ".txt", ".tsv", ".yml", ".json", ""}

INCLUDE = re.compile(r'^\s*#\s*include\s+["<](xiezhi/[^">]+)[">]')
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:]? [a-z]{2,}[,:]? [a-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OUTSIDE = re.compile(r"/work/|/tmp/corpus|/root/")


def tracked(root):
    """Files of the tree: what git has or would take, else (in a test of this test) all."""
    if (root / ".git").exists():
        names = subprocess.run(["git", "-C", root, "ls-files", "-z", "-co", "--exclude-standard"],
                               check=True, capture_output=True, text=True).stdout.split("\0")
        return sorted(root / name for name in names if name and (root / name).is_file())
    return sorted(path for path in root.rglob("*") if path.is_file())


class Tidy:
    def __init__(self, root):
        self.root = root
        self.files = tracked(root)
        self.offences = []
        self.data_below = False

    def offence(self, path, line, what):
        self.offences.append(f"{path.relative_to(self.root)}:{line}: {what}")

    def room(self, path):
        parts = path.relative_to(self.root).parts
        return parts[2] if len(parts) > 3 and parts[:2] == ("src", "xiezhi") else None

    def includes(self, path, number, line):
        found = INCLUDE.match(line)
        room = self.room(path)
        if not found or room is None:
            return
        other = found[1].split("/")[1]
        if other.endswith(".h"):
            other = "base"
        if room not in MAY_INCLUDE:
            self.offence(path, number, f"room {room} is not in the include table")
        elif other != room and other not in MAY_INCLUDE[room].split():
            self.offence(path, number, f"{room}/ may not include {found[1]}")
        elif room == "formats" and other == "formats":
            if found[1].split("/")[2] != path.relative_to(self.root).parts[3]:
                self.offence(path, number, f"one format includes another: {found[1]}")

    def code_line(self, path, number, line, before):
        """`before`: the few lines above, where a NOLINT stands with its reason."""
        room = self.room(path)
        self.includes(path, number, line)
        excused = "NOLINT" in line or "NOLINT" in before
        if re.search(r"\b(reinterpret_cast|const_cast)\b", line) and not excused:
            self.offence(path, number, "cast without a NOLINT that says why")
        if room and "_WIN32" in line and room not in MAY_KNOW_THE_SYSTEM | {"main"}:
            self.offence(path, number, "only platform/, host/ and act/ know the system")
        self.data_below |= "tidy: no text below" in line
        if self.data_below:
            return
        if room and not re.match(r"\s*(//|#|static_assert)", line) and "tidy: no text" not in line:
            for literal in STRING.findall(line.split(" // ")[0]):
                if CHINESE.search(literal) or SENTENCE.search(literal):
                    self.offence(path, number, f'user text outside lang/: "{literal}"')

    def one_file(self, path):
        if path.suffix not in TEXT or path.name == "LICENSE":
            return
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError:
            return  # a seed or a golden file
        self.data_below = False
        inside = path.relative_to(self.root).parts
        if path.suffix in CODE | {".py"} and len(lines) - 1 > LINES_MAX:
            self.offence(path, len(lines), f"{len(lines) - 1} lines, at most {LINES_MAX}")
        if path.suffix == ".h" and "#pragma once" not in lines:
            self.offence(path, 1, "no #pragma once")
        if inside[0] in {"pack", "schema"} or inside[:2] == ("tests", "tidy"):
            return
        for number, line in enumerate(lines, 1):
            if UNDONE.search(line):
                self.offence(path, number, "something is left to do")
            if OUTSIDE.search(line):
                self.offence(path, number, "names a place outside the project")
            if path.suffix in CODE:
                self.code_line(path, number, line, "\n".join(lines[max(0, number - 7):number - 1]))

    def folders(self):
        counts = {}
        for path in self.files:
            if self.room(path) and path.suffix == ".cpp":
                counts[path.parent] = counts.get(path.parent, 0) + 1
        for folder, count in sorted(counts.items()):
            if count > FILES_PER_FOLDER_MAX:
                self.offence(folder, 1, f"{count} sources: make inner rooms")

    def formats(self):
        names = {path.relative_to(self.root).parts[3] for path in self.files
                 if self.room(path) == "formats" and len(path.relative_to(self.root).parts) > 4}
        for name in sorted(names):
            if not list((self.root / "fuzz").glob(f"{name}*.cpp")):
                self.offence(self.root / "fuzz", 1, f"no fuzz target for the format {name}")
            if not (self.root / "docs" / "formats" / f"{name}.md").is_file():
                self.offence(self.root / "docs", 1, f"no docs/formats/{name}.md")

    def messages(self):
        code = "\n".join(path.read_text(encoding="utf-8") for path in self.files
                         if path.suffix in CODE | {".inc"})
        used = set(re.findall(r"\bmsg::([a-z][a-z0-9_]*)", code))
        for path in self.files:
            if path.parent != self.root / "lang":
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                cells = line.split("\t")
                if line.startswith("#") or not line.strip():
                    continue
                if len(cells) != 3:
                    self.offence(path, number, "expected id, English and Chinese")
                elif cells[0] not in used:
                    self.offence(path, number, f"message {cells[0]} is never used")
                else:
                    self.languages(path, number, cells)

    def languages(self, path, number, cells):
        words = re.sub(r"\{[^}]*\}", "", cells[1])
        if CHINESE.search(cells[1]):
            self.offence(path, number, f"{cells[0]}: Chinese in the English text")
        if re.search(r"[a-z]{3,} [a-z]{2,}", words) and not CHINESE.search(cells[2]):
            self.offence(path, number, f"{cells[0]}: no Chinese in the Chinese text")

    def run(self):
        for path in self.files:
            self.one_file(path)
        self.folders()
        self.formats()
        self.messages()
        return self.offences


if __name__ == "__main__":
    found = Tidy(pathlib.Path(sys.argv[1]).resolve()).run()
    print("\n".join(found))
    print(f"{len(found)} offences")
    sys.exit(1 if found else 0)
