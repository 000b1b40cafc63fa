#!/usr/bin/env python3
"""exe_test.py OBJDUMP EXE IMPORTS: the Windows program starts on Windows 7 and needs no file but itself.

Every function it imports stands in IMPORTS (`DLL function`, one a line): add one only after looking
up that Windows 7 has it; newer ones are looked up at run time. The header says subsystem 6.1, ASLR,
DEP, no time stamp; manifest and version are in it.
"""
import re
import subprocess
import sys

objdump, exe, allowed_file = sys.argv[1:]
text = subprocess.run([objdump, "-p", exe], check=True, capture_output=True, text=True,
                      errors="replace").stdout
wrong = []

for pattern in (r"MajorSubsystemVersion\s+6\n", r"MinorSubsystemVersion\s+1\n", r"\bDYNAMIC_BASE\b",
                r"\bNX_COMPAT\b", r"\bHIGH_ENTROPY_VA\b"):
    if not re.search(pattern, text):
        wrong.append(f"the header does not show {pattern}")
with open(exe, "rb") as file:
    content = file.read()
header = int.from_bytes(content[0x3C:0x40], "little")
if content[header + 8:header + 12] != bytes(4):
    wrong.append("the header has a time stamp: builds cannot be compared")
if b"requestedExecutionLevel" not in content:
    wrong.append("no manifest")
if "xiezhi.exe".encode("utf-16-le") not in content:
    wrong.append("no version resource")

imports = set()
dll = None
for line in text.split("\n"):
    name = re.match(r"\s+DLL Name: (\S+)", line)
    if name:
        dll = name[1].lower()
    function = re.match(r"\s+[0-9a-f]+\s+\d+\s+([A-Za-z_?@$][\w?@$]*)\s*$", line)
    if dll and function:
        imports.add(f"{dll} {function[1]}")
with open(allowed_file, encoding="utf-8") as file:
    allowed = {line.strip() for line in file if line.strip() and not line.startswith("#")}
if len(imports) < 20:
    wrong.append(f"only {len(imports)} imports were found: objdump's output was not understood")
wrong += [f"not in the import list: {name}" for name in sorted(imports - allowed)]

print("\n".join(wrong) or f"{len(imports)} imports, all known to Windows 7")
sys.exit(1 if wrong else 0)
