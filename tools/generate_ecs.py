#!/usr/bin/env python3
"""schema/ecs_*.tsv -> xiezhi/schema/ecs_tables.h: how ECS documents are made from native fields.

Called as: generate_ecs.py <output folder> <schema folder>. Refuses a row that does not fit, a field
that is made of itself, and a field that is both a value and an object.
"""
import pathlib
import sys

from generate_schema import Lists, enumerator, read, text

# With what stands behind the colon: nothing, one of these words, or a table of ecs_tables.tsv.
TABLE = object()
TRANSFORMS = {
    "constant": None, "text": None, "lower": None, "trim": None, "decimal": None, "not_zero": None,
    "no_dash": None, "before_at": None, "time": None, "name": None, "last_part": None,
    "directory": None, "extension": None, "joined_path": None, "argv": None, "argv_quoted": None,
    "words": None, "count": None, "union": None, "address": None, "outcome": None, "task": None,
    "messages": None, "message_numbers": None, "access_mask": None,
    "table": TABLE, "number": TABLE, "bits": TABLE,
    "hash": "md5 sha1 sha256 sha512 imphash all",
    "registry": "hive key value strings type",
    "domain": "registered_domain subdomain top_level_domain",
    "answers": "data type address host",
    "account": "name domain", "account_beside": "name domain", "member": "name domain",
    "invocation": "type related_command name value",
    "script": "hash length unique_symbols entropy_bits surprisal_stdev entropy_normalized",
    "fqbn": "file_version original_file_name product",
    "head": "time time_exact channel computer provider event_id record_id host_id agent_id dataset "
            "module level",
}
ORIGINS = {"": "EventData", "User": "UserData", "System": "System", "Other": "Other"}
TYPES = {"keyword": "Keyword", "long": "Long", "double": "Double", "boolean": "Boolean"}
MOVED = "-"


