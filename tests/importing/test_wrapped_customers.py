"""A klantnummer with what a scanner sends around it, and a birth date with a time behind it, are what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.importing.batches import BadLine
from balie.importing.customers import CustomerImport
from balie.importing.mapping import ColumnMapping
from balie.store.connection import open_store

_HEADING = "Klantnummer;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats"
_NUMBER = "29428000077727"


def brought(
    desk: Desk, tmp_path: Path, *lines: str, heading: str = _HEADING, passes: tuple[str, ...] = (), large: int = 10**9
) -> tuple[list[BadLine], int, list[tuple[object, ...]]]:
    """What is told of the lines, how many do not go along, and who came in."""
    path = tmp_path / "k.csv"
    path.write_text("\n".join((heading, *lines)), encoding="utf-8")
    told: list[BadLine] = []
    with open_store(desk.store.path) as store:
        work = CustomerImport(replace(desk, store=store), path, ColumnMapping(passes=passes), large=large)
        with work:
            bad = work.check(told.append).bad
            work.carry_out()
    with open_store(desk.store.path) as store:
        sql = "SELECT number, birth_date FROM customer JOIN card ON customer_id = customer.id ORDER BY customer.id"
        return told, bad, store.read(sql)


@pytest.mark.parametrize("passes", [(), ("P#######",)])
@pytest.mark.parametrize(
    "text", [f"A{_NUMBER}B", f"*{_NUMBER}*", f"{_NUMBER}.", f"0{_NUMBER}", f"]C0{_NUMBER}", "a 2 9428 0000 7772 7 d"]
)
def test_a_klantnummer_with_something_around_it_is_that_number(
    desk: Desk, tmp_path: Path, text: str, passes: tuple[str, ...]
) -> None:
    line = f"{text};Tester;1991-01-04;Brink;1;9468BG;Annen"
    for _ in range(2):
        told, bad, people = brought(desk, tmp_path, line, passes=passes)
        assert [(one.number, one.goes_along) for one in told] == [(2, True)]
        assert told[0].reasons == (f"{text} is gelezen als {_NUMBER}: er staat iets omheen.",)
        assert (bad, people) == (0, [(_NUMBER, "1991-01-04")])


def test_it_is_told_as_well_when_other_processes_read_the_file(desk: Desk, tmp_path: Path) -> None:
    told, bad, people = brought(desk, tmp_path, f"{_NUMBER}.;Tester;1991-01-04;Brink;1;9468BG;Annen", large=0)
    assert ([one.goes_along for one in told], bad, people) == ([True], 0, [(_NUMBER, "1991-01-04")])


def test_the_membership_on_such_a_line_comes_along(desk: Desk, tmp_path: Path) -> None:
    line = f"A{_NUMBER}B;Tester;1991-01-04;Brink;1;9468BG;Annen;0086;12-05-2010;"
    heading = f"{_HEADING};Abonnement;Ingeschreven op;Gefactureerd t/m"
    told, bad, people = brought(desk, tmp_path, line, heading=heading)
    assert (len(told), bad, len(people)) == (1, 0, 1)
    with open_store(desk.store.path) as store:
        assert store.read("SELECT count(*) FROM membership") == [(1,)]


@pytest.mark.parametrize(
    "text", ["29428000077728", "A29428000077728B", "39428000000012", f"12{_NUMBER}", "A1B", "2942"]
)
def test_what_has_no_number_of_ours_in_it_is_refused(desk: Desk, tmp_path: Path, text: str) -> None:
    told, bad, people = brought(desk, tmp_path, f"{text};Tester;1991-01-04;Brink;1;9468BG;Annen")
    assert ([one.goes_along for one in told], bad, people) == ([False], 1, [])


def test_the_same_customer_twice_is_told_whatever_stands_around_it(desk: Desk, tmp_path: Path) -> None:
    lines = [f"{text};Tester;1991-01-04;Brink;1;9468BG;Annen" for text in (_NUMBER, f"A{_NUMBER}A")]
    told, bad, people = brought(desk, tmp_path, *lines)
    assert ([(one.number, one.goes_along) for one in told], bad, len(people)) == ([(3, True), (3, False)], 1, 1)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("1951-01-04T00:00:00", "1951-01-04"),
        ("1951-01-04 00:00:00.000", "1951-01-04"),
        ("1951-01-04 0:00", "1951-01-04"),
        ("04-01-1951 00:00:00", "1951-01-04"),
        ("4-1-1951 0:00", "1951-01-04"),
        ("4-1-51", "1951-01-04"),
        ("4/1/51", "1951-01-04"),
    ],
)
def test_a_birth_date_has_a_time_behind_it_or_not(desk: Desk, tmp_path: Path, text: str, born: str) -> None:
    told, bad, people = brought(desk, tmp_path, f"{_NUMBER};Tester;{text};Brink;1;9468BG;Annen")
    assert (told, bad, people) == ([], 0, [(_NUMBER, born)])


@pytest.mark.parametrize(
    "text", ["18632", "18632.0", "1951-01-03T23:00:00Z", "1951-01-03T23:00:00+01:00", "1/4/1951 12:00:00 AM", "T00:00"]
)
def test_what_may_be_another_day_here_is_told(desk: Desk, tmp_path: Path, text: str) -> None:
    told, bad, people = brought(desk, tmp_path, f"{_NUMBER};Tester;{text};Brink;1;9468BG;Annen")
    assert (len(told), bad, people) == (1, 1, [])
    assert "datum" in told[0].reasons[0]
