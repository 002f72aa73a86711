"""Passes of a customer (tab 8): block, unblock, replace with its fee, additional ones, and which is the customer's own.

A number that was issued stays in the store for ever, so that it is never issued again. The mandate reference and the
actor-id stay what they are when a number is replaced (rules.md#replacement-card).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cards.new_card import card_number, check_free
from balie.customers.cards.numbers import allocate, is_online
from balie.customers.cards.states import CardAct, CardKind, CardState, acts_in, next_state, read_reason
from balie.customers.standing import must_be_there
from balie.customers.versions import note_activity, touch
from balie.dutch.text import read_text
from balie.ledger import Charge, invoice
from balie.library.rights import Right
from balie.library.terms import ChargeKind
from balie.library.validity import in_force
from balie.refusal import Reason, Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_SELECT = (
    "SELECT number, kind, state, plastic, branch, issued_on, last_used_on, reason, successor FROM card"
    " WHERE customer_id = ?"
)


@dataclass(frozen=True, slots=True)
class Card:
    """A number of a customer. `plastic`: whether a pass carries it; `successor`: what took its place."""

    number: str
    kind: CardKind
    state: CardState
    plastic: bool
    branch: str
    issued_on: date
    last_used_on: date | None
    reason: str | None
    successor: str | None

    @property
    def acts(self) -> tuple[CardAct, ...]:
        """What the desk can do to it now."""
        return acts_in(self.state)


@dataclass(frozen=True, slots=True)
class Replaced:
    """What took the place of a number, what it costs in cents, and the invoice that asks for it (None without)."""

    number: str
    fee_cents: int
    invoice: int | None


def read_cards(reader: Reader, customer_id: int) -> tuple[Card, ...]:
    """The numbers of a customer as tab 8 orders them: those that hold first, then the newest."""
    rows = reader.read(f"{_SELECT} ORDER BY state = 'replaced', issued_on DESC, number DESC", (customer_id,))
    return tuple(
        Card(
            number,
            CardKind(kind),
            CardState(state),
            bool(plastic),
            branch,
            date.fromisoformat(issued),
            None if used is None else date.fromisoformat(used),
            reason,
            successor,
        )
        for number, kind, state, plastic, branch, issued, used, reason, successor in rows
    )


def replacement_fee(library: Library, on: date) -> int:
    """What a replacing card costs on this day, in cents; 0 where the library file says nothing.

    The same at every age: it is no fee for lending (rules.md#free-under-18).

    Source: rules.md#replacement-card.
    """
    return sum(price.price_cents for price in in_force(library.fees.replacement_card, on))


def block(desk: Desk, customer_id: int, number: str, reason: str) -> None:
    """Block a number, for a reason of `REASONS` (code or label). Raises `Refusal` with all reasons."""
    _set_state(desk, customer_id, number, CardAct.BLOCK, reason)


def unblock(desk: Desk, customer_id: int, number: str) -> None:
    """Let a blocked number work again. Raises `Refusal` when it is not blocked."""
    _set_state(desk, customer_id, number, CardAct.UNBLOCK, None)


def _set_state(desk: Desk, customer_id: int, number: str, act: CardAct, typed_reason: str | None) -> None:
    desk.require(Right.BLOCK)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        reasons = Reasons()
        reason = None
        with reasons.at("reason"):
            reason = None if typed_reason is None else read_reason(typed_reason)
        card = _find(tx, customer_id, number)
        state = card.state
        with reasons.at("number"):
            state = next_state(card.state, act)
        reasons.raise_if_any()
        tx.execute("UPDATE card SET state = ?, reason = ? WHERE number = ?", (state, reason, card.number))
        touch(tx, customer_id)
        tx.journal(
            "card blocked" if act is CardAct.BLOCK else "card unblocked",
            customer_id=customer_id,
            before={"number": card.number, "state": card.state, "reason": card.reason},
            after={"number": card.number, "state": state, "reason": reason},
        )


def replace(
    desk: Desk, customer_id: int, number: str, new: str | None, reason: str, *, without_fee: str = ""
) -> Replaced:
    """Put another number in the place of one: the card that was scanned, or a number the system makes (`new` None).

    The old one is invalid for ever and stays visible. The new one is of the same kind; where the customer's own number
    changes, password and PIN stay. The fee of the library file is charged on an invoice, unless `without_fee` says why
    not. Raises `Refusal` with all reasons (fields `number`, `new`, `reason`, `without_fee`).
    """
    desk.require(Right.CHANGE_CUSTOMER)
    reasons = Reasons()
    code = because = ""
    scanned = None
    with reasons.at("reason"):
        code = read_reason(reason)
    with reasons.at("without_fee"):
        because = read_text(without_fee, what="De reden", longest=60)
    with reasons.at("new"):
        scanned = None if new is None else card_number(new)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        card = _find(tx, customer_id, number)
        with reasons.at("number"):
            next_state(card.state, CardAct.REPLACE)
        with reasons.at("new"):
            if scanned is not None:
                check_free(tx, scanned)
        reasons.raise_if_any()
        issued = scanned or allocate(tx, desk.library, desk.branch.number)
        _issue(tx, issued, customer_id, card.kind, plastic=scanned is not None)
        tx.execute(
            "UPDATE card SET state = 'replaced', reason = ?, successor = ? WHERE number = ?",
            (code, issued, card.number),
        )
        fee = 0 if because else replacement_fee(desk.library, desk.working_date)
        invoice_number = invoice(tx, desk.library, customer_id, [Charge(ChargeKind.REPLACEMENT_CARD, fee)])
        touch(tx, customer_id)
        after: dict[str, object] = {"number": issued, "reason": code, "fee_cents": fee, "invoice": invoice_number}
        if because:
            after["without_fee"] = because
        tx.journal(
            "card replaced",
            customer_id=customer_id,
            before={"number": card.number, "state": card.state},
            after=after,
        )
    return Replaced(issued, fee, invoice_number)


def add_card(desk: Desk, customer_id: int, new: str | None) -> str:
    """Give one card more on the same account (volgpas): the card scanned, or a number the system makes.

    Out: its number. Raises `Refusal` when the customer has no number of their own yet, or when the card is not free.
    """
    desk.require(Right.CHANGE_CUSTOMER)
    reasons = Reasons()
    scanned = None
    with reasons.at("new"):
        scanned = None if new is None else card_number(new)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        if _own_number(tx, customer_id) is None:
            reasons.add("Deze klant heeft nog geen klantnummer: geef eerst dat uit, dan een volgpas.", "number")
        with reasons.at("new"):
            if scanned is not None:
                check_free(tx, scanned)
        reasons.raise_if_any()
        number = scanned or allocate(tx, desk.library, desk.branch.number)
        _issue(tx, number, customer_id, CardKind.ADDITIONAL, plastic=scanned is not None)
        touch(tx, customer_id)
        tx.journal("card added", customer_id=customer_id, after={"number": number})
    return number


def make_primary(desk: Desk, customer_id: int, number: str) -> None:
    """Make an additional card the customer's own number; the one that was becomes additional.

    Raises `Refusal` when it is that already, or is not active.
    """
    desk.require(Right.CHANGE_CUSTOMER)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        card = _find(tx, customer_id, number)
        reasons = Reasons()
        if card.kind is CardKind.PRIMARY:
            reasons.add("Deze pas is al de hoofdpas.", "number")
        if card.state is not CardState.ACTIVE:
            reasons.add("Alleen een actieve pas kan de hoofdpas worden: deblokkeer hem eerst.", "number")
        reasons.raise_if_any()
        current = _own_number(tx, customer_id)
        tx.execute("UPDATE card SET kind = 'additional' WHERE number = ?", (current,))
        tx.execute("UPDATE card SET kind = 'primary' WHERE number = ?", (card.number,))
        touch(tx, customer_id)
        tx.journal(
            "card made primary", customer_id=customer_id, before={"number": current}, after={"number": card.number}
        )


def give_plastic(desk: Desk, customer_id: int, number: str) -> None:
    """Note that a pass with this number was printed and handed out. Raises `Refusal` when it cannot have one."""
    desk.require(Right.CHANGE_CUSTOMER)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        card = _find(tx, customer_id, number)
        reasons = Reasons()
        if card.plastic:
            reasons.add("Van dit nummer is al een pasje uitgegeven: vervang het als de klant een nieuw wil.", "number")
        if card.state is not CardState.ACTIVE:
            reasons.add("Van een geblokkeerd of vervangen nummer wordt geen pasje uitgegeven.", "number")
        if is_online(card.number):
            reasons.add("Een online nummer past niet op een pas: vervang het door het nummer van een pas.", "number")
        reasons.raise_if_any()
        tx.execute("UPDATE card SET plastic = 1 WHERE number = ?", (card.number,))
        touch(tx, customer_id)
        tx.journal("card printed", customer_id=customer_id, after={"number": card.number})


def _own_number(tx: Transaction, customer_id: int) -> str | None:
    """The customer's own number; None where there is none, or only one that was replaced."""
    numbers = (
        card.number
        for card in read_cards(tx, customer_id)
        if card.kind is CardKind.PRIMARY and card.state is not CardState.REPLACED
    )
    return next(numbers, None)


def _find(tx: Transaction, customer_id: int, number: str) -> Card:
    for card in read_cards(tx, customer_id):
        if card.number == number:
            return card
    raise Refusal(Reason("Deze klant heeft deze pas niet (meer): open de klant opnieuw.", "number"))


def _issue(tx: Transaction, number: str, customer_id: int, kind: CardKind, *, plastic: bool) -> None:
    """Write a number down, for a customer who is at the desk now: that is an activity (`laatste activiteit`)."""
    stamp = tx.stamp
    note_activity(tx, customer_id)
    tx.execute(
        "INSERT INTO card (number, customer_id, kind, plastic, branch, issued_on) VALUES (?, ?, ?, ?, ?, ?)",
        (number, customer_id, kind, int(plastic), stamp.branch, stamp.working_date.isoformat()),
    )
