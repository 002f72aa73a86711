"""`balie bankbestand` with a large camt.053 beside reading that file with xml.etree alone; its memory; its locks.

As a program (`python -m tests.benchmarks.bank FILE STORE`) it tells, matches and books the file, and what it took.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree

from balie.dutch.payment_reference import payment_reference
from balie.finance.bank.bank_file import BankFile
from balie.store.connection import open_store
from tests.benchmarks.figures import Line, median, percentile
from tests.benchmarks.locks import LONGEST_MS, turns_held
from tests.benchmarks.stores import desk_at
from tests.support.camt import COLLECTED, OWN_IBAN, RECEIVED, UNPAID, Detail, Entry, Statement
from tests.support.camt import BankFile as CamtFile

_LOCK_MS = 30.0
_ROUNDS = 3
_CENTS = 5400
_OF = 20
_PAID, _COLLECTED, _RETURNED = 12, 6, 1
"""Of twenty entries: invoices paid with their reference, collections, returns of collections; the last is unknown."""


def measure_bank(folder: Path, store: Path, entries: int) -> list[Line]:
    """Book `entries` in a copy of `store`, which has at least as many customers; in seconds, MB and milliseconds."""
    file, tenth = folder / "bank.xml", folder / "bank-tiende.xml"
    prepared = folder / "bank.balie"
    shutil.copyfile(store, prepared)
    prepare(prepared, entries)
    write_file(file, entries)
    write_file(tenth, entries // 10)
    own: list[float] = []
    floor: list[float] = []
    memory: list[float] = []
    held: list[float] = []
    longest: list[float] = []
    for _ in range(_ROUNDS):
        floor.append(_by_etree(file))
        told = _by_balie(file, prepared, folder / "booked.balie")
        own.append(told["seconds"])
        memory.append(told["megabytes"])
        held.append(told["held"])
        longest.append(told["longest"])
    little = _by_balie(tenth, prepared, folder / "booked.balie")["megabytes"]
    return [
        Line(
            f"camt.053 of {entries:,} entries, told, matched and booked",
            "xml.etree reading the file",
            median(own),
            median(floor),
            "s",
            6,
        ),
        Line(
            f"memory of a camt.053 of {entries:,} entries",
            f"of {entries // 10:,} entries",
            median(memory),
            little,
            "MB",
            1.25,
        ),
        Line(
            f"write lock while {entries:,} entries are booked, p99",
            f"{_LOCK_MS:g} ms",
            median(held),
            _LOCK_MS,
            "ms",
            1,
        ),
        Line(
            f"write lock while {entries:,} entries are booked, longest",
            f"{LONGEST_MS:g} ms",
            max(longest),
            LONGEST_MS,
            "ms",
            1,
        ),
    ]


def prepare(store: Path, entries: int) -> None:
    """Give the invoices of a population payment references, and put some of their charges in a file for the bank."""
    with open_store(store) as opened:
        connection = opened.connection
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        numbers = [row[0] for row in connection.execute("SELECT id FROM invoice ORDER BY id LIMIT ?", (entries,))]
        connection.executemany(
            "UPDATE invoice SET reference = ? WHERE id = ?", [(payment_reference(number), number) for number in numbers]
        )
        # Whoever pays is known to the customer: nothing is booked by itself from a stranger.
        connection.execute("UPDATE customer SET guardian = 'J. de Vries' WHERE id IN (SELECT customer_id FROM invoice)")
        connection.execute(
            "INSERT INTO collection_run (id, month, collect_on, started_at, working_date, branch, staff)"
            " VALUES (1, '2024-04-01', '2024-04-09', '2024-03-20T09:00:00', '2024-03-20', '9428', 'ebt')"
        )
        chosen = f"FROM charge WHERE invoice_id <= {numbers[-1]} AND (invoice_id - 1) % {_OF} >= {_PAID}"
        connection.execute(
            "INSERT INTO collection_file (id, run_id, message_id, name, version, items, cents, sha256, made_on, staff,"
            " written) SELECT 1, 1, 'BENCH', 'bench.xml', '08', count(*), sum(cents), '', '2024-03-20', 'ebt', 1"
            f" {chosen}"
        )
        connection.execute(
            "INSERT INTO collection (charge_id, attempt, file_id, end_to_end_id, mandate_reference, sequence, cents,"
            " description, announced_on, channel) SELECT id, 1, 1, 'E2E' || invoice_id, '', 'RCUR', cents, '',"
            f" '2024-03-01', 'factuur' {chosen}"
        )
        connection.execute("COMMIT")


def write_file(path: Path, entries: int) -> None:
    """A statement with `entries` entries, always the same."""
    signed = sum(entry.cents for entry in _entries(entries))
    CamtFile([Statement(_entries(entries), account=OWN_IBAN, closing=100_000 + signed)]).write(path)


def _entries(count: int) -> Iterator[Entry]:
    for number in range(1, count + 1):
        place = (number - 1) % _OF
        collected = number - 1 if place == _PAID + _COLLECTED else number
        code, sign, reason = RECEIVED, 1, ""
        detail = {"end_to_end": "NOTPROVIDED", "text": "Gift"}
        if place < _PAID:
            detail = {"end_to_end": "NOTPROVIDED", "reference": payment_reference(number)}
        elif place < _PAID + _COLLECTED + _RETURNED:
            detail = {"end_to_end": f"E2E{collected}", "mandate": f"29428{number:09}", "text": "Contributie"}
            code = COLLECTED
            if place == _PAID + _COLLECTED:
                code, sign, reason = UNPAID, -1, "AM04"
        yield Entry(
            sign * _CENTS,
            [Detail(_CENTS, name=f"Mw. J. de Vries {number}", iban="NL91ABNA0417164300", reason=reason, **detail)],
            bank_reference=f"0410{number:012}",
            code=code,
            info="SEPA",
        )


def _by_etree(file: Path) -> float:
    start = perf_counter()
    ElementTree.parse(file)
    return perf_counter() - start


def _by_balie(file: Path, prepared: Path, store: Path) -> dict[str, float]:
    """What it took in a process of its own, in a fresh copy of the prepared store."""
    for old in store.parent.glob(store.name + "*"):
        old.unlink()
    shutil.copyfile(prepared, store)
    command = [sys.executable, "-m", "tests.benchmarks.bank", str(file), str(store)]
    told: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return told


def main(file: Path, store: Path) -> None:
    """Book a file, and print what it took as JSON."""
    start = perf_counter()
    with desk_at(store) as desk, BankFile(desk, file) as work, turns_held() as held:
        report = work.read()
        read = perf_counter() - start
        result = work.book()
    seconds = perf_counter() - start
    assert result.tallies == report.tallies, (result.tallies, report.tallies)
    told = {
        "seconds": seconds,
        "read": read,
        "megabytes": _megabytes(),
        "held": percentile(held, 99),
        "longest": max(held),
    }
    print(json.dumps(told))


def _megabytes() -> float:
    """The most memory this process had; what the process had that started it (`ru_maxrss`) is not counted."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
