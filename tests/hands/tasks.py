"""The tasks of which the keys are counted, each as a hand at the desk does it, and what is in the store afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from balie.customers.cards.numbers import current_number
from balie.desk import Desk
from balie.ledger import Charge, book_charge
from balie.lending.lend import lend
from balie.library.terms import ChargeKind
from tests.hands.counting import Hands
from tests.support.applicants import enrol_tester
from tests.support.members import pay_all
from tests.support.stock import new_item, new_title

DRENTHE, POORT = "biblionet-drenthe", "achterhoekse-poort"
ADULT = {DRENTHE: "0045", POORT: "0002"}
"""A subscription for somebody of 33 with which one borrows."""
EBOOKS = {DRENTHE: "0141", POORT: "0002"}
"""The one for e-books; Poort has none of its own and lets every member read them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a task is done: the desk, and the name of its library file."""

    desk: Desk
    library: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something the desk does all day. `keys` is what it takes now in each library, `goal` what it may take."""

    name: str
    goal: int
    keys: dict[str, int]
    prepare: Callable[[Counted], str]
    do: Callable[[Hands, Counted, str], Awaitable[None]]


def nobody(where: Counted) -> str:
    """The store is empty."""
    return ""


def member(where: Counted) -> str:
    """E.B. Tester, who owes nothing; the klantnummer."""
    customer_id = enrol_tester(where.desk, subscription=ADULT[where.library], number=None).customer_id
    pay_all(where.desk, customer_id)
    number = current_number(where.desk.store, customer_id)
    assert number is not None
    return number


def debtor(where: Counted) -> str:
    """E.B. Tester with a fine of € 1,50 among others; the klantnummer."""
    number = member(where)
    for cents in (240, 60, 150):
        with where.desk.transaction() as tx:
            book_charge(tx, where.desk.library, _tester(where.desk), Charge(ChargeKind.FINE, cents))
    return number


def borrower(where: Counted) -> str:
    """E.B. Tester with five items at home for a week; the klantnummer."""
    number = member(where)
    earlier = replace(where.desk, working_date=where.desk.working_date - timedelta(days=7))
    for item in _items(where.desk, 5):
        lend(earlier, _tester(where.desk), item)
    return number


def late_borrower(where: Counted) -> str:
    """E.B. Tester with five items at home for longer than they were lent: renewing costs money; the klantnummer."""
    number = member(where)
    earlier = replace(where.desk, working_date=where.desk.working_date - timedelta(days=35))
    for item in _items(where.desk, 5):
        lend(earlier, _tester(where.desk), item)
    return number


async def enrol_shortest(hands: Hands, where: Counted, _: str) -> None:
    """The fewest fields: initials, surname, birth date, postcode and house number."""
    await _screen_1(hands)
    await hands.press("f2")
    await _screen_3(hands, where)


async def enrol_whole(hands: Hands, where: Counted, _: str) -> None:
    """Also sex, telephone, identity and e-mail."""
    await _screen_1(hands)
    await hands.press("m")
    await hands.data("0880128295")
    await hands.press(*["enter"] * 3, "j", "enter")
    await hands.data("info@bibliotheekannen.nl")
    await hands.press("f2")
    await _screen_3(hands, where)
    assert where.desk.store.read("SELECT person, phone, email FROM customer") == [
        ("man", "(088) 012 82 95", "info@bibliotheekannen.nl")
    ]


async def change_email(hands: Hands, where: Counted, number: str) -> None:
    """The customer is on the screen."""
    await hands.scan(number)
    await hands.press("w", "e")
    hands.see("▸E-mail")
    await hands.data("e.b.tester@bibliotheekannen.nl")
    await hands.press("f2")
    hands.see("Opgeslagen.")
    assert where.desk.store.read("SELECT email FROM customer") == [("e.b.tester@bibliotheekannen.nl",)]


