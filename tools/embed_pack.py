#!/usr/bin/env python3
"""pack/*.yml and pack/lists/*.txt -> pack_data.h: our rules and lists as one encoded constant.

Antivirus products take the text of detection rules for malware, so it must not stand in the program
as it is. The blob is, for each file: u16 length of the name, name, u32 size, bytes; little-endian. Each
byte is XORed with the high byte of a running 32-bit state (src/xiezhi/rules/pack.cpp undoes it).
"""
import pathlib
import struct
import sys


def encoded(blob):
    state = 0x9E3779B9
    out = bytearray()
    for byte in blob:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        out.append(byte ^ (state >> 24))
    return out


def main():
    out, folder = map(pathlib.Path, sys.argv[1:3])
    blob = bytearray()
    names = sorted(pathlib.Path(path).relative_to(folder).as_posix() for path in sys.argv[3:])
    for relative in names:
        name = f"pack/{relative}".encode()
        text = (folder / relative).read_bytes()
        blob += struct.pack("<H", len(name)) + name + struct.pack("<I", len(text)) + text
    data = encoded(blob)
    lines = ["// Generated from pack/ by tools/embed_pack.py. Do not edit.", "#pragma once",
             "#include <array>", "namespace xiezhi::rules {",
             f"inline constexpr std::array<unsigned char, {len(data)}> kPackData = {{"]
    lines += [",".join(map(str, data[at:at + 32])) + "," for at in range(0, len(data), 32)]
    lines += ["};", "}  // namespace xiezhi::rules", ""]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines), encoding="ascii")


main()
