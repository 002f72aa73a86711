"""Papers about a customer on the screen: shown on a page that scrolls, printed or written with F2."""

from __future__ import annotations

import json
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from balie.customers.document_kinds import DOCUMENTS
from balie.customers.documents import preview
from balie.desk import Desk
from screens.widgets.text_box import fitted
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running

HOSTILE = "[red]Jan[/red]"


@asynccontextmanager
async def at_member(
    desk: Desk, *, surname: str = "Tester", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Driver, int]]:
    enrolled = enrol_tester(desk, surname=surname)
    async with running(desk, size=size) as driver:
        await driver.burst(f"{enrolled.number}\r")
        yield driver, enrolled.customer_id


def journal(desk: Desk) -> list[str]:
    return [action for (action,) in desk.store.read("SELECT action FROM journal ORDER BY id")]


async def read_through(driver: Driver) -> list[str]:
    """All lines of the text page, read by going down until the end."""
    await driver.keys("home")
    box = driver.app.page.text  # type: ignore[attr-defined]
    lines = driver.lines[5:-3]
    while "↓" in driver.lines[4]:
        await driver.keys("down")
        lines.append(driver.lines[-4])
    return lines[: len(box.shown)]


@pytest.mark.parametrize("place", [0, 2, 3, 4])
async def test_a_document_is_shown_whole_as_it_will_be_printed(desk: Desk, place: int) -> None:
    async with at_member(desk) as (driver, customer_id):
        before = journal(desk)
        await driver.keys("p", *["down"] * place, "enter")
        assert driver.lines[1].startswith(f" {DOCUMENTS[place].label}")
        shown = await read_through(driver)
        assert shown == [line.rstrip() for line in preview(desk, customer_id, DOCUMENTS[place].code).lines]
        assert journal(desk) == before
        await driver.keys("escape")
        assert "▸2.NAW-Gegevens" in driver.text


async def test_f2_prints_the_document_and_says_where_it_went(desk: Desk) -> None:
    async with at_member(desk, surname=HOSTILE) as (driver, customer_id):
        await driver.keys("p", "down", "down", "enter")
        assert f"E.B. {HOSTILE}" in driver.text
        await driver.keys("f2")
        (file,) = desk.spool.glob("overzicht-klant-*.txt")
        assert driver.message == f"Afgedrukt: {file}"
        assert file.read_text(encoding="utf-8") == preview(desk, customer_id, "overzicht-klant").text
        assert driver.lines[1].startswith(" Overzicht klant")
        await driver.keys("escape", "4")
        assert "Overzicht klant" in driver.text
    assert journal(desk)[-1] == "document printed"


async def test_a_printer_that_fails_is_told_with_what_to_do(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        desk.spool.write_text("no folder", encoding="utf-8")
        await driver.keys("p", "enter", "f2")
        assert "Niet afgedrukt. De afdruk kon niet worden geschreven" in driver.message
        assert "Opnieuw: F2." in driver.message


async def test_a_document_that_does_not_apply_says_what_has_to_come_first(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        await driver.keys("p", "u", "enter")
        assert "zeg eerst het abonnement op" in driver.message
        assert "▸2.NAW-Gegevens" in driver.text


async def test_all_that_is_kept_of_a_customer_is_shown_and_logged(desk: Desk) -> None:
    async with at_member(desk, surname=HOSTILE) as (driver, _):
        await driver.keys("x")
        assert driver.lines[1].startswith(" Inzage persoonsgegevens")
        shown = "\n".join(await read_through(driver))
        assert HOSTILE in shown
        assert "Kruisakkers" in shown
        assert "480874" not in shown
        assert journal(desk)[-1] == "data shown"
        await driver.keys("escape", "4")
        assert "Inzage" in driver.text


async def test_f2_writes_text_and_json_that_only_the_owner_can_read(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        await driver.keys("x", "f2")
        files = sorted(desk.spool.glob("inzage-*"))
        assert [file.suffix for file in files] == [".json", ".txt"]
        for file in files:
            assert file.name in driver.text
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert str(desk.spool)[:40] in driver.text
        await driver.keys("enter")
        shown = await read_through(driver)
    assert json.loads(files[0].read_text(encoding="utf-8"))["klantnummer"] == "29428000077727"
    assert [line.rstrip() for line in files[1].read_text(encoding="utf-8").splitlines()] == shown


async def test_files_that_cannot_be_written_are_told_once_with_the_reason(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        desk.spool.write_text("no folder", encoding="utf-8")
        await driver.keys("x", "f2")
        assert driver.message.count("kon niet worden geschreven") == 1
        assert "dat is geen map" in driver.message


async def test_the_page_scrolls_by_line_by_screen_and_to_both_ends(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        await driver.keys("x")
        total = int(driver.lines[4].split("van ")[1].split()[0])
        room = 16
        for keys, first in (
            (("down",), 2),
            (("up", "up"), 1),
            (("pagedown",), 1 + room),
            (("pageup",), 1),
            (("space",), 1 + room),
            (("end",), total - room + 1),
            (("down",), total - room + 1),
            (("home",), 1),
        ):
            await driver.keys(*keys)
            assert driver.lines[4].startswith(f"▸Regel {first} t/m {first + room - 1} van {total}"), keys


async def test_another_size_shows_the_same_text(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        await driver.keys("x", "end")
        await driver.resize(120, 40)
        last = driver.lines[-4]
        await driver.resize(80, 24)
        await driver.keys("end")
        assert driver.lines[-4] == last


LINES = st.lists(st.text(st.sampled_from("ab 漢é[]/\x1b\u202e"), max_size=60), max_size=6)


@given(lines=LINES, width=st.integers(4, 30))
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(lines: list[str], width: int) -> None:
    shown = fitted(lines, width)
    assert all(cell_len(line) <= width and line.isprintable() for line in shown)
    letters = [character for line in lines for character in line if character in "ab漢é[]/"]
    assert [character for line in shown for character in line if character != " "] == letters


def test_a_line_that_goes_on_below_begins_as_far_to_the_right() -> None:
    assert fitted(["  Straat: Kruisakkers 41"], 16) == ["  Straat:", "  Kruisakkers 41"]
    assert fitted(["", "x"], 16) == ["", "x"]
    assert fitted([" Wie  Anna de Vries uit Gieten"], 18) == [" Wie  Anna de", "      Vries uit", "      Gieten"]


async def test_a_refusal_is_not_told_any_more_after_something_else_was_done(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        await driver.keys("p", "down", "enter")
        assert driver.message.startswith("Deze klant is niet uitgeschreven")
        await driver.keys("p", "enter")
        assert driver.lines[1].startswith(" Inschrijfbewijs")
        await driver.keys("escape")
        assert driver.message == ""
