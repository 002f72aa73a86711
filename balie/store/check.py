"""Looks whether a store is sound: the file, its references, its journal, and what must always be true of its contents.

What must be true of customers, money and loans is known by their departments: they hand in `Invariant`s, and
whoever asks for the check brings them together.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import islice

from balie.store.as_it_is import AsItIs, Opened
from balie.store.chain import broken_rows
from balie.store.errors import BrokenConstraint
from balie.store.migrations import apply_pending
from balie.store.schema import STEPS, VERSION
from balie.store.unreadable import bad_values, rows_of

_Guard = tuple[str, str, str]
"""Trigger or index, its table, its name: a trigger and an index may have one name."""

FILE = "file"
"""The name of what is found when the file itself is damaged: nothing else was looked at then."""
_DAMAGED = "Het bestand is beschadigd."
RULE = "file.rule"
"""The name of the finding of a table with a value that it does not allow: its id is `tabel <table>`."""
_AGAINST = re.compile(r"(?:CHECK constraint failed in|NULL value in) ([a-z_]+)")
_MOST_SAID = 20
_AGAINST_RULE = "In tabel {table} staat een waarde die daar niet mag staan."
UNREADABLE = "unreadable"
"""The name of the finding of bad values: its ids are `<table> <column> <row>`."""
_BAD_VALUE = "In tabel {table} staat {what}."
_BROKEN_REFERENCE = "In tabel {table} verwijzen rijen naar iets wat er niet is."
_NO_GUARD = "Wat tabel {table} tegen fouten beschermt is niet heel: {name} ontbreekt of is veranderd."
_CHAIN = "Het logboek is buiten Balie om veranderd: deze regels passen niet op wat ervoor staat."
_VALUES = "Het logboek is buiten Balie om veranderd: van deze regels is anders wat er stond."
_MOST_BROKEN = 20
"""So many rows are named: who put in a row at the front broke no more than that one."""
_NO_TRIGGER = "Het logboek is niet beschermd tegen wijzigen: {name} ontbreekt of is veranderd."


_GUARDS = "SELECT type, tbl_name, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must always be true of the contents.

    `name` is for developers (`ledger.balance`), `text` says in Dutch what is wrong when it is not, `sql` is a SELECT
    whose first column gives the ids of the rows for which it is not; it gives none when all is well.
    """

    name: str
    text: str
    sql: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a store: which check found it, what it is in Dutch, and the ids of the rows it is about."""

    name: str
    text: str
    ids: tuple[str, ...] = ()


DESK_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "journal.json",
        "Een regel in het logboek is onleesbaar.",
        # json_valid(NULL) is 0 or NULL, as the version of SQLite has it.
        "SELECT id FROM journal WHERE before IS NOT NULL AND NOT json_valid(before)"
        " OR after IS NOT NULL AND NOT json_valid(after)",
    ),
    Invariant(
        "store.identity",
        "Het bestand weet niet welk bestand het is: een reservekopie is er niet mee te vergelijken.",
        "SELECT count(*) FROM store_identity WHERE length(store_id) = 32 HAVING count(*) <> 1",
    ),
    Invariant("counter.positive", "De stand van een nummerreeks kan niet.", "SELECT name FROM counter WHERE next < 1"),
    Invariant(
        "journal.permit",
        "Het logboek staat open voor wissen, terwijl er niemand wordt verwijderd.",
        "SELECT coalesce(customer_id, before_day) FROM erasure_permit",
    ),
)
"""What must be true of the journal, the counters and of what a store says of itself."""


def check(store: Opened, invariants: Iterable[Invariant] = (), *, thorough: bool = False) -> list[Finding]:
    """Everything that is wrong with a store, those of `invariants` included; empty when it is sound.

    `thorough` also compares every index with its table: at a million customers seconds instead of a third of one.
    """
    return check_connection(store.connection, invariants, thorough=thorough)


def check_connection(
    connection: sqlite3.Connection, invariants: Iterable[Invariant] = (), *, thorough: bool = False
) -> list[Finding]:
    """As `check`, of a connection. Of a store of an older version only the file, references and journal are checked."""
    try:
        if damage := _damage(connection, thorough):
            return [*damage, *_bad_values(connection, kinds=True)]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        findings = [*_broken_references(connection), *_missing_guards(connection, version), *_bad_values(connection)]
        if version == VERSION:
            is_readable = all(finding.name != UNREADABLE for finding in findings)
            findings += [
                *_broken_chain(connection),
                *_broken_invariants(connection, [*DESK_INVARIANTS, *invariants], is_readable),
            ]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        return [Finding(FILE, _DAMAGED)]
    return findings


def _damage(connection: sqlite3.Connection, thorough: bool) -> list[Finding]:
    """What SQLite says is wrong with the file itself; the tables in which something stands that they do not allow."""
    pragma = "integrity_check" if thorough else "quick_check"
    said = [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}({_MOST_SAID})")]
    if said == ["ok"]:
        return []
    against = dict.fromkeys(found[1] for line in said if (found := _AGAINST.match(line)))
    rules = [Finding(RULE, _AGAINST_RULE.format(table=table), (f"tabel {table}",)) for table in against]
    return [Finding(FILE, _DAMAGED), *rules]


def _broken_references(connection: sqlite3.Connection) -> list[Finding]:
    rows: dict[str, list[str]] = {}
    for table, row_id, _parent, _key in connection.execute("PRAGMA foreign_key_check"):
        found = rows.setdefault(table, [])
        if row_id is not None:  # a table WITHOUT ROWID has none
            found.append(str(row_id))
    return [Finding("references", _BROKEN_REFERENCE.format(table=table), tuple(ids)) for table, ids in rows.items()]


def _bad_values(connection: sqlite3.Connection, *, kinds: bool = False) -> list[Finding]:
    rows: dict[tuple[str, str], list[str]] = {}
    for bad in bad_values(connection, kinds=kinds):
        rows.setdefault((bad.table, bad.what), []).append(f"{bad.table} {bad.column} {bad.row}")
    return [
        Finding(UNREADABLE, _BAD_VALUE.format(table=table, what=what), tuple(ids))
        for (table, what), ids in rows.items()
    ]


def _missing_guards(connection: sqlite3.Connection, version: int) -> list[Finding]:
    """The triggers that keep journal and money append-only, and the indexes that keep numbers unique."""
    found = _guards(connection)
    return [
        Finding("journal", _NO_TRIGGER.format(name=name))
        if table == "journal"
        else Finding("guards", _NO_GUARD.format(table=table, name=name))
        for (kind, table, name), sql in _guards_of(version).items()
        if found.get((kind, table, name)) != sql
    ]


def _broken_chain(connection: sqlite3.Connection) -> list[Finding]:
    """The rows of the journal that were not written by Balie, or not so."""
    found = list(islice(broken_rows(connection), _MOST_BROKEN))
    return [
        Finding(name, text, ids)
        for name, text, is_content in (("journal.chain", _CHAIN, False), ("journal.values", _VALUES, True))
        if (ids := tuple(str(row) for row, of_content in found if of_content is is_content))
    ]


@cache
def _guards_of(version: int) -> Mapping[_Guard, str]:
    """The guards of a store that has just been made."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        apply_pending(connection, STEPS[:version])
        return _guards(connection)


