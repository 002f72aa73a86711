"""How old a customer is, where that counts for something: an institution has no age, whatever date stands with it."""

from __future__ import annotations

from datetime import date

from balie.customers.kinds import CustomerKind
from balie.dutch.names import Person
from balie.dutch.periods import age_on

ADULT = 18
"""Under this age a parent or guardian agrees, and nothing is paid (Wsob art. 13)."""


_WITHOUT = (Person.INSTITUTION, CustomerKind.INSTITUTION)
"""Who has no birth date, whether it is told by person or by klanttype."""


def birth_date_of(born: date | str | None, person: str) -> date | None:
    """The birth date that counts, from a date or one as it is stored; None for an institution and where none is known.

    `person` is Persoon/Instelling, or the klanttype.

    Source: rules.md#institutions.
    """
    if not born or person in _WITHOUT:
        return None
    return born if isinstance(born, date) else date.fromisoformat(born)


def completed_years(born: date | None, on: date) -> int | None:
    """The age on a day of who was born then, in completed years; None where that is not known or does not count."""
    return None if born is None else age_on(born, on)


def counted_age(born: date | str | None, on: date, person: str) -> int | None:
    """Completed years; None for an institution, which has no age, and for somebody whose birth date is not known."""
    return completed_years(birth_date_of(born, person), on)


def is_minor(born: date | str | None, on: date, person: str) -> bool:
    """Whether a customer is a person of less than 18 years; not where the birth date is not known."""
    age = counted_age(born, on, person)
    return age is not None and age < ADULT
