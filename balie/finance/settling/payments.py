"""Who is to be paid, how much and on which account; and who is left out, with every reason.

Nothing here is stored: it follows from what customers have in credit. Amounts in cents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cancelling.settlement import payable_from
from balie.customers.cards.numbers import current_number
from balie.customers.standing import is_removed
from balie.dutch.bank import compact_iban, is_iban
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.names import list_name
from balie.dutch.sepa import LONGEST_NAME, LONGEST_TEXT, sepa_text
from balie.dutch.sepa_countries import why_not_by_sepa
from balie.finance.settling.cases import all_cases
from balie.ledger import came_in, open_charges, unspent

if TYPE_CHECKING:
    from balie.store.reading import Reader

NOT_REVERSED = "niet gestorneerd"
"""What somebody must have looked up before what was collected lately is paid back."""

_REQUESTS = (
    "SELECT r.id, r.customer_id, r.cents, r.iban, r.holder, r.asked_on, c.initials, c.prefix, c.surname"
    " FROM refund_request AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.withdrawn_on IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM payout WHERE refund_request_id = r.id) ORDER BY r.id"
)


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment to a customer, from a settlement or of credit that was asked back (`request_id`).

    `iban` is compact; `holder` and `description` are in the characters that banks take. `checked`: paid so early only
    because somebody looked whether the collection was reversed.
    """

    customer_id: int
    number: str
    name: str
    cents: int
    iban: str
    holder: str
    description: str
    cancellation_id: int | None = None
    request_id: int | None = None
    checked: bool = False

    @property
    def line(self) -> str:
        """`29428000077727 Tester, E.B. € 13,40`."""
        return f"{self.number} {self.name} {format_cents(self.cents)}".strip()


@dataclass(frozen=True, slots=True)
class LeftOutPayment:
    """Who is to be paid and is not, with every reason in Dutch.

    `payable_from` is the day on which waiting is over, where waiting is the only reason; before it a check
    (`NOT_REVERSED`) lets it through.
    """

    customer_id: int
    number: str
    name: str
    cents: int
    reasons: tuple[str, ...]
    payable_from: date | None = None

    @property
    def line(self) -> str:
        """`29428000077727 Tester, E.B. € 13,40: Er is geen rekeningnummer…`."""
        return f"{self.number} {self.name}".strip() + f" {format_cents(self.cents)}: {' '.join(self.reasons)}"


@dataclass(frozen=True, slots=True)
class _Claim:
    """What somebody is to be paid, as it stands in the store."""

    customer_id: int
    number: str
    name: str
    cents: int
    iban: str
    holder: str
    what: str
    payable_from: date
    cancellation_id: int | None = None
    request_id: int | None = None


def waiting_for(day: date) -> str:
    """Why nothing is paid before this day, and what can be done about it."""
    return (
        f"De incasso kan nog worden gestorneerd: uitbetalen vanaf {format_date(day)}, of eerder na de controle"
        f" {NOT_REVERSED}."
    )


def net_credit(reader: Reader, customer_id: int) -> int:
    """What a customer has in credit when everything open is set off, and not more than came in; else nothing."""
    owed = sum(charge.open_cents for charge in open_charges(reader, customer_id))
    return max(min(unspent(reader, customer_id) - owed, came_in(reader, customer_id)), 0)


def plan_payments(
    reader: Reader, today: date, own_iban: str, checked: Collection[int] = ()
) -> tuple[list[Payment], list[LeftOutPayment]]:
    """Whom to pay today, and who is left out; settlements first, then what was asked back, the oldest of each first.

    A settlement that can be made now counts as made. `own_iban` is the library's own account, compact; `checked` are
    the actor-ids of whom somebody looked up that the collection was not reversed.
    """
    payments: list[Payment] = []
    left_out: list[LeftOutPayment] = []
    for claim in _claims(reader, today):
        reasons = list(_reasons(reader, claim, own_iban))
        early = claim.payable_from > today
        waits = early and claim.customer_id not in checked
        only_waits = waits and not reasons
        if waits:
            reasons.append(waiting_for(claim.payable_from))
        if reasons:
            day = claim.payable_from if only_waits else None
            left_out.append(
                LeftOutPayment(claim.customer_id, claim.number, claim.name, claim.cents, tuple(reasons), day)
            )
        else:
            payments.append(
                Payment(
                    customer_id=claim.customer_id,
                    number=claim.number,
                    name=claim.name,
                    cents=claim.cents,
                    iban=compact_iban(claim.iban),
                    holder=sepa_text(claim.holder, LONGEST_NAME),
                    description=sepa_text(
                        f"{claim.what} pas {claim.number}" if claim.number else claim.what, LONGEST_TEXT
                    ),
                    cancellation_id=claim.cancellation_id,
                    request_id=claim.request_id,
                    checked=early,
                )
            )
    return payments, left_out


