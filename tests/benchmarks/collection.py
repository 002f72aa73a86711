"""Direct debit beside sepaxml alone on the same payments, in files of 10,000; its memory; how long it holds the lock.

As a program (`python -m tests.benchmarks.collection STORE`) it collects from a store and tells seconds, MB and
milliseconds.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from balie.desk import Desk
from balie.finance.collection import run
from balie.finance.collection.preview import MOST
from balie.library.load import load_library
from tests.benchmarks.figures import Line, median
from tests.benchmarks.locks import LONGEST_MS, turns_held
from tests.benchmarks.stores import desk_at

_MONTH = date(2024, 5, 1)
_ROUNDS = 3


def measure_collection(large: Path, size: int, small: Path) -> list[Line]:
    """Collect from the `size` customers of `large`, and for its memory from those of `small`, one file."""
    for store in (large, small):
        _sign_mandates(store)
    own: list[float] = []
    floor: list[float] = []
    memory: list[float] = []
    held: list[float] = []
    payments = _payments(large)
    for _ in range(_ROUNDS):
        floor.append(_by_sepaxml(payments))
        told = _by_balie(large)
        own.append(told["seconds"])
        memory.append(told["megabytes"])
        held.append(told["longest"])
    little = _by_balie(small)["megabytes"]
    return [
        Line(
            f"direct debit over {size:,} charges, checked, booked and in files of {MOST:,}",
            "sepaxml alone on the same payments",
            median(own),
            median(floor),
            "s",
            1.5,
        ),
        Line(
            f"memory of direct debit over {size:,} charges",
            "of one file",
            median(memory),
            little,
            "MB",
            1.25,
        ),
        Line(
            f"write lock of direct debit over {size:,} charges, longest",
            f"{LONGEST_MS:g} ms",
            max(held),
            LONGEST_MS,
            "ms",
            1,
        ),
    ]


def _sign_mandates(store: Path) -> None:
    """Let everybody in the store pay by direct debit, each from an account of their own."""
    connection = sqlite3.connect(store, isolation_level=None)
    try:
        connection.create_function("made_iban", 1, _iban, deterministic=True)
        connection.execute("BEGIN")
        connection.execute("UPDATE membership SET way = 'incasso'")
        connection.execute(
            "INSERT OR IGNORE INTO mandate (reference, customer_id, signed_on, iban, holder)"
            " SELECT k.number, c.id, c.registered_on, made_iban(c.id), c.initials || ' ' || c.surname"
            " FROM customer AS c JOIN card AS k ON k.customer_id = c.id"
        )
        connection.execute("COMMIT")
    finally:
        connection.close()


def _iban(customer_id: int) -> str:
    from stdnum import iban

    account = f"ABNA{customer_id:010}"
    return f"NL{iban.calc_check_digits(f'NL00{account}')}{account}"


@contextmanager
def _desk(store: Path) -> Iterator[Desk]:
    rule = load_library("achterhoekse-poort").direct_debit
    with desk_at(store) as desk:
        yield replace(desk, library=msgspec.structs.replace(desk.library, direct_debit=rule))


def _payments(store: Path) -> list[dict[str, Any]]:
    """What sepaxml is given of each charge."""
    with desk_at(store) as desk:
        rows = desk.store.read(
            "SELECT c.id, c.cents, d.reference, d.signed_on, d.iban, d.holder FROM charge AS c"
            " JOIN mandate AS d ON d.customer_id = c.customer_id ORDER BY c.id"
        )
    return [
        {
            "name": holder,
            "IBAN": iban,
            "amount": cents,
            "type": "FRST",
            "collection_date": date(2024, 5, 15),
            "mandate_id": reference,
            "mandate_date": date.fromisoformat(signed_on),
            "description": f"Contributie 05-2024 t/m 04-2025 pas {reference}",
            "endtoend_id": f"B{charge}-1",
        }
        for charge, cents, reference, signed_on, iban, holder in rows
    ]


def _by_sepaxml(payments: list[dict[str, Any]]) -> float:
    """Seconds that sepaxml takes for the files, as bytes in memory, without its validation (which fails at 37,000)."""
    from sepaxml import SepaDD

    start = perf_counter()
    for first in range(0, len(payments), MOST):
        config = {
            "name": "Basisbibliotheek Achterhoekse Poort",
            "IBAN": "NL18RABO0123459876",
            "BIC": "RABONL2U",
            "batch": True,
            "creditor_id": "NL36ZZZ410462010000",
            "currency": "EUR",
        }
        document = SepaDD(config, schema="pain.008.001.08", clean=True)
        for payment in payments[first : first + MOST]:
            document.add_payment(dict(payment))
        document.export(validate=False)
    return perf_counter() - start


def _by_balie(store: Path) -> dict[str, float]:
    """What a run in a process of its own tells, on a copy of the store."""
    copy = store.with_name(f"{store.stem}-run{store.suffix}")
    shutil.copyfile(store, copy)
    try:
        command = [sys.executable, "-m", "tests.benchmarks.collection", str(copy)]
        told: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        return told
    finally:
        for path in copy.parent.glob(f"{copy.stem}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def main(store: Path) -> None:
    """Collect from a store, and print what it took as JSON."""
    with _desk(store) as desk, turns_held() as held:
        start = perf_counter()
        made = run.collect(desk, _MONTH)
        seconds = perf_counter() - start
        assert desk.store.read_one("SELECT count(*) FROM charge") == (made.items,)
    print(json.dumps({"seconds": seconds, "megabytes": _peak(), "longest": max(held)}))


def _peak() -> float:
    """The most memory of this program, in MB; `getrusage` would count what it was started from too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
