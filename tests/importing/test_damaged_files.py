"""Bytes changed at random in good files: every record is as it was, or is named; never a traceback."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.customers.cards.numbers import make_number
from balie.importing.batches import NUMBER, BadLine, FileSource, Numbered, read_batches
from balie.importing.titles.csv_file import open_csv_titles
from balie.importing.titles.marc import Iso2709, MarcTitles
from balie.importing.titles.record import FileTitle, Found, TitleFileTerms
from balie.library.structs import Library
from balie.refusal import Refusal
from tests.support.marc import RECORD, field, marc

TODAY = date(2024, 4, 9)
NAMES = ("Één", "Ruïne", "Zoë", "plain", "Çedille", "naïef", "€ 12", "Übermut")
HEADING = "PPN;Titel;Auteur;Reeks\n"
CSV = [f'p{number};"Titel {name}";{name}, A.;Reeks {number}\n' for number, name in enumerate(NAMES * 2, 1)]
MARC = [
    bytes(marc(*RECORD[3:], field("500", ("a", f"{name} {number}")), number=f"{number:03}").as_marc())
    for number, name in enumerate(NAMES, 1)
]
ANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
damage = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4)


def damaged(data: bytes, changes: list[tuple[int, int]], first: int = 0) -> tuple[bytes, set[int]]:
    """The bytes with some of them changed, and where: only behind the first so many."""
    changed = bytearray(data)
    places = {first + place % (len(data) - first): value for place, value in changes}
    for place, value in places.items():
        changed[place] = value
    return bytes(changed), {place for place in places if changed[place] != data[place]}


def read_csv(path: Path, content: bytes, library: Library) -> list[Found]:
    path.write_bytes(content)
    with open_csv_titles(path, TitleFileTerms(library, "9428", TODAY)) as file:
        return list(file)


def read_marc(content: bytes, library: Library) -> list[Found]:
    return list(MarcTitles(Iso2709(io.BytesIO(content)), len(content), TitleFileTerms(library, "9428", TODAY)))


def titles(found: list[Found]) -> dict[str, FileTitle]:
    return {str(one.control_number): one for one in found if isinstance(one, FileTitle)}


def named(found: list[Found]) -> set[int]:
    return {one.number for one in found if isinstance(one, BadLine)}


def ranges(parts: list[bytes], start: int) -> list[range]:
    found = []
    for part in parts:
        found.append(range(start, start + len(part)))
        start += len(part)
    return found


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@ANY
@given(changes=damage)
def test_lines_of_csv(tmp_path: Path, library: Library, mark: bytes, changes: list[tuple[int, int]]) -> None:
    head = mark + HEADING.encode()
    lines = [line.encode() for line in CSV]
    right = titles(read_csv(tmp_path / "x.csv", head + b"".join(lines), library))
    content, places = damaged(head + b"".join(lines), changes, len(head))
    found = read_csv(tmp_path / "x.csv", content, library)
    told = named(found)
    assert all(line.number > 0 and line.reasons for line in found if isinstance(line, BadLine))
    for number, bytes_of in enumerate(ranges(lines, len(head)), 1):
        if places.isdisjoint(bytes_of):
            # Whatever is before it on its line in the file now is told with it.
            at = len(re.findall(rb"\r\n|\r|\n", content[: bytes_of.start])) + 1
            # A number that was damaged into this one stands beside it.
            same = [one.values for one in found if isinstance(one, FileTitle) and one.control_number == f"p{number}"]
            assert at in told or right[f"p{number}"].values in same


def read_people(path: Path, content: bytes) -> tuple[dict[str, Numbered], set[int]]:
    path.write_bytes(content)
    batches = list(read_batches(FileSource(path, TODAY, ("9428",), "9428")))
    people = {str(person[NUMBER]): person[NUMBER:] for batch in batches for person in batch.people}
    return people, {line.number for batch in batches for line in batch.bad}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@ANY
@given(changes=damage)
def test_lines_of_customers(tmp_path: Path, mark: bytes, changes: list[tuple[int, int]]) -> None:
    head = mark + b"Klantnummer;Voorletters;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats\n"
    names = ("\u00c9\u00e9n", "Ru\u00efne", "Zo\u00eb", "plain", "\u00dcbermut") * 3
    numbers = [make_number("9428", serial) for serial in range(1, len(names) + 1)]
    lines = [
        f'{number};"eb";{name};04-01-1991;"Brink";1;9468BG;Annen\n'.encode()
        for number, name in zip(numbers, names, strict=True)
    ]
    right, _ = read_people(tmp_path / "x.csv", head + b"".join(lines))
    content, places = damaged(head + b"".join(lines), changes, len(head))
    here, told = read_people(tmp_path / "x.csv", content)
    for number, bytes_of in zip(numbers, ranges(lines, len(head)), strict=True):
        if places.isdisjoint(bytes_of):
            at = len(re.findall(rb"\r\n|\r|\n", content[: bytes_of.start])) + 1
            assert at in told or here[number] == right[number]


@ANY
@given(changes=damage)
def test_records_of_marc(library: Library, changes: list[tuple[int, int]]) -> None:
    right = titles(read_marc(b"".join(MARC), library))
    assert len(right) == len(MARC)
    content, places = damaged(b"".join(MARC), changes)
    found = read_marc(content, library)
    here, told = titles(found), named(found)
    for number, bytes_of in enumerate(ranges(MARC, 0), 1):
        name = f"(NL-X){number:03}"
        if places.isdisjoint(bytes_of):
            assert here[name].values == right[name].values
    touched = sum(not places.isdisjoint(bytes_of) for bytes_of in ranges(MARC, 0))
    assert len(here.keys() & right.keys()) + touched >= len(MARC)
    assert len({one.place for one in found if isinstance(one, FileTitle)} | told) >= len(MARC)


@ANY
@given(changes=damage)
def test_the_directory_and_the_leader_of_a_record(library: Library, changes: list[tuple[int, int]]) -> None:
    """What stands where: a place or a length that is wrong never puts a text in another field, or cuts it."""
    whole = MARC[1]
    right = titles(read_marc(whole, library))
    head = bytearray(whole[: whole.index(b"\x1e")])
    entries = [place for place in range(24, len(head)) if (place - 24) % 12 >= 3]
    for place, value in changes:
        chosen = [*range(5), *range(9, 17), *entries]
        head[chosen[place % len(chosen)]] = value
    found = read_marc(bytes(head) + whole[len(head) :], library)
    assert named(found) or {name: one.values for name, one in titles(found).items()} == {
        name: one.values for name, one in right.items()
    }


@ANY
@given(st.binary(max_size=400))
def test_anything_at_all(tmp_path: Path, library: Library, content: bytes) -> None:
    read_marc(content, library)
    read_marc(MARC[0][:40] + content, library)
    for head in (b"", HEADING.encode(), HEADING.encode("utf-16")):
        with suppress(Refusal):
            read_csv(tmp_path / "x.csv", head + content, library)
