"""`balie importeer klanten`: a file is read and checked as a whole, and only then put in the store.

Reading builds a staging file beside the store. Where the store has no customers yet and nobody else works in it, that
file simply takes its place; otherwise its people are added a few at a time. Doing it twice changes nothing: a customer
is known by the klantnummer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from balie.customers.cards.numbers import LAST_SERIAL
from balie.importing.batches import LARGE, NUMBER, BadLine, Batch, FileSource, Numbered, batches_of
from balie.importing.input_file import InputFile, readable
from balie.importing.known import ANOTHER, differences, stored_with
from balie.importing.mapping import AS_IT_IS, ColumnMapping
from balie.importing.reading import Imported
from balie.importing.sqlite.adding_customers import Added, add_new, change_known
from balie.importing.sqlite.finishing import finish
from balie.importing.sqlite.loading import TABLES, Loader
from balie.library.rights import Right
from balie.store.aside import discard
from balie.store.connection import open_store
from balie.store.dialect import among
from balie.store.pace import Pace
from balie.store.staging import WorkFile, attached, drop_indexes_and_triggers, filling, install, new_staging

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.importing.adding_memberships import StagedMemberships
    from balie.library.structs import Library
    from balie.store.transaction import Row

Progress = Callable[[int, int], None]
TWICE = "Dit klantnummer staat al eerder in het bestand."
TWICE_ONE = "Deze klant staat al eerder in het bestand, met klantnummer {number}."
AN_ITEM = "{number} is hier het nummer van een exemplaar: geef de klant een andere pas."
_ITEMS = f"SELECT number FROM item WHERE number IN {among()}"
_PAGE = 1_000
_STATE = (
    "SELECT (SELECT coalesce(max(id), 0) FROM journal), (SELECT count(*) FROM setting),"
    " EXISTS (SELECT 1 FROM customer), (SELECT coalesce(max(next), 0) FROM counter WHERE name = 'actor')"
)
_KNOWN_TABLES = (
    "CREATE TABLE known (line INTEGER NOT NULL, person TEXT NOT NULL)",
    "CREATE TABLE read_before (customer_id INTEGER PRIMARY KEY, number TEXT NOT NULL)",
)
_FROM_NUMBER = "SELECT number FROM card WHERE number >= ? AND number < ? ORDER BY number LIMIT ?"
_SET_COUNTER = (
    "INSERT INTO counter (name, next) VALUES (?, ?)"
    " ON CONFLICT (name) DO UPDATE SET next = excluded.next WHERE counter.next < excluded.next"
)


@dataclass(slots=True)
class CheckedCustomers:
    """What the file would do: people to add, customers to change, customers already so, lines left out.

    `memberships`: how many of them get one; None for a file that tells of none. `unused`: headings of columns that are
    not known and so not read. `told`: what the desk has to know of the file as such.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    memberships: int | None = None
    unused: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def has_work(self) -> bool:
        """Whether there is anything to import."""
        return bool(self.new or self.changed or self.memberships)


