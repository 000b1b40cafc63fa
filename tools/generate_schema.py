#!/usr/bin/env python3
"""schema/*.tsv -> xiezhi/schema/tables.h: the tables of log sources, derived fields, absent fields;
and ecs_rule_tables.h (ecs_rule_tables.py).

Called as: generate_schema.py <output folder> <schema folder>. Refuses a row that does not fit.
"""
import pathlib
import sys

sys.dont_write_bytecode = True
import ecs_rule_tables  # noqa: E402

TRANSFORMS = ["native", "decimal", "account", "account_logon", "integrity", "registry_path",
              "registry_details", "registry_change", "device_path", "outbound", "protocol",
              "initiator", "responder"]


def read(path, columns):
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            sys.exit(f"{path}:{number}: expected {len(columns)} columns, found {len(cells)}")
        rows.append((f"{path}:{number}", dict(zip(columns, cells))))
    if not rows or list(rows[0][1].values()) != columns:
        sys.exit(f"{path}: the first row must be {columns}")
    return rows[1:]


def text(value):
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Lists:
    """Constant arrays, each written once, named in order of first use."""

    def __init__(self, kind, prefix, show):
        self.kind, self.prefix, self.show, self.names = kind, prefix, show, {}

    def name(self, items):
        if not items:
            return "{}"
        return self.names.setdefault(tuple(items), f"{self.prefix}{len(self.names)}")

    def lines(self):
        for items, name in self.names.items():
            yield f"inline constexpr {self.kind} {name}[] = {{{', '.join(map(self.show, items))}}};"


def enumerator(transform):
    return "Transform::" + "".join(part.capitalize() for part in transform.split("_"))


def field_maps(rows, texts):
    maps = {}
    for place, row in rows:
        if row["transform"] not in TRANSFORMS:
            sys.exit(f"{place}: unknown transform {row['transform']}")
        natives = [n for n in row["natives"].split("|") if n]
        maps.setdefault(row["map"], []).append(
            f"{{{text(row['field'])}, {texts.name(natives)}, {enumerator(row['transform'])}}}")
    return maps


def route(place, row, maps, texts, numbers):
    if not row["category"] and not row["service"]:
        sys.exit(f"{place}: neither category nor service")
    if row["map"] and row["map"] not in maps:
        sys.exit(f"{place}: unknown map {row['map']}")
    gate, _, values = row["gate"].partition("=")
    channels = [] if row["channels"] == "-" else row["channels"].split("|")
    ids = [int(n) for n in row["event_ids"].split(",") if n]
    field_map = f"&kMap_{row['map']}" if row["map"] else "nullptr"
    derived = str(bool(row["map"]) and row["category"] != "antivirus").lower()
    enabled = str(not row["remark"].startswith("off:")).lower()
    return (f"    {{{text(row['category'])}, {text(row['service'])}, {{{texts.name(channels)}, {{}}, "
            f"{numbers.name(ids)}, {text(gate)}, {texts.name([v for v in values.split('|') if v])}, "
            f"{field_map}, {derived}, {enabled}}}}},")


def main():
    out, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    texts = Lists("std::string_view", "kTexts", text)
    numbers = Lists("std::uint32_t", "kNumbers", str)
    maps = field_maps(read(folder / "derived.tsv", ["map", "field", "natives", "transform", "remark"]), texts)
    routes = [route(place, row, maps, texts, numbers) for place, row in read(
        folder / "logsources.tsv",
        ["category", "service", "channels", "event_ids", "gate", "map", "remark"])]
    absent = [f"    {{{text(row['category'])}, {text(row['field'])}}},"
              for _, row in read(folder / "absent.tsv", ["category", "field", "remark"])]

    lines = ["// Generated from schema/ by tools/generate_schema.py. Do not edit.", "#pragma once",
             '#include "xiezhi/schema/logsource.h"', "", "namespace xiezhi::schema {",
             "struct SourceRow { std::string_view category; std::string_view service; Route route; };",
             "struct AbsentRow { std::string_view category; std::string_view field; };"]
    lines += list(texts.lines()) + list(numbers.lines())
    for name, fields in maps.items():
        lines.append(f"inline constexpr MappedField kMapFields_{name}[] = {{{', '.join(fields)}}};")
        lines.append(f"inline constexpr FieldMap kMap_{name}{{{text(name)}, kMapFields_{name}}};")
    lines += ["inline constexpr SourceRow kSources[] = {", *routes, "};",
              "inline constexpr AbsentRow kAbsent[] = {", *absent, "};", "}  // namespace xiezhi::schema", ""]
    out.mkdir(parents=True, exist_ok=True)
    (out / "tables.h").write_text("\n".join(lines), encoding="utf-8")
    (out / "ecs_rule_tables.h").write_text(ecs_rule_tables.header(read, folder, text), encoding="utf-8")


main()