class Tables:
    def __init__(self, folder):
        self.folder = folder
        self.texts = Lists("std::string_view", "kTexts", text)
        self.numbers = Lists("std::uint32_t", "kNumbers", str)
        self.operands = Lists("Operand", "kOperands", lambda operand: operand)
        self.natives, self.rules, self.made_of = {}, [], {}
        self.sets = {row["set"]: row["event_ids"] for _, row in self.rows("sets", "set event_ids remark")}
        self.sources, self.source_rows = self.read_sources()
        self.lookups = self.read_lookups()
        self.types = {row["field"]: (TYPES[row["type"]], row["list"] == "list")
                      for _, row in self.rows("document_types", "field type list")}
        events = list(self.rows("events", "source event_id action category type remark"))
        fields = list(self.rows("fields", "source event_ids field natives transform remark"))
        names = {row["field"] for _, row in fields} - {MOVED}
        self.fields = sorted(names | {"event.action", "event.category", "event.type"})
        self.index = {name: number for number, name in enumerate(self.fields)}
        for place, row in events:
            for kind in ("action", "category", "type"):
                values = [row[kind]] if kind == "action" else row[kind].split()
                if values != [""] and values:
                    self.add(place, row["source"], row["event_id"], f"event.{kind}", "constant", values)
        for place, row in fields:
            self.add(place, row["source"], row["event_ids"], row["field"], row["transform"],
                     [n for n in row["natives"].split("|") if n])
        self.check()

    def rows(self, name, columns):
        return read(self.folder / f"ecs_{name}.tsv", columns.split())

    def read_sources(self):
        names, lines = [], []
        for _, row in self.rows("sources", "source channel providers dataset module placeholders names"):
            if row["source"] not in names:
                names.append(row["source"])
            providers = self.texts.name([p for p in row["providers"].split("|") if p])
            lines.append(f"    {{{names.index(row['source'])}, {text(row['channel'])}, {providers}, "
                         f"{text(row['dataset'])}, {text(row['module'])}, "
                         f"{str(row['placeholders'] == 'drop').lower()}, "
                         f"{str(row['names'] == 'underscore').lower()}}},")
        return names, lines

    def read_lookups(self):
        lookups = {}
        for place, row in self.rows("tables", "table key text remark"):
            table = lookups.setdefault(row["table"], {})
            if table.setdefault(row["key"], row["text"]) != row["text"] or row["key"] != row["key"].lower():
                sys.exit(f"{place}: a key that is there twice, or is not in lower case")
        return lookups

    def ids(self, place, cell):
        negated = cell.startswith("!")
        cell = self.sets.get(cell[1:], cell) if cell.startswith("@") else cell.removeprefix("!")
        if cell == "*":
            return "{}", negated
        try:
            return self.numbers.name(sorted(int(n) for n in cell.split(","))), negated
        except ValueError:
            sys.exit(f"{place}: {cell} are no event ids")

    def mask(self, place, cell):
        if cell == "any":
            return (1 << len(self.sources)) - 1
        for name in cell.split(","):
            if name not in self.sources:
                sys.exit(f"{place}: unknown source {name}")
        return sum(1 << self.sources.index(name) for name in cell.split(","))

    def operand(self, place, field, name):
        if name.startswith("@"):
            if name[1:] not in self.index:
                sys.exit(f"{place}: nothing makes {name}")
            self.made_of.setdefault(field, set()).add(name[1:])
            return f"{{Operand::Kind::Field, {self.index[name[1:]]}, {{}}}}"
        native, _, key = name.partition(">")
        origin, _, native = native.rpartition(":")
        number = self.natives.setdefault((ORIGINS[origin], native), len(self.natives))
        return f"{{Operand::Kind::{'Key' if key else 'Native'}, {number}, {text(key)}}}"

    def add(self, place, source, ids, field, transform, natives):
        adds = transform.startswith("+")
        name, _, parameter = transform.lstrip("+").partition(":")
        known = TRANSFORMS.get(name, "") if name != "moved" else None
        if name == "moved":
            fits = not parameter or parameter in self.index
        elif known is TABLE:
            fits = bool(parameter) and all(table in self.lookups for table in parameter.split("|"))
        else:
            fits = name in TRANSFORMS and (not parameter if known is None else parameter in known.split())
        if not fits or (name == "moved") != (field == MOVED):
            sys.exit(f"{place}: transform {transform} does not fit")
        if name == "constant":
            operands = [f"{{Operand::Kind::Literal, 0, {text(value)}}}" for value in natives]
        else:
            operands = [self.operand(place, field, native) for native in natives]
        if name == "moved" and parameter:
            operands.append(self.operand(place, field, "@" + parameter))
        span, negated = self.ids(place, ids)
        number = "kMoved" if field == MOVED else self.index[field]
        self.rules.append(
            f"    {{{self.mask(place, source)}, {span}, {str(negated).lower()}, {number}, "
            f"{self.operands.name(operands)}, {enumerator(name)}, {text(parameter)}, {str(adds).lower()}}},")

    def check(self):
        def depth(field, seen):
            if field in seen:
                sys.exit(f"ecs_fields.tsv: {field} is made of itself")
            return 1 + max((depth(f, seen | {field}) for f in self.made_of.get(field, ())), default=0)
        self.depth = max(depth(field, frozenset()) for field in self.fields)
        for name in self.fields:
            if any(other.startswith(name + ".") for other in self.fields):
                sys.exit(f"ecs_fields.tsv: {name} is a value and an object")
        for name in self.types:
            if name not in self.index:
                sys.exit(f"ecs_document_types.tsv: nothing makes {name}")

    def field(self, name):
        kind, is_list = self.types.get(name, ("Keyword", False))
        return f"    {{{text(name)}, FieldType::{kind}, {str(is_list).lower()}}},"

    def lines(self):
        yield from ["// Generated from schema/ by tools/generate_ecs.py. Do not edit.", "#pragma once",
                    '#include "xiezhi/schema/ecs.h"', "", "namespace xiezhi::schema::ecs {"]
        yield from [*self.texts.lines(), *self.numbers.lines(), *self.operands.lines()]
        yield from ["inline constexpr SourceRow kSources[] = {", *self.source_rows, "};"]
        yield from ["inline constexpr FieldInfo kFields[] = {", *map(self.field, self.fields), "};"]
        yield "inline constexpr Native kNatives[] = {"
        for origin, name in self.natives:
            yield f"    {{NativeOrigin::{origin}, {text(name)}}},"
        yield from ["};", "inline constexpr Rule kRules[] = {", *self.rules, "};"]
        for number, table in enumerate(self.lookups.values()):
            yield f"inline constexpr TableEntry kTable{number}[] = {{"
            for key, value in sorted(table.items()):
                mask = key if key.isdigit() and len(key) < 20 else "0"
                yield f"    {{{text(key)}, {text(value)}, {mask}U}},"
            yield "};"
        yield "inline constexpr Table kTables[] = {"
        for name, number in sorted((name, number) for number, name in enumerate(self.lookups)):
            yield f"    {{{text(name)}, kTable{number}}},"
        yield from ["};", "}  // namespace xiezhi::schema::ecs", ""]


def main():
    out = pathlib.Path(sys.argv[1])
    lines = list(Tables(pathlib.Path(sys.argv[2])).lines())
    out.mkdir(parents=True, exist_ok=True)
    (out / "ecs_tables.h").write_text("\n".join(lines), encoding="utf-8")


main()
