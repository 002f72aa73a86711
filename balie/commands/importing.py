"""What `balie importeer` does with any file: check it, tell what it would do, ask, and do it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, Protocol, TextIO, TypeVar

from balie.commands.left_out import left_out_in
from balie.commands.terminal import ask, may_replace, progress_bar
from balie.desk import Desk
from balie.dutch.counts import format_count
from balie.dutch.text import clean
from balie.importing.all_headings import all_headings
from balie.importing.batches import BadLine
from balie.importing.giving_back import TEXT, Wrong, give_lines_back, wrong_places
from balie.importing.input_file import InputFile, is_stdin, readable
from balie.importing.mapping import AS_IT_IS, ColumnMapping, read_mapping
from balie.opening import Opening
from balie.options import DeskOptions
from balie.refusal import Refusal
from balie.store.output import Target, choose_target, guard_of, written

_OK, _REFUSED = 0, 1
_MOST_NAMES = 50


class CheckedFile(Protocol):
    """What a file would do."""

    bad: int
    """Lines or mistakes that are left out."""
    unused: tuple[str, ...]
    """Headings of columns that are not known and so not read."""
    told: tuple[str, ...]
    """What the desk has to know of the file as such, in Dutch."""

    @property
    def has_work(self) -> bool:
        """Whether there is anything to import."""
        ...


CheckedT = TypeVar("CheckedT", bound=CheckedFile)
DoneT = TypeVar("DoneT")
_CheckedCo = TypeVar("_CheckedCo", bound=CheckedFile, covariant=True)
_DoneCo = TypeVar("_DoneCo", covariant=True)


class ImportWork(Protocol[_CheckedCo, _DoneCo]):
    """The import of one file, in two steps."""

    def check(self, on_bad: Callable[[BadLine], None], progress: Callable[[int, int], None]) -> _CheckedCo:
        """Read and check the whole file."""
        ...

    def carry_out(self, progress: Callable[[int, int], None]) -> _DoneCo:
        """Do what `check` told."""
        ...


@dataclass(frozen=True, slots=True)
class ImportKind(Generic[CheckedT, DoneT]):
    """What can be imported: how it is begun, and told in Dutch."""

    begin: Callable[[Desk, InputFile, ColumnMapping], AbstractContextManager[ImportWork[CheckedT, DoneT]]]
    counted: Callable[[CheckedT], Iterable[str]]
    """What the file would do, a line each."""
    asked: Callable[[CheckedT], str]
    """What is to be imported: `2 klanten`."""
    stored: Callable[[DoneT], Iterable[str]]
    """What was done, a line each."""
    passed_over: Callable[[DoneT], Iterable[str]]
    """What another desk was before with, a line each."""
    give_back: Callable[[Path, Wrong, TextIO], None] = give_lines_back
    """Writes what is left out as a file of the same kind."""
    encoding: Callable[[Path], str] = lambda path: TEXT
    """In what that is written."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be imported.

    `trial` stops after the check, `sure` asks nothing. `bad_lines` is a file for why things are left out, `given_back`
    one for what is left out, to be corrected and read again; `overwrite`: they may take the place of files that are
    there. `mapping` is a file that says what the headings and texts stand for.
    """

    sure: bool = False
    trial: bool = False
    bad_lines: Path | None = None
    given_back: Path | None = None
    overwrite: bool = False
    mapping: Path | None = None


def import_file(
    kind: ImportKind[CheckedT, DoneT], options: DeskOptions, file: Path, wishes: Wishes, *, today: date
) -> int:
    """Check the file and show everything that is left out; ask, unless that is not wanted, and import the rest.

    The status is 1 when something was left out, or when nothing was imported.
    """
    if is_stdin(file) and not (wishes.sure or wishes.trial):
        raise Refusal(
            "Het bestand komt van een ander programma, zodat er geen vraag kan worden beantwoord. Controleer eerst met"
            " --proef, en importeer dan met --ja."
        )
    mapping = AS_IT_IS if wishes.mapping is None else read_mapping(wishes.mapping, all_headings())
    with ExitStack() as stack:
        opening = stack.enter_context(Opening(options, today=today))
        inputs = [path for path in (file, wishes.mapping) if path is not None]
        targets = [
            None if path is None else choose_target(path, guard_of(opening.store, *inputs))
            for path in (wishes.bad_lines, wishes.given_back)
        ]
        if None not in targets and wishes.bad_lines == wishes.given_back:
            raise Refusal("--fouten en --afgekeurd zijn hetzelfde bestand: kies twee namen.")
        replaced = [target is not None and may_replace(target, overwrite=wishes.overwrite) for target in targets]
        source = stack.enter_context(readable(file))
        left_out = stack.enter_context(left_out_in(targets[0], overwrite=replaced[0]))
        wrong = stack.enter_context(wrong_places())
        work = stack.enter_context(kind.begin(opening.desk(), source, mapping))

        def leave_out(line: BadLine) -> None:
            left_out.add(line)
            if not line.goes_along:
                wrong.add(line)

        with progress_bar("Controleren") as progress:
            checked = work.check(leave_out, progress)
        left_out.show()
        if targets[1] is not None:
            _give_back(kind, source.path, wrong, targets[1], overwrite=replaced[1])
        for text in checked.told:
            print(text, file=sys.stderr)
        if checked.unused:
            print(clean(f"Niet gebruikte kolommen: {_some(checked.unused)}."))
        print(*kind.counted(checked), sep="\n")
        status = _REFUSED if checked.bad else _OK
        if wishes.trial or not checked.has_work:
            return status
        if not wishes.sure and not ask(f"{kind.asked(checked)} importeren?"):
            print("Er is niets geïmporteerd.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Importeren") as progress:
            done = work.carry_out(progress)
        passed_over = list(kind.passed_over(done))
        for text in passed_over:
            print(text, file=sys.stderr)
        print(*kind.stored(done), sep="\n")
        return _REFUSED if passed_over else status


def _some(names: tuple[str, ...]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" en nog {format_count(more)} andere" if more > 0 else "")


def _give_back(kind: ImportKind[CheckedT, DoneT], path: Path, wrong: Wrong, target: Target, *, overwrite: bool) -> None:
    """Write what is left out to a file, also when that is nothing: an older one would be taken for it."""
    with written(target, overwrite=overwrite, encoding=kind.encoding(path), newline="") as file:
        kind.give_back(path, wrong, file)
