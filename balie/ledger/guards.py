"""What money may not do: be paid out beyond what came in, or be waived where it was given back already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.ledger.allocating import Part
from balie.ledger.methods import Method
from balie.library.terms import ChargeKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader

_CAME_IN = (
    "SELECT coalesce((SELECT sum(cents) FROM payment WHERE customer_id = ?1 AND way <> ?2), 0)"
    " + coalesce((SELECT sum(brought_cents) FROM membership WHERE customer_id = ?1), 0)"
)
# What a charge has in credit of its own: what counters it, and for contribution what of the same period was given back.
_OWN_CREDIT = (
    "SELECT coalesce(sum(-n.cents + coalesce((SELECT sum(a.cents) FROM allocation AS a WHERE a.charge_id = n.id), 0)"
    " - coalesce((SELECT sum(a.cents) FROM allocation AS a WHERE a.credit_id = n.id), 0)), 0)"
    " FROM charge AS c JOIN charge AS n ON n.customer_id = c.customer_id AND n.settled_on IS NULL AND n.cents < 0"
    " AND (n.counters = c.id OR (c.kind = ? AND n.kind = c.kind AND n.membership_number = c.membership_number))"
    " WHERE c.id = ?"
)


def came_in(reader: Reader, customer_id: int) -> int:
    """The money that came in for a customer less what went out, in cents, with what was paid in the system before.

    What was waived is no money.
    """
    row = reader.read_one(_CAME_IN, (customer_id, Method.WAIVER))
    assert row is not None
    return int(row[0])


def check_paid_out(reader: Reader, customer_id: int, cents: int) -> None:
    """Raise `Refusal` when more is paid out than came in."""
    there = max(came_in(reader, customer_id), 0)
    if cents > there:
        raise Refusal(
            f"Van deze klant is in totaal {format_cents(there)} ontvangen: meer dan dat wordt niet uitbetaald."
        )


def check_waived(reader: Reader, parts: Iterable[Part], open_now: Iterable[Part]) -> None:
    """Raise `Refusal` when more of a charge is waived than is open beside what of it was given back already."""
    still_open = dict(open_now)
    for charge_id, cents in parts:
        row = reader.read_one(_OWN_CREDIT, (ChargeKind.CONTRIBUTION, charge_id))
        own = 0 if row is None else int(row[0])
        if own > 0 and cents > still_open.get(charge_id, 0) - own:
            raise Refusal(
                f"Van een gekozen regel is al {format_cents(own)} teruggegeven, wat nu tegoed is: betaal die eerst uit"
                " het tegoed (T), en scheld dan kwijt wat er nog openstaat."
            )
