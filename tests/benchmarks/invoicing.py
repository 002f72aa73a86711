"""The contribution run beside one INSERT … SELECT per table that writes the same rows; its memory; its locks.

As a program (`python -m tests.benchmarks.invoicing STORE`) it runs once and tells what it took.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from balie.finance.invoicing.run import run
from balie.store.connecting import connect
from tests.benchmarks.figures import Line, median, percentile
from tests.benchmarks.locks import LONGEST_MS, turns_held
from tests.benchmarks.stores import desk_at

MONTH = date(2024, 5, 1)
_LOCK_MS = 30.0
_ROUNDS = 3

# The population was enrolled in one month; spread its periods over twelve, so that one in twelve is due. Whoever is due
# is of an age for the subscription, so that the run and its floor write the same rows.
_SPREAD = (
    "UPDATE membership SET paid_until = date('2024-05-01', '+' || (customer_id % 12) || ' months', '-1 day')",
    "UPDATE customer SET birth_date = '1980' || substr(birth_date, 5) WHERE id % 12 = 0",
)
_DUE = (
    "FROM membership AS m JOIN customer AS c ON c.id = m.customer_id WHERE m.paid_until = '2024-04-30'"
    " AND m.temporary = 0 AND m.status <> 9 AND m.ended_on IS NULL AND m.number = 1"
)
_MADE = "FROM membership AS m WHERE m.number = 2"

FLOOR = (
    "INSERT INTO membership (customer_id, number, code, branch, status, started_on, paid_from, paid_until,"
    " rights_until, temporary, price_cents, way, strips, reduced_65, ended_on)"
    " SELECT m.customer_id, 2, m.code, m.branch, 2, '2024-04-09', '2024-05-01', '2025-04-30', '2025-04-30', 0, 5400,"
    f" m.way, 125, 0, NULL {_DUE}",
    "INSERT INTO invoice (customer_id, made_on, branch, staff, due_on, reference)"
    f" SELECT m.customer_id, '2024-04-09', m.branch, 'ebt', NULL, printf('RF04%010d', m.customer_id) {_MADE}",
    "INSERT INTO charge (customer_id, invoice_id, kind, cents, vat_percent, vat_basis, membership_number, booked_on,"
    " branch) SELECT i.customer_id, i.id, 'contributie', 5400, 9, 'inbegrepen', 2, '2024-04-09', i.branch"
    " FROM invoice AS i WHERE i.reference IS NOT NULL",
    "INSERT INTO message (customer_id, kind, about, template, data, branch, staff, made_on)"
    " SELECT i.customer_id, 'factuur', 'invoice ' || i.id, 'invoice', '{\"invoice\":\"' || i.id || '\",' || '"
    '"subscription":"Basis","paid_from":"01-05-2024","paid_until":"30-04-2025","amount":"€ 54,00",'
    '"open":"€ 54,00","vat":"€ 4,46 btw (9 %)","day":null,"iban":"NL20 INGB 0001 2345 67",'
    '"account_name":"Biblionet Drenthe","by_transfer":"ja","reference":"\' || i.reference || \'",'
    '"creditor":null,"creditor_id":null,"mandate":null,"account_end":null}\','
    " i.branch, 'ebt', '2024-04-09' FROM invoice AS i WHERE i.reference IS NOT NULL",
    "INSERT INTO journal (at, working_date, branch, staff, action, customer_id, before, after)"
    " SELECT '2024-04-09T08:15:00.000+00:00', '2024-04-09', i.branch, 'ebt', 'renewed', i.customer_id,"
    ' \'{"subscription":"0045","way":"factuur","paid_until":"2024-04-30"}\','
    ' \'{"subscription":"0045","way":"factuur","paid_from":"2024-05-01","paid_until":"2025-04-30",'
    '"price_cents":5400,"invoice":\' || i.id || \',"run":1}\' FROM invoice AS i WHERE i.reference IS NOT NULL',
)
"""What a run writes, one statement for each table, in one transaction."""
_COUNT = "SELECT count(*) FROM {}"
TABLES = ("membership", "invoice", "charge", "message", "journal")


@dataclass(frozen=True, slots=True)
class _Took:
    """What one run took: seconds, MB, and the milliseconds of each transaction."""

    seconds: float
    megabytes: float
    held: list[float]


def measure_invoicing(folder: Path, small: Path, large: Path, sizes: tuple[int, int]) -> list[Line]:
    """A run in the large store in seconds, its memory beside that in the small one, and its locks in milliseconds."""
    own: list[float] = []
    floor: list[float] = []
    memory: list[float] = []
    held: list[float] = []
    ready = folder / "te-factureren.balie"
    _prepare(large, ready)
    for _ in range(_ROUNDS):
        floor.append(_by_sql(ready, folder / "floor.balie"))
        told = _by_balie(ready, folder / "run.balie")
        own.append(told.seconds)
        memory.append(told.megabytes)
        held += told.held
        assert _counts(folder / "floor.balie") == [
            count - (table == "journal") for table, count in zip(TABLES, _counts(folder / "run.balie"), strict=True)
        ]
    _prepare(small, ready)
    little = _by_balie(ready, folder / "run.balie").megabytes
    for path in folder.glob("*.balie*"):
        if path.name.startswith(("te-factureren", "floor.", "run.")):
            path.unlink()
    return [
        Line(
            f"contribution run over {sizes[1]:,} memberships, one in twelve due",
            "one INSERT … SELECT per table of the same rows",
            median(own),
            median(floor),
            "s",
            5,
        ),
        Line(
            f"memory of a contribution run over {sizes[1]:,} memberships",
            f"over {sizes[0]:,}",
            median(memory),
            little,
            "MB",
            1.25,
        ),
        Line("write lock of a contribution run, p99", f"{_LOCK_MS:g} ms", percentile(held, 99), _LOCK_MS, "ms", 1),
        Line("write lock of a contribution run, longest", f"{LONGEST_MS:g} ms", max(held), LONGEST_MS, "ms", 1),
    ]


def _prepare(store: Path, target: Path) -> None:
    shutil.copyfile(store, target)
    with closing(sqlite3.connect(target)) as connection, connection:
        for statement in _SPREAD:
            connection.execute(statement)


def _copy(ready: Path, target: Path) -> None:
    for old in target.parent.glob(target.name + "*"):
        old.unlink()
    shutil.copyfile(ready, target)


def _by_sql(ready: Path, target: Path) -> float:
    """Seconds that the plain statements take, on a connection as every desk has."""
    _copy(ready, target)
    with closing(connect(target)) as connection:
        start = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for statement in FLOOR:
            connection.execute(statement)
        connection.execute("COMMIT")
        return perf_counter() - start


def _by_balie(ready: Path, target: Path) -> _Took:
    _copy(ready, target)
    command = [sys.executable, "-m", "tests.benchmarks.invoicing", str(target)]
    return _Took(**json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def _counts(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(_COUNT.format(table)).fetchone()[0] for table in TABLES]


def main(path: Path) -> None:
    """Do the run on the store at `path`, and print what it took as JSON."""
    start = perf_counter()
    with desk_at(path) as desk, turns_held() as held:
        done = run(desk, MONTH)
    seconds = perf_counter() - start
    assert done.count, done
    # The peak of this program: what getrusage tells may be that of the one that started it.
    (peak,) = re.findall(r"VmHWM:\s*([0-9]+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    megabytes = int(peak) / 1024
    print(json.dumps(asdict(_Took(seconds, megabytes, held))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
