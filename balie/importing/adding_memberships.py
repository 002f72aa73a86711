"""The memberships of a file: put aside while it is checked, then written a few at a time behind the people they are of.

They go in by the functions that enrolling and renewing use, in the store itself, also where the people came in by
taking its place. So whoever is a member already is left alone, and doing it again finishes what was broken off.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from balie.customers.mandates import BroughtMandate, bring_mandates
from balie.customers.memberships import Membership, NewMembership, add_memberships, latest_membership
from balie.customers.versions import touch
from balie.dutch.dates import format_date
from balie.dutch.text import fold
from balie.importing.known import stored_with
from balie.importing.memberships.rules import Brought
from balie.importing.reading import Imported
from balie.ledger import Charge
from balie.ledger.invoicing import Bill, invoice_many
from balie.library.rights import Right
from balie.library.terms import ChargeKind
from balie.store.aside import discard, new_file_beside
from balie.store.dialect import each
from balie.store.staging import WorkFile, filling, reading

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.importing.sqlite.adding_customers import Added
    from balie.store.pace import Pace
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

ACTION = "membership imported"
"""The word in the journal."""

_TABLE = (
    "CREATE TABLE brought (line INTEGER PRIMARY KEY, number TEXT NOT NULL, surname TEXT NOT NULL,"
    " birth_date TEXT NOT NULL, reference TEXT UNIQUE, terms BLOB NOT NULL)"
)
_PUT = "INSERT INTO brought VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (reference) DO NOTHING"
_PAGE = "SELECT line, number, surname, birth_date, terms FROM brought WHERE line > ? ORDER BY line LIMIT ?"
_CUSTOMERS = (
    f"SELECT k.number, c.id, c.surname, c.birth_date FROM {each()} AS n JOIN card AS k ON k.number = n.value"
    " JOIN customer AS c ON c.id = k.customer_id WHERE NOT EXISTS (SELECT 1 FROM membership WHERE customer_id = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM removal WHERE customer_id = c.id)"
)
_BROUGHT = (
    "SELECT code, started_on, paid_until, way FROM membership WHERE customer_id = ? AND brought_cents IS NOT NULL"
)
_EMPTY_HANDED = "Laat het abonnement in het bestand leeg om de andere gegevens wel mee te nemen."


_StagedRow: TypeAlias = tuple[int, str, str, str, bytes]
"""What `_PAGE` reads: line, klantnummer, surname, birth date, and the packed membership."""


class StagedMemberships:
    """Memberships put aside in a work file of their own, by the lines of the file that is checked."""

    def __init__(self, path: Path, connection: WorkFile, desk: Desk) -> None:
        self.path = path
        self._connection = connection
        self._library = desk.library
        self._today = desk.working_date
        self._has_customers = desk.store.read_one("SELECT 1 FROM customer LIMIT 1") is not None

    @classmethod
    @contextmanager
    def beside(cls, staging: Path, desk: Desk) -> Iterator[StagedMemberships]:
        """An empty work file beside another one, to be removed with `discard`; open for writing within the context."""
        path = new_file_beside(staging)
        try:
            with filling(path) as connection:
                connection.execute(_TABLE)
                yield cls(path, connection, desk)
        except BaseException:
            discard(path)
            raise

    def add(self, reader: Reader, number: int, person: Imported, brought: Brought) -> str:
        """Put the membership of a line aside, unless that person has it; in Dutch why the line cannot go along.

        What the file tells of somebody else is left to who compares the people.
        """
        stored = stored_with(reader, [person.number]).get(person.number) if self._has_customers else None
        if stored is not None:
            if not stored.is_person(person):
                return ""
            latest = latest_membership(reader, stored.customer_id)
            if latest is not None:
                return self._against(reader, stored.customer_id, latest, brought)
        mandate = brought.mandate
        if mandate is not None and _is_taken(reader, mandate):
            return f"Machtigingskenmerk {mandate.reference} is hier al in gebruik."
        row = (
            *(number, person.number, person.surname, person.birth_date or ""),
            *(None if mandate is None else mandate.reference, _packed(brought)),
        )
        put = self._connection.execute(_PUT, row).rowcount
        if put == 0 and mandate is not None:
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
    desk.require(Right.IMPORT)
    last = 0
    with reading(path) as work, desk.pieces(pace) as piece:
        while rows := work.execute(_PAGE, (last, pace.rows)).fetchall():
            last = rows[-1][0]
            with piece() as tx:
                _write(tx, desk, file, rows, done)
            progress(len(rows))


def _write(tx: Transaction, desk: Desk, file: str, rows: Sequence[_StagedRow], done: Added) -> None:
    periods: list[tuple[int, NewMembership]] = []
    mandates: list[tuple[int, BroughtMandate]] = []
    bills: list[Bill] = []
    acts: list[tuple[int, None, dict[str, object]]] = []
    for customer_id, (line, number, *_), brought in _without_membership(tx, rows, done):
        last = brought.periods[-1]
        periods += [(customer_id, period) for period in brought.periods]
        if brought.mandate is not None:
            mandates.append((customer_id, brought.mandate))
        if brought.open_cents:
            charge = Charge(ChargeKind.CONTRIBUTION, brought.open_cents, last.number)
            bills.append(Bill(customer_id, charge, last.branch))
        if not brought.plastic:
            tx.execute("UPDATE card SET plastic = 0 WHERE number = ?", (number,))
        day = _iso(last.started_on)
        tx.execute("UPDATE customer SET registered_on = ? WHERE id = ? AND registered_on > ?", (day, customer_id, day))
        touch(tx, customer_id)
        acts.append((customer_id, None, _told(last, brought, file, line)))
    add_memberships(tx, periods)
    bring_mandates(tx, mandates)
    invoice_many(tx, desk.library, bills)
    tx.journal_many(ACTION, acts)
    done.memberships += len(acts)


def _without_membership(
    reader: Reader, rows: Sequence[_StagedRow], done: Added
) -> Iterator[tuple[int, _StagedRow, Brought]]:
    """Those rows whose customer still is that person and never was a member, with the actor-id.

    The others are told in `done`, unless their number was issued to somebody else, which is told already.
    """
    found = {row[0]: row[1:] for row in reader.read(_CUSTOMERS, (json.dumps([row[1] for row in rows]),))}
    for row in rows:
        _, number, surname, birth_date, packed = row
        if number in done.issued_since:
            continue
        customer_id, stored_surname, stored_birth = found.get(number, (None, "", None))
        brought = _unpacked(packed)
        is_person = fold(stored_surname) == fold(surname) or stored_birth == birth_date
        if customer_id is None or not is_person or _is_taken(reader, brought.mandate):
            done.enrolled_since.append(number)
        else:
            yield customer_id, row, brought


def _is_taken(reader: Reader, mandate: BroughtMandate | None) -> bool:
    """Whether there is a mandate with that reference here."""
    if mandate is None:
        return False
    return reader.read_one("SELECT 1 FROM mandate WHERE reference = ?", (mandate.reference,)) is not None


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
