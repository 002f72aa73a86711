"""The list of every file the program writes is told as it is, and knows one thing of each name."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.store.output import put
from balie.store.written_files import FILES, kinds_of
from tests.support import written

GUIDE = Path(__file__).parents[1] / "docs" / "personal-data.md"


def test_the_guide_tells_the_whole_list() -> None:
    table = GUIDE.read_text(encoding="utf-8").split("## Every file")[1]
    told = [line for line in table.splitlines() if line.startswith("| ")][1:]

    assert told == [f"| {kind.name} | {kind.holds} | {kind.tidied} |" for kind in FILES]


@pytest.mark.parametrize(
    ("name", "writer", "known"),
    [
        ("bon-00000001.txt", "balie/store/output.py:put", True),
        ("incasso-2025-05-001.xml", "balie/finance/collection/folder.py:give_name", True),
        ("klanten.csv", "balie/finance/collection/folder.py:give_name", False),
        ("bibliotheek.balie.lock", "balie/store/turnstile.py:__init__", True),
        ("namen.txt", "balie/store/turnstile.py:__init__", False),
        ("klanten.csv", "balie/customers/finding/listing.py:write", False),
        ("bibliotheek.balie", "balie/store/restore.py:restore", True),
        ("bibliotheek.balie", "balie/store/restore.py:_keep", False),
        ("bibliotheek.voor-herstel.20240409-081500.balie", "balie/store/restore.py:_keep", True),
        ("bibliotheek.voor-herstel.20240409-081500.balie", "balie/store/connection.py:_make", False),
        ("bon-00000001.txt", "balie/store/connection.py:_make", False),
        ("klanten.csv", "balie/store/output.py:give_name", True),
        ("bibliotheek.balie-wal", "balie/store/output.py:give_name", False),
        ("bibliotheek.balie.lock", "balie/store/output.py:give_name", False),
        ("fouten.log", "screens/program/crash.py:write_log", True),
        ("klanten.csv", "screens/program/crash.py:write_log", False),
    ],
)
def test_a_file_is_known_by_its_name_and_who_writes_it(name: str, writer: str, known: bool) -> None:
    assert bool(kinds_of(name, writer)) is known


def test_what_is_written_is_seen(tmp_path: Path) -> None:
    written.seen.clear()
    put(tmp_path / "brieven-00000001.txt", b"")

    assert {"brieven-NUMBER.txt", ".NAME.PROCESS.nieuw"} <= written.seen
