"""What must be right of a collection before it goes to the bank: pure rules that give every reason at once, in Dutch.

The schema of pain.008 accepts wrong check digits, dead mandates and dates that cannot be; banks do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from balie.customers.mandates import MIGRATED_ON, MONTHS_ALIVE, is_reference, usable_until
from balie.dutch.bank import is_dutch_iban, is_iban
from balie.dutch.dates import format_date
from balie.dutch.periods import add_months
from balie.dutch.sepa_countries import why_not_by_sepa
from balie.dutch.target_days import collection_day, nth_target_day
from balie.finance.collection.return_codes import AfterReturn, action_after, return_code


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """What a check needs of a mandate. `blocked_by`: the code of a return after which it may not be used any more."""

    reference: str
    signed_on: date | None
    iban: str
    last_collected_on: date | None
    blocked_by: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """The last time a charge was presented and came back."""

    number: int
    reference: str
    returned_on: date
    reason: str


def mandate_reasons(mandate: MandateFacts, *, today: date, collect_on: date) -> list[str]:
    """Why nothing can be collected on this mandate on that day; none where it can."""
    reasons = iban_reasons(mandate.iban)
    if not is_reference(mandate.reference):
        reasons.append("Het kenmerk van de machtiging bevat tekens die een bank niet aanneemt.")
    if mandate.blocked_by is not None:
        code = return_code(mandate.blocked_by)
        reasons.append(f"De machtiging is geblokkeerd ({code.label}): vraag een nieuwe.")
    if mandate.signed_on is None:
        reasons.append("De machtiging heeft geen datum van ondertekening.")
        return reasons
    if mandate.signed_on > today:
        reasons.append(f"De machtiging is getekend op {format_date(mandate.signed_on)}, na vandaag.")
    last = usable_until(mandate.signed_on, mandate.last_collected_on)
    if collect_on > last:
        reasons.append(
            f"De machtiging is verlopen op {format_date(last)}: {MONTHS_ALIVE} maanden niet geïncasseerd. Vraag een"
            " nieuwe."
        )
    return reasons


def mandate_warning(mandate: MandateFacts) -> str:
    """What is odd of a mandate and yet no reason to leave it out; empty for nothing."""
    if mandate.signed_on is not None and mandate.signed_on < MIGRATED_ON:
        return (
            f"Machtiging {mandate.reference} is getekend op {format_date(mandate.signed_on)}; een machtiging van vóór"
            f" SEPA draagt {format_date(MIGRATED_ON)}."
        )
    return ""


def iban_reasons(iban: str) -> list[str]:
    """Why this account (without blanks) is not collected from; none where it is."""
    if not iban:
        return ["De machtiging heeft geen IBAN."]
    if is_dutch_iban(iban):
        return []
    if not is_iban(iban):
        return ["Het IBAN van de machtiging klopt niet: vraag het na en laat opnieuw tekenen."]
    why = why_not_by_sepa(iban)
    return [f"Van een rekening in {iban[:2]} kan niet worden geïncasseerd: {why}"] if why else []


def announcement_reasons(
    announced_on: date | None, first_month: date, collect_on: date, *, number: int, announce_days: int
) -> list[str]:
    """Why the customer was not told in time of a collection on that day."""
    if announced_on is None:
        return ["De klant is nog niet ingelicht: er is geen bon, factuur of bericht dat de incasso aankondigt."]
    if (collect_on - announced_on).days >= announce_days:
        return []
    day = collection_day(first_month, announced_on, number=number, announce_days=announce_days)
    return [
        f"Aangekondigd op {format_date(announced_on)}, minder dan {announce_days} dagen tevoren. Gaat mee op"
        f" {format_date(day)}."
    ]


def again_reasons(last: Attempt | None, reference: str | None, month: date, *, number: int) -> list[str]:
    """Why a charge that came back is not presented in the month of `month` (its first day); none where it is.

    `reference` is that of the mandate it would go on: after a new signature a blocked mandate is no reason any more.
    """
    if last is None:
        return []
    code = return_code(last.reason)
    back = f"Teruggekomen op {format_date(last.returned_on)} ({code.label})"
    match action_after(last.reason, last.number):
        case AfterReturn.AGAIN:
            earliest = add_months(last.returned_on.replace(day=1), 1)
            if month < earliest:
                day = nth_target_day(earliest, number)
                return [f"{back}. Gaat op {format_date(day)} nog één keer mee."]
        case AfterReturn.BLOCKED:
            if reference in (None, last.reference):
                return [f"{back}. Wordt niet meer geïncasseerd, tenzij er een nieuwe machtiging komt."]
        case AfterReturn.CONTACT:
            return [f"{back}. Wordt niet meer geïncasseerd: maak er een factuur van."]
    return []
