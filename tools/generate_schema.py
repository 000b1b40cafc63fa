#!/usr/bin/env python3
"""schema/*.tsv -> xiezhi/schema/tables.h: the tables of log sources, derived fields, absent fields;
and sentence_tables.h: what events say and what codes mean;
and host_tables.h: what is known of folders and programs of a host; and software_tables.h: versions,
holes, certificates, passwords; and ecs_rule_tables.h (ecs_rule_tables.py), logging_tables.h (logging_tables.py).

Called as: generate_schema.py <output folder> <schema folder>. Refuses a row that does not fit.
"""
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import ecs_rule_tables  # noqa: E402
import logging_tables  # noqa: E402

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


def check_sentence(place, row, tables):
    """Places must be written properly and be the same in both languages: a typing error would show."""
    places = {lang: re.findall(r"\{([^{}]*)\}", row[lang]) for lang in ("zh", "en")}
    if sorted(places["zh"]) != sorted(places["en"]):
        sys.exit(f"{place}: zh and en have different places")
    for lang in ("zh", "en"):
        rest = re.sub(r"\{[^{}]+\}", "", row[lang])
        if not row[lang] or "{" in rest or "}" in rest:
            sys.exit(f"{place}: {lang}: empty, or a brace without its partner")
        if re.search(r"[\[\]]", re.sub(r"\[[^\[\]]*\]", "", rest)):
            sys.exit(f"{place}: {lang}: a bracket without its partner")
    for name in places["zh"]:
        if not re.fullmatch(r"[^{}|#]+(#[1-9])?(\|[a-z_]+)?", name):
            sys.exit(f"{place}: {{{name}}} is no place")
        if "|" in name and name.split("|")[1] not in tables:
            sys.exit(f"{place}: unknown table in {{{name}}}")


def sentence_tables(folder):
    codes = {}
    for place, row in read(folder / "codes.tsv", ["table", "code", "zh", "en"]):
        if bool(row["zh"]) != bool(row["en"]) or row["code"] != row["code"].lower():
            sys.exit(f"{place}: both languages or none, and the code in lower case")
        for table in row["table"].split("+"):
            if (table, row["code"]) in codes:
                sys.exit(f"{place}: {table} {row['code']} is there twice")
            codes[table, row["code"]] = row
    sentences = {}
    for place, row in read(folder / "sentences.tsv", ["provider", "event_id", "zh", "en"]):
        check_sentence(place, row, {table for table, _ in codes})
        key = (row["provider"].encode(), int(row["event_id"]))
        if key in sentences:
            sys.exit(f"{place}: {row['provider']} {row['event_id']} is there twice")
        sentences[key] = row
    lines = ["// Generated from schema/ by tools/generate_schema.py. Do not edit.", "#pragma once",
             '#include "xiezhi/schema/sentence.h"', "", "namespace xiezhi::schema {",
             "inline constexpr Sentence kSentences[] = {"]
    for (_, event_id), row in sorted(sentences.items()):
        lines.append(f"    {{{text(row['provider'])}, {event_id}, {text(row['zh'])}, {text(row['en'])}}},")
    lines += ["};", "inline constexpr Code kCodes[] = {"]
    for (table, code), row in sorted(codes.items(), key=lambda item: [part.encode() for part in item[0]]):
        lines.append(f"    {{{text(table)}, {text(code)}, {text(row['zh'])}, {text(row['en'])}}},")
    return lines + ["};", "}  // namespace xiezhi::schema", ""]


