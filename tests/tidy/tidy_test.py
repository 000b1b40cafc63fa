#!/usr/bin/env python3
"""A check that cannot fail is a defect: each rule of tidy.py meets a tree that breaks it."""
import pathlib
import tempfile
import unittest

import tidy

CLEAN = {
    "src/xiezhi/base/a.h": "#pragma once\n",
    "src/xiezhi/rules/b.cpp": '#include "xiezhi/base/a.h"\nauto m = msg::known();\n',
    "lang/a.tsv": "# id\tEnglish\tChinese\nknown\tthis is known\t已知\n",
}
BROKEN = [
    ("src/xiezhi/base/x.h", '#pragma once\n#include "xiezhi/rules/b.h"\n', "may not include"),
    ("src/xiezhi/attic/x.h", '#pragma once\n#include "xiezhi/base/a.h"\n', "not in the include table"),
    ("src/xiezhi/base/x.h", "int x;\n", "no #pragma once"),
    ("src/xiezhi/base/x.cpp", "int x;\n" * 501, "at most 500"),
    ("src/xiezhi/base/x.cpp", "auto x = reinterpret_cast<int>(y);\n", "cast without"),
    ("src/xiezhi/base/x.cpp", "#ifdef _WIN32\n#endif\n", "know the system"),
    ("src/xiezhi/base/x.cpp", "// TODO later\n", "left to do"),
    ("src/xiezhi/base/x.cpp", 'auto x = "the file is broken";\n', "user text"),
    ("src/xiezhi/base/x.cpp", 'auto x = "文件";\n', "user text"),
    ("src/xiezhi/formats/lnk/x.cpp", "int x;\n", "no fuzz target"),
    ("src/xiezhi/formats/lnk/x.cpp", "int x;\n", "no docs/formats/lnk.md"),
    ("src/xiezhi/formats/lnk/x.cpp", '#include "xiezhi/formats/pe/y.h"\n', "includes another"),
    ("lang/x.tsv", "forgotten\tthis is forgotten\t被忘\n", "never used"),
    ("lang/a.tsv", "known\tthis is known\tthis is known\n", "no Chinese"),
    ("docs/x.md", "see /work/main\n", "outside the project"),
]


def offences(files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return tidy.Tidy(root).run()


class TidyTest(unittest.TestCase):
    def test_a_clean_tree_passes(self):
        self.assertEqual(offences(CLEAN), [])

    def test_each_offence_is_found(self):
        for name, text, expected in BROKEN:
            with self.subTest(expected):
                found = offences(CLEAN | {name: text})
                self.assertTrue(any(expected in line for line in found), found)


unittest.main()
