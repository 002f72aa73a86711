"""`Ok, Opslaan` in the store: the whole transaction of an enrolment, beside one durable row in the same file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from balie.customers.cards.credentials import Secret, make_secret
from balie.customers.finding.entry import GenerateNumber
from balie.customers.forms.details import read_details
from balie.enrolment.application import Application
from balie.enrolment.enrol import enrol
from balie.library.terms import PaymentWay
from tests.benchmarks.durable import durable_row, took
from tests.benchmarks.figures import Line, percentile
from tests.benchmarks.stores import WORKING_DATE, desk_at
from tests.support.population import people

_BASIS = "0045"
_WARM = 20


def applications(first: int, count: int) -> Iterator[Application]:
    """Made-up people who want a Basis subscription and pay by invoice."""
    for raw in people(first, count):
        details = read_details({**raw, "direct_debit": "Nee"}, WORKING_DATE)
        yield Application(GenerateNumber(), details, _BASIS, PaymentWay.INVOICE)


def ready_secret() -> Secret:
    """A one-time password, hashed once: the desk hashes it before the transaction begins."""
    return make_secret("E47C5M6C")


def measure_enrolments(small: Path, large: Path, sizes: tuple[int, int], times: int) -> list[Line]:
    """Enrol in a small and a large store in turn, each beside one durable row; in microseconds."""
    secret = ready_secret()
    rows: list[float] = []
    enrolled: dict[Path, list[float]] = {small: [], large: []}
    with desk_at(small) as small_desk, desk_at(large) as large_desk:
        insert = durable_row(large_desk.store.connection)
        for count, application in enumerate(applications(0, times + _WARM)):
            times_of_one = (
                took(insert),
                took(partial(enrol, small_desk, application, secret)),
                took(partial(enrol, large_desk, application, secret)),
            )
            if count >= _WARM:
                rows.append(times_of_one[0])
                enrolled[small].append(times_of_one[1])
                enrolled[large].append(times_of_one[2])
    here = f"{sizes[1]:,} customers"
    return [
        _line(f"enrolment transaction, {here}, p50 of {times}", "durable row", enrolled[large], rows, 50, 4),
        _line(f"enrolment transaction, {here}, p99", "durable row, p99", enrolled[large], rows, 99, 8),
        _line(
            f"enrolment transaction, {here}, p50", f"{sizes[0]:,} customers", enrolled[large], enrolled[small], 50, 1.2
        ),
    ]


def _line(
    measure: str, floor: str, values: list[float], floor_values: list[float], per_cent: float, goal: float
) -> Line:
    value, floor_value = percentile(values, per_cent), percentile(floor_values, per_cent)
    return Line(measure, floor, value * 1e6, floor_value * 1e6, "µs", goal)
