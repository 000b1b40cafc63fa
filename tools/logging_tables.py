"""schema/audit.tsv, audit_at_start.tsv, event_channels.tsv, settings.tsv -> the text of xiezhi/schema/logging_tables.h: what Windows records, where,
and which settings decide about it. Used by generate_schema.py.
"""
import sys

BITS = {"-": 0, "S": 1, "F": 2, "SF": 3}
EVENTS_MAX = 0xFFFF


def event_ids(place, cells):
    """`4868-4898,4900` -> each number."""
    for part in cells.split(","):
        first, _, last = part.partition("-")
        if not first.isdigit() or not (last or first).isdigit() or int(last or first) > EVENTS_MAX:
            sys.exit(f"{place}: {part} is no event id and no range of them")
        yield from range(int(first), int(last or first) + 1)


def audit(rows, text):
    categories, subcategories, events = [], [], []
    for place, row in rows:
        if row["subcategory"] == "-":
            categories.append(f"    {{{text(row['category'])}, {text(row['zh'])}}},")
            current = row["category"]
            continue
        if not categories or row["category"] != current:
            sys.exit(f"{place}: {row['category']} is not the category that came last")
        bits = [BITS.get(row[kind]) for kind in ("client", "server", "dc")]
        if None in bits or not row["zh"]:
            sys.exit(f"{place}: expected S, F, SF or -, and a Chinese name")
        if row["events"] != "-":
            events += [f"    {{{number}, {len(subcategories)}}}," for number in event_ids(place, row["events"])]
        subcategories.append(f"    {{{text(row['category'])}, {text(row['subcategory'])}, {text(row['guid'])}, "
                             f"{text(row['zh'])}, {', '.join(map(str, bits))}}},")
    return ["inline constexpr AuditCategory kAuditCategories[] = {", *categories, "};",
            "inline constexpr AuditSubcategory kAuditSubcategories[] = {", *subcategories, "};",
            "struct AuditEvent { std::uint32_t event_id; std::uint16_t subcategory; };",
            "inline constexpr AuditEvent kAuditEvents[] = {", *events, "};"]


def channels(rows, text):
    for place, row in rows:
        if row["state"] not in ("on", "off", "absent", "-"):
            sys.exit(f"{place}: unknown state {row['state']}")
        size = 0 if row["size_kib"] == "-" else int(row["size_kib"])
        yield f"    {{{text(row['channel'])}, {text(row['state'])}, {size}}},"


def settings(rows, text):
    for place, row in rows:
        if row["hive"] not in ("SYSTEM", "SOFTWARE") or not row["en"] or not row["zh"]:
            sys.exit(f"{place}: expected SYSTEM or SOFTWARE, and both languages")
        default = "" if row["default"] == "-" else row["default"]
        yield (f"    {{{text(row['name'])}, {text(row['hive'])}, {text(row['key'])}, {text(row['value'])}, "
               f"{text(default)}}},")


def header(read, folder, text):
    return "\n".join([
        "// Generated from schema/ by tools/generate_schema.py. Do not edit.", "#pragma once",
        '#include "xiezhi/schema/logging.h"', "", "namespace xiezhi::schema {",
        *audit(read(folder / "audit.tsv", ["category", "subcategory", "guid", "zh", "client", "server", "dc",
                                           "events"]), text),
        "inline constexpr StartEvent kStartEvents[] = {",
        *[f"    {{{int(row['event_id'])}, {int(row['count'])}}},"
          for _, row in read(folder / "audit_at_start.tsv", ["event_id", "count"])], "};",
        "inline constexpr EventChannel kEventChannels[] = {",
        *channels(read(folder / "event_channels.tsv", ["channel", "state", "size_kib"]), text), "};",
        "inline constexpr HostSetting kHostSettings[] = {",
        *settings(read(folder / "settings.tsv", ["name", "hive", "key", "value", "default", "en", "zh"]), text), "};",
        "}  // namespace xiezhi::schema", ""])
