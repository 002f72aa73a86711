"""Selling without a customer, outgoings from the till, and taking either back on its own day (rules.md#till-sales)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents, parse_cents
from balie.dutch.text import read_text, shown
from balie.ledger.cash_rounding import in_cash, must_be_coins
from balie.ledger.methods import Method
from balie.ledger.receive import NO_TILL
from balie.ledger.till_sales import OUTGOING, SALE, SaleLine, TillSale, book_sale, counter_sale, find_sale
from balie.library.rights import Right
from balie.library.validity import in_force
from balie.messages.receipts import PAYMENT, queue_receipt
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

MOST_PIECES = 999
MOST_CENTS = 1_000_000
LONGEST_NOTE = 120
_NO_BASKET = "Er is nog niets gekozen: kies eerst een artikel."
_NO_NOTE = "Vul in waarvoor het is."


@dataclass(frozen=True, slots=True)
class Offered:
    """An article that is for sale on a day; `cents` None: the desk types the amount."""

    name: str
    cents: int | None
    vat_percent: int


@dataclass(frozen=True, slots=True)
class SalePlan:
    """A sale that can be made, in cents: `due_cents` as it is paid, with the rounding of cash, and what goes back."""

    lines: tuple[SaleLine, ...]
    way: Method
    due_cents: int
    rounding_cents: int
    received_cents: int

    @property
    def change_cents(self) -> int:
        """What goes back in cash."""
        return self.received_cents - self.due_cents


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale that was booked, and its bon."""

    sale_id: int
    receipt_id: int


def articles(desk: Desk) -> tuple[Offered, ...]:
    """What is for sale on the working date, in the order of the library file."""
    found = []
    for one in desk.library.articles:
        prices = in_force(one.price, desk.working_date)
        if prices or not one.price:
            found.append(Offered(one.name, prices[0].price_cents if prices else None, one.vat))
    return tuple(found)


def read_sale_amount(text: str) -> int:
    """An amount of a sale or an outgoing, in cents, as typed. Raises `Refusal` where it cannot be."""
    cents = parse_cents(text)
    if not 0 < cents <= MOST_CENTS:
        raise Refusal(f"Typ een bedrag van meer dan niets en hooguit {format_cents(MOST_CENTS)}, zoals 12,50.")
    return cents


def read_outgoing_amount(desk: Desk, text: str) -> int:
    """An amount that goes out of the till in cash, in cents, as typed. Raises `Refusal` where it cannot be."""
    cents = read_sale_amount(text)
    if desk.library.cash.round_to_five:
        must_be_coins(cents)
    return cents


