"""Taking in: fines, the book drop, items that were in already, transport, and who waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import no_hindrances, write_off
from balie.circulation.calendar import set_day
from balie.circulation.loans import find_loan
from balie.circulation.opening_days import DayKind, book_drop_day
from balie.customers.header import read_header
from balie.desk import Desk
from balie.ledger import open_charges
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import CardScanned, UnknownItem
from balie.lending.session.acts import NotRenewed
from balie.lending.take_back import send_on, take_back
from balie.library.lending_tables import Receipts
from balie.library.terms import Procedure
from balie.messages.printing import prepare
from balie.refusal import Refusal
from tests.support.borrowers import ALLOWED, borrower, child, dump, money, new_item, new_title, on, sound
from tests.support.holds import two_branches as two_branch_library

DUE = date(2024, 5, 7)


@pytest.fixture
def two_branches(at_poort: Desk) -> tuple[Desk, Desk]:
    """The desks of 4104 and 4105."""
    library = two_branch_library(at_poort.library)
    here = replace(at_poort, library=library)
    return here, replace(here, branch=library.branch("4105"))


@pytest.mark.parametrize(
    ("back", "days", "cents"),
    [
        (date(2024, 4, 9), 0, 0),
        (DUE, 0, 0),
        (date(2024, 5, 8), 1, 20),
        (date(2024, 5, 11), 4, 80),
        (date(2025, 5, 7), 365, 7300),
    ],
)
def test_the_fine_is_charged_when_the_item_comes_in(at_poort: Desk, back: date, days: int, cents: int) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    done = take_back(on(at_poort, back), number)
    assert (done.days_late, done.fine_cents, money(at_poort, customer_id).other) == (days, cents, cents)
    loan = find_loan(at_poort.store, lent.loan_id)
    assert loan is not None
    assert (loan.returned_on, loan.fine_charge_id) == (back, next(iter(done.charge_ids), None))
    assert read_header(at_poort, customer_id).middle[2].text == "in bezit 0"
    sound(at_poort)


def test_what_the_customer_reads_beside_a_fine_names_days_and_no_title(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    take_back(on(at_poort, date(2024, 5, 8)), number)
    assert at_poort.store.read("SELECT note FROM charge WHERE kind = 'te laat'") == [("1 dag te laat",)]


def test_no_customer_is_needed_and_who_had_it_is_told(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    done = take_back(on(at_poort, date(2024, 6, 1)), number)
    assert (done.customer_id, done.customer_name, done.title) == (
        customer_id,
        "Dhr. E.B. Tester",
        "De avonden / Reve, Gerard",
    )
    assert read_header(at_poort, customer_id).middle[1].text == "laatste activiteit 01-06-2024"


def test_the_young_pay_fines(at_poort: Desk) -> None:
    young, number = child(at_poort), new_item(at_poort)
    lend(at_poort, young, number)
    assert take_back(on(at_poort, date(2024, 5, 9)), number).fine_cents == 40


def test_a_library_without_fines_asks_none(at_poort: Desk) -> None:
    free = replace(at_poort, library=changed(at_poort.library, fines=None))
    customer_id, number = borrower(free), new_item(free)
    lend(free, customer_id, number)
    done = take_back(on(free, date(2024, 6, 7)), number)
    assert (done.days_late, done.fine_cents, open_charges(free.store, customer_id)[1:]) == (31, 0, [])


def test_the_book_drop_counts_as_the_last_opening_day(at_poort: Desk) -> None:
    number = new_item(at_poort)
    lend(at_poort, borrower(at_poort), number)
    set_day(at_poort, date(2024, 5, 9), DayKind.CLOSED, note="Hemelvaart")
    friday = on(at_poort, date(2024, 5, 10))
    done = take_back(friday, number, returned_on=book_drop_day(friday))
    assert (done.returned_on, done.days_late, done.fine_cents) == (date(2024, 5, 8), 1, 20)


@pytest.mark.parametrize("day", [date(2024, 4, 8), date(2024, 5, 11)])
def test_a_day_before_the_loan_or_after_the_working_date_is_refused(at_poort: Desk, day: date) -> None:
    number = new_item(at_poort)
    lend(at_poort, borrower(at_poort), number)
    before = dump(at_poort)
    with pytest.raises(Refusal, match="kies een"):
        take_back(on(at_poort, date(2024, 5, 10)), number, returned_on=day)
    assert dump(at_poort) == before


def test_an_item_that_was_in_already_changes_no_loan_and_was_seen_here(at_poort: Desk) -> None:
    number = new_item(at_poort)
    lend(at_poort, borrower(at_poort), number)
    take_back(at_poort, number)
    before = at_poort.store.read("SELECT * FROM loan")
    again = take_back(on(at_poort, date(2024, 6, 1)), number)
    assert (again.loan_id, again.fine_cents, again.notes) == (None, 0, ("Dit exemplaar was al binnen.",))
    assert at_poort.store.read("SELECT * FROM loan") == before
    assert item_of(at_poort.store, number).seen_on == date(2024, 6, 1)


def test_a_missing_item_is_found_and_a_written_off_one_stays_written_off(at_poort: Desk) -> None:
    missing, gone = new_item(at_poort, status=ItemStatus.MISSING), new_item(at_poort)
    write_off(at_poort, [gone], no_hindrances)
    assert "Dit exemplaar was vermist en is nu terug." in take_back(at_poort, missing).notes
    assert item_of(at_poort.store, missing).status is ItemStatus.IN
    assert "Dit exemplaar is afgeschreven: leg het apart." in take_back(at_poort, gone).notes
    assert item_of(at_poort.store, gone).status is ItemStatus.WRITTEN_OFF


@pytest.mark.parametrize("home", [True, False])
@pytest.mark.parametrize(
    ("was", "told"),
    [
        (ItemStatus.IN, "Dit exemplaar was al binnen."),
        (ItemStatus.MISSING, "Dit exemplaar was vermist en is nu terug."),
        (ItemStatus.ON_ORDER, "Dit exemplaar was in bestelling en is nu binnen."),
        (ItemStatus.TRANSPORT, "Dit exemplaar was onderweg."),
    ],
)
def test_what_was_not_lent_is_told_by_what_it_was_and_goes_where_it_belongs(
    two_branches: tuple[Desk, Desk], home: bool, was: ItemStatus, told: str
) -> None:
    here, there = two_branches
    number = new_item(here, status=was)
    done = take_back(here if home else there, number)
    assert (done.loan_id, done.fine_cents) == (None, 0)
    on_its_way = "Op transport naar 4104 (Achterhoekse Poort)."
    assert done.notes == ((told,) if home else (told, on_its_way))
    item = item_of(here.store, number)
    assert item.status is (ItemStatus.IN if home else ItemStatus.TRANSPORT)
    assert item.seen_on == here.working_date
    assert (done.transport_to, done.slip is None) == ((None, True) if home else ("4104", False))
    sound(here)


def test_what_arrives_for_a_reservation_is_not_sent_home(two_branches: tuple[Desk, Desk]) -> None:
    here, there = two_branches
    title = new_title(here)
    number, waits = new_item(here, title), borrower(here)
    place_hold(there, waits, title, override=ALLOWED)
    set_aside(here, number)
    again = take_back(here, number)
    assert again.notes == ("Dit exemplaar was onderweg.", "Het moet naar 4105 (Winterswijk), voor een reservering.")
    done = take_back(there, number)
    assert done.notes == ("Dit exemplaar was onderweg.",)
    assert (done.transport_to, done.slip) == (None, None)
    assert set_aside(there, number).is_ready
    sound(here)


@pytest.mark.parametrize(
    "happened",
    [
        "UPDATE membership SET status = 9, ended_on = '2024-05-08', rights_until = '2024-05-08'",
        "UPDATE customer SET name_key = '*' || name_key",
        "INSERT INTO block VALUES (1, 'general', 'kwijt', '2024-04-10', 'ebt')",
    ],
)
def test_whoever_cannot_borrow_any_more_can_bring_back_and_is_fined_as_others(at_poort: Desk, happened: str) -> None:
    """A membership that ended, a customer who died (rules.md#settlement: items have to come back first), a block."""
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    desk = on(at_poort, date(2024, 5, 9))
    with desk.transaction() as tx:
        tx.execute(happened)
    (not_renewed,) = renew(desk, customer_id, [lent.loan_id])
    assert isinstance(not_renewed, NotRenewed)
    done = take_back(desk, number)
    assert (done.customer_id, done.fine_cents, money(desk, customer_id).other) == (customer_id, 40, 40)


def test_notes_of_attachment_and_damage_are_told(at_poort: Desk) -> None:
    number = new_item(at_poort, attachment_note="cd-rom", damage_note="vlek p. 3")
    assert take_back(at_poort, number).notes[1:] == ("Bijlage: cd-rom", "Schade: vlek p. 3")


def test_an_unknown_number_or_a_card_is_no_item(at_poort: Desk) -> None:
    borrower(at_poort)
    (card,) = (row[0] for row in at_poort.store.read("SELECT number FROM card"))
    with pytest.raises(CardScanned):
        take_back(at_poort, card)
    with pytest.raises(UnknownItem):
        take_back(at_poort, "abc")


# Where it goes.


def test_an_item_of_another_branch_goes_on_transport_with_a_slip(two_branches: tuple[Desk, Desk]) -> None:
    here, there = two_branches
    number = new_item(here)
    lend(here, borrower(here), number)
    done = take_back(there, number)
    assert (done.transport_to, item_of(here.store, number).status) == ("4104", ItemStatus.TRANSPORT)
    assert done.slip is not None
    assert done.slip.receipt_id is not None
    text = prepare(there, done.slip.receipt_id).text
    assert "4104 (Achterhoekse Poort)" in text
    assert number in text
    assert "Tester" not in text
    home = take_back(here, number)
    assert (home.transport_to, item_of(here.store, number).status) == (None, ItemStatus.IN)
    sound(here)


@pytest.mark.parametrize("procedure", [Procedure.ASK, Procedure.NEVER])
def test_the_slip_of_transport_is_printed_by_itself_only_where_the_library_wants_that(
    two_branches: tuple[Desk, Desk], procedure: Procedure
) -> None:
    here, there = two_branches
    there = replace(there, library=changed(there.library, receipts=Receipts(transport=procedure)))
    number = new_item(here)
    done = take_back(there, number)
    assert done.transport_to == "4104"
    assert (done.slip is None) is (procedure is Procedure.NEVER)
    assert done.slip is None or done.slip.receipt_id is None


def test_the_fine_is_that_of_the_branch_that_lent_it(two_branches: tuple[Desk, Desk]) -> None:
    here, there = two_branches
    for desk, day in ((here, date(2024, 5, 8)), (there, date(2024, 5, 9))):
        set_day(desk, day, DayKind.FINE_FREE)
    number = new_item(here)
    lend(here, borrower(here), number)
    assert take_back(on(there, date(2024, 5, 10)), number).fine_cents == 40


def test_who_waits_is_told_and_the_item_is_not_sent_home(two_branches: tuple[Desk, Desk]) -> None:
    here, there = two_branches
    title = new_title(here)
    number, waits = new_item(here, title), borrower(here, surname="Wacht")
    lend(here, borrower(here), number)
    place_hold(here, waits, title)
    done = take_back(there, number)
    assert done.hold is not None
    assert (done.hold.customer_id, done.transport_to) == (waits, None)
    caught = set_aside(there, number)
    assert caught.hold.id == done.hold.id
    sound(here)


def test_what_the_desk_does_not_set_aside_is_sent_on(two_branches: tuple[Desk, Desk]) -> None:
    here, there = two_branches
    title = new_title(here)
    number = new_item(here, title)
    lend(here, borrower(here), number)
    place_hold(here, borrower(here, surname="Wacht"), title)
    take_back(there, number)
    assert send_on(there, number) is not None
    assert item_of(here.store, number).status is ItemStatus.TRANSPORT
    with pytest.raises(Refusal, match="hoort bij deze vestiging"):
        send_on(here, number)


@pytest.mark.parametrize("lent", [False, True])
def test_what_another_desk_lent_or_set_aside_meanwhile_is_not_sent_on(
    two_branches: tuple[Desk, Desk], lent: bool
) -> None:
    here, there = two_branches
    title = new_title(here)
    number, waits = new_item(here, title), borrower(here, surname="Wacht")
    lend(here, borrower(here), number)
    place_hold(here, waits, title)
    take_back(there, number)
    if lent:
        lend(there, waits, number)
    else:
        set_aside(there, number)
    before = dump(here)
    with pytest.raises(Refusal, match="intussen uitgeleend of klaargezet"):
        send_on(there, number)
    assert dump(here) == before
    sound(here)


def test_what_stood_ready_already_stays_ready(at_poort: Desk) -> None:
    title = new_title(at_poort)
    number, waits = new_item(at_poort, title), borrower(at_poort)
    place_hold(at_poort, waits, title, override=ALLOWED)
    set_aside(at_poort, number)
    done = take_back(at_poort, number)
    assert done.hold is not None
    assert done.hold.ready_item == number
    assert done.stands_ready
    assert done.notes == ("Dit exemplaar stond al klaar: zet het terug.",)
    late = take_back(on(at_poort, date(2024, 6, 1)), number)
    assert late.notes[1:] == ("Die dag is voorbij: zie Reserveringen, Niet opgehaald.",)
    assert item_of(at_poort.store, number).status is ItemStatus.RESERVED
    sound(at_poort)
