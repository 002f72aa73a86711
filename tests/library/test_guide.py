"""The guide for writers of a library file names every key there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from balie.library.rights import Right
from balie.library.values import LibraryTable

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "library-file.md"


def test_the_guide_names_every_key_and_no_other() -> None:
    tables_of_a_library = [
        table for table in LibraryTable.__subclasses__() if table.__module__.startswith("balie.library")
    ]
    keys = {known.encode_name for table in tables_of_a_library for known in msgspec.structs.fields(table)}
    rows = [line.split("|") for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    tables = {name for row in rows for name in re.findall(r"[a-z][a-z0-9_]+", row[1])}
    named = {name for row in rows for name in re.findall(r"`([a-z0-9_]+)`", row[2])}
    assert named | tables - {"table", "top"} == keys


def test_the_guide_lists_every_right_and_no_other() -> None:
    listed = GUIDE.read_text(encoding="utf-8").partition("\n## Rights\n")[2].partition("\n## ")[0]
    *_, rights = listed.strip().split("\n\n")
    assert re.findall(r"`([a-z._]+)`", rights) == list(Right)