def read_pieces(text: str) -> int:
    """How many of an article, as typed. Raises `Refusal` for what is no number of pieces."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= MOST_PIECES):
        raise Refusal(f"{shown(typed)} is geen aantal: typ een heel getal van 1 tot en met {MOST_PIECES}.")
    return int(typed)


def line_of(article: Offered, pieces: int, cents: int) -> SaleLine:
    """So many of an article, at so many cents each."""
    return SaleLine(article.name, pieces, pieces * cents, article.vat_percent)


def due_for(desk: Desk, lines: Sequence[SaleLine], way: Method) -> int:
    """What a basket comes to, in cents; in cash rounded to five where the library does so."""
    cents = sum(line.cents for line in lines)
    return in_cash(cents) if way is Method.CASH and desk.library.cash.round_to_five else cents


def plan_sale(desk: Desk, lines: Sequence[SaleLine], way: Method, received: str) -> SalePlan:
    """What a sale comes down to. `received` as typed, for cash; by pin it is what is due.

    Raises `Refusal` with all reasons: nothing chosen (`lines`), too little received or no amount (`received`).
    """
    reasons = Reasons()
    if not lines:
        reasons.add(_NO_BASKET, "lines")
    due = due_for(desk, lines, way)
    cents = due
    with reasons.at("received"):
        if lines and not due:
            raise Refusal("Dit is contant afgerond niets: laat met pin betalen.")
        if way is Method.CASH:
            cents = read_sale_amount(received)
            if desk.library.cash.round_to_five:
                must_be_coins(cents)
            if cents < due:
                raise Refusal(f"Er is {format_cents(due)} te betalen: typ wat de klant geeft.")
    reasons.raise_if_any()
    return SalePlan(tuple(lines), way, due, due - sum(line.cents for line in lines), cents)


def sell(desk: Desk, planned: SalePlan) -> Sold:
    """Book a sale as planned, with its bon. Raises `Refusal` at a desk without a till."""
    desk.require(Right.RECEIVE)
    _must_have_till(desk)
    with desk.transaction() as tx:
        sale_id = book_sale(tx, SALE, planned.lines, planned.way, desk.till, rounding_cents=planned.rounding_cents)
        receipt_id = queue_receipt(tx, PAYMENT, None, _bon(desk, planned))
        tx.journal("sold", after={"method": planned.way, "paid_cents": planned.due_cents, "sale": sale_id})
    return Sold(sale_id, receipt_id)


def take_out(desk: Desk, kind: str, amount: str, note: str) -> int:
    """Book an outgoing in cash from the till of this desk; `kind` of the library file, the others typed. Out: its id.

    Raises `Refusal` with all reasons at their fields (`amount`, `note`), and at a desk without a till.
    """
    desk.require(Right.SPEND)
    _must_have_till(desk)
    reasons = Reasons()
    cents, why = 0, ""
    with reasons.at("amount"):
        cents = read_outgoing_amount(desk, amount)
    with reasons.at("note"):
        why = read_outgoing_note(note)
    reasons.raise_if_any()
    with desk.transaction() as tx:
        line = SaleLine(kind, 1, -cents, 0)
        sale_id = book_sale(tx, OUTGOING, [line], Method.CASH, desk.till, note=why)
        tx.journal("taken from till", after={"costs": kind, "paid_out_cents": cents, "sale": sale_id})
    return sale_id


def read_outgoing_note(text: str) -> str:
    """What an outgoing was for, or why something is taken back, as typed. Raises `Refusal` for nothing."""
    note = read_text(text, what="De toelichting", longest=LONGEST_NOTE)
    if not note:
        raise Refusal(_NO_NOTE)
    return note


def why_sale_stays(desk: Desk, sale: TillSale | None) -> str:
    """Why a sale or an outgoing is not taken back here, in Dutch; empty when it can be."""
    if sale is None:
        return "Deze boeking is er niet meer: kijk opnieuw."
    if sale.counters is not None:
        return "Dit is zelf al een terugboeking: boek opnieuw wat het had moeten zijn."
    if sale.countered:
        return "Deze boeking is al teruggenomen."
    if sale.booked_on != desk.working_date:
        return f"Terugnemen kan alleen op de dag zelf ({format_date(sale.booked_on)})."
    if (sale.branch, sale.till) != (desk.branch.number, desk.till):
        return f"Deze boeking ging door kas {sale.till} van vestiging {sale.branch}: neem haar daar terug."
    return ""


def take_sale_back(desk: Desk, sale_id: int, reason: str) -> TillSale:
    """Take a sale or an outgoing of today back whole, in its own till, with a reason. Out: what was taken back.

    Raises `Refusal` where `why_sale_stays` says something, and for no reason (`reason`).
    """
    desk.require(Right.TAKE_BACK)
    reasons = Reasons()
    why = ""
    with reasons.at("reason"):
        why = read_outgoing_note(reason)
    reasons.raise_if_any()
    with desk.transaction() as tx:
        sale = find_sale(tx, sale_id)
        if stays := why_sale_stays(desk, sale):
            raise Refusal(stays)
        assert sale is not None
        back = counter_sale(tx, sale, reason=why)
        tx.journal(
            "sale taken back",
            before={"paid_cents": sale.cents, "sale": sale.id},
            after={"sale": back, "reversed_because": why},
        )
    return sale


def _must_have_till(desk: Desk) -> None:
    if not desk.till:
        raise Refusal(NO_TILL)


def _bon(desk: Desk, planned: SalePlan) -> dict[str, str | list[tuple[str, str]] | None]:
    totals = [("Te betalen", planned.due_cents), (f"Ontvangen ({planned.way})", planned.received_cents)]
    if planned.rounding_cents:
        totals.insert(0, ("Afronding", planned.rounding_cents))
    if planned.change_cents:
        totals.append(("Terug", planned.change_cents))
    pieces = sum(line.pieces for line in planned.lines)
    return {
        "library": desk.library.name,
        "branch": f"{desk.branch.number} {desk.branch.name}",
        "date": format_date(desk.working_date),
        "name": many(pieces, "artikel", "artikelen"),
        "number": None,
        "title": "Verkoop",
        "lines": [(f"{line.pieces} x {line.what}", format_cents(line.cents)) for line in planned.lines],
        "totals": [(label, format_cents(cents)) for label, cents in totals],
    }
