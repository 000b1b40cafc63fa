#!/usr/bin/env python3
"""schema/{signing_roots,test_roots}.tsv -> xiezhi/schema/signing_tables.h.

Called as: generate_signing.py <output folder> <schema folder>. Refuses a certificate whose SHA-256
is another than the one beside it.
"""
import base64
import hashlib
import pathlib
import sys

sys.dont_write_bytecode = True
from generate_schema import read, text  # noqa: E402


def octal(der):
    """A literal of bytes: three octal digits each, so that none runs into the next."""
    lines = ["".join(f"\\{byte:03o}" for byte in der[at:at + 24]) for at in range(0, len(der), 24)]
    return "\n".join(f'        "{line}"' for line in lines)


def main():
    out, folder = map(pathlib.Path, sys.argv[1:3])
    rows = []
    for place, row in read(folder / "signing_roots.tsv", ["name", "sha256", "source", "certificate"]):
        der = base64.b64decode(row["certificate"], validate=True)
        if hashlib.sha256(der).hexdigest() != row["sha256"]:
            sys.exit(f"{place}: this is not the certificate with this SHA-256")
        rows.append(f'    {{{text(row["name"])}, {text(row["sha256"])},\n'
                    f"     std::string_view(\n{octal(der)}, {len(der)})}},")
    tests = [f'    {text(row["name"])},' for _, row in read(folder / "test_roots.tsv", ["name", "source"])]
    lines = ["#pragma once", "", '#include "xiezhi/schema/signing.h"', "",
             "namespace xiezhi::schema::tables {", "",
             "inline constexpr SigningRoot kSigningRoots[] = {", *rows, "};",
             "inline constexpr std::string_view kTestRoots[] = {", *tests, "};", "",
             "}  // namespace xiezhi::schema::tables", ""]
    out.mkdir(parents=True, exist_ok=True)
    (out / "signing_tables.h").write_text("\n".join(lines), encoding="utf-8")


main()
