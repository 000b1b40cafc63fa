#!/usr/bin/env python3
"""web/dist/report.html -> report_page_data.h: the page of the HTML report, cut where its rows go.

The mark stands once, in the block of data; kReportHead is what is in front of it, kReportTail what
is behind it.
"""
import pathlib
import sys

MARK = b"@@XIEZHI_ROWS@@"


def constant(name, data):
    lines = [f"inline constexpr std::array<unsigned char, {len(data)}> {name} = {{"]
    lines += [",".join(map(str, data[at:at + 32])) + "," for at in range(0, len(data), 32)]
    return lines + ["};"]


def main():
    out, page = map(pathlib.Path, sys.argv[1:3])
    parts = page.read_bytes().split(MARK)
    if len(parts) != 2 or not all(parts):
        sys.exit(f"{page}: {MARK.decode()} must stand in it once")
    lines = ["// Generated from web/dist/report.html by tools/embed_page.py. Do not edit.", "#pragma once",
             "#include <array>", "namespace xiezhi::output {"]
    lines += constant("kReportHead", parts[0]) + constant("kReportTail", parts[1])
    lines += ["}  // namespace xiezhi::output", ""]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines), encoding="ascii")


main()
