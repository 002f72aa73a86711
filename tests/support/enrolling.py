"""Enrolments typed at the desk, and what the store holds of them."""

from __future__ import annotations

from balie.desk import Desk
from tests.support.desk_driver import UP_TO_SAVING, Driver


def stored_customers(desk: Desk) -> list[tuple[object, ...]]:
    """What every enrolment must have stored, without what differs by chance (the password)."""
    return desk.store.read(
        "SELECT c.id, c.initials, c.prefix, c.surname, c.birth_date, c.person, k.number, k.plastic, m.code,"
        " m.paid_from, m.paid_until, h.cents FROM customer AS c LEFT JOIN card AS k ON k.customer_id = c.id"
        " LEFT JOIN membership AS m ON m.customer_id = c.id LEFT JOIN charge AS h ON h.customer_id = c.id ORDER BY c.id"
    )


async def enrol(driver: Driver, subscription: str = "0141") -> None:
    """Enrol E.B. Tester (a man) with a subscription; the password is on the screen then."""
    await driver.keys(*UP_TO_SAVING)
    while "▸Persoon" not in driver.text:
        await driver.keys("tab")
    await driver.keys("m", "f2", *subscription, "f2")


async def go_to(driver: Driver, label: str) -> None:
    """Tab to the field with this label."""
    for _ in range(40):
        if f"▸{label}" in driver.text:
            return
        await driver.keys("tab")
    raise AssertionError(f"no field {label}")


async def retype(driver: Driver, label: str, text: str) -> None:
    """Put another text in a field and go on."""
    await go_to(driver, label)
    await driver.keys("ctrl+u")
    await driver.type(text + "\r")