def host_tables(folder):
    texts = Lists("std::string_view", "kHostTexts", text)
    hideouts = [f"    {{{text(row['pattern'])}, {text(row['kind'])}, {str(row['writable'] == 'yes').lower()}}},"
                for _, row in read(folder / "hideouts.tsv", ["pattern", "kind", "writable"])]
    programs = [f"    {{{text(row['program'])}, {texts.name(row['folders'].split('|'))}, "
                f"{str(row['imitated'] == 'yes').lower()}}},"
                for _, row in read(folder / "windows_programs.tsv", ["program", "folders", "imitated"])]
    autostarts = [f"    {{{text(row['location'])}, {text(row['hive'])}, {text(row['key'])}, "
                  f"{texts.name(row['value'].split('|'))}, {text(row['what'])}, "
                  f"{texts.name([d for d in row['default'].split('|') if d != '-'])}, "
                  f"{text(row['technique'])}, {text(row['category'])}}}," for place, row in
                  read(folder / "autostarts.tsv", ["location", "hive", "key", "value", "what", "default",
                                                   "technique", "category"])]
    watched = [f"    {{{text(row['hive'])}, {text(row['key'])}, {texts.name(row['values'].split('|'))}}},"
               for _, row in read(folder / "registry_watch.tsv", ["hive", "key", "values"])]
    places = [f"    {{{text(row['pattern'])}, {text(row['place'])}}},"
              for _, row in read(folder / "file_places.tsv", ["pattern", "place"])]
    types = [f"    {{{text(row['extension'])}, {text(row['kind'])}, "
             f"{texts.name([b for b in row['begins'].split('|') if b])}}},"
             for _, row in read(folder / "file_types.tsv", ["extension", "kind", "begins"])]
    links = [f"    {{{text(row['part'])}, {text(row['place'])}}},"
             for _, row in read(folder / "link_places.tsv", ["part", "place"])]
    entities = [f"    {{{text(row['field'])}, {text(row['kind'])}}},"
                for _, row in read(folder / "story_entities.tsv", ["field", "kind"])]
    endings = [f"    {{{text(row['ending'])}, {text(row['kind'])}}},"
               for _, row in read(folder / "file_endings.tsv", ["ending", "kind"])]
    return ["// Generated from schema/ by tools/generate_schema.py. Do not edit.", "#pragma once",
            '#include "xiezhi/schema/host.h"', "", "namespace xiezhi::schema {", *texts.lines(),
            "inline constexpr Hideout kHideouts[] = {", *hideouts, "};",
            "inline constexpr WindowsProgram kWindowsPrograms[] = {", *programs, "};",
            "inline constexpr EntityField kEntityFields[] = {", *entities, "};",
            "inline constexpr AutostartRow kAutostarts[] = {", *autostarts, "};",
            "inline constexpr FileEnding kFileEndings[] = {", *endings, "};",
            "inline constexpr RegistryWatch kWatchedValues[] = {", *watched, "};",
            "inline constexpr FilePlace kFilePlaces[] = {", *places, "};",
            "inline constexpr LinkPlace kLinkPlaces[] = {", *links, "};",
            "inline constexpr FileType kFileTypes[] = {", *types, "};",
            "}  // namespace xiezhi::schema", ""]


def software_tables(folder):
    texts = Lists("std::string_view", "kSoftwareTexts", text)

    def rows(name, columns, show):
        return [f"    {{{show(row)}}}," for _, row in read(folder / name, columns)]

    builds = rows("windows_builds.tsv", ["build", "kind", "end_of_life"],
                  lambda row: f"{int(row['build'])}, {text(row['kind'])}, {text(row['end_of_life'])}")
    holes = rows("windows_holes.tsv", ["build", "revision", "hole", "role", "updates"],
                 lambda row: f"{int(row['build'])}, {int(row['revision'])}, {text(row['hole'])}, "
                             f"{text(row['role'])}, {texts.name(row['updates'].split('|'))}")
    products = rows("products.tsv", ["product", "from", "below", "end_of_life", "since", "holes"],
                    lambda row: f"{texts.name(row['product'].split('|'))}, {text(row['from'])}, "
                                f"{text(row['below'])}, {text(row['end_of_life'])}, {text(row['since'])}, "
                                f"{texts.name([hole for hole in row['holes'].split('|') if hole])}")
    roots = rows("root_certificates.tsv", ["subject", "thumbprint"],
                 lambda row: f"{text(row['subject'])}, {text(row['thumbprint'].replace('-', ''))}")
    passwords = rows("weak_passwords.tsv", ["password", "kind"],
                     lambda row: f"{text(row['password'])}, {text(row['kind'])}")
    places = [f"    {text(row['path'])}," for _, row in read(folder / "data_places.tsv", ["path"])]
    return ["// Generated from schema/ by tools/generate_schema.py. Do not edit.", "#pragma once",
            '#include "xiezhi/schema/software.h"', "", "namespace xiezhi::schema {", *texts.lines(),
            "inline constexpr WindowsBuild kWindowsBuilds[] = {", *builds, "};",
            "inline constexpr WindowsHole kWindowsHoles[] = {", *holes, "};",
            "inline constexpr Product kProducts[] = {", *products, "};",
            "inline constexpr UsualRoot kUsualRoots[] = {", *roots, "};",
            "inline constexpr WeakPassword kWeakPasswords[] = {", *passwords, "};",
            "inline constexpr std::string_view kDataPlaces[] = {", *places, "};",
            "}  // namespace xiezhi::schema", ""]


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
    (out / "sentence_tables.h").write_text("\n".join(sentence_tables(folder)), encoding="utf-8")
    (out / "host_tables.h").write_text("\n".join(host_tables(folder)), encoding="utf-8")
    (out / "software_tables.h").write_text("\n".join(software_tables(folder)), encoding="utf-8")
    (out / "ecs_rule_tables.h").write_text(ecs_rule_tables.header(read, folder, text), encoding="utf-8")
    (out / "logging_tables.h").write_text(logging_tables.header(read, folder, text), encoding="utf-8")


if __name__ == "__main__":
    main()
