"""Overviews as CSV and on paper: amounts stay numbers, text from people never becomes a formula."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.finance.overviews import paper
from balie.finance.overviews.csv_file import cell_text, defused, export
from balie.finance.overviews.reading import read_scope
from balie.finance.overviews.registry import OVERVIEWS, overview
from balie.finance.overviews.shape import CellKind, Overview, Scope
from balie.messages.printing import deliver
from balie.refusal import Refusal
from tests.finance.overviews.conftest import Town

APRIL = Scope(date(2024, 4, 1), date(2024, 4, 30))


def test_a_file_for_a_spreadsheet(town: Town, tmp_path: Path) -> None:
    done = export(town.desk, overview("tegoeden"), APRIL, tmp_path / "tegoeden.csv")
    assert done.lines == 1
    assert done.path.stat().st_mode & 0o777 == 0o600
    assert done.path.read_bytes() == (
        b"\xef\xbb\xbfKlantnummer;Naam;Tegoed\r\n29428000077735;'=Som, E.B.;10,00\r\nTotaal;;10,00\r\n"
    )


@pytest.mark.parametrize("item", OVERVIEWS, ids=lambda item: item.id)
def test_every_overview_has_a_file_of_even_rows(town: Town, tmp_path: Path, item: Overview) -> None:
    path = export(town.desk, item, APRIL, tmp_path / "uit.csv").path
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, *rest, last = csv.reader(file, delimiter=";")
    assert first == [column.name for column in item.columns]
    assert last[0] == "Totaal"
    for row in [*rest, last]:
        assert len(row) == len(first)
        for column, cell in zip(item.columns, row, strict=True):
            if column.kind is CellKind.CENTS and cell:
                assert re.fullmatch(r"-?\d+,\d\d", cell)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+31 6", "-2", "@som", "\t=1", "\rx", "\nx", " =1", "\u200b=1", "\u202e@x", "＝1", "－2", "\x00+1"],
)
def test_text_that_begins_a_formula_is_defused(text: str) -> None:
    assert defused(text).startswith("'")


@pytest.mark.parametrize("text", ["", "Jansen", "Jan=Piet", "'s-Gravenhage", "3-5", "a@b.nl"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@given(st.text())
def test_no_text_is_ever_a_formula(text: str) -> None:
    assert defused(text).lstrip()[:1] not in set("=+-@＝＋－＠")
    assert not {"\t", "\r", "\n"} & set(defused(text))


@given(st.integers(-(10**12), 10**12))
def test_an_amount_is_a_number_with_a_decimal_comma(cents: int) -> None:
    text = cell_text(CellKind.CENTS, cents)
    assert re.fullmatch(r"-?\d+,\d\d", text)
    assert int(text.replace(",", "")) == cents


def test_days_and_counts_and_nothing() -> None:
    assert cell_text(CellKind.DAY, date(2024, 4, 9)) == "09-04-2024"
    assert cell_text(CellKind.COUNT, 12) == "12"
    assert cell_text(CellKind.CENTS, None) == ""


def test_a_file_that_is_there_is_not_replaced_unless_told(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "uit.csv"
    path.write_text("van mij", encoding="utf-8")
    with pytest.raises(Refusal, match="bestaat al"):
        export(town.desk, overview("tegoeden"), APRIL, path)
    assert path.read_text("utf-8") == "van mij"
    export(town.desk, overview("tegoeden"), APRIL, path, overwrite=True)
    assert path.read_text("utf-8-sig").startswith("Klantnummer")


def test_a_file_that_fails_halfway_is_not_there(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("balie.finance.overviews.csv_file.cell_text", breaks)
    with pytest.raises(RuntimeError):
        export(town.desk, overview("tegoeden"), APRIL, tmp_path / "map.csv")
    assert [path.name for path in tmp_path.iterdir() if ".csv" in path.name] == []


def test_a_file_that_is_stopped_halfway_is_not_there_and_the_old_one_stays(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_text("van mij", encoding="utf-8")

    def stops() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        export(town.desk, overview("journaal"), APRIL, path, overwrite=True, tick=stops)
    assert [(found.name, found.read_text("utf-8")) for found in tmp_path.glob("*map.csv*")] == [("map.csv", "van mij")]


@pytest.mark.parametrize("place", ["weg/uit.csv", "."])
def test_a_place_where_nothing_can_be_written_is_refused(town: Town, tmp_path: Path, place: str) -> None:
    with pytest.raises(Refusal):
        export(town.desk, overview("tegoeden"), APRIL, tmp_path / place, overwrite=True)


def test_an_overview_on_paper(town: Town) -> None:
    item = overview("tegoeden")
    outcome = deliver(paper.print_job(town.desk, item, read_scope(town.desk, item)))
    assert outcome.printed
    assert (
        Path(outcome.place).read_text("utf-8")
        == """\
Biblionet Drenthe
Tegoeden
Stand op 30-04-2024

Klantnummer    Naam                                           Tegoed
-------------- ---------------------------------------- ------------
29428000077735 =Som, E.B.                                      10,00

Totaal van 1 regel
  Tegoed                         € 10,00
"""
    )


def test_nothing_found_is_told(town: Town) -> None:
    empty = Scope(date(2023, 1, 1), date(2023, 1, 2))
    assert list(paper.text_lines(town.desk, overview("journaal"), empty))[-1] == "Niets gevonden."


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("journaal", "Kies een kortere periode, of bewaar het overzicht als CSV."),
        ("open-posten", "Kies een vestiging, of bewaar het overzicht als CSV."),
        ("terugbetalen", "Bewaar het overzicht als CSV."),
    ],
)
def test_what_is_too_long_for_paper_is_refused_with_what_can_be_done(
    town: Town, monkeypatch: pytest.MonkeyPatch, name: str, then: str
) -> None:
    monkeypatch.setattr(paper, "MOST_PRINTED", 1)
    with pytest.raises(Refusal) as refused:
        paper.print_job(town.desk, overview(name), APRIL)
    assert str(refused.value).endswith(f"(meer dan 1 regels). {then}")
