"""What the bon of an enrolment tells, taken from the desk and from the enrolment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cards.credentials import expires_on
from balie.customers.cards.numbers import in_groups
from balie.dutch.dates import format_date

if TYPE_CHECKING:
    from balie.desk import Desk


def bon_data(
    desk: Desk,
    *,
    name: str,
    subscription: str,
    rights_until: date | None,
    number: str | None,
    mandate: str | None = None,
    first_collection: str | None = None,
) -> dict[str, str | None]:
    """The values of the template `receipt-enrolment`, ready to be shown; None for what does not apply.

    Neither the actor-id nor the password is among them. A mandate is told with its reference and the creditor, since
    the customer must know both before the first collection, and with what is collected on which day
    (`first_collection`): the bon is its announcement (rules.md#announcement).
    """
    library = desk.library
    creditor = library.direct_debit.creditor if library.direct_debit and mandate else None
    return {
        "library": library.name,
        "branch": f"{desk.branch.number} {desk.branch.name}",
        "date": format_date(desk.working_date),
        "name": name,
        "subscription": subscription,
        "rights_until": None if rights_until is None else format_date(rights_until),
        "number": None if number is None else in_groups(number),
        "expires": None if number is None else format_date(expires_on(desk.working_date, library.one_time_password)),
        "mandate": mandate,
        "creditor": None if creditor is None else f"{creditor.name}, {creditor.id}",
        "first_collection": first_collection,
        "website": library.contact.website,
    }
