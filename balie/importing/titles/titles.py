"""`balie importeer titels`: a file of titles with their items is read and checked as a whole, and only then stored.

A title is known by its ISBN, by the number another system gave it, or, where it has neither, by title, author, year and
kind; an item by its number. Doing it twice changes nothing. Everything goes in a few at a time, so that desks work on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from balie.catalogue.items import find_item, insert_item, update_item
from balie.catalogue.titles import insert_title, update_title
from balie.importing.batches import BadLine, refused_line, told_as
from balie.importing.input_file import InputFile, readable
from balie.importing.mapping import AS_IT_IS, ColumnMapping
from balie.importing.recognised import new_item_number
from balie.importing.titles.judging import (
    ANOTHER_IN_FILE,
    TWICE,
    TWO_TITLES,
    TitleTally,
    TitleVerdict,
    judge_identity,
    judge_item,
    judge_title,
)
from balie.importing.titles.opening import open_titles
from balie.importing.titles.record import FileTitle, FoundItem, TitleFile, TitleFileTerms
from balie.importing.titles.staging import Staged, TitleStaging, TitleWork, title_words
from balie.library.rights import Right
from balie.refusal import Refusal
from balie.store.aside import discard
from balie.store.pace import Pace
from balie.store.staging import filling, new_work_file

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

Progress = Callable[[int, int], None]

_TELL_EVERY = 200


@dataclass(slots=True)
class CheckedTitles:
    """What the file would do: titles and items; and how many mistakes were left out.

    `unused`: columns not known; `told`: what the desk has to know of the file as such.
    """

    unused: tuple[str, ...]
    told: tuple[str, ...] = ()
    titles: TitleTally = field(default_factory=TitleTally)
    items: TitleTally = field(default_factory=TitleTally)
    bad: int = 0

    @property
    def has_work(self) -> bool:
        """Whether there is anything to import."""
        return any((self.titles.new, self.titles.changed, self.items.new, self.items.changed))


@dataclass(slots=True)
class StoredTitles:
    """What was stored, and the items that another desk gave to another title since the check."""

    titles: TitleTally = field(default_factory=TitleTally)
    items: TitleTally = field(default_factory=TitleTally)
    elsewhere: list[str] = field(default_factory=list)


class TitleImport:
    """One file for one desk, in two steps: `check`, then `carry_out`. A context manager, which clears away after it.

    The file is CSV or MARC 21, whatever it is called; `mapping` says what its headings and texts stand for. `clock`
    (seconds) is what transactions are paced by.
    """

    def __init__(
        self,
        desk: Desk,
        path: Path | InputFile,
        mapping: ColumnMapping = AS_IT_IS,
        *,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self._desk = desk
        self._path = path
        self._name = ""
        self._mapping = mapping
        self._clock = clock
        self._stack = ExitStack()
        self._staging: TitleStaging | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def check(self, on_bad: Callable[[BadLine], None], progress: Progress = lambda done, total: None) -> CheckedTitles:
        """Read and check the whole file; the store is not touched.

        `on_bad` gets each mistake that is left out, `progress` the bytes read of how many. Raises `Refusal` when the
        file cannot be read, when columns are missing, or when the disk is full.
        """
        work_file = new_work_file(self._desk.store)
        self._stack.callback(discard, work_file)
        self._staging = TitleStaging(self._stack.enter_context(filling(work_file)))
        with readable(self._path) as source, self._opened(source) as file:
            self._name = source.name
            checked = CheckedTitles(file.unused, file.told)

            def leave_out(bad: BadLine) -> None:
                checked.bad += not bad.goes_along
                on_bad(replace(bad, place_name=file.place_name))

            for count, found in enumerate(file):
                if isinstance(found, BadLine):
                    leave_out(found)
                else:
                    self._look_at(self._staging, found, checked, leave_out)
                if count % _TELL_EVERY == 0:
                    progress(file.done, file.size)
            progress(file.size, file.size)
        return checked

    def carry_out(self, progress: Progress = lambda done, total: None) -> StoredTitles:
        """Do what `check` told; `progress` gets the titles done of how many.

        Interrupted half-way it can simply be done again. Raises `Refusal` when the store cannot be written.
        """
        self._desk.require(Right.IMPORT)
        assert self._staging is not None, "check first"
        done, total, count, last = StoredTitles(), self._staging.count_work(), 0, 0
        pace = Pace(self._clock)
        with self._desk.pieces(pace) as piece:
            while True:
                works, last = self._staging.work(last, pace.rows)
                if not works:
                    break
                with piece() as tx:
                    self._store(tx, works, done)
                count += len(works)
                progress(count, total)
        if count:
            with self._desk.transaction() as tx:
                tx.journal("title import done", after={"file": self._name, **_told(done)})
        return done

    @contextmanager
    def _opened(self, source: InputFile) -> Iterator[TitleFile]:
        desk = self._desk
        terms = TitleFileTerms(desk.library, desk.branch.number, desk.working_date, self._mapping)
        with open_titles(source.path, terms) as file:
            yield file

    def _look_at(
        self, staging: TitleStaging, found: FileTitle, checked: CheckedTitles, leave_out: Callable[[BadLine], None]
    ) -> None:
        """Keep a title with its items in the work file, or tell why not."""
        try:
            seen = self._seen(staging, found)
            stored = None if seen else judge_identity(self._desk.store, found)
            stored_id = seen.stored_id if seen else stored.id if stored else None
            judged: dict[str, tuple[FoundItem, TitleVerdict]] = {}
            for one in found.items:
                try:
                    item = self._known(staging, found, one, leave_out)
                    if item.number in judged or staging.has_item(item.number):
                        raise Refusal(TWICE.format(number=item.number))
                    judged[item.number] = item, judge_item(self._desk.store, stored_id, item)
                except Refusal as refusal:
                    if found.in_one:
                        raise
                    leave_out(_bad(found, refusal))
        except Refusal as refusal:
            leave_out(_bad(found, refusal))
            return
        if seen is None:
            verdict = judge_title(found, stored)
            checked.titles.add(verdict)
            seen = staging.add_title(found, stored_id, verdict is not TitleVerdict.SAME)
        for item, verdict in judged.values():
            checked.items.add(verdict)
            staging.add_item(seen, item, verdict is not TitleVerdict.SAME)

    def _known(
        self, staging: TitleStaging, found: FileTitle, item: FoundItem, tell: Callable[[BadLine], None]
    ) -> FoundItem:
        """The item by the number that is meant. Raises `Refusal` where the number is none of an item."""
        number = new_item_number(self._desk.store, item.number, staging.has_item, found.values.isbn)
        if number == item.number:
            return item
        tell(told_as(found.place, item.number, number))
        return replace(item, number=number)

    def _seen(self, staging: TitleStaging, found: FileTitle) -> Staged | None:
        """The title as an earlier place in the file had it. Raises `Refusal` when it cannot be that one."""
        seen = staging.seen_before(found)
        if len(seen) > 1:
            raise Refusal(TWO_TITLES)
        if seen and seen[0].words != title_words(found):
            raise Refusal(ANOTHER_IN_FILE.format(place=seen[0].place))
        return seen[0] if seen else None

    def _store(self, tx: Transaction, works: Sequence[TitleWork], done: StoredTitles) -> None:
        """Store titles and items as they fit what the store has by now, with one row in the journal."""
        before = StoredTitles(_copy(done.titles), _copy(done.items))
        for work in works:
            title_id = _store_title(tx, work, done.titles)
            for item in work.items:
                _store_item(tx, title_id, item, done)
        places = {"file": self._name, "first": works[0].title.place, "last": works[-1].title.place}
        tx.journal("titles imported", after=places | _told(done, before))


def _store_title(tx: Transaction, work: TitleWork, tally: TitleTally) -> int:
    found = work.title
    stored = found.stored_in(tx)
    if not stored:
        tally.add(TitleVerdict.NEW)
        return insert_title(tx, found.values, found.control_number)
    title = stored[0]
    if work.changes and found.is_about(title.values) and judge_title(found, title) is TitleVerdict.CHANGED:
        update_title(tx, title, found.on(title.values), "title import changed", found.control_number)
        tally.add(TitleVerdict.CHANGED)
    return title.id


def _store_item(tx: Transaction, title_id: int, item: FoundItem, done: StoredTitles) -> None:
    stored = find_item(tx, item.number)
    if stored is None:
        insert_item(tx, item.number, title_id, item.values, item.status)
        done.items.add(TitleVerdict.NEW)
    elif stored.title_id != title_id:
        done.elsewhere.append(item.number)
    elif (values := item.on(stored.values)) != stored.values:
        update_item(tx, stored, values, "item import changed")
        done.items.add(TitleVerdict.CHANGED)


def _bad(found: FileTitle, refusal: Refusal) -> BadLine:
    return refused_line(found.place, refusal)


def _copy(tally: TitleTally) -> TitleTally:
    return TitleTally(tally.new, tally.changed, tally.same)


def _told(done: StoredTitles, before: StoredTitles | None = None) -> dict[str, int]:
    before = before or StoredTitles()
    return {
        "titles_added": done.titles.new - before.titles.new,
        "titles_changed": done.titles.changed - before.titles.changed,
        "items_added": done.items.new - before.items.new,
        "items_changed": done.items.changed - before.items.changed,
    }
