"""The sum of a batch and its parts, told by two files in either order: which of them were booked before.

A sum of which the parts were booked is known when they come to it; parts of which the sum waits for the desk are booked
and take it from the list when they come to it. Where they do not, the desk is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from balie.dutch.money import format_cents
from balie.finance.bank.batch_names import BatchCalled
from balie.finance.bank.movements import Called

if TYPE_CHECKING:
    from balie.finance.bank.waiting import KeyedMovement
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction

_AT_ONCE = 10_000
"""Keys in one question to the store: SQLite takes three times as many."""
_PARTS = "SELECT name, batch, kinds FROM bank_batch WHERE booked_on = ? AND whole = 0 AND name IN ({marks})"
_SUMS = (
    "SELECT batch, statement_id, sum(cents) FROM bank_entry WHERE booked_on = ? AND batch IN ({marks})"
    " GROUP BY batch, statement_id"
)
_WHOLES = (
    "SELECT n.name, n.kinds, e.key, e.id, e.cents, e.state, e.payment_id, e.statement_id FROM bank_batch AS n"
    " JOIN bank_entry AS e ON e.booked_on = n.booked_on AND e.key = n.batch"
    " WHERE n.booked_on = ? AND n.whole = 1 AND n.name IN ({marks}) ORDER BY e.id"
)
_IS_WHOLE = "SELECT 1 FROM bank_batch WHERE booked_on = ? AND name = ? AND whole = 1 AND batch = ?"
_ADD = (
    "INSERT INTO bank_batch (booked_on, name, whole, batch, kinds) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (booked_on, name, whole, batch) DO NOTHING"
)
_SETTLED = (
    "UPDATE bank_entry SET state = 'handled', why = 'In delen geboekt.', handled_on = ?, handled_by = ?"
    " WHERE id = ? AND state = 'open'"
)
_UNSETTLED = "UPDATE bank_entry SET why = ? WHERE id = ? AND state = 'open'"
_SOME_PARTS = "Delen hiervan zijn al geboekt, samen {cents}: zoek wat er verschilt, of vraag het de bank."
_OF_BOOKED = "Hoort bij een bedrag van {cents} dat al is geboekt, maar past daar niet in: vraag de bank wat klopt."


class _Whole(NamedTuple):
    """An entry of which the bank told the sum only, as the store has it."""

    kinds: int
    key: bytes
    entry_id: int
    cents: int
    state: str
    payment_id: int | None
    statement_id: int

    @property
    def is_booked(self) -> bool:
        """Whether its money is in the books; what waits, or was set aside, is not."""
        return self.state == "booked" or self.payment_id is not None


class Batches:
    """What was booked before of the movements of one statement as the parts or the sum of a batch.

    `own`: the rows of this statement and its pages, in which a bank tells nothing twice.
    """

    def __init__(self, own: frozenset[int]) -> None:
        self._own = own
        self._taken: dict[tuple[str, bytes], bytes] = {}
        self._covered: dict[int, dict[bytes, int]] = {}
        self._settling: dict[bytes, tuple[_Whole, bytes]] = {}

    def new(self, reader: Reader, some: Sequence[KeyedMovement]) -> list[KeyedMovement]:
        """Those of `some` that were not booked before as sum or parts; with why where they do not come to it."""
        self._settling = {}
        judged: dict[bytes, str | None] = {}
        for day, of_day in _by_day(some):
            wholes: dict[bytes, list[_Whole]] = {}
            names = {name for one in of_day for _, name in one.movement.batch_names}
            for name, *whole in _rows(reader, _WHOLES, day, names):
                wholes.setdefault(name, []).append(_Whole(*whole))
            by_parts = [one for one in of_day if not one.movement.part_of or _has_no_name(one)]
            named = _parts(reader, day, {name for one in by_parts for _, name in one.movement.batch_names})
            sums = _sums(reader, day, {batch for found in named.values() for batch in found}, self._own)
            for one in of_day:
                why: str | None = ""
                if not one.movement.part_of:
                    why = self._as_whole(day, one, named, sums, wholes)
                elif _has_no_name(one) and self._was_in_parts(day, one, named, sums):
                    why = None
                elif wholes:
                    why = self._as_part(one, wholes)
                judged[one.key] = why
        return [
            one if not why else one._replace(why=why) for one in some if (why := judged.get(one.key, "")) is not None
        ]

    def _as_whole(
        self,
        day: str,
        one: KeyedMovement,
        named: Mapping[bytes, Mapping[bytes, int]],
        sums: Mapping[bytes, int],
        wholes: Mapping[bytes, Sequence[_Whole]],
    ) -> str | None:
        """None where it, or its parts, were booked; else why these say that it is for the desk."""
        movement = one.movement
        kinds = sum(kind for kind, _ in movement.batch_names)
        why = ""
        for kind, name in movement.batch_names:
            for whole in wholes.get(name, ()) if kind != BatchCalled.NUMBER else ():
                other = whole.statement_id in self._own or whole.kinds & kinds & (kind - 1)
                if not other and whole.cents == movement.cents and self._takes(day, whole.key, one):
                    return None
            fitting = self._fitting(day, one, kind, named.get(name, {}), sums)
            for batch, cents in fitting.items():
                if cents == movement.cents and self._takes(day, batch, one):
                    return None
            total = sum(fitting.values())
            if fitting and total == movement.cents:
                return None if all(self._takes(day, batch, one) for batch in fitting) else why
            if fitting and kind != BatchCalled.NUMBER:
                why = why or _SOME_PARTS.format(cents=format_cents(total))
        return why

    def _was_in_parts(
        self, day: str, one: KeyedMovement, named: Mapping[bytes, Mapping[bytes, int]], sums: Mapping[bytes, int]
    ) -> bool:
        """Whether the parts of an entry like the one that this is a part of were booked."""
        return any(
            cents == one.movement.told_cents and self._takes(day, batch, one, one.movement.part_of)
            for kind, name in one.movement.batch_names
            if kind != BatchCalled.NUMBER
            for batch, cents in self._fitting(day, one, kind, named.get(name, {}), sums).items()
        )

    def _fitting(
        self, day: str, one: KeyedMovement, kind: int, others: Mapping[bytes, int], sums: Mapping[bytes, int]
    ) -> dict[bytes, int]:
        """What the parts come to of each batch of this name that no better one tells apart from this."""
        kinds = sum(kind for kind, _ in one.movement.batch_names)
        by = one.movement.part_of or one.key
        return {
            batch: sums[batch]
            for batch, others_kinds in others.items()
            if batch in sums and not others_kinds & kinds & (kind - 1) and self._taken.get((day, batch), by) == by
        }

    def _takes(self, day: str, batch: bytes, one: KeyedMovement, by: bytes = b"") -> bool:
        """Whether this is what was booked as that batch, which is one: what was told once is taken once."""
        by = by or one.key
        return self._taken.setdefault((day, batch), by) == by

    def _as_part(self, one: KeyedMovement, known: Mapping[bytes, Sequence[_Whole]]) -> str | None:
        """None where it was booked in its sum; else why that says that it is for the desk."""
        movement = one.movement
        kinds = sum(kind for kind, _ in movement.batch_names)
        found: tuple[_Whole, bytes] | None = None
        for kind, name in movement.batch_names:
            for whole in known.get(name, ()):
                exact = whole.cents == movement.told_cents
                if whole.statement_id in self._own or whole.kinds & kinds & (kind - 1):
                    continue
                if exact and (found is None or found[0].cents != movement.told_cents):
                    found = whole, name
                elif kind != BatchCalled.NUMBER:
                    found = found or (whole, name)
        if found is None:
            return ""
        whole, name = found
        if not whole.is_booked:
            self._settling[one.key] = found
            return ""
        if movement.came_back or (movement.cents > 0) != (whole.cents > 0):
            return ""
        covered = self._covered.setdefault(whole.entry_id, {})
        covered[one.key] = movement.cents
        alone = movement.told_cents == movement.cents
        if whole.cents == movement.told_cents or (alone and abs(sum(covered.values())) <= abs(whole.cents)):
            return None
        del covered[one.key]
        return _OF_BOOKED.format(cents=format_cents(whole.cents))

    @staticmethod
    def is_sum(reader: Reader, one: KeyedMovement) -> bool:
        """Whether the booked entry with the key of this part is the sum that it is all of."""
        movement = one.movement
        return any(
            reader.read_one(_IS_WHOLE, (movement.day, name, one.key)) is not None for _, name in movement.batch_names
        )

    def keep(self, tx: Transaction, booked: Sequence[KeyedMovement]) -> None:
        """Write down what the batches are called of what was booked, and settle the sums of which the parts are in."""
        rows = []
        for one in booked:
            movement = one.movement
            kinds = sum(kind for kind, _ in movement.batch_names)
            rows += [
                (movement.day, name, int(not movement.part_of), movement.part_of or one.key, kinds)
                for _, name in movement.batch_names
                if name != movement.part_of
            ]
        tx.execute_many(_ADD, sorted(set(rows)))
        waiting = {self._settling[one.key]: one.movement.day for one in booked if one.key in self._settling}
        for (whole, name), day in waiting.items():
            self._settle(tx, whole, name, day)

    @staticmethod
    def _settle(tx: Transaction, whole: _Whole, name: bytes, day: str) -> None:
        batches = _parts(tx, day, {name})[name]
        sums = _sums(tx, day, batches, frozenset((whole.statement_id,)))
        if whole.cents in sums.values() or whole.cents == sum(sums.values()):
            tx.execute(_SETTLED, (tx.stamp.working_date.isoformat(), tx.stamp.staff, whole.entry_id))
            tx.journal("bank entry booked in parts", after={"entry": whole.entry_id, "cents": whole.cents})
        else:
            tx.execute(_UNSETTLED, (_SOME_PARTS.format(cents=format_cents(sum(sums.values()))), whole.entry_id))


def _has_no_name(one: KeyedMovement) -> bool:
    """Whether a part among others is not called anything by itself, so that only its batch tells what it is."""
    movement = one.movement
    return movement.told_cents != movement.cents and all(kind == Called.NOBODY for kind, _ in movement.names)


def _parts(reader: Reader, day: str, names: Iterable[bytes]) -> dict[bytes, dict[bytes, int]]:
    """By name the batches of which parts may have been booked, with what calls each something.

    What is called one thing only has no row: that is its batch.
    """
    found = {name: {name: 0} for name in names}
    for name, batch, kinds in _rows(reader, _PARTS, day, found):
        found[name][batch] = kinds
    return found


def _sums(reader: Reader, day: str, batches: Iterable[bytes], but_of: frozenset[int]) -> dict[bytes, int]:
    """What the booked parts of each batch come to in cents, without those of some statements."""
    sums: dict[bytes, int] = {}
    for batch, statement_id, cents in _rows(reader, _SUMS, day, batches):
        if statement_id not in but_of:
            sums[batch] = sums.get(batch, 0) + cents
    return sums


def _by_day(some: Sequence[KeyedMovement]) -> Iterator[tuple[str, list[KeyedMovement]]]:
    days: dict[str, list[KeyedMovement]] = {}
    for one in some:
        if one.movement.batch_names:
            days.setdefault(one.movement.day, []).append(one)
    yield from days.items()


def _rows(reader: Reader, sql: str, day: str, keys: Iterable[bytes]) -> Iterator[Row]:
    ordered = sorted(keys)
    for place in range(0, len(ordered), _AT_ONCE):
        part = ordered[place : place + _AT_ONCE]
        yield from reader.read(sql.format(marks=", ".join("?" * len(part))), (day, *part))
