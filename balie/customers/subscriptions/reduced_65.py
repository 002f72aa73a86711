"""The 65+ right: who keeps the reduced tariff that has ended for others, given or taken by a supervisor.

It is a property of the membership and decides on the price of the periods to come. That somebody was a
member all the time is not to be seen here, since the membership may have run in another system before: who gives the
right says since when.

Source: rules.md#reduced-65.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.ages import birth_date_of, completed_years
from balie.customers.memberships import Membership, latest_membership
from balie.customers.subscriptions.pricing import keeps_reduced_65
from balie.dutch.dates import format_date
from balie.dutch.names import Person

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction


def against_reduced_65(library: Library, *, born: date | str | None, person: str, member_since: date) -> list[str]:
    """Every reason, in Dutch, why somebody does not keep the reduced tariff; none where it is kept.

    `member_since` is the first day of a membership that was never interrupted.
    """
    rule = library.reduced_65
    if rule is None:
        return [f"{library.name} heeft geen 65+-tarief in het bibliotheekbestand."]
    if person == Person.INSTITUTION:
        return ["Het 65+-tarief is voor personen, niet voor een instelling: kies Nee."]
    counted = birth_date_of(born, person)
    if counted is None:
        return ["Het 65+-tarief vraagt een geboortedatum: vul die eerst in."]
    if keeps_reduced_65(library, born=counted, enrolled_on=member_since, uninterrupted=True):
        return []
    reasons = []
    if member_since >= rule.enrolled_before:
        reasons.append(
            f"Het 65+-tarief is voor wie zonder onderbreking lid is van vóór {format_date(rule.enrolled_before)};"
            f" deze klant is dat sinds {format_date(member_since)}."
        )
    age = completed_years(counted, rule.age_reached_on) or 0
    if age < rule.age:
        reasons.append(
            f"Het 65+-tarief is voor wie op {format_date(rule.age_reached_on)} {rule.age} jaar was; deze klant was"
            f" toen {age} jaar."
        )
    return reasons


def has_reduced_65(reader: Reader, customer_id: int) -> bool:
    """Whether the last period of this customer carries the right."""
    row = reader.read_one(
        "SELECT reduced_65 FROM membership WHERE customer_id = ? ORDER BY number DESC LIMIT 1", (customer_id,)
    )
    return row is not None and bool(row[0])


def running_membership(reader: Reader, customer_id: int, on: date) -> Membership | None:
    """The membership that can carry the right on this day; None for who is no member."""
    membership = latest_membership(reader, customer_id)
    return membership if membership is not None and membership.is_running(on) else None


def set_reduced_65(tx: Transaction, customer_id: int, has: bool) -> None:
    """Give or take the right of the last period, and so of those that follow it. The caller writes the journal."""
    tx.execute(
        "UPDATE membership SET reduced_65 = ? WHERE customer_id = ?"
        " AND number = (SELECT max(number) FROM membership WHERE customer_id = ?)",
        (int(has), customer_id, customer_id),
    )
