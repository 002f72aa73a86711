"""Fills a store with made-up customers, fast and always the same, for benchmarks and tests of size.

Everything an enrolment writes is there: address, card, membership, invoice, charge, credential, journal. Plain SQL past
the desk: this is the state of a library, not its work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from balie.customers.cards.numbers import make_number
from balie.customers.name_keys import name_key, prefixed_key
from balie.store.chain import seal_rows
from balie.store.connection import create_store

BRANCH = "9428"
FIRST_ACTOR_ID = 1000
_CHUNK = 10_000

_SYLLABLES = tuple(consonant + vowel for consonant in "bdghklmnrst" for vowel in "aeo")
_ENDINGS = ("sma", "stra", "man", "sen", "inga", "huis", "berg", "dijk", "veld", "kamp", "ing", "ema")
_PREFIXES = ("van", "de", "van der", "van den", "ten", "'t")
_DOUBLE_NAMES = 0.04
"""How many have a surname such as `Bakstra-van der Homan`."""
_STREETS = ("Kruisakkers", "Brink", "Dorpsstraat", "Schoolstraat", "Kerkweg", "Esweg", "Molenweg", "Lindelaan")
_LETTERS = "ABCDEGHJKLMNPRTVWXZ"  # without S: no postcode ends in SA, SD or SS

_TABLES = {
    "customer": "id, kind, initials, prefix, surname, name_key, prefixed_key, birth_date, person, phone, phone_key,"
    " mobile, mobile_key, email, email_key, home_branch, registered_on, last_active_on, changed_on, changed_by",
    "address": "customer_id, kind, country, postcode, number, street, town",
    "card": "number, customer_id, plastic, branch, issued_on",
    "membership": "customer_id, number, code, branch, status, started_on, paid_from, paid_until, rights_until,"
    " price_cents, way, strips",
    "invoice": "id, customer_id, made_on, branch, staff",
    "charge": "customer_id, invoice_id, kind, cents, vat_percent, vat_basis, membership_number, booked_on, branch",
    "credential": "customer_id, salt, hash, cost, issued_on, expires_on, tries_left",
    "journal": "at, working_date, branch, staff, action, customer_id, after",
}


def make_population(path: Path, size: int) -> None:
    """Make a store at `path` with `size` customers of branch 9428, numbered from serial 1; about 13,000 a second."""
    create_store(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        _fill(connection, size)
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def surname_of(index: int) -> str:
    """The (first) surname of customer `index` (from 0): a look-up that finds somebody, at any size."""
    return _surname(Random(index))


def _fill(connection: sqlite3.Connection, size: int) -> None:
    indexes = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL").fetchall()
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    for start in range(0, size, _CHUNK):
        rows = [_rows(index) for index in range(start, min(start + _CHUNK, size))]
        for table, columns in _TABLES.items():
            marks = ", ".join("?" * len(columns.split(",")))
            connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", (row[table] for row in rows))
    _seal_journal(connection)
    for _, sql in indexes:
        connection.execute(sql)
    connection.executemany(
        "INSERT INTO counter (name, next) VALUES (?, ?)",
        [("actor", FIRST_ACTOR_ID + size), (f"card:{BRANCH}", size + 1)],
    )
    connection.execute("COMMIT")


def _seal_journal(connection: sqlite3.Connection) -> None:
    """Make the journal a chain, past the trigger that keeps it as it is."""
    trigger = "journal_no_update"
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (trigger,)).fetchone()
    connection.execute(f"DROP TRIGGER {trigger}")
    seal_rows(connection)
    connection.execute(sql)


def _surname(random: Random) -> str:
    syllables = "".join(random.choice(_SYLLABLES) for _ in range(random.randint(1, 3)))
    return (syllables + random.choice(_ENDINGS)).capitalize()


def _rows(index: int) -> dict[str, tuple[object, ...]]:
    random = Random(index)
    customer_id, day = FIRST_ACTOR_ID + index, "2024-04-02"
    surname = _surname(random)
    initials = "".join(f"{random.choice(_LETTERS)}." for _ in range(random.randint(1, 3)))
    prefix = random.choice(_PREFIXES) if random.random() < 0.2 else ""
    born = date(1925, 1, 1) + timedelta(days=random.randrange(33_000))
    phone = f"0592{random.randrange(10**6):06d}" if random.random() < 0.6 else None
    mobile = f"06{random.randrange(10**8):08d}" if random.random() < 0.7 else None
    email = f"{surname.lower()}.{customer_id}@voorbeeld.example" if random.random() < 0.8 else None
    house = random.randint(1, 150)
    postcode = f"{random.randint(7700, 9999)} {random.choice(_LETTERS)}{random.choice(_LETTERS)}"
    street = random.choice(_STREETS)
    if random.random() < _DOUBLE_NAMES:
        surname += "-" + " ".join((*random.choices(("", *_PREFIXES)), _surname(random))).strip()
    names = (initials, prefix or None, surname, name_key(initials, prefix, surname))
    journal = '{"number":"","subscription":"0045","way":"factuur","price_cents":5400}'
    return {
        "customer": (
            *(customer_id, "regulier", *names, prefixed_key(initials, prefix, surname), born.isoformat(), "nvt"),
            *(phone, phone, mobile, mobile, email, email, BRANCH, day, day, day, "ebt"),
        ),
        "address": (customer_id, "main", "NL", postcode, house, street, "ANNEN"),
        "card": (make_number(BRANCH, index + 1), customer_id, 1, BRANCH, day),
        "membership": (
            *(customer_id, 1, "0045", BRANCH, 2, day, "2024-05-01", "2025-04-30", "2025-04-30"),
            *(5400, "factuur", 125),
        ),
        "invoice": (index + 1, customer_id, day, BRANCH, "ebt"),
        "charge": (customer_id, index + 1, "contributie", 5400, 9, "inbegrepen", 1, day, BRANCH),
        "credential": (customer_id, bytes(16), bytes(32), "scrypt:16384:8:1", day, "2024-04-16", 5),
        "journal": ("2024-04-02T08:00:00.000+00:00", day, BRANCH, "ebt", "enrolled", customer_id, journal),
    }


def people(first: int, count: int) -> Iterator[dict[str, str]]:
    """Forms of screen 2 of made-up people, to be enrolled one by one; deterministic from `first`."""
    for index in range(first, first + count):
        random = Random(f"people {index}")
        yield {
            "initials": "".join(random.choice(_LETTERS) for _ in range(2)),
            "surname": _surname(random),
            "birth_date": (date(1930, 1, 1) + timedelta(days=random.randrange(25_000))).strftime("%d-%m-%Y"),
            "postcode": f"{random.randint(7700, 9999)} {random.choice(_LETTERS)}{random.choice(_LETTERS)}",
            "house_number": str(random.randint(1, 150)),
            "street": random.choice(_STREETS),
            "town": "Annen",
            "phone": f"0592{random.randrange(10**6):06d}",
            "mobile": f"06{random.randrange(10**8):08d}",
            "email": f"{random.randrange(10**9)}@voorbeeld.example",
        }
