#!/usr/bin/env python3
"""schema/datasets.tsv -> xiezhi/schema/dataset_tables.h: datasets and their fields; and docs/datasets.md.

Called as: generate_datasets.py <output folder> <schema folder>, or with `--docs` to print the page.
Refuses a row that does not fit, and a field that two datasets describe with different types.
"""
import pathlib
import re
import sys

from generate_schema import read, text

TYPES = {"keyword": "Keyword", "number": "Number", "truth": "Truth", "time": "Time", "address": "Address"}
COMMON = "*"


def enumerator(name):
    """file.code_signature.trusted -> FileCodeSignatureTrusted; our own prefix says nothing."""
    return "".join(part.capitalize() for part in re.split(r"[._]", name.removeprefix("xiezhi.")))


def load(folder):
    datasets, fields = {COMMON: []}, {}
    for place, row in read(folder / "datasets.tsv", ["dataset", "field", "type", "list", "en", "zh"]):
        if not row["en"] or not row["zh"]:
            sys.exit(f"{place}: both languages are needed")
        if row["field"] == "-":
            datasets[row["dataset"]] = []
            row["fields"] = datasets[row["dataset"]]
            datasets[row["dataset"]].append(row)
            continue
        if row["dataset"] not in datasets:
            sys.exit(f"{place}: no row describes the dataset {row['dataset']}")
        if row["type"] not in TYPES or row["list"] not in ("", "list"):
            sys.exit(f"{place}: unknown type {row['type']} {row['list']}")
        kind = (row["type"], row["list"])
        if fields.setdefault(row["field"], kind) != kind:
            sys.exit(f"{place}: {row['field']} is something else in another dataset")
        datasets[row["dataset"]].append(row)
    names = [enumerator(field) for field in fields]
    if len(set(names)) != len(names):
        sys.exit("datasets.tsv: two fields have one name in code")
    return datasets, fields


def header(datasets, fields):
    order = list(fields)
    own = [name for name in datasets if name != COMMON]
    common = [order.index(row["field"]) for row in datasets[COMMON]]
    lines = ["// Generated from schema/datasets.tsv by tools/generate_datasets.py. Do not edit.",
             "#pragma once", "#include <cstdint>", "#include <string_view>", "",
             "namespace xiezhi::schema {",
             "enum class Dataset : std::uint8_t {", *[f"    {enumerator(name)}," for name in own], "};",
             "enum class StateField : std::uint16_t {", *[f"    {enumerator(name)}," for name in order],
             "};", "enum class StateType : std::uint8_t { Keyword, Number, Truth, Time, Address };",
             "struct StateFieldRow { std::string_view name; StateType type; bool list; };",
             "inline constexpr StateFieldRow kStateFields[] = {"]
    for name in order:
        kind, many = fields[name]
        lines.append(f"    {{{text(name)}, StateType::{TYPES[kind]}, {str(bool(many)).lower()}}},")
    lines += ["};", "struct DatasetRow { std::string_view name; std::string_view channel; "
              "const std::uint16_t* fields; std::uint16_t count; std::string_view en; "
              "std::string_view zh; };"]
    rows = []
    for name in own:
        numbers = common + [order.index(row["field"]) for row in datasets[name][1:]]
        lines.append(f"inline constexpr std::uint16_t kFieldsOf_{name}[] = "
                     f"{{{', '.join(map(str, numbers))}}};")
        rows.append(f"    {{{text(name)}, {text('xiezhi/state/' + name)}, kFieldsOf_{name}, "
                    f"{len(numbers)}, {text(datasets[name][0]['en'])}, {text(datasets[name][0]['zh'])}}},")
    return lines + ["inline constexpr DatasetRow kDatasets[] = {", *rows, "};",
                    "}  // namespace xiezhi::schema", ""]


def page(datasets):
    lines = ["# Datasets", "",
             "What a host is described by. Readers fill these documents from hives, files and logs, probes of the",
             "running host will fill the same; checks (`logsource: {product: windows, service: state, category:",
             "<dataset>}`) see nothing else. Each document carries its proofs: artefact, parser, place, offset.",
             "Made from `schema/datasets.tsv` by `tools/generate_datasets.py --docs`; do not edit.", ""]
    for name, rows in datasets.items():
        if name == COMMON:
            lines += ["## Fields of every document", ""]
        else:
            lines += [f"## `{name}`", "", f"{rows[0]['en']}. {rows[0]['zh']}。", ""]
            rows = rows[1:]
        if rows:
            lines += ["| field | type | meaning | 含义 |", "|---|---|---|---|"]
            lines += [f"| `{row['field']}` | {row['type']}{' list' if row['list'] else ''} | "
                      f"{row['en']} | {row['zh']} |".replace("\\", "\\\\") for row in rows]
            lines.append("")
    return "\n".join(lines)


def main():
    if sys.argv[1] == "--docs":
        print(page(load(pathlib.Path(sys.argv[2]))[0]), end="")
        return
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    datasets, fields = load(pathlib.Path(sys.argv[2]))
    (out / "dataset_tables.h").write_text("\n".join(header(datasets, fields)), encoding="utf-8")


if __name__ == "__main__":
    main()
