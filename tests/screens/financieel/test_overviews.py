"""Overviews from the keyboard: asked for, walked through, in a file and on paper."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.finance.overviews.registry import OVERVIEWS
from balie.ledger import Charge, Incoming, Method, book_charge, receive
from balie.library.terms import ChargeKind
from screens.financieel.overviews import overview as overview_screen
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running


@pytest.fixture
def town(desk: Desk) -> Desk:
    """A customer who owes € 54,00 since 09-04-2024 and was fined on 20-04; € 60,00 came in at two tills. 30-04-2024."""
    customer_id = enrol_tester(desk, surname="[red]Jan[/red]", subscription="0045").customer_id
    later = replace(desk, working_date=date(2024, 4, 20))
    with later.transaction() as tx:
        book_charge(tx, desk.library, customer_id, Charge(ChargeKind.FINE, 240))
    for till, cents in (("1", 2000), ("2", 4000)):
        with later.transaction() as tx:
            receive(tx, Incoming(customer_id, cents, Method.CASH, later.working_date, till=till), ())
    return replace(desk, working_date=date(2024, 4, 30))


@asynccontextmanager
async def asking(desk: Desk, title: str, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The desk with an overview open."""
    place = [item.title for item in OVERVIEWS].index(title)
    async with running(desk, size=size) as driver:
        await driver.keys("alt+f", "9", *["down"] * place, "enter")
        assert driver.app.page.heading == title
        yield driver


def lines_of(driver: Driver) -> list[str]:
    """The lines of the list that hold something, below the heading of the columns."""
    body = driver.lines[4:-3]
    heading = next(place for place, line in enumerate(body) if line[1:].startswith(("Datum", "Klantnummer", "Tarief")))
    return [line[1:] for line in body[heading + 1 :] if line.strip()]


async def test_the_list_tells_what_each_is_about_and_a_letter_finds_it(town: Desk) -> None:
    async with running(town) as driver:
        await driver.keys("alt+f", "9")
        assert OVERVIEWS[0].help in driver.text
        await driver.keys("t")
        assert "▸Tegoeden" in driver.text
        assert "Wat klanten nu te goed hebben" in driver.text
        await driver.keys("f2")
        assert driver.app.page.heading == "Tegoeden"


@pytest.mark.parametrize("title", [item.title for item in OVERVIEWS])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_every_overview_opens_can_be_asked_again_and_left(town: Desk, title: str, size: tuple[int, int]) -> None:
    async with asking(town, title, size=size) as driver:
        assert all(len(line) <= size[0] for line in driver.lines)
        await driver.keys("down", "end", "pageup", "f2")
        assert "regel" in driver.message
        await driver.keys("escape")
        assert driver.app.page.heading == "Overzichten"


async def test_an_empty_field_is_as_usual_and_the_period_is_told(town: Desk) -> None:
    async with asking(town, "Dagoverzicht per kas") as driver:
        assert "Niets gevonden." in driver.text
        await driver.keys(*"20042024", "enter", "enter", "enter", "enter")
        assert "20-04-2024 t/m 30-04-2024" in driver.text
        assert lines_of(driver) == [
            "20-04-2024 9428  1      contant             1      20,00      0,00      20,00",
            "20-04-2024 9428  2      contant             1      40,00      0,00      40,00",
            "Totaal                                      2      60,00      0,00      60,00",
        ]
        await driver.keys("2", "f2")
        assert driver.message == "1 regel."
        assert lines_of(driver)[-1].split() == ["Totaal", "1", "40,00", "0,00", "40,00"]


async def test_a_burst_asks(town: Desk) -> None:
    async with running(town) as driver:
        await driver.burst("\x1bf9\r20042024\r20042024\r9428\r2\r")
        assert "20-04-2024, vestiging 9428 Gieten, kas 2" in driver.text
        assert driver.message == "1 regel."


async def test_what_cannot_be_asked_is_told_at_the_field_and_the_lines_stay(town: Desk) -> None:
    async with asking(town, "Journaal") as driver:
        before = lines_of(driver)
        await driver.keys(*"31022024", "enter")
        assert "bestaat niet" in driver.message
        assert "▸Van 31022024" in driver.text
        await driver.keys("ctrl+u", *"30042024", "enter", *"01042024", "f2")
        assert driver.message.startswith("De periode begint op 30-04-2024 en eindigt al op 01-04-2024.")
        await driver.keys("ctrl+u", "enter", "enter", *"9999", "enter")
        assert driver.message.startswith("Vestiging 9999 bestaat niet")
        assert lines_of(driver) == before


async def test_text_of_people_is_data_and_a_klantnummer_is_never_cut(town: Desk) -> None:
    async with asking(town, "Openstaande posten naar ouderdom") as driver:
        assert lines_of(driver)[0].startswith("29428000077727 [red]Jan[/re… ")
    async with asking(town, "Openstaande posten naar ouderdom", size=(120, 40)) as driver:
        assert lines_of(driver)[0].startswith("29428000077727 [red]Jan[/red], E.B. ")


