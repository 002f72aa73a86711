"""Records of one person that are merged and taken apart between everything a desk does, and what must hold of it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from balie.customers.merging import merge, preview, undo
from balie.desk import Desk
from balie.ledger import balance
from balie.library.load import load_library
from balie.refusal import Refusal
from balie.store.connection import open_store
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.applicants import IBAN
from tests.support.borrowers import borrower, new_item, new_title, sound
from tests.support.doubles import Dump, dump
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


@dataclass(frozen=True)
class Merged:
    """A merge that was done: of which records, and what was whose then."""

    journal_id: int
    keep: int
    gone: int
    kept_rows: Rows
    gone_rows: Rows


class MergeHistories(RuleBasedStateMachine):
    """Four records of one person and one of another, under everything a desk does."""

    empty: Path
    undone = 0
    refused = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="balie-merging-"))
        path = self.folder / "balie.balie"
        shutil.copy(self.empty, path)
        library = load_library("achterhoekse-poort")
        store = open_store(path)
        store.connection.execute("PRAGMA synchronous = OFF")
        desk = Desk(
            store, library, library.branches[0], "ebt", WORKING_DATE, self.folder / "spool", lambda: MOMENT, till="1"
        )
        borrower(desk, iban=IBAN, direct_debit="ja")
        borrower(desk, initials="e", phone="", mobile="0612345678", given_name="Bert", email="")
        borrower(replace(desk, working_date=WORKING_DATE.replace(month=2)), email="", iban=IBAN, direct_debit="ja")
        borrower(desk, initials="", phone="")
        borrower(desk, surname="Ander", birth_date="01-01-1970")
        titles = [new_title(desk, name) for name in ("Een", "Twee")]
        items = [new_item(desk, titles[place % 2], top_title=place == 0) for place in range(3)]
        self.town = Town(desk, titles, items)
        self.merges: list[Merged] = []

    def teardown(self) -> None:
        self.town.desk.store.close()
        shutil.rmtree(self.folder)

    @property
    def desk(self) -> Desk:
        """The desk as it is now."""
        return self.town.desk

    @rule(name=st.sampled_from(sorted(ACTS)), who=st.integers(0, 4), seed=st.integers(0, 2**32))
    def does(self, name: str, who: int, seed: int) -> None:
        records = self.town.records()
        before = self._everything()
        try:
            ACTS[name](self.town, records[who % len(records)], Random(seed))
        except Refusal:
            if name not in _IN_MORE_THAN_ONE:
                assert self._everything() == before

    @rule(days=st.sampled_from([1, 8, 30, 200, 370]))
    def days_go_by(self, days: int) -> None:
        self.town.days_go_by(days)

    @rule(one=st.integers(0, 4), other=st.integers(0, 4))
    def merges_two(self, one: int, other: int) -> None:
        records = self.town.records()
        keep, gone = records[one % len(records)], records[other % len(records)]
        before = self._everything()
        money = sum(owed(self.desk, who) for who in {keep, gone})
        rows = rows_of(self.desk, keep), rows_of(self.desk, gone)
        try:
            journal_id = merge(self.desk, preview(self.desk, keep, gone))
        except Refusal:
            assert self._everything() == before
            return
        assert owed(self.desk, keep) == money
        assert rows_of(self.desk, keep) == rows[0] | rows[1]
        self.merges.append(Merged(journal_id, keep, gone, *rows))

    @rule(place=st.sampled_from([0, 0, 0, 1, 2]))
    def undoes_a_merge(self, place: int) -> None:
        if not self.merges:
            return
        done = self.merges[-1 - place % len(self.merges)]
        before = self._everything()
        now = rows_of(self.desk, done.keep)
        money = owed(self.desk, done.keep)
        try:
            assert undo(self.desk, done.journal_id) == done.gone
        except Refusal:
            assert self._everything() == before
            type(self).refused += 1
            return
        type(self).undone += 1
        self.merges.remove(done)
        kept, gone = rows_of(self.desk, done.keep), rows_of(self.desk, done.gone)
        assert kept | gone == now
        assert done.gone_rows & now <= gone
        assert done.kept_rows & now <= kept
        assert owed(self.desk, done.keep) + owed(self.desk, done.gone) == money

    @invariant()
    def everything_holds_that_must(self) -> None:
        sound(self.desk)

    @invariant()
    def what_is_open_less_credit_is_what_is_owed(self) -> None:
        for who in self.town.records():
            now = balance(self.desk.store, who)
            assert now.contribution + now.other - now.credit == owed(self.desk, who)

    def _everything(self) -> Dump:
        return dump(self.desk.store)


_IN_MORE_THAN_ONE = ("is collected", "is invoiced", "settles", "pays out by bank", "bank answers", "gets paid out")
"""Acts of more than one transaction, of which the first may be done when a later one is refused."""
