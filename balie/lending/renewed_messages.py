"""What a customer is told of automatic renewal: what was renewed, what that cost, and what could not be and why.

What it tells is looked at again when it is sent: what came back, or has another due date by then, is left out.

Source: rules.md#automatic-renewal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.loans import find_loan
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.rules.refusals import Rule
from balie.lending.session.acts import NotRenewed, Renewed
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message

if TYPE_CHECKING:
    from balie.messages.documents import Shown
    from balie.messages.outbox import Queued
    from balie.store.reading import Reader

_ASK = "neem contact op met de bibliotheek"
_UNPAID = "er is nog niet alles betaald"
_NO_MEMBER = "uw abonnement loopt niet meer"
_REASONS: Mapping[Rule, str] = {
    Rule.MAX_RENEWALS: "het is al zo vaak verlengd als mag",
    Rule.UNSEEN: "verlengen kan nu alleen aan de balie",
    Rule.COSTS: "verlengen kost geld of een strip: dat doen wij niet ongevraagd",
    Rule.RESERVED: "iemand anders heeft het gereserveerd",
    Rule.STRIPS: "uw strippen zijn op",
    Rule.CLAIMED: "u zei dat het is ingeleverd: wij zoeken het nog",
    **dict.fromkeys((Rule.REMINDED, Rule.OVERDUE, Rule.ONLINE, Rule.OPEN_AMOUNT, Rule.OPEN_DAYS), _UNPAID),
    **dict.fromkeys((Rule.NO_MEMBERSHIP, Rule.ENDED, Rule.INVALID, Rule.RIGHTS), _NO_MEMBER),
}
"""Why something was not renewed, as a customer may read it; what is not in it is for the desk to say."""


def renewed_message(customer_id: int, results: Sequence[Renewed | NotRenewed]) -> Message:
    """The message about all that was tried for a customer at a time. `results` is not empty."""
    done = [one for one in results if isinstance(one, Renewed)]
    told: dict[str, Shown] = {
        "done": [_done(one) for one in done],
        "not_done": [_not_done(one) for one in results if isinstance(one, NotRenewed)],
    }
    # A loan and the due date that it had: each is tried once.
    tried = [(one.loan_id, one.was_due_on if isinstance(one, Renewed) else one.due_on) for one in results]
    about = " ".join(["renewal", *(f"{loan_id}@{day.isoformat()}" for loan_id, day in tried)])
    return Message(customer_id, MessageKind.RENEWED, "renewed", {**told, **_shown(told)}, about)


def is_still_so(reader: Reader, message: Queued, on: date) -> bool:
    """Whether anything that the message tells is still so."""
    return any(renewed_now(reader, message, on)[name] for name in ("done", "not_done"))


def renewed_now(reader: Reader, message: Queued, on: date) -> Mapping[str, Shown]:
    """What the message tells, without what came back or has another due date by now."""
    data = message.data or {}
    told: dict[str, Shown] = {
        name: [row for row in _kept(data.get(name)) if _is_due(reader, message.customer_id, row)]
        for name in ("done", "not_done")
    }
    return {**data, **told, **_shown(told)}


def _done(one: Renewed) -> tuple[str, ...]:
    """Loan and due date to know it by, then what is told: title, item, until when, cost."""
    strip = "1 strip" if one.renewal is not None and one.renewal.membership_number is not None else ""
    cents = one.fee_cents + one.fine_cents
    cost = " en ".join(filter(None, (format_cents(cents) if cents else "", strip)))
    return (str(one.loan_id), one.due_on.isoformat(), one.title, one.number, format_date(one.due_on), cost)


def _not_done(one: NotRenewed) -> tuple[str, ...]:
    why = "; ".join(dict.fromkeys(_REASONS.get(obstacle.rule, _ASK) for obstacle in one.obstacles))
    return (str(one.loan_id), one.due_on.isoformat(), one.title, one.number, format_date(one.due_on), why)


def _shown(told: Mapping[str, Shown]) -> dict[str, Shown]:
    """The rows of the two tables as the template has them; the costs only where something cost."""
    done = _kept(told["done"])
    costs = any(row[-1] for row in done)
    return {
        "costs": "ja" if costs else None,
        "rows": [row[2:] if costs else row[2:-1] for row in done],
        "refused": [row[2:] for row in _kept(told["not_done"])],
    }


def _kept(rows: Shown) -> list[tuple[str, ...]]:
    """Rows as they were queued: a store gives lists back."""
    return [] if rows is None or isinstance(rows, str) else [tuple(row) for row in rows]


def _is_due(reader: Reader, customer_id: int, row: tuple[str, ...]) -> bool:
    loan = find_loan(reader, int(row[0]))
    return (
        loan is not None
        and (loan.customer_id, loan.returned_on) == (customer_id, None)
        and loan.due_on == date.fromisoformat(row[1])
    )