def mend_guards(store: AsItIs) -> int:
    """Make triggers and indexes that are gone or changed as they are in a new store, all or none; how many there were.

    Of a store of this version that nobody else works in. Raises `BrokenConstraint` when numbers that must be unique no
    longer are.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        apply_pending(made)
        wanted = {row[:3]: row[3] for row in made.execute(_GUARDS)}
        ours = _guards(made)
    connection = store.connection
    found = _guards(connection)
    missing = [guard for guard, sql in ours.items() if found.get(guard) != sql]
    connection.execute("BEGIN IMMEDIATE")
    try:
        for kind, table, name in missing:
            if (kind, table, name) in found:
                connection.execute(f'DROP {kind} "{name}"')
            connection.execute(wanted[kind, table, name])
        connection.execute("COMMIT")
    except BaseException as error:
        connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.IntegrityError):
            raise BrokenConstraint(str(error)) from error
        raise
    return len(missing)


def _guards(connection: sqlite3.Connection) -> dict[_Guard, str]:
    rows = connection.execute(_GUARDS)
    # Renaming a table puts its name in quotes, in some versions of SQLite.
    return {(kind, table, name): " ".join(sql.replace('"', "").split()) for kind, table, name, sql in rows}


def _broken_invariants(
    connection: sqlite3.Connection, invariants: Sequence[Invariant], is_readable: bool
) -> list[Finding]:
    """What is not true; where a bad value keeps one from being worked out, that value has been found already."""
    findings = []
    for invariant in invariants:
        try:
            ids = tuple(str(row[0]) for row in rows_of(connection, invariant.sql, ()))
        except sqlite3.OperationalError:
            if is_readable:
                raise
            continue
        if ids:
            findings.append(Finding(invariant.name, invariant.text, ids))
    return findings