def _claims(reader: Reader, today: date) -> Iterator[_Claim]:
    taken: dict[int, int] = {}
    for case in all_cases(reader, today):
        # Who enrolled again and left again has two of them: nothing is paid twice.
        # Nor more than came in: that would be refused, and hold up the payments of everybody else.
        there = min(case.settlement.payout_cents, came_in(reader, case.customer_id))
        cents = min(case.payout_cents, there - taken.get(case.customer_id, 0))
        if cents <= 0 or not (case.can_settle or case.settlement.settled_on):
            continue
        taken[case.customer_id] = taken.get(case.customer_id, 0) + cents
        yield _Claim(
            customer_id=case.customer_id,
            number=case.number,
            name=case.name,
            cents=cents,
            iban=case.cancellation.refund_iban or "",
            holder=case.holder,
            what="Teruggave contributie",
            payable_from=case.settlement.payout_from,
            cancellation_id=case.cancellation.id,
        )
    for number, customer_id, cents, iban, holder, asked_on, initials, prefix, surname in reader.read(_REQUESTS):
        there = net_credit(reader, customer_id) - taken.get(customer_id, 0)
        taken[customer_id] = taken.get(customer_id, 0) + max(min(cents, there), 0)
        yield _Claim(
            customer_id=customer_id,
            number=current_number(reader, customer_id) or "",
            name=list_name(initials or "", prefix or "", surname),
            cents=min(cents, there),
            iban=iban,
            holder=holder,
            what="Teruggave tegoed",
            payable_from=payable_from(reader, customer_id, (), date.fromisoformat(asked_on)),
            request_id=number,
        )


def _reasons(reader: Reader, claim: _Claim, own_iban: str) -> Iterator[str]:
    """Everything that is wrong with a payment; banks and schema find most of it too late."""
    if claim.cents <= 0:
        yield "Er is geen tegoed meer: trek de aanvraag in."
    if is_removed(reader, claim.customer_id):
        yield "De klant is verwijderd."
    yield from (*iban_reasons(claim.iban, own_iban), *holder_reasons(claim.holder))
    back = reader.read_one(
        "SELECT returned_on, return_reason FROM payout WHERE customer_id = ? AND iban = ? AND holder = ?"
        " AND returned_on IS NOT NULL ORDER BY id DESC LIMIT 1",
        (claim.customer_id, compact_iban(claim.iban), sepa_text(claim.holder, LONGEST_NAME)),
    )
    if back is not None:
        day = format_date(date.fromisoformat(back[0]))
        yield f"De uitbetaling kwam op {day} terug ({back[1]}): vraag een ander rekeningnummer of de juiste naam."


def iban_reasons(iban: str, own_iban: str) -> list[str]:
    """Why nothing can be paid to this account; none where it can. `own_iban` is the library's own, compact."""
    compact = compact_iban(iban)
    if not compact:
        return ["Er is geen rekeningnummer: vraag een IBAN."]
    if not is_iban(compact):
        return ["Het IBAN klopt niet: vraag het na."]
    if why := why_not_by_sepa(compact):
        return [f"Naar een rekening in {compact[:2]} kan niet worden betaald: {why}"]
    return ["Dat is de rekening van de bibliotheek zelf: vraag die van de klant."] if compact == own_iban else []


def holder_reasons(holder: str) -> list[str]:
    """Why nothing can be paid to somebody of this name; none where it can."""
    if not holder.strip():
        return ["De naam van de rekeninghouder ontbreekt: de bank vergelijkt die met de rekening."]
    if not sepa_text(holder, LONGEST_NAME):
        return ["De naam van de rekeninghouder heeft geen letters die een bank aanneemt: schrijf hem anders."]
    return []
