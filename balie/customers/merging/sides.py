"""Whose everything becomes when a merge is undone: what was theirs, and what happened since by what it was for.

Worked out from the store before anything is written. A row of before the merge goes where it came from. A new one goes
with what it belongs to: a charge with its loan, its reservation or its period of the membership, a number with the one
it took the place of, a payment with what it settles. What belongs to nothing stays with the record that stayed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from enum import Enum, auto
from typing import TYPE_CHECKING

from balie.customers.merging.links import (
    NUMBERED,
    ChargeRow,
    Key,
    belongings,
    card_invoices,
    charges_of,
    money_links,
    payments_of,
    periods_of,
    successors_of,
)
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.customers.merging.kept import KeptMerge
    from balie.store.reading import Reader


class Side(Enum):
    """To which of the two records something goes."""

    STAYS = auto()
    GOES = auto()


class Sides:
    """The side of each row of a customer, and of each period; `torn` is what would go to both."""

    def __init__(self, reader: Reader, keep: int, journal_id: int, kept: KeptMerge) -> None:
        self._reader, self._keep = reader, keep
        self._known: dict[Key, Side] = {}
        self._money: dict[Key, set[Key]] = defaultdict(set)
        self.torn: list[Key] = []
        self._theirs, self._marks = _theirs(kept), kept.get("marks", {})
        self.periods = _periods(reader, keep, kept)
        self._sort_things()
        self._sort_cards(kept)
        self._sort_charges(charges_of(reader, keep), card_invoices(reader, keep, journal_id))
        self._sort_money()

    def of(self, table: str, row: int | str) -> Side:
        """The side of a row."""
        return self._known.get((table, row), Side.STAYS)

    def going(self, table: str) -> list[int | str]:
        """The keys of the rows of a table that go."""
        return [row for (name, row), side in self._known.items() if name == table and side is Side.GOES]

    def last_period(self, side: Side) -> int | None:
        """The number that the last period on a side gets; None where there is none."""
        return max((number for of, number in self.periods.values() if of is side), default=None)

    def period(self, now: int | None, side: Side) -> int | None:
        """The number a row on a side is to name instead of the period it names now.

        What was charged while the period of the other counted is of the last one on the own side.
        """
        if now is None:
            return None
        of, number = self.periods[now]
        return number if of is side else self.last_period(side)

    def _before(self, key: Key) -> Side | None:
        """Whose something was before the merge; None for what is new."""
        if key in self._theirs:
            return Side.GOES
        # A merge from before these were kept: what was not theirs is taken for what was here.
        table, row = key
        is_new = isinstance(row, int) and row > self._marks.get(table, row)
        return None if is_new else Side.STAYS

    def _sort_things(self) -> None:
        for table in NUMBERED:
            for (row,) in self._reader.read(f"SELECT id FROM {table} WHERE customer_id = ?", (self._keep,)):
                if (side := self._before((table, row))) is not None:
                    self._known[table, row] = side
        for table in ("loan", "cancellation"):
            for row, period in periods_of(self._reader, table, self._keep).items():
                if (table, row) not in self._known:
                    self._known[table, row] = Side.STAYS if period is None else self.periods[period][0]

    def _sort_cards(self, kept: KeptMerge) -> None:
        successors = successors_of(self._reader, self._keep)
        roots = set(successors) - set(successors.values())
        # Without a number of its own before, the record that stayed has none but those of the other.
        lent_out = all("kind" not in (step["after"] or {}) for step in kept["steps"] if step["table"] == "card")
        all_theirs = lent_out and any(table == "card" for table, _ in self._theirs)
        for root in roots:
            side = Side.GOES if all_theirs or ("card", root) in self._theirs else Side.STAYS
            number: str | None = root
            while number is not None:
                if ("card", number) in self._theirs:
                    side = Side.GOES
                self._known["card", number] = side
                number = successors.get(number)

    def _sort_charges(self, charges: list[ChargeRow], cards: Mapping[int, str]) -> None:
        owners: dict[Key, Key] = {}
        for belonging, of in belongings(self._reader, self._keep):
            owners.setdefault(belonging, of)
        first = {charge.id: charge.first for charge in charges}
        for (table, row), of in list(owners.items()):
            if table == "charge" and isinstance(row, int):
                owners.setdefault(("charge", first.get(row, row)), of)
        for charge in charges:
            key: Key = ("charge", charge.first)
            if (side := self._side_of(charge, owners.get(key), cards)) is not None:
                self._known.setdefault(key, side)
            if key in self._known:
                self._known["charge", charge.id] = self._known[key]
        self._sort_invoices(charges)
        for key, of in owners.items():
            if key[0] in ("message", "renewal") and key not in self._known:
                self._known[key] = self._known.get(of, Side.STAYS)
            elif key[0] == "charge" and self._known.get(key, self._known.get(of)) is not self._known.get(of):
                self.torn.append(of)

    def _side_of(self, charge: ChargeRow, owner: Key | None, cards: Mapping[int, str]) -> Side | None:
        """Where a charge goes; None for credit, which goes with what it came from."""
        before = self._known.get(("charge", charge.first))
        if before is not None:
            return before
        if charge.kind is ChargeKind.CONTRIBUTION and charge.period is not None:
            return self.periods[charge.period][0]
        if owner is not None:
            return self._known.get(owner, Side.STAYS)
        if charge.invoice_id is not None and charge.invoice_id in cards:
            return self._known.get(("card", cards[charge.invoice_id]), Side.STAYS)
        if charge.kind is ChargeKind.CREDIT:
            return None
        return Side.STAYS if charge.period is None else self.periods[charge.period][0]

    def _sort_invoices(self, charges: list[ChargeRow]) -> None:
        asked: dict[int, set[Side]] = defaultdict(set)
        for charge in charges:
            if charge.invoice_id is not None:
                asked[charge.invoice_id].add(self._known.get(("charge", charge.id), Side.STAYS))
        for invoice_id, sides in asked.items():
            key: Key = ("invoice", invoice_id)
            side = self._known.setdefault(key, next(iter(sides)))
            if sides != {side}:
                self.torn.append(key)

    def _sort_money(self) -> None:
        """Let new payments and credit follow what they are tied to, and find what is tied to both."""
        for one, other in money_links(self._reader, self._keep):
            sides = (self._known.get(one), self._known.get(other))
            if None not in sides and sides[0] is not sides[1]:
                self.torn.append(one)
            self._money[one].add(other)
            self._money[other].add(one)
        done: set[Key] = set()
        for key in list(self._money):
            if key in self._known or key in done:
                continue
            together = set(self._reach(key))
            done |= together
            ends = {self._known[end] for one in together for end in self._money[one] if end in self._known}
            if len(ends) > 1:
                self.torn += sorted(together, key=str)
            for one in together:
                self._known[one] = Side.GOES if ends == {Side.GOES} else Side.STAYS
        for charge in charges_of(self._reader, self._keep):
            self._known.setdefault(("charge", charge.id), self.of("charge", charge.first))
        for payment_id, first in payments_of(self._reader, self._keep):
            self._known.setdefault(("payment", payment_id), self.of("payment", first))

    def _reach(self, key: Key) -> Iterator[Key]:
        """What is tied to something by things that have no side of their own; itself too."""
        seen, waiting = {key}, [key]
        while waiting:
            one = waiting.pop()
            yield one
            for other in self._money[one] - seen:
                if other not in self._known:
                    seen.add(other)
                    waiting.append(other)


def _theirs(kept: KeptMerge) -> Set[Key]:
    """The rows that came with the record that went, by their keys."""
    found: set[Key] = set()
    for step in kept["steps"]:
        if step["after"] is not None and step["column"] in step["after"] and len(step["key"]) == 1:
            (row,) = step["key"].values()
            if isinstance(row, int | str):
                found.add((step["table"], row))
    return found


def _periods(reader: Reader, keep: int, kept: KeptMerge) -> dict[int, tuple[Side, int]]:
    """Per number that a period has now: to which side it goes, and the number it gets there."""
    was: dict[int, tuple[Side, int]] = {}
    for step in kept["steps"]:
        if step["table"] == "membership" and step["after"] is not None:
            number = int(str(step["key"]["number"]))
            side = Side.GOES if "customer_id" in step["after"] else Side.STAYS
            was[int(str(step["after"].get("number", number)))] = (side, number)
    found: dict[int, tuple[Side, int]] = {}
    rows = reader.read("SELECT number FROM membership WHERE customer_id = ? ORDER BY number", (keep,))
    for (now,) in rows:
        if now <= kept["periods"]:
            found[now] = was.get(now, (Side.STAYS, now))
    for (now,) in rows:
        if now > kept["periods"]:  # it follows upon the one before
            side = found[now - 1][0] if now - 1 in found else Side.STAYS
            last = max((number for of, number in found.values() if of is side), default=0)
            found[now] = (side, last + 1)
    return found
