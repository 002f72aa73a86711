"""Innemen with keys and with bursts of a scanner; read back from the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.holds.holds import cancel_hold, place_hold
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member, status
from tests.support.desk_driver import Driver, running
from tests.support.holds import WEST, desk_at, two_branches
from tests.support.stock import new_item, new_title

LATE = 30
"""So many days ago was lent what is two days late now."""


def days_ago(desk: Desk, days: int) -> Desk:
    return replace(desk, working_date=desk.working_date - timedelta(days=days))


def words(driver: Driver) -> list[str]:
    """What the log says of each scan, oldest first."""
    return [line.word for line in reversed(driver.app.page.work.log.lines)]  # type: ignore[attr-defined]


async def test_scan_after_scan_with_the_fine_of_each_and_of_all(desk: Desk, member: Member, copy: Copy) -> None:
    member(BASIC)
    member(BASIC, surname="Ander")
    first, second, in_time, was_in = (copy(title) for title in ("Een", "Twee", "Op tijd", "Al binnen"))
    lend(days_ago(desk, LATE), 1, first)
    lend(days_ago(desk, LATE), 2, second)
    lend(desk, 2, in_time)
    async with running(desk, size=(120, 40)) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst("".join(f"{scan}\r" for scan in (first, second, in_time, was_in)))
        assert words(driver) == ["Ingenomen"] * 3 + ["Gescand"]
        line = next(line for line in driver.lines if " 1 Ingenomen" in line)
        assert "€ 0,40" in line
        assert "2 dagen te laat. Was bij Dhr." in line
        assert "te laat € 0,80" in driver.text
        assert "Dit exemplaar was al binnen." in driver.text
    assert desk.store.read("SELECT count(*) FROM loan WHERE returned_on IS NULL") == [(0,)]


async def test_what_the_scanner_read_twice_came_in_once(desk: Desk, member: Member, copy: Copy) -> None:
    member()
    book = copy("Een")
    lend(desk, 1, book)
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{book}\r{book}\r")
        assert words(driver) == ["Ingenomen", "Gescand"]
        await driver.keys("f12")
        assert "1 ingenomen." in driver.text


async def test_at_the_end_each_customer_pays_or_leaves_it_for_later(silent: Desk, member: Member, copy: Copy) -> None:
    member(BASIC)
    member(BASIC, surname="Ander")
    for customer_id, book in ((1, copy("Een")), (2, copy("Twee"))):
        lend(days_ago(silent, LATE), customer_id, book)
    books = [str(number) for (number,) in silent.store.read("SELECT item_number FROM loan")]
    async with running(silent) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst("".join(f"{book}\r" for book in books) + "\x1b[24~")
        assert "van 2 klanten, nog niet betaald: € 0,80" in driver.text
        await driver.keys("f7")
        assert "Wie betaalt nu" in driver.lines[1]
        await driver.keys("down", "enter")
        assert "Betalen" in driver.lines[1]
        assert "Ander" in driver.text
        assert "Te betalen" in driver.text
        await driver.keys("p", "enter", "enter", "j", "escape")
        assert "Wie betaalt nu" in driver.lines[1]
        await driver.keys("escape")
        assert "▸Exemplaar" in driver.text
    assert silent.store.read("SELECT cents, way FROM payment") == [(40, "pin")]


async def test_what_is_scanned_behind_the_end_comes_when_who_pays_has_paid(
    silent: Desk, member: Member, copy: Copy
) -> None:
    member(BASIC)
    late, other = copy("Een"), copy("Twee")
    lend(days_ago(silent, LATE), 1, late)
    lend(silent, 1, other)
    async with running(silent) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{late}\r\x1b[24~{other}\r")
        assert "1 scan wacht" in driver.text
        await driver.keys("f7")
        assert "Betalen" in driver.lines[1]
        assert words_of_all(silent) == [late]
        await driver.keys("ctrl+q")
        assert "Wat u typte is nog niet" in driver.text, "the scan that waits would be lost"
        await driver.keys("n", "escape")
        assert words(driver) == ["Ingenomen"]
    assert words_of_all(silent) == [late, other]


def words_of_all(desk: Desk) -> list[object]:
    rows = desk.store.read("SELECT item_number FROM loan WHERE returned_on IS NOT NULL ORDER BY id")
    return [number for (number,) in rows]


async def test_what_somebody_waits_for_is_set_aside_by_j_with_its_slip(desk: Desk, waited_for: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r")
        assert "╭─ Gereserveerd" in driver.text
        await driver.keys("enter")
        assert status(desk, waited_for) == "B"
        await driver.keys("f2", "j")
        assert words(driver) == ["Klaargezet"]
        assert "Wachter" in driver.message
        assert "afgedrukt" in driver.message
    assert status(desk, waited_for) == "R"


def slips(desk: Desk) -> list[tuple[object, ...]]:
    """The slips there are, and whether they were printed."""
    return desk.store.read("SELECT state FROM receipt WHERE template IN ('receipt-hold', 'receipt-transport')")


async def test_where_the_library_asks_the_slip_is_asked_for_behind_j_and_a_scan_leaves_it_to_f2(
    asking: Desk, waited_for: str, copy: Copy
) -> None:
    other = copy("Andere")
    async with running(asking) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r")
        await driver.keys("j")
        assert "╭─ Bon van de reservering" in driver.text
        assert status(asking, waited_for) == "R"
        await driver.burst(f"{other}\r")
        assert words(driver) == ["Klaargezet", "Gescand"]
        assert slips(asking) == []
        await driver.keys("f12")
        assert "! Gereserveerd boek" in driver.text
        await driver.keys("escape", "down", "f2", "j")
        assert slips(asking) == [("printed",)]
        await driver.keys("f12")
        assert driver.message == "1 ingenomen, 1 gescand en niet uitgeleend."


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_what_stands_ready_and_is_scanned_again_is_told_and_asks_nothing(
    desk: Desk, waited_for: str, times: int
) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r" * times)
        await driver.keys("j")
        assert "╭─" not in driver.text
        assert words(driver) == ["Klaargezet"] * times
        await driver.burst(f"{waited_for}\r")
        assert "╭─" not in driver.text
        assert words(driver)[-1] == "Staat klaar"
        assert "Wachter (24104000000028)" in driver.message
        assert "Dit exemplaar stond al klaar: zet het terug." in driver.app.page.work.log.lines[0].told  # type: ignore[attr-defined]
    assert status(desk, waited_for) == "R"


async def test_where_another_desk_was_first_the_line_still_asks(desk: Desk, waited_for: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r")
        cancel_hold(desk, 1)
        await driver.keys("j")
        assert "╭─" not in driver.text
        assert driver.message
        await driver.keys("f2", "n")
        assert words(driver) == ["Ingenomen"]


async def test_a_burst_does_not_answer_that_it_is_asked_behind_it_and_the_end_tells_what_still_waits(
    silent: Desk, waited_for: str, copy: Copy
) -> None:
    other = copy("Andere")
    async with running(silent) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r{other}\r")
        assert words(driver) == ["! Reserv.", "Gescand"]
        assert "╭─ Gereserveerd" in driver.text
        await driver.keys("f12")
        assert "! Gereserveerd boek / Reve, Gerard: er wacht nog een reservering." in driver.text
        await driver.keys("escape")
        assert "╭─ Gereserveerd" in driver.text
        await driver.keys("down", "f2", "j", "f12")
        assert driver.message == "1 ingenomen, 1 gescand en niet uitgeleend."
    assert status(silent, waited_for) == "R"


async def test_the_box_tells_who_waits_until_when_and_where_and_the_line_who_had_it(
    desk: Desk, waited_for: str
) -> None:
    async with running(desk, size=(120, 40)) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r")
        box = " ".join(" ".join(driver.text.split("│")).split())
        assert "Wachter (24104000000028), afhalen in 4104 (Achterhoekse Poort) t/m 19-04-2024. Op de bon:" in box
        line = driver.app.page.work.log.lines[0]  # type: ignore[attr-defined]
        assert line.remark.startswith("Voor Dhr. E.B. Wachter")
        assert "Was bij Dhr. E.B. Tester (12 jaar)." in line.remark
        await driver.keys("f12")
        closing = " ".join(" ".join(driver.text.split("│")).split())
        assert "er wacht nog een reservering. Voor Dhr. E.B. Wachter" in closing
        assert "boek / Reve, Gerard: Dhr. E.B. Tester" not in closing


async def test_several_questions_come_one_after_the_other_the_oldest_first(
    desk: Desk, waited_for: str, copy: Copy
) -> None:
    second, other = copy("Ander gereserveerd boek"), copy("Gewoon")
    ((title_id,),) = desk.store.read("SELECT title_id FROM item WHERE number = ?", (second,))
    place_hold(desk, 2, int(str(title_id)))
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r{second}\r{other}\r")
        assert "│ Gereserveerd boek" in driver.text
        await driver.keys("j")
        assert "│ Ander gereserveerd boek" in driver.text
        await driver.burst(f"{other}\r")
        assert "│ Ander gereserveerd boek" in driver.text
        await driver.keys("n")
        assert "╭─" not in driver.text
    assert (status(desk, waited_for), status(desk, second)) == ("R", "B")


async def test_undoing_a_return_undoes_that_it_was_set_aside(desk: Desk, waited_for: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r")
        await driver.keys("j", "f4")
        await driver.burst(f"{waited_for}\r")
        assert words(driver) == ["Klaargezet", "Geannuleerd"]
    assert desk.store.read("SELECT returned_on FROM loan") == [(None,)]
    assert desk.store.read("SELECT state, ready_item FROM hold") == [("A", None)]


@pytest.mark.parametrize("scans", [1, 2])
async def test_undoing_a_return_undoes_its_fine_also_when_the_scanner_read_it_twice(
    desk: Desk, member: Member, copy: Copy, scans: int
) -> None:
    member(BASIC)
    book = copy()
    lend(days_ago(desk, LATE), 1, book)
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{book}\r" * scans)
        assert "te laat € 0,40" in driver.text
        await driver.keys("f4")
        await driver.burst(f"{book}\r")
        assert "te laat € 0,40" not in driver.text
    assert desk.store.read("SELECT sum(cents) FROM charge WHERE kind = 'te laat'") == [(0,)]


async def test_the_book_drop_counts_for_its_day_and_that_is_in_sight_until_it_is_put_back(
    desk: Desk, member: Member, copy: Copy
) -> None:
    member(BASIC)
    first, second = copy("Een"), copy("Twee")
    for book in (first, second):
        lend(days_ago(desk, LATE), 1, book)
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11", "alt+d", *["backspace"] * 10, *"32-04-2024", "enter")
        assert "Inleverdatum" in driver.text
        assert "32-04-2024" in driver.text
        await driver.keys(*["backspace"] * 10, *"10-04-2024", "enter")
        assert "na de werkdatum" in " ".join(driver.text.split())
        await driver.keys(*["backspace"] * 10, *"08-04-2024", "enter")
        assert "Innemen per 08-04-2024" in driver.lines[1]
        assert "! Per 08-04-2024" in driver.text
        await driver.burst(f"{first}\r")
        assert "! Per 08-04-2024  boete € 0,20" in driver.text
        await driver.keys("f11", "f11")
        assert "! Per 08-04-2024" in driver.text
        await driver.keys("alt+d")
        assert "Per 08" not in driver.text
        await driver.burst(f"{second}\r")
    assert desk.store.read("SELECT returned_on FROM loan ORDER BY id") == [("2024-04-08",), ("2024-04-09",)]
    assert desk.store.read("SELECT sum(cents) FROM charge WHERE kind = 'te laat'") == [(60,)]


async def test_a_pass_and_an_unknown_number_are_told_as_what_they_are(desk: Desk, member: Member) -> None:
    number = member()
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{number}\r")
        assert driver.message.startswith("Dit is een pas, geen exemplaar: scan het boek. Uitlenen aan deze klant: F11,")
        await driver.burst("999\r")
        assert "Exemplaar 999 is niet bekend" in driver.message
        assert words(driver) == ["! Geweigerd", "! Geweigerd"]


async def test_an_item_of_another_branch_goes_in_transport_with_its_bon(desk: Desk, member: Member) -> None:
    member()
    desk = desk_at(desk, two_branches(desk.library))
    book = new_item(desk, new_title(desk, title="Van elders"), branch=WEST)
    lend(desk, 1, book)
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{book}\r")
        assert words(driver) == ["> Transport"]
        assert f"Op transport naar {WEST}" in driver.message
        assert "afgedrukt" in driver.message
    assert status(desk, book) == "T"


async def test_what_was_never_lent_does_not_count_as_taken_in(silent: Desk, member: Member, copy: Copy) -> None:
    member()
    lent, never = copy(), copy("Nooit")
    lend(silent, 1, lent)
    async with running(silent) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{never}\r{never}\r")
        await driver.burst(f"{lent}\r")
        await driver.keys("f12")
        assert driver.message == "1 ingenomen, 1 gescand en niet uitgeleend."


async def test_from_a_line_one_key_goes_to_who_had_it_and_one_back(desk: Desk, member: Member, copy: Copy) -> None:
    member(BASIC)
    book = copy()
    lend(desk, 1, book)
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11", "alt+a")
        assert driver.message == "Kies met ↑ ↓ een regel van wat iemand had."
        await driver.burst(f"{book}\r")
        await driver.keys("alt+a")
        assert "24104000000010 [1]" in driver.text
        await driver.keys("alt+b")
        assert "1 Ingenomen" in driver.text
