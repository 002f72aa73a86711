"""What the library file says about a loan, as functions of values: how long, how many, how often, at what fee.

Nothing here knows a customer or a store. rules.md#loan, rules.md#renewal, rules.md#fines, rules.md#free-under-18.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.library.terms import FREE_UNTIL_AGE, CustomerKind
from balie.library.validity import in_force

if TYPE_CHECKING:
    from balie.library.lending_tables import LoanRules

NO_RULES = (
    "Deze bibliotheek leent niet uit: de tabel [loans] ontbreekt in het bibliotheekbestand. Vul daar uitleentermijn,"
    " aantal en verlengen in (docs/library-file.md)."
)


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """How one customer borrows: days of a loan and of a renewal, items at once, renewals of one loan."""

    loan_days: int
    max_items: int
    max_renewals: int


def terms_for(rules: LoanRules, kind: CustomerKind) -> LoanTerms:
    """The rules for a klanttype: those of everybody, where the file gives it none of its own."""
    of_kinds = {
        CustomerKind.INSTITUTION: rules.institution,
        CustomerKind.SPECIAL: rules.special,
        CustomerKind.VOLUNTEER: rules.volunteer,
        CustomerKind.STAFF: rules.staff,
    }
    own = of_kinds.get(kind)
    if own is None:
        return LoanTerms(rules.loan_days, rules.max_items, rules.max_renewals)
    return LoanTerms(
        rules.loan_days if own.loan_days is None else own.loan_days,
        rules.max_items if own.max_items is None else own.max_items,
        rules.max_renewals if own.max_renewals is None else own.max_renewals,
    )


def due_on(terms: LoanTerms, lent_on: date) -> date:
    """The last day on which a loan of this day is not late: 09-04-2024 and 28 days → 07-05-2024."""
    return lent_on + timedelta(days=terms.loan_days)


def due_after_renewal(terms: LoanTerms, due: date) -> date:
    """Renewing counts from the due date, not from the day on which it is done (rules.md#renewal)."""
    return due + timedelta(days=terms.loan_days)


def lending_fee(rules: LoanRules, *, top_title: bool, age: int | None, on: date) -> int:
    """The fee of one loan in cents: that of a toptitel on this day, and nothing under 18 (Wsob art. 13).

    `age` None: not known, or an institution; then it is asked.
    """
    if not top_title or (age is not None and age < FREE_UNTIL_AGE):
        return 0
    return sum(price.price_cents for price in in_force(rules.top_title_fee, on)[:1])


def renewal_fee(rules: LoanRules, *, top_title: bool, age: int | None, on: date) -> int:
    """The fee of one renewal in cents: as of a loan, where the library asks it again."""
    return lending_fee(rules, top_title=top_title, age=age, on=on) if rules.fee_at_renewal else 0
