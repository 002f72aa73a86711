"""What money may not do: be paid out beyond what came in, or be waived where it was given back already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.ledger.allocate import Part
from balie.ledger.groups import groups_of
from balie.ledger.methods import Method
from balie.library.terms import ChargeKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader

_CAME_IN = (
    "SELECT coalesce((SELECT sum(cents) FROM payment WHERE customer_id = ?1 AND way <> ?2), 0)"
    " + coalesce((SELECT sum(brought_cents) FROM membership WHERE customer_id = ?1), 0)"
    " - coalesce((SELECT sum(cents) FROM charge WHERE customer_id = ?1 AND kind = ?3), 0)"
)


def came_in(reader: Reader, customer_id: int) -> int:
    """The money that came in for a customer less what went out, in cents, with what was paid in the system before.

    What was waived is no money; what rounding added to it is the library's, and what it took off counts as paid.
    """
    row = reader.read_one(_CAME_IN, (customer_id, Method.WAIVER, ChargeKind.ROUNDING))
    assert row is not None
    return int(row[0])


def check_paid_out(reader: Reader, customer_id: int, cents: int) -> None:
    """Raise `Refusal` when more is paid out than came in."""
    there = max(came_in(reader, customer_id), 0)
    if cents > there:
        raise Refusal(
            f"Van deze klant is in totaal {format_cents(there)} ontvangen: meer dan dat wordt niet uitbetaald."
        )


def check_waived(reader: Reader, parts: Iterable[Part]) -> None:
    """Raise `Refusal` when more of a kind and period is waived than is open beside what of it was given back already.

    Nor more than stays charged of it: what was given back without money behind it is no debt to waive.
    """
    for group, cents in groups_of(reader, list(parts)):
        if (own := group.credit_cents) > 0 and cents > group.open_cents - own:
            raise Refusal(
                f"Van een gekozen regel is al {format_cents(own)} teruggegeven, wat nu tegoed is: betaal die eerst uit"
                " het tegoed (T), en scheld dan kwijt wat er nog openstaat."
            )
        if cents > group.open_cents - group.unbacked_cents:
            raise Refusal(
                f"Van een gekozen regel is al {format_cents(group.unbacked_cents)} teruggegeven en met iets anders"
                " verrekend: dat wordt niet ook nog kwijtgescholden. Laat die regel betalen."
            )
