"""Rows of members from another system, written, imported and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from balie.customers.cards.numbers import make_number
from balie.desk import Desk
from balie.importing.batches import BadLine
from balie.importing.customers import CheckedCustomers
from balie.importing.sqlite.adding_customers import Added
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store

IBAN = "NL91ABNA0417164300"
TODAY = date(2025, 4, 9)
PERSON = {
    "Klantnummer": make_number("4104", 1),
    "Voorletters": "eb",
    "Achternaam": "Tester",
    "Geslacht": "V",
    "Geboortedatum": "04-01-1951",
    "Straat": "Brink",
    "Huisnummer": "1",
    "Postcode": "7101AA",
    "Plaats": "Winterswijk",
}
MANDATE = {
    "Machtigingskenmerk": "OUD-123",
    "Getekend op": "01-03-2015",
    "IBAN": IBAN,
    "Laatst geïncasseerd op": "2024-06-14",
}
MEMBER = {"Abonnement": "0002", "Ingeschreven op": "12-05-2010", "Gefactureerd t/m": "31-05-2025"}
COLUMNS = (
    *PERSON,
    *MEMBER,
    *("Betaalwijze", "Strippen", "Status", "65-plus", "Ononderbroken", "Openstaande contributie", "Rekeninghouder"),
    *MANDATE,
)
Rows = Callable[..., Path]
Run = Callable[..., tuple[CheckedCustomers, Added, list[BadLine]]]


def member(serial: int = 1) -> dict[str, str]:
    """A row: a member who pays by invoice."""
    return {**PERSON, "Klantnummer": make_number("4104", serial), "Huisnummer": str(serial), **MEMBER}


def reopened(desk: Desk, **other: object) -> Desk:
    desk.store.close()
    return replace(desk, store=open_store(desk.store.path), **other)  # type: ignore[arg-type]


def sound(desk: Desk) -> None:
    assert check(desk.store, all_invariants(), thorough=True) == []