class CustomerImport:
    """One file for one desk, in two steps: `check`, then `carry_out`. A context manager, which clears away after it.

    `mapping` says what the headings and texts of the file stand for. From `large` bytes on other processes read the
    file; `clock` (seconds) is what transactions are paced by.
    """

    def __init__(
        self,
        desk: Desk,
        path: Path | InputFile,
        mapping: ColumnMapping = AS_IT_IS,
        *,
        large: int = LARGE,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._large = large
        branches = tuple(branch.number for branch in desk.library.branches)
        self._file = path
        self._name = ""
        self._source = FileSource(Path(), desk.working_date, branches, desk.branch.number, mapping=mapping)
        self._checked = CheckedCustomers()
        self._staging: Path | None = None
        self._members: StagedMemberships | None = None
        self._before: Row = ()
        self._first_id = 0
        self._journal_offset = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._staging is not None:
            discard(self._staging)
        if self._members is not None:
            discard(self._members.path)

    def check(
        self, on_bad: Callable[[BadLine], None], progress: Progress = lambda done, total: None
    ) -> CheckedCustomers:
        """Read and check the whole file; the store is not touched.

        `on_bad` gets each line that is left out, `progress` the bytes read of how many. Raises `Refusal` when the file
        cannot be read, when columns are missing, or when the disk is full.
        """
        with readable(self._file) as file:
            self._source = replace(self._source, path=file.path, only_here=file.is_copy)
            self._name = file.name
            return self._check(on_bad, progress)

    def _check(self, on_bad: Callable[[BadLine], None], progress: Progress) -> CheckedCustomers:
        store = self._desk.store
        head = self._source.head()
        headings = head.headings
        self._checked.unused = headings.unused
        self._checked.told = (head.told,) if head.told else ()
        state = store.read_one(_STATE)
        assert state is not None
        self._before = state
        journal, _, has_customers, next_id = state
        self._staging = new_staging(store, with_contents=not has_customers)
        self._first_id = next_id or self._desk.library.numbers.first_actor_id
        self._journal_offset = (0 if has_customers else journal) + 1 - self._first_id
        with ExitStack() as stack:
            connection = stack.enter_context(filling(self._staging))
            if headings.has_memberships:
                from balie.importing.adding_memberships import StagedMemberships

                self._source = replace(self._source, library=self._desk.library)
                self._members = stack.enter_context(StagedMemberships.beside(self._staging, self._desk))
            if has_customers:
                for sql in _KNOWN_TABLES:
                    connection.execute(sql)
            indexes = drop_indexes_and_triggers(connection, TABLES)
            loader = Loader(connection, self._desk, self._first_id, self._journal_offset, self._name)
            # Whoever is known must be looked at one by one, which is done here; and so must each membership.
            others = bool(self._source.mapping.passes)
            one_by_one = has_customers or self._members is not None or others
            with batches_of(self._source, large=sys.maxsize if one_by_one else self._large) as batches:
                for batch in batches:
                    for line in batch.bad:
                        self._leave_out(line, on_bad)
                    if others:
                        batch = self._without_items(batch, on_bad)
                    if self._members is not None:
                        batch = self._with_memberships(self._members, batch, on_bad)
                    if has_customers:
                        people = self._without_known(connection, batch.people, on_bad)
                        batch = replace(batch, count=len(people), people=people)
                    twice = loader.load(batch)
                    self._checked.new += batch.count - len(twice)
                    for number in twice:
                        self._leave_out(BadLine(number, (TWICE,)), on_bad)
                    progress(batch.done, batch.size)
            if self._members is not None:
                self._checked.memberships = self._members.count()
            if not has_customers:
                finish(connection, indexes)
                connection.execute(_SET_COUNTER, ("actor", loader.next_id))
                counters = _counters(self._desk.library, lambda sql, params: connection.execute(sql, params).fetchall())
                connection.executemany(_SET_COUNTER, counters)
        return self._checked

    def carry_out(self, progress: Progress = lambda done, total: None) -> Added:
        """Do what `check` told. The desk's store is closed after it: the file under it may be another one.

        Interrupted half-way it can simply be done again. Raises `Refusal` when the store cannot be written.
        """
        self._desk.require(Right.IMPORT)
        assert self._staging is not None, "check first"
        desk, path = self._desk, self._desk.store.path
        desk.store.close()
        memberships = self._checked.memberships or 0
        count, total = 0, self._checked.new + self._checked.changed + memberships
        done = Added()
        if not self._before[2] and install(self._staging, path, self._is_unchanged):
            self._staging = None
            done.added = count = self._checked.new
            if not memberships:
                return done

        def tell(more: int) -> None:
            nonlocal count
            count += more
            progress(count, total)

        with open_store(path) as store:
            live = replace(desk, store=store)
            if self._staging is not None:
                with attached(store, self._staging):
                    self._add_people(live, tell, done)
            if self._members is not None:
                from balie.importing.adding_memberships import bring

                bring(live, self._members.path, self._name, tell, done, Pace(self._clock))
        return done

    def _add_people(self, live: Desk, tell: Callable[[int], None], done: Added) -> None:
        """From the staging file into a store that others work in."""
        add_new(live, self._journal_offset, tell, done, Pace(self._clock))
        if self._before[2]:
            change_known(live, tell, done, Pace(self._clock))
        counters = _counters(live.library, lambda sql, params: live.store.read(sql, params))
        if counters:
            with live.transaction() as tx:
                tx.execute_many(_SET_COUNTER, counters)

    def _is_unchanged(self, connection: WorkFile) -> bool:
        return bool(connection.execute(_STATE).fetchone() == self._before)

    def _leave_out(self, line: BadLine, on_bad: Callable[[BadLine], None]) -> None:
        self._checked.bad += not line.goes_along
        if self._members is not None and not line.goes_along:
            self._members.drop(line.number)
        on_bad(line)

    def _without_items(self, batch: Batch, on_bad: Callable[[BadLine], None]) -> Batch:
        """Leave out who has the number of an item: numbers of another system may be the same."""
        numbers = json.dumps([person[NUMBER] for person in batch.people])
        items = {number for (number,) in self._desk.store.read(_ITEMS, (numbers,))}
        for person in batch.people:
            if person[NUMBER] in items:
                self._leave_out(BadLine(int(str(person[0])), (AN_ITEM.format(number=person[NUMBER]),)), on_bad)
        people = [person for person in batch.people if person[NUMBER] not in items]
        return replace(batch, count=len(people), people=people)

    def _with_memberships(self, members: StagedMemberships, batch: Batch, on_bad: Callable[[BadLine], None]) -> Batch:
        """Put the memberships of a batch aside, and leave out the lines of those that cannot be."""
        people = []
        for line, *values in batch.people:
            person, number = Imported(*values), int(str(line))  # type: ignore[arg-type]
            brought = batch.brought.get(number)
            if brought is not None and (reason := members.add(self._desk.store, number, person, brought)):
                self._leave_out(BadLine(number, (reason,)), on_bad)
            else:
                people.append((line, *values))
        return replace(batch, count=len(people), people=people)

    def _without_known(
        self, connection: WorkFile, people: list[Numbered], on_bad: Callable[[BadLine], None]
    ) -> list[Numbered]:
        """The people whose numbers were never issued; of the others what changes is put aside.

        Of a customer with two lines only the first goes along, or each import would change what the last one did.
        """
        stored = stored_with(self._desk.store, [str(person[NUMBER]) for person in people])
        new: list[Numbered] = []
        for line, *values in people:
            person = Imported(*values)  # type: ignore[arg-type]  # a `Numbered` holds its fields in order
            customer = stored.get(person.number)
            if customer is None:
                new.append((line, *values))
            elif not customer.is_person(person):
                self._leave_out(BadLine(int(str(line)), (ANOTHER,)), on_bad)
            elif before := _read_before(connection, customer.customer_id, person.number):
                reason = TWICE if before == person.number else TWICE_ONE.format(number=before)
                self._leave_out(BadLine(int(str(line)), (reason,)), on_bad)
            elif differences(customer, person):
                connection.execute("INSERT INTO known (line, person) VALUES (?, ?)", (line, json.dumps(values)))
                self._checked.changed += 1
            else:
                self._checked.same += 1
        return new


def _read_before(connection: WorkFile, customer_id: int, number: str) -> str:
    """With which number the file told of this customer before; empty if this is the first time, which is kept."""
    row = connection.execute("SELECT number FROM read_before WHERE customer_id = ?", (customer_id,)).fetchone()
    if row is None:
        connection.execute("INSERT INTO read_before VALUES (?, ?)", (customer_id, number))
        return ""
    return str(row[0])


def _counters(library: Library, read: Callable[[str, tuple[str | int, ...]], list[Row]]) -> list[tuple[str, int]]:
    """Where the series of numbers of each branch go on, past what the file has issued of them.

    An enrolment skips numbers that were issued one by one; after a file of a million that would take too long.
    """
    found = []
    for branch in library.branches:
        rows = read("SELECT next FROM counter WHERE name = ?", (f"card:{branch.number}",))
        first = serial = int(rows[0][0]) if rows else branch.first_serial
        end = f"2{branch.number}:"
        while serial <= LAST_SERIAL and (page := read(_FROM_NUMBER, (f"2{branch.number}{serial:08d}", end, _PAGE))):
            before = serial
            for (number,) in page:
                if int(number[5:13]) != serial:
                    break
                serial += 1
            if serial - before < len(page):
                break
        if serial != first:
            found.append((f"card:{branch.number}", serial))
    return found
