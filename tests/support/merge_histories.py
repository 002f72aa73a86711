"""Records of one person that are merged and taken apart between everything a desk does, and what must hold of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import msgspec

from balie.customers.merging.merge import merge, preview, undo
from balie.desk import Desk
from balie.ledger import balance
from balie.library.load import load_library
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.applicants import IBAN
from tests.support.borrowers import borrower, new_item, new_title
from tests.support.doubles import dump
from tests.support.merge_acts import ACTS, Town

ROWS = ("invoice", "charge", "payment", "payout", "refund_request", "loan", "hold", "cancellation", "card", "mandate")
"""What is somebody's for good: of which a merge that was undone gives each their own."""
_KEYS = {"card": "number", "mandate": "reference"}
Rows = frozenset[tuple[str, int | str]]


def rows_of(desk: Desk, customer_id: int) -> Rows:
    """The rows of a record, by table and key."""
    return frozenset(
        (table, row[0])
        for table in ROWS
        for row in desk.store.read(
            f"SELECT {_KEYS.get(table, 'id')} FROM {table} WHERE customer_id = ?", (customer_id,)
        )
    )


def owed(desk: Desk, customer_id: int) -> int:
    """What was charged less what was paid, in cents."""
    row = desk.store.read_one(
        "SELECT (SELECT coalesce(sum(cents), 0) FROM charge WHERE customer_id = ?1)"
        " - (SELECT coalesce(sum(cents), 0) FROM payment WHERE customer_id = ?1)",
        (customer_id,),
    )
    assert row is not None
    return int(row[0])


def strips(desk: Desk, *people: int) -> int:
    """The strips that these records took of their memberships, altogether."""
    marks = ", ".join("?" * len(people))
    row = desk.store.read_one(
        f"SELECT (SELECT coalesce(sum(strips), 0) FROM loan WHERE customer_id IN ({marks}))"
        f" + (SELECT coalesce(sum(unlinked_strips), 0) FROM membership WHERE customer_id IN ({marks}))",
        (*people, *people),
    )
    assert row is not None
    return int(row[0])


@dataclass(frozen=True)
class Merged:
    """A merge that was done: of which records, and what was whose then."""

    journal_id: int
    keep: int
    gone: int
    kept_rows: Rows
    gone_rows: Rows


class MergeHistory:
    """Four records of one person and one of another, under everything a desk does.

    What must hold is asserted after every step by `check`, and of a merge and its undoing by themselves.
    """

    def __init__(self, folder: Path, empty: Path, library: str) -> None:
        path = folder / "balie.balie"
        shutil.copy(empty, path)
        found = load_library(library)
        rounds = library == "biblionet-drenthe"  # one of the two, so that both ways of paying in cash come by
        found = msgspec.structs.replace(found, cash=type(found.cash)(round_to_five=rounds))
        store = open_store(path)
        store.connection.execute("PRAGMA synchronous = OFF")
        desk = Desk(store, found, found.branches[0], "ebt", WORKING_DATE, folder / "spool", lambda: MOMENT, till="1")
        earlier = replace(desk, working_date=WORKING_DATE.replace(day=2))
        borrower(desk, iban=IBAN, direct_debit="ja")
        borrower(desk, initials="e", phone="", mobile="0612345678", given_name="Bert", email="")
        borrower(earlier, email="", iban=IBAN, direct_debit="ja")
        borrower(desk, initials="", phone="")
        borrower(desk, surname="Ander", birth_date="01-01-1970")
        titles = [new_title(desk, name) for name in ("Een", "Twee")]
        items = [new_item(desk, titles[place % 2], top_title=place == 0) for place in range(3)]
        self.town = Town(desk, titles, items)
        self.merges: list[Merged] = []
        self.undone = self.refused = 0

    @property
    def desk(self) -> Desk:
        """The desk as it is now."""
        return self.town.desk

    def close(self) -> None:
        """Close the store."""
        self.desk.store.close()

    def does(self, name: str, who: int, seed: int) -> None:
        """An act of `ACTS` to one of the records there are; refused, it changes nothing."""
        records = self.town.records()
        before = dump(self.desk.store)
        try:
            ACTS[name](self.town, records[who % len(records)], Random(seed))
        except Refusal:
            if name not in _IN_MORE_THAN_ONE:
                assert dump(self.desk.store) == before

    def merges_two(self, one: int, other: int) -> None:
        """Put two of the records together, where that may be."""
        records = self.town.records()
        keep, gone = records[one % len(records)], records[other % len(records)]
        before = dump(self.desk.store)
        money = sum(owed(self.desk, who) for who in {keep, gone})
        rows = rows_of(self.desk, keep), rows_of(self.desk, gone)
        taken = strips(self.desk, keep, gone)
        try:
            journal_id = merge(self.desk, preview(self.desk, keep, gone))
        except Refusal:
            assert dump(self.desk.store) == before
            return
        assert owed(self.desk, keep) == money
        assert strips(self.desk, keep) == taken
        assert rows_of(self.desk, keep) == rows[0] | rows[1]
        self.merges.append(Merged(journal_id, keep, gone, *rows))

    def undoes_a_merge(self, place: int) -> None:
        """Undo the last merge but so many, where that may be: each gets what was theirs, and nothing is lost."""
        if not self.merges:
            return
        done = self.merges[-1 - place % len(self.merges)]
        before = dump(self.desk.store)
        now = rows_of(self.desk, done.keep)
        money, taken = owed(self.desk, done.keep), strips(self.desk, done.keep)
        try:
            assert undo(self.desk, done.journal_id) == done.gone
        except Refusal:
            assert dump(self.desk.store) == before
            self.refused += 1
            return
        self.undone += 1
        self.merges.remove(done)
        kept, gone = rows_of(self.desk, done.keep), rows_of(self.desk, done.gone)
        assert kept | gone == now
        assert done.gone_rows & now <= gone
        assert done.kept_rows & now <= kept
        assert owed(self.desk, done.keep) + owed(self.desk, done.gone) == money
        assert strips(self.desk, done.keep, done.gone) == taken

    def check(self) -> None:
        """All that must hold of a store, and that what is shown as open and in credit is what is owed."""
        found = check(self.desk.store, all_invariants())
        assert not found, "; ".join(f"{finding.name} {', '.join(finding.ids)}" for finding in found)
        for who in self.town.records():
            now = balance(self.desk.store, who)
            assert now.contribution + now.other - now.credit == owed(self.desk, who)

    def step(self, drawn: Random) -> str:
        """One thing at random. Out: what it was, to be told when it goes wrong."""
        chance = drawn.random()
        if chance < 0.68:
            name, who, seed = drawn.choice(sorted(ACTS)), drawn.randrange(5), drawn.randrange(2**32)
            self.does(name, who, seed)
            return f"{name} of {who}"
        if chance < 0.75:
            days = drawn.choice(DAYS)
            self.town.days_go_by(days)
            return f"{days} days go by"
        if chance < 0.87:
            one, other = drawn.randrange(5), drawn.randrange(5)
            self.merges_two(one, other)
            return f"merge of {other} into {one}"
        place = drawn.choice((0, 0, 0, 1))
        self.undoes_a_merge(place)
        return f"undo of the last merge but {place}"


DAYS = (1, 8, 30, 200, 370)
_IN_MORE_THAN_ONE = (*("is collected", "is invoiced", "settles", "pays out by bank", "bank answers", "gets paid out"),)
"""Acts of more than one transaction, of which the first may be done when a later one is refused."""
