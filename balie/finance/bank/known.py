"""Which movements of a statement were booked before, from whatever file told them.

One file tells more names of a transaction than another, so any name that both tell will do, as long as no better one
says otherwise and both do not name another account. What its sender called it by another name is another transaction,
even where the bank calls all of an entry the same. Where a statement and a notification share no name, the same words
from the same account are the same transaction. What is told as one sum here and in parts there: see `batches`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from balie.dutch.text import clean
from balie.finance.bank.batches import Batches
from balie.finance.bank.elements import KEY_BYTES
from balie.finance.bank.movements import Called, Movement

if TYPE_CHECKING:
    from balie.finance.bank.camt import Statement
    from balie.finance.bank.waiting import KeyedMovement
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction

_OTHER_MESSAGE = {"camt.053": "camt.054", "camt.054": "camt.053"}
_AT_ONCE = 10_000
"""Keys in one question to the store: SQLite takes three times as many."""
_THIS = "SELECT id FROM bank_statement WHERE account = ? AND message = ? AND reference = ? AND made_at = ?"
_OTHER_PAGES = (
    "SELECT id FROM bank_statement WHERE account = ? AND message = ? AND (reference = ? OR reference LIKE ? ESCAPE '!')"
    " AND reference <> ?"
)
_BY_KEY = "SELECT key, id, statement_id, state, end_to_end FROM bank_entry WHERE booked_on = ? AND key IN ({marks})"
_BY_NAME = (
    "SELECT n.name, n.entry_id, n.kinds, n.payer, e.statement_id FROM bank_name AS n"
    " JOIN bank_entry AS e ON e.id = n.entry_id"
    " WHERE n.booked_on = ? AND n.name IN ({marks}) ORDER BY n.entry_id"
)
_ADD_NAME = (
    "INSERT INTO bank_name (booked_on, name, entry_id, kinds, payer)"
    " SELECT booked_on, ?, id, ?, ? FROM bank_entry WHERE booked_on = ? AND key = ?"
)


class _Booked(NamedTuple):
    """A booked entry with a key."""

    entry_id: int
    statement_id: int
    state: str
    end_to_end: str | None

    def is_another(self, movement: Movement) -> bool:
        """Whether its sender called it by another name than this movement."""
        return bool(self.end_to_end and movement.end_to_end) and self.end_to_end != clean(movement.end_to_end)


class _Named(NamedTuple):
    """A booked entry that bears a name: by whom else it is called something, and the account it came from."""

    entry_id: int
    kinds: int
    payer: bytes | None
    statement_id: int


class Known:
    """What was booked before of the movements of one statement; what was told once is taken once.

    `this` is empty while nothing of the statement is in the store. Two equal names on two pages of a statement are two
    transactions: a bank tells nothing twice in one statement.
    """

    def __init__(self, reader: Reader, statement: Statement) -> None:
        key = (statement.account, statement.message, statement.label, statement.made_at)
        row = reader.read_one(_THIS, key)
        self._page = statement.page
        self._message = statement.message
        self._other_pages = _other_pages(reader, statement)
        self._own = self._other_pages if row is None else self._other_pages | {int(row[0])}
        self._taken: dict[int, bytes] = {}
        self._another: set[bytes] = set()
        self._batches = Batches(self._own)

    def new(self, reader: Reader, some: Sequence[KeyedMovement]) -> list[KeyedMovement]:
        """Those of `some` that were not booked before, each under the key that it is to be booked by."""
        left = []
        for day, of_day in _by_day(some):
            known: dict[bytes, _Booked] = {}
            keys = [key for one in of_day for key in self._keys(one)]
            for key, *booked in _rows(reader, _BY_KEY, day, keys):
                known[key] = _Booked(*booked)
            left += [(one, key) for one in of_day if (key := self._unknown(reader, one, known)) is not None]
        found = set()
        for day, of_day in _by_day([one for one, _ in left if one.movement.names]):
            named: dict[bytes, list[_Named]] = {}
            names = [self._looked_for(*name) for one in of_day for name in one.movement.names]
            for name, *entry in _rows(reader, _BY_NAME, day, names):
                named.setdefault(name, []).append(_Named(*entry))
            found |= {one.key for one in of_day if self._is_told(one, named)}
        unnamed = [one._replace(key=key) for one, key in left if one.key not in found]
        return self._batches.new(reader, unnamed)

    def _keys(self, one: KeyedMovement) -> tuple[bytes, ...]:
        """The keys by which a movement may stand: its own, that of older stores, those of a twin."""
        page = (self._on_this_page(one),) if self._other_pages else ()
        return (one.key, one.movement.former, _by_end_to_end(one), *page)

    def _unknown(self, reader: Reader, one: KeyedMovement, known: dict[bytes, _Booked]) -> bytes | None:
        """The key by which it is to be booked; None where it is known by its key.

        An entry that waits without its details has the key of the only transaction in it.
        """
        key = one.key
        if key in known and known[key].statement_id in self._other_pages:
            key = self._on_this_page(one)
        if key in known:
            waits = known[key].state == "open" and known[key].statement_id not in self._own
            if waits and one.movement.part_of and self._batches.is_sum(reader, one):
                return blake2b(key + b"part", digest_size=KEY_BYTES).digest()
            if known[key].is_another(one.movement):
                self._another.add(one.key)
                key = _by_end_to_end(one)
                if key not in known:
                    return key
            if one.movement.names:
                self._taken[known[key].entry_id] = one.key
            return None
        if one.key != one.movement.base:  # one of some that the bank calls the same: which, their senders say
            self._another.add(one.key)
        former = known.get(one.movement.former)
        return key if former is None or former.statement_id in self._other_pages else None

    def _is_told(self, one: KeyedMovement, named: dict[bytes, list[_Named]]) -> bool:
        """Whether it was booked from another statement, by a name that both tell."""
        movement = one.movement
        kinds = sum(kind for kind, _ in movement.names)
        if one.key in self._another:
            kinds &= ~Called.BY_ITS_BANK
        for kind, name in movement.names:
            for entry in named.get(self._looked_for(kind, name), ()):
                better = entry.kinds & kinds & (kind - 1)
                if kind == Called.BY_THE_PAYERS_BANK:  # one name for one transaction, whatever other banks call it
                    better = 0
                another = entry.payer and movement.payer and entry.payer != movement.payer
                if better or another or entry.statement_id in self._own:
                    continue
                if self._taken.setdefault(entry.entry_id, one.key) == one.key:
                    return True
        return False

    def keep(self, tx: Transaction, booked: Sequence[KeyedMovement]) -> None:
        """Write down what the movements that were booked under these keys are called, beside what their keys say."""
        rows = []
        for one in booked:
            movement = one.movement
            kinds = sum(kind for kind, _ in movement.names)
            rows += [
                (_told_by(self._message, kind, name), kinds, movement.payer or None, movement.day, one.key)
                for kind, name in movement.names
                if kind != Called.BY_ITS_BANK  # which is its key
            ]
        tx.execute_many(_ADD_NAME, rows)
        self._batches.keep(tx, booked)

    def _looked_for(self, kind: int, name: bytes) -> bytes:
        """A name as another statement or notification tells it.

        Two statements tell two payments that look the same; a statement and a notification tell one.
        """
        return _told_by(_OTHER_MESSAGE[self._message], kind, name)

    def _on_this_page(self, one: KeyedMovement) -> bytes:
        return blake2b(one.key + b"page%d" % self._page, digest_size=KEY_BYTES).digest()


def _by_end_to_end(one: KeyedMovement) -> bytes:
    """The key of what its sender calls by another name than that which has its own key."""
    movement = one.movement
    return blake2b(movement.base + movement.end_to_end.encode(), digest_size=KEY_BYTES).digest()


def _told_by(message: str, kind: int, name: bytes) -> bytes:
    """A name as it is kept: what nobody calls anything by what is told of it in such a message."""
    return blake2b(name + message.encode(), digest_size=KEY_BYTES).digest() if kind == Called.NOBODY else name


def _other_pages(reader: Reader, statement: Statement) -> frozenset[int]:
    """The rows of the other pages of this statement, whenever they were made; none where it is a whole."""
    if not statement.page:
        return frozenset()
    plain = statement.reference.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    of_whole = (statement.account, statement.message, statement.reference, f"{plain} blad %", statement.label)
    return frozenset(number for (number,) in reader.read(_OTHER_PAGES, of_whole))


def _by_day(some: Sequence[KeyedMovement]) -> Iterator[tuple[str, list[KeyedMovement]]]:
    days: dict[str, list[KeyedMovement]] = {}
    for one in some:
        days.setdefault(one.movement.day, []).append(one)
    yield from days.items()


def _rows(reader: Reader, sql: str, day: str, keys: Sequence[bytes]) -> Iterable[Row]:
    for place in range(0, len(keys), _AT_ONCE):
        part = keys[place : place + _AT_ONCE]
        yield from reader.read(sql.format(marks=", ".join("?" * len(part))), (day, *part))
