"""Uitlenen with keys and with bursts of a scanner; read back from the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.setting_aside import set_aside
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.running_fines import book_running_fines
from balie.lending.take_back import take_back
from balie.store.connection import open_store
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running
from tests.support.stock import new_item, new_title

HOSTILE = "[red]Rituelen[/red] \x1b[31m\u202e"


def at_home(desk: Desk) -> list[tuple[object, ...]]:
    """Which item is on whose name."""
    return desk.store.read("SELECT item_number, customer_id FROM loan WHERE returned_on IS NULL ORDER BY id")


def words(driver: Driver) -> list[str]:
    """What the log says of each scan, oldest first."""
    return [line.word for line in reversed(driver.app.page.work.log.lines)]  # type: ignore[attr-defined]


async def help_customer(driver: Driver, number: str) -> None:
    await driver.keys("alt+b")
    await driver.burst(f"{number}\r")
    if "F2 = Doorgaan" in driver.text:
        await driver.keys("f2")


async def test_a_pass_and_then_items_make_loans_with_title_due_date_and_fee(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number = member(BASIC)
    book, top = copy("De avonden"), copy("Toptitel", top_title="ja")
    async with running(desk) as driver:
        await driver.keys("alt+b")
        assert "▸Klantnummer" in driver.text
        await help_customer(driver, number)
        assert "▸Exemplaar" in driver.text
        await driver.burst(f"{book}\r{top}\r")
        newest, first = (line for line in driver.lines if "Geleend " in line)
        assert newest.split() == ["›", "2", "Geleend", "Toptitel", "/", "Reve,", "Gerard", "07-05-2024", "€", "1,50"]
        assert "De avonden / Reve" in first
        assert any("in bezit                        2" in line for line in driver.lines)
    assert [item for item, _ in at_home(desk)] == [book, top]


@pytest.mark.parametrize("typed", ["Tester", "tes", "04-01-2012"])
async def test_somebody_is_found_by_name_or_date_and_then_helped(desk: Desk, member: Member, typed: str) -> None:
    member()
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.type(f"{typed}\r")
        assert "Klant zoeken" in driver.text
        await driver.keys("enter")
        assert "▸Exemplaar" in driver.text
        assert "E.B. Tester" in driver.text


async def test_v_is_the_previous_customer_and_says_so_when_there_is_none(desk: Desk, member: Member) -> None:
    number = member()
    async with running(desk) as driver:
        await driver.keys("alt+b", "v", "enter")
        assert driver.message.startswith("Er is in deze sessie nog geen klant geopend.")
        await help_customer(driver, number)
        await driver.keys("f12", "v", "enter")
        assert "▸Exemplaar" in driver.text
        assert number in driver.text


async def test_what_is_no_customer_explains_itself_and_is_typed_over_by_the_next_scan(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{book}\r")
        assert "Dit is een exemplaar: scan eerst de pas van de klant." in driver.message
        await driver.burst("24104000999999\r")
        assert driver.message.startswith("Het controlecijfer klopt niet")
        await driver.burst(f"{number}\r")
        assert "▸Exemplaar" in driver.text
        assert words(driver) == ["! Geweigerd", "! Geweigerd"]
    assert at_home(desk) == []


async def test_everything_there_is_to_know_stands_in_one_box_in_the_order_of_wise(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, late = member(BASIC), copy("Te laat")
    save_edit(desk, 1, "5", {"note_1": "[red]Adres[/red] navragen"}, read_edit(desk, 1, "5"))
    lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), 1, late)
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{number}\r")
        box = driver.text
        places = [
            box.index(text) for text in ("Melding: [red]Adres[/red]", "! Te laat: 1 te laat", "Openstaande kosten")
        ]
        assert places == sorted(places)
        await driver.keys("escape")
        assert "▸Klantnummer" in driver.text
        assert driver.message.startswith("Gestopt")


@pytest.mark.parametrize(("answer", "lent"), [("f2", 3), ("escape", 0)])
async def test_no_scan_answers_that_box_and_none_is_lost_in_it(
    desk: Desk, member: Member, copy: Copy, answer: str, lent: int
) -> None:
    number, books = member(BASIC), [copy(f"Titel {place}") for place in range(3)]
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst("".join(f"{scan}\r" for scan in (number, *books[:2])))
        assert "2 scans wachten" in driver.text
        assert at_home(desk) == []
        await driver.burst(f"{books[2]}\r")
        assert "3 scans wachten" in driver.text
        await driver.keys(answer)
        assert len(words(driver)) == 3
    assert len(at_home(desk)) == lent


async def test_a_refusal_tells_every_reason_and_a_supervisor_allows_it(desk: Desk, member: Member, copy: Copy) -> None:
    number = member()
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO block (customer_id, kind, reason, since, set_by)"
            " VALUES (1, 'general', 'Boek zoek', '2024-04-01', 'ebt')"
        )
        tx.execute("UPDATE card SET state = 'blocked'")
    book = copy()
    with desk.transaction() as tx:
        tx.execute("UPDATE title SET title = ?", (HOSTILE,))
    async with running(desk) as driver:
        await help_customer(driver, number)
        assert f"Pas {number} is geblokkeerd" in driver.text
        await driver.keys("escape", "alt+z", *"Tester", "enter", "f2")
        await driver.burst(f"{book}\r")
        told = " ".join(" ".join(driver.text.split("│")).split())
        assert "De pas is geblokkeerd" in told
        assert "Boek zoek" in told
        assert at_home(desk) == []
        await driver.keys("f2", *"ans-", "enter")
        assert "De code van een leidinggevende is" in driver.text
        assert " ans- " in driver.text
        await driver.keys("backspace", "enter", *"moeder staat erbij", "enter")
        assert words(driver) == ["! Geweigerd", "! Geweigerd", "Geleend"]
        assert "(toch geleend)" in driver.text
        assert "[red]Rituelen[/red]" in driver.text
    assert at_home(desk) == [(book, 1)]
    (kept,) = desk.store.read("SELECT after FROM journal WHERE action = 'lending allowed'")
    assert "moeder staat erbij" in str(kept[0])


async def test_what_nobody_may_allow_is_only_told(desk: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    with desk.transaction() as tx:
        tx.execute("UPDATE item SET status = 'A', written_off_on = '2024-04-01', write_off_reason = 'stuk'")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        assert "Dit exemplaar is afgeschreven" in driver.text
        assert "Toestaan" not in driver.text
        await driver.keys("enter", "f2")
        assert driver.message.startswith("Deze regel vraagt niets.")
    assert at_home(desk) == []


@pytest.mark.parametrize(("answer", "whose"), [("j", 2), ("n", 1), ("enter", 1), ("escape", 1)])
async def test_an_item_on_another_name_is_taken_over_only_by_j(
    desk: Desk, member: Member, copy: Copy, answer: str, whose: int
) -> None:
    member(surname="Eerder")
    number, book = member(), copy()
    lend(desk, 1, book)
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        assert "Op een andere naam" in driver.text
        assert "Eerder" not in driver.text
        await driver.keys(answer)
    assert at_home(desk) == [(book, whose)]


async def test_a_scan_makes_the_question_go_and_f2_takes_it_up_again(desk: Desk, member: Member, copy: Copy) -> None:
    member(surname="Eerder")
    number, book, other = member(), copy("Van een ander"), copy("Vrij")
    lend(desk, 1, book)
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.burst(f"{other}\r")
        assert "Op een andere naam" not in driver.text
        assert words(driver) == ["! Geweigerd", "Geleend"]
        await driver.keys("down", "f2", "j")
        assert words(driver)[-1] == "Geleend"
    assert sorted(at_home(desk)) == sorted([(other, 2), (book, 2)])


async def test_a_code_that_begins_with_j_is_a_scan_and_no_yes(desk: Desk, member: Member, copy: Copy) -> None:
    member(surname="Eerder")
    number, book, other = member(), copy("Van een ander"), copy("Vrij", number="J123456")
    lend(desk, 1, book)
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.burst(f"{other}\r")
        assert words(driver) == ["! Geweigerd", "Geleend"]
    assert at_home(desk) == [(book, 1), (other, 2)]


async def test_the_own_pass_is_no_item_and_an_item_twice_can_be_renewed(desk: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{number}\r")
        assert "Dit is de pas van deze klant zelf" in driver.text
        await driver.burst(f"{book}\r")
        await driver.burst(f"{book}\r")
        assert "Verlengen t/m 04-06-2024: kost niets." in driver.text
        await driver.keys("f6")
        assert words(driver) == ["! Geweigerd", "Geleend", "! Geweigerd", "Verlengd"]
    assert desk.store.read("SELECT due_on, renewals FROM loan") == [("2024-06-04", 1)]


async def test_what_renewing_costs_is_told_before_it_is_done_and_again_where_it_changed(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(BASIC), copy("Duur", top_title="ja")
    loan = lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), 1, book).loan_id
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        assert "Verlengen t/m 05-05-2024: te-laat-geld € 0,40, leengeld € 1,50." in driver.text
        book_running_fines(desk, 1, [loan], 40)
        await driver.keys("f6")
        assert "! Er is intussen iets veranderd" in driver.text
        assert "leengeld € 1,50." in driver.text
        assert desk.store.read("SELECT renewals FROM loan") == [(0,)]
        await driver.keys("f6")
    assert desk.store.read("SELECT due_on, renewals FROM loan") == [("2024-05-05", 1)]


async def test_a_supervisor_allows_the_renewal_that_was_refused_after_a_scan(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    loan = lend(desk, 1, book).loan_id
    for _ in range(2):
        renew(desk, 1, [loan])
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.keys("f6")
        assert "Verlengen kan niet" in driver.text
        await driver.keys("f2")
        await driver.type("ans\rziek geweest\r")
        assert words(driver) == ["! Geweigerd", "! Geweigerd", "Verlengd"]
        assert "(toch verlengd)" in driver.text
    assert desk.store.read("SELECT count(*), max(renewals) FROM loan") == [(1, 3)]


@pytest.mark.parametrize(("answer", "whose"), [("f12", [1, 2]), ("escape", [1, 1])])
async def test_another_pass_holds_what_comes_behind_it_until_it_is_clear_whose_it_is(
    silent: Desk, member: Member, copy: Copy, answer: str, whose: list[int]
) -> None:
    first, second = member(), member(surname="Ander")
    books = copy("Een"), copy("Twee")
    async with running(silent) as driver:
        await help_customer(driver, first)
        await driver.burst("".join(f"{scan}\r" for scan in (books[0], second, books[1])))
        assert "Dit is de pas van een andere klant." in driver.text
        assert len(at_home(silent)) == 1
        await driver.keys(answer)
    assert at_home(silent) == list(zip(books, whose, strict=True))


async def test_f4_and_a_scan_undo_a_loan_with_its_fee(desk: Desk, member: Member, copy: Copy) -> None:
    number, top, other = member(BASIC), copy("Toptitel", top_title="ja"), copy("Andere")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{top}\r{other}\r")
        await driver.keys("f4")
        assert "▸Annuleren" in driver.text
        await driver.burst(f"{top}\r")
        assert "▸Exemplaar" in driver.text
        assert words(driver) == ["Geleend", "Geleend", "Geannuleerd"]
        assert "(geannuleerd)" in driver.text
    assert at_home(desk) == [(other, 1)]
    assert desk.store.read("SELECT sum(cents) FROM charge WHERE kind = 'leengeld'") == [(0,)]


async def test_f4_undoes_the_line_that_was_walked_to_and_esc_undoes_nothing(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, first, second = member(), copy("Een"), copy("Twee")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.keys("f4")
        assert driver.message.startswith("In deze sessie is nog niets gedaan")
        await driver.burst(f"{first}\r{second}\r")
        await driver.keys("f4", "escape")
        assert len(at_home(desk)) == 2
        await driver.keys("down", "f4")
        assert at_home(desk) == [(second, 1)]
        await driver.keys("down", "down", "f4")
        assert driver.message.startswith("Deze regel is niet te annuleren.")


async def test_what_was_not_lent_here_cannot_be_undone_here(desk: Desk, member: Member, copy: Copy) -> None:
    number, first, second = member(), copy("Een"), copy("Twee")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{first}\r")
        await driver.keys("f4")
        await driver.burst(f"{second}\r")
        assert words(driver) == ["Geleend", "! Geweigerd"]
    assert at_home(desk) == [(first, 1)]


async def test_a_session_in_which_nothing_was_asked_ends_at_once(silent: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    async with running(silent) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text
        assert driver.message == "1 geleend."


async def test_the_end_offers_a_bon_and_to_pay_what_was_made(desk: Desk, member: Member, copy: Copy) -> None:
    number, top = member(BASIC), copy("Toptitel", top_title="ja")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{top}\r")
        await driver.keys("f12")
        assert "nog niet betaald: € 1,50" in driver.text
        await driver.keys("escape")
        assert "▸Exemplaar" in driver.text
        await driver.keys("f12", "f5")
        assert "F5 = Bon" not in driver.text
        await driver.keys("f7")
        assert "Betalen" in driver.lines[1]
        await driver.keys("escape")
        assert "▸Klantnummer" in driver.text
    assert desk.store.read("SELECT template, state FROM receipt WHERE template = 'receipt-lending'") == [
        ("receipt-lending", "printed")
    ]


async def test_a_button_pressed_before_its_box_is_there_is_no_answer_and_nothing_for_afterwards(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.burst(f"\x1b[24~\x1b[15~{number}\r")  # F12, F5 and the next pass at once
        assert "F5 = Bon" in driver.text
        assert "1 scan wacht" in driver.text
        await driver.keys("f12")
        assert "▸Exemplaar" in driver.text
        assert "bon" not in driver.message.casefold()


async def test_what_was_paid_meanwhile_is_not_asked_for_again(silent: Desk, member: Member, copy: Copy) -> None:
    number, top = member(BASIC), copy("Toptitel", top_title="ja")
    async with running(silent) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{top}\r")
        await driver.keys("f7", "p", "enter", "enter", "j", "escape")
        assert "▸Exemplaar" in driver.text
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text


async def test_a_session_does_not_end_over_a_refusal_that_passed_in_a_burst(
    silent: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    async with running(silent) as driver:
        await help_customer(driver, number)
        await driver.burst(f"99999\r{book}\r\x1b[24~")
        assert "╭─ Afsluiten" in driver.text
        assert "! 99999: Exemplaar 99999 is niet bekend" in driver.text
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text


async def test_a_hundred_scans_in_one_burst_each_get_their_line_and_the_end_waits_for_them(
    silent: Desk, member: Member, copy: Copy
) -> None:
    number = member()
    books = [copy(f"Titel {place}") for place in range(10)]
    scans = [books[place // 10] if place % 10 == 0 else f"9{place:05}" for place in range(100)]
    rang: list[None] = []
    async with running(silent) as driver:
        await help_customer(driver, number)
        driver.app.bell = lambda: rang.append(None)  # type: ignore[method-assign]
        await driver.burst("".join(f"{scan}\r" for scan in scans))
        lines = list(reversed(driver.app.page.work.log.lines))  # type: ignore[attr-defined]
        assert [line.number for line in lines] == scans
        assert words(driver) == ["Geleend" if place % 10 == 0 else "! Geweigerd" for place in range(100)]
        assert "╭─ Onbekend" in driver.text
        await driver.keys("enter")
        assert "›100 ! Geweigerd 900099" in driver.text
        assert len(rang) == 90
    assert [item for item, _ in at_home(silent)] == books


async def test_two_desks_scan_the_same_item_and_one_gets_it(desk: Desk, member: Member, copy: Copy) -> None:
    ann, bob, book = member(surname="Ann"), member(surname="Bob"), copy()
    with open_store(desk.store.path) as other:
        async with running(desk) as first, running(replace(desk, store=other, staff="bob")) as second:
            await help_customer(first, ann)
            await help_customer(second, bob)
            await first.burst(f"{book}\r")
            await second.burst(f"{book}\r")
            assert words(first) == ["Geleend"]
            assert "Op een andere naam" in second.text
            await second.keys("n")
    assert at_home(desk) == [(book, 1)]


async def test_a_scan_while_the_menu_bar_is_open_is_a_scan(desk: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.keys("f10")
        await driver.burst(f"{book}\r")
    assert at_home(desk) == [(book, 1)]


async def test_pasted_lines_are_scans(desk: Desk, member: Member, copy: Copy) -> None:
    number, first, second = member(), copy("Een"), copy("Twee")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"\x1b[200~{first}\n{second}\n\x1b[201~")
    assert [item for item, _ in at_home(desk)] == [first, second]


async def test_who_is_helped_stays_while_other_tabs_and_innemen_are_looked_at(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.keys("alt+a")
        assert driver.app.page.heading == "Klantenadministratie"
        await driver.keys("alt+b")
        assert "1 Geleend" in driver.text
        await driver.keys("f11")
        assert driver.app.page.heading == "Innemen"
        await driver.keys("alt+b")
        assert "1 Geleend" in driver.text


async def test_the_record_of_the_desk_does_not_open_another_customer_before_this_one_is_done(
    desk: Desk, member: Member
) -> None:
    number = member()
    async with running(desk) as driver:
        await help_customer(driver, number)
        for key in ("alt+z", "f8", "ctrl+l"):
            await driver.keys(key)
            assert driver.message.startswith("Er wordt nog een klant geholpen: sluit eerst af (F12)")


async def test_a_refused_act_does_not_take_the_scan_behind_it(desk: Desk, member: Member, copy: Copy) -> None:
    number, book, other = member(), copy("Een"), copy("Twee")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r{book}\r")
        await driver.keys("enter")
        take_back(replace(desk, staff="bob"), book)
        await driver.burst(f"\x1bOQ{other}\r")
        assert words(driver) == ["Geleend", "! Geweigerd", "Geleend"]
    assert at_home(desk) == [(other, 1)]


def one_ready_for_the_first(desk: Desk) -> tuple[str, str]:
    """A title that customers 1 and 2 wait for: the copy that stands ready for the first, and another that is in."""
    title_id = new_title(desk, title="Twee keer")
    ready, other, _ = (new_item(desk, title_id) for _ in range(3))
    for customer_id in (1, 2):
        place_hold(desk, customer_id, title_id)
    set_aside(desk, ready)
    return ready, other


@pytest.mark.parametrize(("rules", "keys"), [("silent", ()), ("asking", ("j",)), ("asking", ("n",))])
async def test_the_slip_of_the_copy_that_stood_ready_and_goes_to_who_is_next_is_printed(
    request: pytest.FixtureRequest, member: Member, desk: Desk, rules: str, keys: tuple[str, ...]
) -> None:
    at: Desk = request.getfixturevalue(rules)
    number, _ = member(), member(surname="Volgende")
    ready, other = one_ready_for_the_first(replace(at, library=desk.library))
    before = len(slips(desk))
    async with running(at) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{other}\r")
        assert ("╭─ Bon van de reservering" in driver.text) is bool(keys)
        await driver.keys(*keys)
        assert f"Exemplaar {ready}: Zet klaar voor Dhr. E.B. Volgende" in driver.message
        assert ("afgedrukt" in driver.message) is (keys != ("n",))
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text
    assert slips(desk)[before:] == ([] if keys == ("n",) else [("printed",)])


async def test_undoing_tells_that_the_copy_that_was_passed_on_keeps_its_slip_and_still_asks_for_it(
    asking: Desk, member: Member, desk: Desk
) -> None:
    number, _ = member(), member(surname="Volgende")
    _, other = one_ready_for_the_first(replace(asking, library=desk.library))
    before = len(slips(desk))
    async with running(asking) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{other}\r")
        await driver.keys("escape", "up", "f4")
        assert words(driver) == ["Geleend", "Geannuleerd"]
        assert "De bon daarvan blijft gelden: laat die bij dat exemplaar." in driver.message
        assert "wacht weer" in driver.message
        await driver.keys("f2", "j")
        assert "afgedrukt" in driver.message
        # Whether that line still asks is over, too.
        await driver.keys("f2")
        assert "vraagt niets" in driver.message
    assert at_home(desk) == []
    assert slips(desk)[before:] == [("printed",)]


async def test_the_head_makes_room_for_a_notice_that_comes_during_the_session_and_closes_up_when_it_goes(
    desk: Desk, member: Member
) -> None:
    number = member()
    async with running(desk) as driver:
        await help_customer(driver, number)
        for note, head in (("[b]Adres[/b] navragen", 6), ("", 5)):
            await driver.keys("alt+k")
            save_edit(desk, 1, "5", {"note_1": note}, read_edit(desk, 1, "5"))
            await driver.keys("alt+b")
            for _ in range(100):  # until it is laid out
                await driver.pilot.pause(0.01)
                if "▸Exemplaar" in driver.lines[4 + head]:
                    break
            assert "▸Exemplaar" in driver.lines[4 + head]
            assert ("! 1 melding" in driver.lines[4 + head - 1]) is bool(note)


def slips(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT state FROM receipt WHERE template = 'receipt-hold' ORDER BY id")
