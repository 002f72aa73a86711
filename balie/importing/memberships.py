"""The memberships of a file: put aside while it is checked, then written a few at a time behind the people they are of.

They go in by the functions that enrolling and renewing use, in the store itself, also where the people came in by
taking its place. So whoever is a member already is left alone, and doing it again finishes what was broken off.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from balie.customers.membership import Membership, latest_membership
from balie.customers.records import BroughtMandate, NewMembership, add_memberships, bring_mandates
from balie.customers.versions import touch
from balie.dutch.dates import format_date
from balie.dutch.text import fold
from balie.importing.known import stored_with
from balie.importing.membership_rules import Brought
from balie.importing.reading import Imported
from balie.ledger import Charge
from balie.ledger.invoicing import Bill, invoice_many
from balie.library.terms import ChargeKind
from balie.store.copying import discard, new_file_beside
from balie.store.inspection import file_uri
from balie.store.staging import filling

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.importing.adding import Added
    from balie.library.structs import Library
    from balie.store.pace import Pace
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

ACTION = "membership imported"
"""The word in the journal."""

_TABLE = (
    "CREATE TABLE brought (line INTEGER PRIMARY KEY, number TEXT NOT NULL, surname TEXT NOT NULL,"
    " birth_date TEXT NOT NULL, reference TEXT UNIQUE, terms BLOB NOT NULL)"
)
_PAGE = "SELECT line, number, surname, birth_date, terms FROM brought WHERE line > ? ORDER BY line LIMIT ?"
_CUSTOMERS = (
    "SELECT k.number, c.id, c.surname, c.birth_date FROM json_each(?) AS n JOIN card AS k ON k.number = n.value"
    " JOIN customer AS c ON c.id = k.customer_id WHERE NOT EXISTS (SELECT 1 FROM membership WHERE customer_id = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM removal WHERE customer_id = c.id)"
)
_BROUGHT = (
    "SELECT code, started_on, paid_until, way FROM membership WHERE customer_id = ? AND brought_cents IS NOT NULL"
)
_EMPTY_HANDED = "Laat het abonnement in het bestand leeg om de andere gegevens wel mee te nemen."


class StagedMemberships:
    """Memberships put aside in a work file of their own, by the lines of the file that is checked."""

    def __init__(self, path: Path, connection: sqlite3.Connection, library: Library, today: date) -> None:
        self.path = path
        self._connection = connection
        self._library = library
        self._today = today

    @classmethod
    @contextmanager
    def beside(cls, staging: Path, library: Library, today: date) -> Iterator[StagedMemberships]:
        """An empty work file beside another one, to be removed with `discard`; open for writing within the context."""
        path = new_file_beside(staging)
        try:
            with filling(path) as connection:
                connection.execute(_TABLE)
                yield cls(path, connection, library, today)
        except BaseException:
            discard(path)
            raise

    def add(self, reader: Reader, number: int, person: Imported, brought: Brought) -> str:
        """Put the membership of a line aside, unless that person has it; in Dutch why the line cannot go along.

        What the file tells of somebody else is left to who compares the people.
        """
        stored = stored_with(reader, [person.number]).get(person.number)
        if stored is not None:
            if not stored.is_person(person):
                return ""
            latest = latest_membership(reader, stored.customer_id)
            if latest is not None:
                return self._against(reader, stored.customer_id, latest, brought)
        mandate = brought.mandate
        if mandate is not None and reader.read_one("SELECT 1 FROM mandate WHERE reference = ?", (mandate.reference,)):
            return f"Machtigingskenmerk {mandate.reference} is hier al in gebruik."
        row = (
            *(number, person.number, person.surname, person.birth_date),
            *(None if mandate is None else mandate.reference, _packed(brought)),
        )
        try:
            self._connection.execute("INSERT INTO brought VALUES (?, ?, ?, ?, ?, ?)", row)
        except sqlite3.IntegrityError:
            assert mandate is not None
            return f"Machtigingskenmerk {mandate.reference} staat al eerder in het bestand."
        return ""

    def drop(self, number: int) -> None:
        """Forget the membership of a line that does not go along after all."""
        self._connection.execute("DELETE FROM brought WHERE line = ?", (number,))

    def count(self) -> int:
        """How many there are."""
        return int(self._connection.execute("SELECT count(*) FROM brought").fetchone()[0])

    def _against(self, reader: Reader, customer_id: int, latest: Membership, brought: Brought) -> str:
        """What is told of who is or was a member here; nothing where this membership was brought before."""
        last = brought.periods[-1]
        same = (last.code, _iso(last.started_on), _iso(last.paid_until), str(last.way))
        if same in reader.read(_BROUGHT, (customer_id,)):
            return ""
        name = {one.code: one.name for one in self._library.subscriptions}.get(latest.code, latest.code)
        if latest.is_running(self._today):
            until = "" if latest.rights_until is None else f" t/m {format_date(latest.rights_until)}"
            return (
                f"Deze klant heeft hier al een abonnement, {name}{until}, en dat wordt niet overschreven: wijzig het"
                f" aan de balie (tabblad 3). {_EMPTY_HANDED}"
            )
        return (
            f"Deze klant was hier al lid ({name}) en is het niet meer: schrijf de klant aan de balie opnieuw in."
            f" {_EMPTY_HANDED}"
        )


def bring(desk: Desk, path: Path, file: str, progress: Callable[[int], None], done: Added, pace: Pace) -> None:
    """Write the memberships of the work file; `file` is the name that the journal keeps.

    Who got one meanwhile, or has become another person, is passed over and told in `done`.
    """
    last = 0
    with closing(sqlite3.connect(file_uri(path, "mode=ro"), uri=True)) as work:
        while rows := work.execute(_PAGE, (last, pace.rows)).fetchall():
            last = rows[-1][0]
            with pace, desk.transaction() as tx:
                _write(tx, desk, file, rows, done)
            progress(len(rows))


def _write(
    tx: Transaction, desk: Desk, file: str, rows: Sequence[tuple[int, str, str, str, bytes]], done: Added
) -> None:
    found = {row[0]: row[1:] for row in tx.read(_CUSTOMERS, (json.dumps([row[1] for row in rows]),))}
    taken = set(done.issued_since)
    periods: list[tuple[int, NewMembership]] = []
    mandates: list[tuple[int, BroughtMandate]] = []
    bills: list[Bill] = []
    acts: list[tuple[int, None, dict[str, object]]] = []
    for line, number, surname, birth_date, terms in rows:
        customer_id, *who = found.get(number, (None, "", ""))
        brought = _unpacked(terms)
        reference = None if brought.mandate is None else brought.mandate.reference
        is_other = fold(str(who[0])) != fold(surname) and who[1] != birth_date
        if customer_id is None or number in taken or is_other or _is_taken(tx, reference):
            if number not in taken:
                done.enrolled_since.append(number)
            continue
        del found[number]
        last = brought.periods[-1]
        periods += [(customer_id, period) for period in brought.periods]
        if brought.mandate is not None:
            mandates.append((customer_id, brought.mandate))
        if brought.open_cents:
            bills.append(
                Bill(customer_id, Charge(ChargeKind.CONTRIBUTION, brought.open_cents, last.number), last.branch)
            )
        if not brought.plastic:
            tx.execute("UPDATE card SET plastic = 0 WHERE number = ?", (number,))
        tx.execute(
            "UPDATE customer SET registered_on = min(registered_on, ?) WHERE id = ?",
            (_iso(last.started_on), customer_id),
        )
        touch(tx, customer_id)
        acts.append((customer_id, None, _told(last, brought, file, line)))
    add_memberships(tx, periods)
    bring_mandates(tx, mandates)
    invoice_many(tx, desk.library, bills)
    tx.journal_many(ACTION, acts)
    done.memberships += len(acts)


def _is_taken(reader: Reader, reference: str | None) -> bool:
    return (
        reference is not None and reader.read_one("SELECT 1 FROM mandate WHERE reference = ?", (reference,)) is not None
    )


def _told(last: NewMembership, brought: Brought, file: str, line: int) -> dict[str, object]:
    """What the journal keeps of it."""
    told: dict[str, object] = {
        "subscription": last.code,
        "enrolled_on": last.started_on,
        "way": last.way,
        "paid_from": last.paid_from,
        "paid_until": last.paid_until,
        "price_cents": last.price_cents,
        "open_cents": brought.open_cents,
        "reduced_65": last.reduced_65,
    }
    if brought.mandate is not None:
        told["mandate"] = brought.mandate.reference
    return {**told, "file": file, "line": line}


def _packed(brought: Brought) -> bytes:
    import msgspec

    return msgspec.json.encode(brought, enc_hook=int)  # amounts of the library file are integers of their own kind


def _unpacked(packed: bytes) -> Brought:
    import msgspec

    return msgspec.json.decode(packed, type=Brought)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
