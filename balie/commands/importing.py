"""What `balie importeer` does with any file: check it, tell what it would do, ask, and do it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from balie.commands.left_out import left_out_in
from balie.commands.terminal import ask, may_replace, progress_bar
from balie.desk import Desk
from balie.dutch.text import clean
from balie.importing.batches import BadLine
from balie.importing.input_file import is_stdin
from balie.opening import Opening
from balie.options import DeskOptions
from balie.refusal import Refusal
from balie.store.output import choose_target, guard_of

_OK, _REFUSED = 0, 1


class Checked(Protocol):
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


CheckedT = TypeVar("CheckedT", bound=Checked)
DoneT = TypeVar("DoneT")
_CheckedCo = TypeVar("_CheckedCo", bound=Checked, covariant=True)
_DoneCo = TypeVar("_DoneCo", covariant=True)


class Work(Protocol[_CheckedCo, _DoneCo]):
    """The import of one file, in two steps."""

    def check(self, on_bad: Callable[[BadLine], None], progress: Callable[[int, int], None]) -> _CheckedCo:
        """Read and check the whole file."""
        ...

    def carry_out(self, progress: Callable[[int, int], None]) -> _DoneCo:
        """Do what `check` told."""
        ...


@dataclass(frozen=True, slots=True)
class Kind(Generic[CheckedT, DoneT]):
    """What can be imported: how it is begun, and told in Dutch."""

    begin: Callable[[Desk, Path], AbstractContextManager[Work[CheckedT, DoneT]]]
    counted: Callable[[CheckedT], Iterable[str]]
    """What the file would do, a line each."""
    asked: Callable[[CheckedT], str]
    """What is to be imported: `2 klanten`."""
    stored: Callable[[DoneT], Iterable[str]]
    """What was done, a line each."""
    passed_over: Callable[[DoneT], Iterable[str]]
    """What another desk was before with, a line each."""


def import_file(
    kind: Kind[CheckedT, DoneT],
    options: DeskOptions,
    file: Path,
    *,
    today: date,
    sure: bool,
    trial: bool,
    bad_lines: Path | None,
    overwrite: bool,
) -> int:
    """Check the file and show everything that is left out; ask, unless `sure`, and import the rest.

    `trial` stops after the check. `bad_lines` is a file for what is left out; `overwrite` that it may
    take the place of one that is there. The status is 1 when something was left
    out, or when nothing was imported.
    """
    if is_stdin(file) and not (sure or trial):
        raise Refusal(
            "Het bestand komt van een ander programma, zodat er geen vraag kan worden beantwoord. Controleer eerst met"
            " --proef, en importeer dan met --ja."
        )
    with ExitStack() as stack:
        opening = stack.enter_context(Opening(options, today=today))
        target = None if bad_lines is None else choose_target(bad_lines, guard_of(opening.store, file))
        replaced = target is not None and may_replace(target, overwrite=overwrite)
        left_out = stack.enter_context(left_out_in(target, overwrite=replaced))
        work = stack.enter_context(kind.begin(opening.desk(), file))
        with progress_bar("Controleren") as progress:
            checked = work.check(left_out.add, progress)
        left_out.show()
        for text in checked.told:
            print(text, file=sys.stderr)
        if checked.unused:
            print(clean(f"Niet gebruikte kolommen: {', '.join(checked.unused)}."))
        print(*kind.counted(checked), sep="\n")
        status = _REFUSED if checked.bad else _OK
        if trial or not checked.has_work:
            return status
        if not sure and not ask(f"{kind.asked(checked)} importeren?"):
            print("Er is niets geïmporteerd.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Importeren") as progress:
            done = work.carry_out(progress)
        passed_over = list(kind.passed_over(done))
        for text in passed_over:
            print(text, file=sys.stderr)
        print(*kind.stored(done), sep="\n")
        return _REFUSED if passed_over else status
