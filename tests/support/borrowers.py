"""Libraries that lend, people who borrow and items to be lent: what tests of lending begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypedDict

from msgspec.structs import replace as changed

from balie.catalogue.item_form import ItemValues, NewItem
from balie.catalogue.items import add_item, item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import add_title
from balie.customers.permission import Override
from balie.desk import Desk
from balie.ledger import Balance, Charge, balance, book_charge
from balie.lending.rules.borrower import read_borrower
from balie.lending.rules.judging import against_borrower
from balie.lending.rules.refusals import LendingRefusal, Rule
from balie.lending.rules.scanned import Scanned
from balie.library.lending_tables import LoanRules
from balie.library.structs import Library
from balie.library.terms import ChargeKind
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.applicants import enrol_tester

ALLOWED = Override("adm", "afgesproken met de klant")
BOOK = Scanned(
    number="34104000000018",
    title_id=1,
    title="De avonden",
    author="Reve, Gerard",
    material="boek",
    branch="4104",
    shelf="",
    status=ItemStatus.IN,
    top_title=False,
    not_for_loan=False,
    attachment_note="",
    damage_note="",
    loan_id=None,
    reserved=False,
)
"""A book that is in, as the rules of lending see it."""


class Changes(TypedDict, total=False):
    """What a test changes of the rules of loans."""

    max_items: int
    max_renewals: int
    renew_reserved: bool
    fee_at_renewal: bool
    blocked_above_cents: int | None
    blocked_after_days: int | None
    blocked_not_returned: int | None


def poort_desk(desk: Desk, poort: Library) -> Desk:
    """A desk at Achterhoekse Poort, with its rules."""
    return replace(desk, library=poort, branch=poort.branch("4104"))


def strips_desk(desk: Desk, poort: Library) -> Desk:
    """A desk in Gieten, whose Basis has 125 strips, with the loan rules and fines of Poort, as the tests know them."""
    return replace(desk, library=changed(desk.library, loans=poort.loans, fines=poort.fines))


def with_rules(desk: Desk, **changes: object) -> Desk:
    """The same desk with other rules of loans (`Changes`)."""
    assert isinstance(desk.library.loans, LoanRules)
    return replace(desk, library=changed(desk.library, loans=changed(desk.library.loans, **changes)))


def on(desk: Desk, day: date) -> Desk:
    """The same desk on another working date."""
    return replace(desk, working_date=day)


def borrower(desk: Desk, **fields: str) -> int:
    """Enrol E.B. Tester, who may borrow; the actor-id."""
    subscription = fields.pop("subscription", "0002" if desk.branch.number == "4104" else "0045")
    return enrol_tester(desk, subscription=subscription, number=None, **fields).customer_id


def child(desk: Desk) -> int:
    """Enrol somebody of seventeen at Achterhoekse Poort."""
    return borrower(desk, subscription="0001", birth_date="10-04-2006", guardian="A. Tester")


class ItemFields(TypedDict, total=False):
    """What a test decides of an item."""

    branch: str
    top_title: bool
    not_for_loan: bool
    attachment_note: str
    damage_note: str


def new_title(desk: Desk, title: str = "De avonden") -> int:
    """Add a title by Gerard Reve; its id."""
    return add_title(desk, TitleValues(title=title, kind="boek", author="Reve, Gerard"))


def new_item(desk: Desk, title_id: int | None = None, *, status: ItemStatus = ItemStatus.IN, **fields: object) -> str:
    """Add an item at the desk's branch (`ItemFields`), to a new title unless told; its number."""
    values = ItemValues(**{"branch": desk.branch.number, "material": "boek", **fields})  # type: ignore[arg-type]
    number = add_item(desk, new_title(desk) if title_id is None else title_id, NewItem(None, values))
    if status not in (ItemStatus.IN, ItemStatus.WRITTEN_OFF):
        with desk.transaction() as tx:
            put_status(tx, item_of(tx, number), status)
    return number


def owe(desk: Desk, customer_id: int, cents: int) -> int:
    """Charge a fine on the working date; its id."""
    with desk.transaction() as tx:
        return book_charge(tx, desk.library, customer_id, Charge(ChargeKind.FINE, cents))


def money(desk: Desk, customer_id: int) -> Balance:
    """What a customer owes and has in credit."""
    return balance(desk.store, customer_id)


def against_borrowing(desk: Desk, customer_id: int) -> list[str]:
    """Every reason, in Dutch, why this customer can borrow nothing now."""
    found = read_borrower(desk.store, customer_id, desk.library.loans)
    return [obstacle.text for obstacle in against_borrower(found, desk.library, desk.working_date)]


def rules_of(refused: LendingRefusal) -> set[Rule]:
    """The rules that stood in the way."""
    return {obstacle.rule for obstacle in refused.obstacles}


def sound(desk: Desk) -> None:
    """Everything that must always hold does."""
    found = check(desk.store, all_invariants())
    assert found == [], found


def dump(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """What the store holds of loans, items, holds and money, the journal and history of items apart."""
    tables = ("loan", "hold", "charge", "allocation", "membership", "property")
    found = {table: desk.store.read(f"SELECT * FROM {table} ORDER BY 1") for table in tables}
    found["item"] = desk.store.read("SELECT number, status, title_id FROM item ORDER BY number")
    return found
