"""schema/ecs_types.tsv, ecs_indices.tsv, ecs_never.tsv -> the text of xiezhi/schema/ecs_rule_tables.h: what rules that
ask for ECS fields need. Used by generate_schema.py.
"""
import sys

TYPES = {"keyword": "Keyword", "wildcard": "Keyword", "text": "Text", "subtext": "SubText", "script": "ScriptText",
         "number": "Number", "address": "Address", "date": "Date", "boolean": "Boolean"}


def types(rows, text):
    names = [row["field"] for _, row in rows]
    if names != sorted(set(names)):
        sys.exit("ecs_types.tsv: fields must be sorted and unique")
    for place, row in rows:
        if row["type"] not in TYPES:
            sys.exit(f"{place}: unknown type {row['type']}")
        yield f"    {{{text(row['field'])}, EcsType::{TYPES[row['type']]}, {int(row['limit'])}}},"


def indices(rows, text):
    """Per channel all of its names; `*` comes last."""
    every = [name for _, row in rows if row["channel"] == "every" for name in row["names"].split("|")]
    channels = [(row["channel"], row["names"].split("|") + every) for _, row in rows if row["channel"] != "every"]
    if channels[-1][0] != "*":
        sys.exit("ecs_indices.tsv: the last row must be that of any other channel, *")
    for number, (channel, names) in enumerate(channels):
        listed = "" if channel == "*" else text(channel)
        yield f"inline constexpr std::string_view kIndexNames{number}[] = {{{', '.join(map(text, names))}}};"
        if listed:
            yield f"inline constexpr std::string_view kIndexChannel{number}[] = {{{listed}}};"
    named = ", ".join(text(channel) for channel, _ in channels[:-1])
    yield f"inline constexpr std::string_view kIndexChannels[] = {{{named}}};"
    yield "inline constexpr IndexRow kIndices[] = {"
    for number, (channel, _) in enumerate(channels):
        listed = "{}" if channel == "*" else f"kIndexChannel{number}"
        yield f"    {{{listed}, kIndexNames{number}}},"
    yield "};"


def header(read, folder, text):
    lines = ["// Generated from schema/ by tools/generate_schema.py. Do not edit.", "#pragma once",
             '#include "xiezhi/schema/ecs_type.h"', "", "namespace xiezhi::schema {",
             "struct IndexRow { std::span<const std::string_view> channels; std::span<const std::string_view> names; };",
             "inline constexpr EcsField kEcsFields[] = {",
             *types(read(folder / "ecs_types.tsv", ["field", "type", "limit"]), text), "};",
             *indices(read(folder / "ecs_indices.tsv", ["channel", "names", "remark"]), text)]
    never = [text(row["field"]) for _, row in read(folder / "ecs_never.tsv", ["field", "remark"])]
    return "\n".join([*lines, f"inline constexpr std::string_view kEcsNever[] = {{{', '.join(never)}}};",
                      "}  // namespace xiezhi::schema", ""])
