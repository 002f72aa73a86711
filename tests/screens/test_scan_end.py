"""A scanner that ends with Tab, where the settings of the workplace say so: its Tab is the Enter of the scan."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from balie.catalogue.numbers import make_item_number
from balie.desk import Desk
from screens.host.settings import Settings
from screens.keyboard.key_order import TypedEvent
from screens.keyboard.scan_end import ScanEnd, ScanEnds
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running
from tests.support.stock import new_item, new_title

NUMBERS = st.integers(1, 99_999).map(lambda serial: make_item_number("4104", serial))
AROUND = st.sampled_from(["{}", "A{}B", "*{}*", "]C0{}", "jan{}", "0{}"])
ENDS = st.sampled_from(["\t", "\t\r", "\r"])


@pytest.fixture
def tab_settings(tmp_path: Path) -> Settings:
    path = tmp_path / "instellingen.json"
    path.write_text('{"scan-einde": "tab"}', encoding="utf-8")
    return Settings(path)


def typed(text: str) -> list[TypedEvent]:
    """The keys of a scanner that sends this."""
    named = {"\t": "tab", "\r": "enter"}
    return [events.Key(named.get(sign, sign), sign) for sign in text]


def keys_of(ends: ScanEnds, sent: list[TypedEvent]) -> str:
    """What the desk reads of it: the characters, `>` for Tab and `!` for Enter."""
    read = [one for event in sent for one in ends.read(event)]
    marks = {"tab": ">", "enter": "!"}
    return "".join(
        one.text if isinstance(one, events.Paste) else marks.get(one.key, one.character or "") for one in read
    )


@given(st.lists(st.tuples(NUMBERS, AROUND, ENDS), min_size=1, max_size=5))
def test_every_scan_ends_once_whatever_is_around_it(scans: list[tuple[str, str, str]]) -> None:
    ends = ScanEnds(ScanEnd.TAB)
    sent = "".join(around.format(number) + end for number, around, end in scans)
    assert keys_of(ends, typed(sent)) == "".join(f"{around.format(number)}!" for number, around, _ in scans)


@given(st.text(st.sampled_from("0123456789abAB*]\t\r -"), max_size=60))
def test_without_the_setting_every_key_is_itself(text: str) -> None:
    sent = typed(text)
    ends = ScanEnds(ScanEnd.ENTER)
    assert [one for event in sent for one in ends.read(event)] == sent


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("41\t", "41>"),  # a house number
        ("12,50\t", "12,50>"),
        ("Vries\t", "Vries>"),
        ("\t\t", ">>"),
        ("1234567\t", "1234567>"),
        ("12345678\t", "12345678!"),
        ("12345678\t\r\r", "12345678!!"),  # the second Enter is of who types
        ("12345678\tx\r", "12345678!x!"),
        ("1234\t5678\t", "1234>5678>"),
        ("1234\r5678\t", "1234!5678>"),
    ],
)
def test_only_a_tab_behind_a_number_is_an_enter(sent: str, read: str) -> None:
    assert keys_of(ScanEnds(ScanEnd.TAB), typed(sent)) == read


@pytest.mark.parametrize(
    ("pasted", "read"),
    [("39428000000018\t", "39428000000018!"), ("39428000000018", "39428000000018"), ("een\t", "een\t")],
)
def test_a_scan_that_comes_as_a_pasted_text_ends_too(pasted: str, read: str) -> None:
    assert keys_of(ScanEnds(ScanEnd.TAB), [events.Paste(pasted)]) == read


def test_an_end_is_as_old_as_its_tab() -> None:
    ends = ScanEnds(ScanEnd.TAB)
    *digits, tab = typed("12345678\t")
    for digit in digits:
        ends.read(digit)
    tab.time = 7.0
    (enter,) = ends.read(tab)
    assert enter.time == 7.0


@pytest.mark.parametrize("end", ["\t", "\t\r", "\r"])
async def test_two_scans_in_a_row_are_two_items_that_came_in(desk: Desk, tab_settings: Settings, end: str) -> None:
    title = new_title(desk)
    books = [new_item(desk, title), new_item(desk, title)]
    async with running(desk, settings=tab_settings) as driver:
        await driver.keys("f11")
        await driver.burst("".join(f"A{book}B{end}" for book in books))
        assert [driver.text.count("Gescand")] == [2]
        assert driver.message == "Dit exemplaar was al binnen."


async def test_an_item_opens_at_exemplaren_and_the_next_from_its_own_page(desk: Desk, tab_settings: Settings) -> None:
    first, second = (new_item(desk, new_title(desk, title=name)) for name in ("Een", "Twee"))
    async with running(desk, settings=tab_settings) as driver:
        await driver.keys("alt+e")
        await driver.burst(f"{first}\t")
        assert first in driver.text
        assert "Een" in driver.text
        await driver.burst(f"{second}\t")
        assert second in driver.text
        assert "Twee" in driver.text


async def test_a_pass_opens_its_customer_in_klantnummer_and_answers_a_box_that_asks_for_it(
    desk: Desk, tab_settings: Settings
) -> None:
    number, item = enrol_tester(desk).number, new_item(desk, new_title(desk))
    async with running(desk, settings=tab_settings) as driver:
        await driver.burst(f"{number}\t")
        assert "Tester" in driver.text
        await driver.keys("alt+e")
        await driver.burst(f"{item}\t")
        await driver.keys("alt+j")
        await driver.burst(f"{number}\t")
        assert "Schade" in driver.text