async def test_a_wide_screen_shows_more_columns(town: Desk) -> None:
    async with asking(town, "Journaal") as driver:
        assert "Vestiging " not in driver.lines[7]
        assert lines_of(driver)[0].startswith("09-04-2024 K1")
    async with asking(town, "Journaal", size=(120, 40)) as driver:
        assert driver.lines[7].endswith("Betaald Btw Vestiging Kas")


async def test_a_long_overview_is_read_as_it_is_walked_and_ends_with_its_totals(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview_screen, "_PAGE", 20)
    customer_id = town.store.read("SELECT id FROM customer")[0][0]
    with town.transaction() as tx:
        for _ in range(60):
            book_charge(tx, town.library, customer_id, Charge(ChargeKind.FINE, 100))
    async with asking(town, "Journaal") as driver:
        await driver.keys("f2")
        assert driver.message.startswith("De eerste 20 regels.")
        assert "Totaal" not in driver.text
        await driver.keys(*["pagedown"] * 8)
        assert lines_of(driver)[-1].split() == ["Totaal", "116,40", "60,00"]
        await driver.keys("f2", "end")
        assert lines_of(driver)[-1].split() == ["Totaal", "116,40", "60,00"]
        assert len(lines_of(driver)) < 20


async def test_more_than_a_screen_is_for_goes_to_a_file(town: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview_screen, "_PAGE", 2)
    monkeypatch.setattr(overview_screen, "MOST_SHOWN", 2)
    async with asking(town, "Journaal") as driver:
        await driver.keys("end")
        assert driver.message == "Meer dan 2 regels: bewaar het overzicht als CSV (Ctrl+S)."
        assert "Totaal" not in driver.text


async def test_a_file_is_written_where_it_is_usual(town: Desk) -> None:
    async with asking(town, "Journaal") as driver:
        await driver.keys("ctrl+s", "enter")
        assert driver.message.startswith("4 regels bewaard in ")
    (path,) = town.spool.iterdir()
    assert path.name == "overzicht-journaal-2024-04-01-2024-04-30.csv"
    assert path.read_text("utf-8-sig").splitlines()[-1].startswith("Totaal;")


async def test_what_was_typed_since_is_what_goes_in_the_file(town: Desk) -> None:
    async with asking(town, "Journaal") as driver:
        await driver.keys(*"20042024", "ctrl+s", "enter")
        assert "20-04-2024 t/m 30-04-2024" in driver.text
    (path,) = town.spool.iterdir()
    assert path.name == "overzicht-journaal-2024-04-20-2024-04-30.csv"


async def test_a_file_that_is_there_is_only_replaced_when_that_is_wanted(town: Desk, tmp_path: Path) -> None:
    mine = tmp_path / "van mij.csv"
    mine.write_text("van mij", encoding="utf-8")
    async with asking(town, "Tegoeden") as driver:
        await driver.keys("ctrl+s", "ctrl+u")
        await driver.type(f"{mine}\r")
        assert "bestaat al. Vervangen?" in driver.text
        await driver.keys("enter")
        assert mine.read_text("utf-8") == "van mij"
        await driver.keys("n")
        assert "van mij.csv" in driver.text
        await driver.keys("escape")
        assert mine.read_text("utf-8") == "van mij"
        await driver.keys("ctrl+s", "ctrl+u")
        await driver.type(f"{mine}\r")
        await driver.keys("j")
    assert mine.read_text("utf-8-sig").startswith("Klantnummer;")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/nergens/uit.csv", "De map van /nergens/uit.csv bestaat niet"),
        ("~niemand-hier/uit.csv", "De map ~niemand-hier is er niet."),
        ("/dev/null/uit.csv", "De map van /dev/null/uit.csv bestaat niet"),
        ("/tmp/" + "x" * 300, "is te lang"),
    ],
)
async def test_a_place_that_cannot_be_is_told_and_can_be_corrected(town: Desk, typed: str, told: str) -> None:
    async with asking(town, "Tegoeden") as driver:
        await driver.keys("ctrl+s", "ctrl+u")
        await driver.type(f"{typed}\r")
        assert told in " ".join(driver.text.replace("│", " ").split())
        assert "In welk bestand bewaren?" in driver.text


async def test_in_a_folder_it_gets_its_usual_name(town: Desk, tmp_path: Path) -> None:
    async with asking(town, "Tegoeden") as driver:
        await driver.keys("ctrl+s", "ctrl+u")
        await driver.type(f"{tmp_path}\r")
        assert (tmp_path / "overzicht-tegoeden-2024-04-30-2024-04-30.csv").exists()


async def test_an_overview_is_printed(town: Desk) -> None:
    async with asking(town, "Kwijtgescholden") as driver:
        await driver.keys("ctrl+d")
        assert driver.message.startswith("Afgedrukt: ")
    (path,) = town.spool.iterdir()
    assert "Niets gevonden." in path.read_text("utf-8")


async def test_what_is_too_long_for_paper_is_told(town: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.finance.overviews.paper.MOST_PRINTED", 3)
    async with asking(town, "Journaal") as driver:
        await driver.keys("ctrl+d")
        assert "te lang om af te drukken" in driver.message
    assert not town.spool.exists()
