"""Putting a payment right: Herstel on the day itself, Storno later. Both counter it; nothing is erased.

Source: rules.md#corrections.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.customers.permission import Override, judge_override
from balie.dutch.dates import format_date, parse_date
from balie.dutch.money import format_cents
from balie.dutch.text import read_text
from balie.ledger import Method, came_in, counter_payment
from balie.ledger.cash_rounding import rounding_of
from balie.ledger.methods import AT_TILL
from balie.ledger.opposite import NO_PAYMENT, TAKEN_BACK
from balie.library.rights import Right
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

LONGEST_BACK_DAYS = 30
"""So long after it was made a payment can still be taken back on the day of the mistake (Wise, Storno)."""
RESTORED = "Herstel"
"""The reason that is kept of a payment taken back on its own day."""

_LONGEST_REASON = 120
_REVERSIBLE = (Method.CASH, Method.CARD, Method.BANK, Method.WAIVER, Method.BROUGHT)
_FIND = (
    "SELECT customer_id, cents, way, received_on, counters,"
    " EXISTS (SELECT 1 FROM payment AS n WHERE n.counters = payment.id) FROM payment WHERE id = ?"
)


@dataclass(frozen=True, slots=True)
class Correctable:
    """A payment as far as putting it right goes. `why_no_restore` and `why_no_storno` are empty where that can be."""

    payment_id: int
    customer_id: int
    cents: int
    method: str
    received_on: date
    why_no_restore: str
    why_no_storno: str

    @property
    def follows(self) -> str:
        """What taking it back does in the books, as a Dutch sentence."""
        if self.cents < 0:
            return "Wat was uitbetaald, is weer tegoed."
        done = "kwijtgescholden was" if self.method == Method.WAIVER else "betaald was"
        return f"Wat ermee {done}, staat weer open."

    @property
    def hand_over(self) -> str:
        """What the desk gives or gets when it is taken back, as a Dutch sentence; empty where nothing goes over it."""
        if self.method not in AT_TILL:
            return ""
        amount = format_cents(abs(self.cents))
        if self.cents < 0:
            return f"Neem terug wat de klant kreeg: {amount}."
        return f"Geef terug wat de klant gaf: {amount}."


def correctable(desk: Desk, payment_id: int) -> Correctable:
    """What can be done about this payment today, for the history to offer. Raises `Refusal` when there is none."""
    return _find(desk.store, payment_id, desk.working_date)


def restore(desk: Desk, payment_id: int) -> int:
    """Herstel: take a payment or a waiver back on the working day it was made; what it settled is open again.

    The money goes back as it came; cash and pin out of the till of this desk. Out: the id of the counter entry. Raises
    `Refusal` when it is of another day (Storno then), was taken back before, or was collected by the bank.
    """
    desk.require(Right.TAKE_BACK)
    with desk.transaction() as tx:
        found = _find(tx, payment_id, desk.working_date)
        if found.why_no_restore:
            raise Refusal(found.why_no_restore)
        back = counter_payment(tx, payment_id, reason=RESTORED, on=desk.working_date, till=desk.till)
        tx.journal(
            "payment restored",
            customer_id=found.customer_id,
            before={"method": found.method, "paid_cents": found.cents, "payment": payment_id},
            after={"payment": back},
        )
    return back


def read_storno_reason(text: str) -> str:
    """Why a payment is reversed, as typed. Raises `Refusal` for nothing, and for what cannot be kept."""
    reason = read_text(text, what="De reden", longest=_LONGEST_REASON)
    if not reason:
        raise Refusal("Vul in waarom de betaling wordt teruggeboekt.")
    return reason


def read_storno_day(received_on: date, today: date, text: str) -> date:
    """The day a Storno of a payment of `received_on` is booked on, as typed. Raises `Refusal` where that cannot be."""
    day = parse_date(text, today)
    _judge_day(received_on, today, day)
    return day


def _judge_day(received_on: date, today: date, day: date) -> None:
    earliest = max(received_on, today - timedelta(days=LONGEST_BACK_DAYS))
    if not earliest <= day <= today:
        raise Refusal(f"Kies een dag van {format_date(earliest)} tot en met {format_date(today)}.")


def storno(desk: Desk, payment_id: int, reason: str, on: date | None = None, *, override: Override) -> int:
    """Storno: counter a payment or a waiver of an earlier day with a dated entry; what it settled is open again.

    `on` is the day it is booked on: the working date (None), or a day back to that of the payment, at most
    `LONGEST_BACK_DAYS` ago. Cash and pin go back out of the till of this desk, wherever it was paid. Needs
    the `override` of a supervisor. Out: the id of the counter entry. Raises `Refusal` with all reasons at their fields
    (`reason`, `on`, `supervisor`, `because`).
    """
    desk.require(Right.TAKE_BACK_LATER)
    day = on or desk.working_date
    reasons = Reasons()
    text = ""
    with reasons.at("reason"):
        text = read_storno_reason(reason)
    allowed = judge_override(override, desk, reasons)
    with desk.transaction() as tx:
        found = _find(tx, payment_id, desk.working_date)
        if found.why_no_storno:
            raise Refusal(found.why_no_storno)
        with reasons.at("on"):
            _judge_day(found.received_on, desk.working_date, day)
        reasons.raise_if_any()
        back = counter_payment(tx, payment_id, reason=text, on=day, till=desk.till)
        tx.journal(
            "payment reversed",
            customer_id=found.customer_id,
            before={"method": found.method, "paid_cents": found.cents, "payment": payment_id},
            after={"payment": back, "reversed_on": day, "reversed_because": text, **allowed.journalled},
        )
    return back


def _find(reader: Reader, payment_id: int, today: date) -> Correctable:
    row = reader.read_one(_FIND, (payment_id,))
    if row is None:
        raise Refusal(NO_PAYMENT)
    customer_id, cents, method, received, counters, countered = row
    received_on = date.fromisoformat(received)
    why = ""
    if countered:
        why = TAKEN_BACK
    elif counters is not None:
        why = "Dit is zelf een terugboeking: boek opnieuw wat het had moeten zijn."
    elif method == Method.DIRECT_DEBIT:
        why = "Een incasso wordt door de bank teruggeboekt: dat komt met het bankbestand."
    elif method not in _REVERSIBLE and received_on != today:
        why = "Deze betaling is niet bij Balie gedaan: boek die niet terug, maar betaal uit wat te veel was."
    elif method != Method.WAIVER and cents - _rounded(reader, payment_id) > (
        there := max(came_in(reader, customer_id), 0)
    ):
        why = (
            f"Van wat deze klant betaalde is nog {format_cents(there)} over, de rest is uitbetaald: boek eerst die"
            " uitbetaling terug."
        )
    no_restore = no_storno = why
    if not why and received_on != today:
        no_restore = f"Herstel kan alleen op de dag zelf ({format_date(received_on)}): kies Storno."
    elif not why:
        no_storno = "De betaling is van vandaag: kies Herstel."
    return Correctable(payment_id, customer_id, cents, method, received_on, no_restore, no_storno)


def _rounded(reader: Reader, payment_id: int) -> int:
    found = rounding_of(reader, payment_id)
    return 0 if found is None else found[1]
