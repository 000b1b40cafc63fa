#!/usr/bin/env python3
"""lang/*.tsv -> message_ids.h (one typed function per message) and message_table.h (the texts).

A row is `id<TAB>English<TAB>Chinese`. Arguments stand in braces with a type: {name} text,
{count:u} unsigned, {value:d} signed, {offset:x} unsigned shown as 0x…. Both languages must use the
same arguments; their order may differ. `\\n` and `\\t` are escapes. `#` begins a comment line.
"""
import pathlib
import re
import sys

ARGUMENT = re.compile(r"\{([a-z_][a-z0-9_]*)(?::([udx]))?\}")
TYPES = {None: "std::string", "u": "std::uint64_t", "x": "std::uint64_t", "d": "std::int64_t"}


def read(files):
    rows = {}
    for path in sorted(files):
        for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").split("\n"), 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            place = f"{path}:{number}"
            if len(cells) != 3 or not all(cell.strip() for cell in cells):
                sys.exit(f"{place}: expected id, English and Chinese, separated by tabs")
            name, english, chinese = cells
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                sys.exit(f"{place}: bad id {name}")
            if name in rows:
                sys.exit(f"{place}: id {name} stands twice")
            arguments = list(dict.fromkeys(ARGUMENT.findall(english)))
            if sorted(arguments) != sorted(dict.fromkeys(ARGUMENT.findall(chinese))):
                sys.exit(f"{place}: {name}: the two languages use different arguments")
            rows[name] = (arguments, english, chinese)
    return rows


def template(text, arguments):
    """Replaces {name:t} by \\x01 + index character + type character, read by base/message.cpp."""
    index = {name: i for i, (name, _) in enumerate(arguments)}
    text = text.replace("\\n", "\n").replace("\\t", "\t")
    return ARGUMENT.sub(lambda m: f"\x01{chr(ord('a') + index[m[1]])}{m[2] or 's'}", text)


def literal(text):
    escaped = "".join(
        f"\\{byte:03o}" if byte < 32 or byte > 126 or chr(byte) in '"\\?' else chr(byte)
        for byte in text.encode("utf-8"))
    return f'"{escaped}"'


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    rows = read(sys.argv[2:])
    ids = ["// Generated from lang/ by tools/generate_messages.py. Do not edit.", "#pragma once",
           '#include "xiezhi/base/message.h"', "", "namespace xiezhi::msg {"]
    table = ["// Generated from lang/ by tools/generate_messages.py. Do not edit.", "#pragma once",
             "namespace xiezhi {", "struct MessageText { const char* id; const char* en; const char* zh; };",
             "inline constexpr MessageText kMessageTexts[] = {"]
    for number, (name, (arguments, english, chinese)) in enumerate(sorted(rows.items())):
        parameters = ", ".join(f"{TYPES[kind or None]} {argument}" for argument, kind in arguments)
        values = ", ".join(f"MessageArg({'std::move(' + a + ')' if not k else a})" for a, k in arguments)
        ids.append(f"inline Message {name}({parameters}) {{ return Message{{{number}, {{{values}}}}}; }}")
        table.append(f"    {{{literal(name)}, {literal(template(english, arguments))}, "
                     f"{literal(template(chinese, arguments))}}},")
    ids += ["}  // namespace xiezhi::msg", ""]
    table += ["};", "}  // namespace xiezhi", ""]
    (out / "message_ids.h").write_text("\n".join(ids), encoding="utf-8")
    (out / "message_table.h").write_text("\n".join(table), encoding="utf-8")


main()