async def pay_one(hands: Hands, where: Counted, number: str) -> None:
    """€ 1,50 of what is open, by pin."""
    await hands.scan(number)
    await hands.press("f7", "p", "enter")
    await hands.data("1,50")
    await hands.press("enter")
    hands.see("€ 1,50 met pin boeken?")
    await hands.press("j")
    assert where.desk.store.read("SELECT cents, way FROM payment WHERE way = 'pin'") == [(150, "pin")]


async def lend_three(hands: Hands, where: Counted, number: str) -> None:
    """A pass and three items, from the tab Balie, up to the next customer."""
    items = _items(where.desk, 3)
    await hands.driver.keys("alt+b")
    await hands.scan(number)
    await hands.scan(*items)
    await hands.press("f12", "f12")
    hands.see("▸Klantnummer")
    assert where.desk.store.read("SELECT count(*) FROM loan WHERE returned_on IS NULL") == [(3,)]


async def take_back_five(hands: Hands, where: Counted, _: str) -> None:
    """From Klantenadministratie, up to the end of the pile."""
    items = [str(number) for (number,) in where.desk.store.read("SELECT item_number FROM loan ORDER BY id")]
    await hands.press("f11")
    await hands.scan(*items)
    await hands.press("f12", "f12")
    assert "Deel" not in hands.driver.text
    assert where.desk.store.read("SELECT count(*) FROM loan WHERE returned_on IS NULL") == [(0,)]


async def renew_all(hands: Hands, where: Counted, number: str) -> None:
    """The customer is being helped; what is late was read."""
    await hands.driver.keys("alt+b")
    await hands.scan(number)
    await hands.driver.keys("f2")
    await hands.press("f9", "f6")
    hands.see("5 exemplaren verlengen? Dat kost € ")
    await hands.press("j")
    assert where.desk.store.read("SELECT count(*) FROM loan WHERE renewals = 1") == [(5,)]


async def _screen_1(hands: Hands) -> None:
    await hands.press("v", "enter", "enter")
    await hands.data("eb Tester")
    await hands.press("enter")
    await hands.data("04011991")
    await hands.press("enter")
    await hands.data("9468bg")
    await hands.press("enter")
    await hands.data("41")
    await hands.press("enter")
    hands.see("Voorkeurstaal")


async def _screen_3(hands: Hands, where: Counted) -> None:
    await hands.data(EBOOKS[where.library])
    await hands.press("f2")
    hands.see("Toegekend eenmalig wachtwoord")
    await hands.press("enter")
    assert where.desk.store.read(
        "SELECT c.surname, c.birth_date, m.code FROM customer c JOIN membership m ON m.customer_id = c.id"
    ) == [("Tester", "1991-01-04", EBOOKS[where.library])]


def _tester(desk: Desk) -> int:
    row = desk.store.read_one("SELECT min(id) FROM customer")
    assert row is not None
    return int(str(row[0]))


def _items(desk: Desk, count: int) -> list[str]:
    return [new_item(desk, new_title(desk, title=f"Deel {number}")) for number in range(1, count + 1)]


TASKS = (
    Task("e-books inschrijven, de minste velden", 10, {DRENTHE: 10, POORT: 10}, nobody, enrol_shortest),
    Task("idem met geslacht, telefoon, legitimatie, mail", 16, {DRENTHE: 16, POORT: 16}, nobody, enrol_whole),
    Task("e-mailadres wijzigen, klant in beeld", 4, {DRENTHE: 3, POORT: 3}, member, change_email),
    Task("€ 1,50 met pin, een van meer, vanaf de klant", 5, {DRENTHE: 5, POORT: 5}, debtor, pay_one),
    Task("drie uitlenen op een bekende pas", 2, {DRENTHE: 2, POORT: 2}, member, lend_three),
    Task("vijf innemen vanaf een ander tabblad", 3, {DRENTHE: 3, POORT: 3}, borrower, take_back_five),
    Task("alles verlengen, klant aan de balie", 3, {DRENTHE: 3, POORT: 3}, late_borrower, renew_all),
)
