"""Members of both libraries whose period ends when a test wants it to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from balie.desk import Desk
from balie.library.structs import Library
from balie.store.connection import Store
from tests.support.applicants import IBAN, enrol_tester

At = Callable[[date], Desk]
Join = Callable[..., int]


@pytest.fixture
def at(desk: Desk, poort: Library) -> At:
    """The desk of Achterhoekse Poort on any day."""

    def on(day: date) -> Desk:
        return replace(desk, library=poort, branch=poort.branch("4104"), working_date=day)

    return on


@pytest.fixture
def join(at: At) -> Join:
    """Enrols somebody at Achterhoekse Poort on 09-04-2024: paid until 30-04-2025, unless told otherwise."""

    def enrol(surname: str = "Tester", *, subscription: str = "0002", mandate: bool = False, **period: object) -> int:
        fields = {"surname": surname} | ({"iban": IBAN, "direct_debit": "Ja"} if mandate else {})
        fields |= {name: str(period.pop(name)) for name in ("birth_date", "guardian", "email") if name in period}
        enrolled = enrol_tester(at(date(2024, 4, 9)), subscription=subscription, number=None, **fields)
        if period:
            change(at(date(2024, 4, 9)).store, enrolled.customer_id, **period)
        return enrolled.customer_id

    return enrol


def change(store: Store, customer_id: int, **columns: object) -> None:
    """Put something else in the row of the last period."""
    names = ", ".join(f"{name} = ?" for name in columns)
    store.connection.execute(
        f"UPDATE membership SET {names} WHERE customer_id = ?"
        " AND number = (SELECT max(number) FROM membership WHERE customer_id = ?)",
        (*columns.values(), customer_id, customer_id),
    )


def rows(store: Store, customer_id: int) -> list[tuple[object, ...]]:
    """The periods of a customer: number, code, status, first and last day, price."""
    return store.read(
        "SELECT number, code, status, paid_from, paid_until, price_cents FROM membership WHERE customer_id = ?"
        " ORDER BY number",
        (customer_id,),
    )


def statuses(store: Store, customer_id: int) -> list[int]:
    """The status of each of a customer's periods."""
    return [
        row[0]
        for row in store.read("SELECT status FROM membership WHERE customer_id = ? ORDER BY number", (customer_id,))
    ]
