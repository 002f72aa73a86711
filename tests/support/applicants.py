"""The person of the work instruction as a form, and applications made of it: what tests of enrolling begin with."""

from __future__ import annotations

from collections.abc import Mapping

from balie.customers.cards.credentials import Cost, Secret, make_secret
from balie.customers.finding.entry import GenerateNumber, NumberChoice
from balie.customers.forms.details import read_details
from balie.customers.permission import Override
from balie.desk import Desk
from balie.enrolment.application import Application, Discounts, default_way
from balie.enrolment.enrol import Enrolled, enrol

TESTER: Mapping[str, str] = {
    "initials": "eb",
    "surname": "Tester",
    "birth_date": "04-01-1991",
    "postcode": "9468bg",
    "house_number": "41",
    "street": "Kruisakkers",
    "town": "Annen",
    "person": "Man",
    "phone": "0880128295",
    "email": "info@bibliotheekannen.nl",
}
SUPPLEMENT = "0086"
"""Free at every age; alone it is had with a supervisor only."""
ALLOWED = Override("ans", "had dit al")
IBAN = "NL91ABNA0417164300"
SECRET: Secret = make_secret("E47C5M6C", Cost(n=2, r=1, p=1))


def application(
    desk: Desk,
    *,
    subscription: str = "0045",
    number: NumberChoice | None = None,
    override: Override | None = None,
    discounts: Discounts | None = None,
    **fields: str,
) -> Application:
    """The application of E.B. Tester at this desk, with other fields where given; a supplement is allowed."""
    details = read_details({**TESTER, **fields}, desk.working_date)
    return Application(
        number=number or GenerateNumber(),
        details=details,
        subscription=subscription,
        way=default_way(details),
        discounts=discounts or Discounts(),
        override=override or (ALLOWED if subscription == SUPPLEMENT else None),
    )


def enrol_tester(
    desk: Desk, *, subscription: str = "0045", number: NumberChoice | None = None, **fields: str
) -> Enrolled:
    """Enrol E.B. Tester, with other fields where given."""
    asked = application(desk, subscription=subscription, number=number, override=None, discounts=None, **fields)
    return enrol(desk, asked, SECRET)


def end_membership(desk: Desk, customer_id: int) -> None:
    """End the membership, as a cancellation does."""
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET status = 9, ended_on = '2024-04-08' WHERE customer_id = ?", (customer_id,))
