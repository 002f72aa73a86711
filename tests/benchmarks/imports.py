"""`balie importeer klanten` beside `sqlite3 .import` of the same file with the same indexes; its memory; its locks.

As a program (`python -m tests.benchmarks.imports FILE STORE`) it imports into a new store and tells seconds and memory.
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from time import perf_counter

from balie.customers.cards.numbers import make_number
from balie.importing.customers import CustomerImport
from balie.store.connection import create_store
from tests.benchmarks.figures import Line, median, percentile
from tests.benchmarks.locks import LONGEST_MS, turns_held
from tests.benchmarks.stores import desk_at
from tests.support.population import people

_HEADING = (
    *("PATRON_ID", "STUDENT_ID", "FIRST_NAMES", "PREFIX", "LAST_NAME", "HOUSE_NUMBER", "ADDRESS", "ZIPCODE", "CITY"),
    *("DATE_OF_BIRTH", "GENDER", "PHONE", "MOBILE", "E_MAIL"),
)
_FIRST_NAMES = ("Jan", "Piet", "Anna", "Maria", "Willem", "Johanna", "Bert", "Eva", "Koen", "Sanne", "Tom", "Fleur")
_PREFIXES = ("", "", "", "", "van", "de", "van der", "van den")
_INDEXES = (
    "LAST_NAME, rowid, FIRST_NAMES, PREFIX, DATE_OF_BIRTH",
    "PREFIX, LAST_NAME, FIRST_NAMES, DATE_OF_BIRTH",
    "DATE_OF_BIRTH, LAST_NAME, FIRST_NAMES, PREFIX",
    "E_MAIL",
    "PHONE",
    "MOBILE",
    "ZIPCODE, HOUSE_NUMBER",
    "PATRON_ID",
    "STUDENT_ID, PATRON_ID",
)
"""What the store can be searched by, as far as the file has it; the two indexes on actor-ids have no equal there."""
_ROUNDS = 3
_FREE_SERIAL = 50_000_000
"""Numbers that the population has not issued."""


def measure_imports(folder: Path, in_use: Path, lines: int, live: int) -> list[Line]:
    """Import `lines` into a new store, and `live` into `in_use`; in seconds, MB and milliseconds."""
    file, tenth = folder / "klanten.csv", folder / "klanten-tiende.csv"
    write_file(file, lines, 1)
    write_file(tenth, lines // 10, 1)
    own: list[float] = []
    floor: list[float] = []
    memory: list[float] = []
    for _ in range(_ROUNDS):
        floor.append(_by_sqlite3(file, folder / "floor.db"))
        seconds, megabytes = _by_balie(file, folder / "new.balie")
        own.append(seconds)
        memory.append(megabytes)
    _, little = _by_balie(tenth, folder / "new.balie")
    held = _held(in_use, folder, live)
    return [
        Line(
            f"import of {lines:,} lines, checked and journalled",
            "sqlite3 .import and the same indexes",
            median(own),
            median(floor),
            "s",
            3,
        ),
        Line(
            f"memory of an import of {lines:,} lines",
            f"of {lines // 10:,} lines",
            median(memory),
            little,
            "MB",
            1.25,
        ),
        Line(
            f"write lock while {live:,} lines go into a store in use, p99",
            f"{LONGEST_MS:g} ms",
            percentile(held, 99),
            LONGEST_MS,
            "ms",
            1,
        ),
        Line(
            f"write lock while {live:,} lines go into a store in use, longest",
            f"{LONGEST_MS:g} ms",
            max(held),
            LONGEST_MS,
            "ms",
            1,
        ),
    ]


def write_file(path: Path, lines: int, first_serial: int) -> None:
    """A file in Wise's template with `lines` made-up customers, always the same."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADING)
        random = Random(lines)
        for serial, person in enumerate(people(first_serial, lines), first_serial):
            day, month, year = person["birth_date"].split("-")
            writer.writerow(
                (
                    *(make_number("9428", serial), "", " ".join(random.choices(_FIRST_NAMES, k=2))),
                    *(random.choice(_PREFIXES), person["surname"], person["house_number"], person["street"]),
                    *(person["postcode"], person["town"], f"{year}-{month}-{day}", random.choice("MV")),
                    *(person[name] if random.random() < 0.7 else "" for name in ("phone", "mobile", "email")),
                )
            )


def _by_sqlite3(file: Path, target: Path) -> float:
    """Seconds that the command `sqlite3` takes."""
    program = shutil.which("sqlite3")
    if program is None:
        raise SystemExit("the floor of this family is the command sqlite3, which is not installed")
    target.unlink(missing_ok=True)
    indexes = (
        f"CREATE INDEX floor_{number} ON people ({columns.replace('rowid, ', '')});"
        for number, columns in enumerate(_INDEXES)
    )
    script = "\n".join(
        (
            f"CREATE TABLE people ({', '.join(f'{name} TEXT' for name in _HEADING)});",
            ".mode csv",
            f".import --skip 1 {file} people",
            *indexes,
        )
    )
    start = perf_counter()
    subprocess.run([program, str(target)], input=script, text=True, check=True)
    return perf_counter() - start


def _by_balie(file: Path, store: Path) -> tuple[float, float]:
    """Seconds and MB that an import into a new store takes, in a process of its own."""
    for old in store.parent.glob(store.name + "*"):
        old.unlink()
    create_store(store).close()
    command = [sys.executable, "-m", "tests.benchmarks.imports", str(file), str(store)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return told["seconds"], told["megabytes"]


def _held(store: Path, folder: Path, lines: int) -> list[float]:
    """Milliseconds of each transaction while lines go into a store in use."""
    file = folder / "erbij.csv"
    write_file(file, lines, _FREE_SERIAL)
    with desk_at(store) as desk, CustomerImport(desk, file) as work, turns_held() as held:
        checked = work.check(lambda bad: None)
        assert (checked.new, checked.bad) == (lines, 0)
        work.carry_out()
    return held


def main(file: Path, store: Path) -> None:
    """Import a file into a new store, and print what it took as JSON."""
    start = perf_counter()
    with desk_at(store) as desk, CustomerImport(desk, file) as work:
        checked = work.check(lambda bad: None)
        assert not checked.bad
        work.carry_out()
    seconds = perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"seconds": seconds, "megabytes": (own + readers) / 1024}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
