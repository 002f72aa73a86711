"""Paying one charge beside one durable row in the same file, and what is open after many charges beside a few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from balie.desk import Desk
from balie.finance.pay import PaymentPlan, Tender, pay, plan, sheet
from balie.ledger import Charge, Incoming, Method, balance, book_charge, open_charges, receive
from balie.library.terms import ChargeKind
from tests.benchmarks.durable import durable_row, took
from tests.benchmarks.figures import Line, percentile
from tests.benchmarks.stores import desk_at
from tests.support.population import FIRST_ACTOR_ID

_WARM = 20
_CHARGES = (5, 500)
_OPEN = 3
"""Charges left open of both customers."""


def measure_paying(store: Path, size: int, times: int) -> list[Line]:
    """Pay the contribution of customers of a store, each beside one durable row; in microseconds.

    In turn with a bon, which is queued in the same transaction, and without.
    """
    rows: list[float] = []
    paid: dict[bool, list[float]] = {True: [], False: []}
    with desk_at(store) as desk:
        insert = durable_row(desk.store.connection)
        for count, planned in enumerate(_plans(desk, 2 * (times + _WARM))):
            bon = bool(count % 2)
            work = planned if bon else replace(planned, sheet=replace(planned.sheet, bon_head=None))
            times_of_one = took(insert), took(partial(pay, desk, planned.sheet.customer_id, work))
            if count >= 2 * _WARM:
                rows.append(times_of_one[0])
                paid[bon].append(times_of_one[1])
    here = f"{size:,} customers, p50 of {times}"
    return [
        _line(f"paying one charge, {here}", "durable row", paid[False], rows, 2.5),
        _line(f"paying one charge and queueing its bon, {here}", "durable row", paid[True], rows, None),
    ]


def measure_balances(store: Path, times: int) -> list[Line]:
    """The balance and the open charges of a customer with five hundred charges and of one with five, in turn."""
    with desk_at(store) as desk:
        few, many = (_customer_with(desk, FIRST_ACTOR_ID + place, count) for place, count in enumerate(_CHARGES))
        lines = []
        for what, read in (("open balance", balance), ("open charges", open_charges)):
            found: dict[int, list[float]] = {few: [], many: []}
            for _ in range(times * 4):
                for customer_id, seconds in found.items():
                    seconds.append(took(partial(read, desk.store, customer_id)))
            names = [f"{count} charges, {_OPEN} open" for count in _CHARGES]
            lines.append(_line(f"{what}, {names[1]}, p50", names[0], found[many], found[few], 2))
    return lines


def _plans(desk: Desk, count: int) -> Iterator[PaymentPlan]:
    """Of customers from the end of the store: everything that is open, by pin."""
    row = desk.store.read_one("SELECT max(id) FROM customer")
    assert row is not None
    for customer_id in range(row[0] - count + 1, row[0] + 1):
        yield plan(sheet(desk, customer_id), None, Tender.CARD, "")


def _customer_with(desk: Desk, customer_id: int, count: int) -> int:
    """Settle what is open, and charge until there are this many charges of which the last few are open."""
    with desk.transaction() as tx:
        for number in range(count - 1):
            if number == count - 1 - _OPEN:
                owed = sum(charge.open_cents for charge in open_charges(tx, customer_id))
                receive(tx, Incoming(customer_id, owed, Method.BANK, desk.working_date))
            book_charge(tx, desk.library, customer_id, Charge(ChargeKind.FINE, 20 + number))
    return customer_id


def _line(measure: str, floor: str, values: list[float], floor_values: list[float], goal: float | None) -> Line:
    return Line(measure, floor, percentile(values, 50) * 1e6, percentile(floor_values, 50) * 1e6, "µs", goal)
