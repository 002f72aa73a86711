"""In bezit with keys: what is at home, what is late, renewing all or some of it; read back from the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from balie.lending.take_back import take_back
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.borrowers import ALLOWED
from tests.support.desk_driver import Driver, running


@pytest.fixture
def lent(desk: Desk, member: Member, copy: Copy) -> list[str]:
    """What customer 1 has at home: one late, one that somebody waits for, one that is nothing with."""
    member(BASIC)
    member(surname="Wachter")
    books = [copy("[b]Laat[/b]"), copy("Gewild"), copy("Gewoon")]
    lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), 1, books[0])
    for book in books[1:]:
        lend(replace(desk, working_date=desk.working_date - timedelta(days=7)), 1, book)
    (wanted,) = desk.store.read("SELECT title_id FROM item WHERE number = ?", (books[1],))
    place_hold(desk, 2, int(str(wanted[0])))
    return books


def due(desk: Desk) -> dict[object, object]:
    """Until when each item is lent."""
    return dict(desk.store.read("SELECT item_number, due_on FROM loan ORDER BY id"))


async def at_home(driver: Driver) -> None:
    """In bezit of customer 1, who is helped."""
    await driver.keys("alt+b", *"24104000000010", "enter", "f2", "f9")
    assert "In bezit" in driver.lines[1]


async def test_what_is_late_says_so_in_words_with_what_it_costs_until_now(desk: Desk, lent: list[str]) -> None:
    async with running(desk, size=(120, 40)) as driver:
        await at_home(driver)
        late, wanted, plain = (line for line in driver.lines if "[ ]" in line)
        assert "!07-04-2024 [ ] [b]Laat[/b]" in late
        assert "€ 0,40" in late
        assert "2 dagen te laat" in late
        assert "gereserveerd" in wanted
        assert lent[2] in plain


async def test_the_space_bar_chooses_and_f6_renews_what_is_chosen(desk: Desk, lent: list[str]) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("down", "down", "space")
        assert "[x] Gewoon" in driver.text
        await driver.keys("f6")
        assert "1 exemplaar verlengen?" in driver.text
        await driver.keys("n")
        assert due(desk)[lent[2]] == "2024-04-30"
        await driver.keys("f6", "j")
        assert driver.message == "1 verlengd."
        await driver.keys("escape")
        assert "1 Verlengd" in driver.text
    assert due(desk) == {lent[0]: "2024-04-07", lent[1]: "2024-04-30", lent[2]: "2024-05-28"}


async def test_f6_renews_all_and_each_line_tells_what_became_of_it(desk: Desk, lent: list[str]) -> None:
    async with running(desk, size=(120, 40)) as driver:
        await at_home(driver)
        await driver.keys("f6", "j")
        assert driver.message.startswith("2 verlengd. Kosten: € 0,40. 1 exemplaar niet")
        assert "! niet verlengd: Een" in driver.text
        await driver.keys("home")
        while "Gewild" not in driver.message:
            await driver.keys("down")
        assert "heeft deze titel gereserveerd: laat het inleveren. Met toestemming: F2." in driver.message
        await driver.keys("f2", *"ans", "enter", *"nog net niet uit", "enter")
        assert driver.message == "1 verlengd."
    assert due(desk)[lent[1]] == "2024-05-28"


async def test_a_renewal_of_this_session_is_undone_with_f4_and_a_scan(desk: Desk, lent: list[str]) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("down", "down", "space", "f6", "j", "escape", "f4")
        await driver.burst(f"{lent[2]}\r")
        assert "Geannuleerd" in driver.text
    assert due(desk)[lent[2]] == "2024-04-30"


async def test_a_scan_there_goes_on_where_items_are_lent(desk: Desk, lent: list[str], copy: Copy) -> None:
    other = copy("Nieuw")
    async with running(desk) as driver:
        await at_home(driver)
        await driver.burst(f"{other}\r")
        assert "1 Geleend" in driver.text
    assert other in due(desk)


async def test_it_opens_from_the_customer_screen_too(desk: Desk, lent: list[str]) -> None:
    async with running(desk) as driver:
        await driver.burst("24104000000010\r")
        await driver.keys("enter", "f9")
        assert "In bezit" in driver.lines[1]
        await driver.keys("space", "f6", "j", "escape")
        assert driver.app.page.heading == "Klantenadministratie"
    assert due(desk)[lent[0]] == "2024-05-05"


async def test_nobody_without_anything_has_something_to_renew(desk: Desk, member: Member) -> None:
    number = member()
    async with running(desk) as driver:
        await driver.keys("alt+b", "f9")
        assert driver.message == "Scan eerst de pas van de klant."
        await driver.burst(f"{number}\r")
        await driver.keys("f9")
        assert "Niets in bezit." in driver.text
        await driver.keys("f6")
        assert driver.message == "Er is niets om te verlengen."


async def test_back_at_the_desk_the_newest_line_is_marked_and_told(desk: Desk, lent: list[str], copy: Copy) -> None:
    other = copy("Ander")
    async with running(desk, size=(120, 40)) as driver:
        await at_home(driver)
        await driver.keys("escape")
        await driver.burst(f"{other}\r")
        await driver.keys("f4", "f4")
        assert driver.message.startswith("Geannuleerd")
        await driver.keys("f9", "space", "f6", "j", "escape")
        assert driver.message == "Was 07-04-2024. Te laat: € 0,40."
        assert any(line.startswith("›  3 Verlengd") for line in driver.lines)
        await driver.keys("f9", "escape")
        assert driver.message == "Was 07-04-2024. Te laat: € 0,40."


async def test_the_question_tells_what_renewing_comes_to_and_what_cannot_be_and_why(
    desk: Desk, lent: list[str]
) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("f6")
        text = driver.text
        assert "2 exemplaren verlengen? Dat kost € 0,40: te-laat-geld € 0,40, leengeld" in text
        assert "1 exemplaar niet: zie onderaan." in text
        late = next(line for line in driver.lines if "05-05-2024" in line)
        assert "[b]Laat[/b]" in late
        assert "07-04-2024 05-05-2024   € 0,40" in late
        assert "! Niet te verlengen:" in text
        assert "Een andere klant heeft deze titel" in text.split("! Niet te verlengen:")[1]
        before = due(desk)
        await driver.keys("enter", *"12345", "n")
        assert due(desk) == before
        assert "verlengen?" not in driver.text


async def test_sixteen_at_once_are_all_told_where_one_walks(desk: Desk, member: Member, copy: Copy) -> None:
    member(BASIC)
    past = replace(desk, working_date=desk.working_date - timedelta(days=43))
    for nth in range(16):
        lend(past, 1, copy(f"Boek {nth:02}"), override=ALLOWED)
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("f6")
        assert "16 exemplaren verlengen? Dat kost € 48,00: te-laat-geld € 48,00" in driver.text
        seen = {line.split("Boek ")[1][:2] for line in driver.lines if "│ Boek " in line}
        await driver.keys("pagedown")
        seen |= {line.split("Boek ")[1][:2] for line in driver.lines if "│ Boek " in line}
        assert seen == {f"{nth:02}" for nth in range(16)}
        await driver.keys("j")
        assert driver.message == "16 verlengd. Kosten: € 48,00."


async def test_what_another_desk_changed_meanwhile_is_told_and_asked_again(desk: Desk, lent: list[str]) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("f6")
        take_back(desk, lent[0])
        await driver.keys("j")
        assert "! Er is intussen iets veranderd, er is nog niets verlengd" in driver.text
        assert "1 exemplaar verlengen? Dat kost geen geld." in driver.text
        assert due(desk)[lent[2]] == "2024-04-30"
        await driver.keys("j")
        assert driver.message.startswith("1 verlengd. 1 exemplaar niet")
    assert due(desk)[lent[2]] == "2024-05-28"


async def test_permission_is_asked_with_what_it_costs(desk: Desk, lent: list[str]) -> None:
    with desk.transaction() as tx:
        tx.execute("UPDATE loan SET renewals = 2 WHERE item_number = ?", (lent[0],))
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("space", "f6", "escape", "f6", "n", "home")
        await driver.keys("f6")
        assert "Er is niets dat kan worden verlengd." in driver.text
        await driver.keys("j")
        assert "Er is niets dat kan worden verlengd." in driver.text


async def test_a_line_of_80_columns_has_title_and_number_before_how_late_it_is(desk: Desk, lent: list[str]) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        late = next(line for line in driver.lines if "[ ]" in line)
        assert late.index("[b]Laat[/b]") < late.index(lent[0]) < late.index("2 dagen te laat")
        await driver.keys("home")
        assert "geleend 10-03-2024" in driver.message


async def test_what_remarks_do_not_take_is_for_titles(desk: Desk, member: Member, copy: Copy) -> None:
    number = member(BASIC)
    lend(desk, 1, copy("Een titel van wel dertig letters"))
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{number}\r")
        await driver.keys("f2", "f9")
        assert "[ ] Een titel van wel dertig" in driver.text


@pytest.mark.parametrize(("count", "rows_of_header"), [(3, 5), (11, 5), (12, 2), (25, 2)])
async def test_a_list_that_does_not_fit_takes_rows_of_the_header(
    desk: Desk, member: Member, copy: Copy, count: int, rows_of_header: int
) -> None:
    for _ in range(3):
        member(BASIC)
    for number in range(count):
        lend(desk, number // 10 + 1, copy(f"Deel {number}"))
    with desk.transaction() as tx:
        tx.execute("UPDATE loan SET customer_id = 1")  # more than one may lend, as who moved to this library has
    async with running(desk) as driver:
        await at_home(driver)
        assert driver.text.count("[ ] Deel") == min(count, 11 if rows_of_header == 5 else 14)
        heading = next(place for place, line in enumerate(driver.lines) if "Terug op" in line)
        assert heading == 4 + rows_of_header
        assert f"in bezit {count}" in " ".join(driver.text.split())
        await driver.keys("end")
        assert f"[ ] Deel {count - 1}" in driver.text
