"""Opening the desk: which store, which library, which branch, who, and on what day."""

from __future__ import annotations

import getpass
import sys
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from balie.desk import Desk
from balie.dutch.text import clean
from balie.options import DeskOptions
from balie.refusal import Refusal
from balie.store.connection import Store, create_store, open_store
from balie.store.errors import refuse_dangling
from balie.store.place import spool_folder
from balie.store.unreadable import named
from balie.store.waiting import OnWait
from balie.working_date import place_line
from balie.workplace import LONGEST_STAFF, read_staff, read_till

LIBRARY = "library"
BRANCH = "branch"
"""The settings of a store: the library it was made for, and the branch it stands in."""

DEFAULT_LIBRARY = "biblionet-drenthe"
DEFAULT_BRANCH = "9428"
DEFAULT_TILL = "1"
UNKNOWN_STAFF = "balie"
"""Who works at a machine that knows no names."""
_NOT_THERE = (
    "Het bestand {path} bestaat nog niet. Start eerst de balie, die het maakt (met --bibliotheek voor welke"
    " bibliotheek), of kies met --bestand een ander bestand."
)


class Opening:
    """A store that is open, and the desk that can be opened on it.

    In two steps, since a library file takes a while to read: the store and what it says of itself at once, the
    library when `desk` is called. A context manager that closes the store.

    With `make` a store that does not exist is made: the desk at its first start. A command makes none, since it would
    find nothing in it. `on_wait` is told of a wait for others, and stays the store's own. Raises `Refusal` when the
    store cannot be opened, made, or is of another library.
    """

    def __init__(
        self,
        options: DeskOptions,
        *,
        today: date | None = None,
        make: bool = False,
        on_wait: OnWait | None = None,
    ) -> None:
        self.path = options.store
        self._options = options
        self._on_wait = on_wait
        self._today = today or date.today()
        self.store = self._open(make=make)
        stored = {str(key): str(value) for key, value in self.store.read("SELECT key, value FROM setting")}
        self._library = self._agreed(stored)
        self._branch = options.branch or stored.get(BRANCH, DEFAULT_BRANCH)
        self._staff = _staff(options.staff)
        self._till = options.till
        self._printer: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if isinstance(error, Exception) and (refusal := self.store.misread(error)):
                raise refusal from error
            if error is None and self.store.met_unreadable:
                for text in named(self.store.connection):
                    print(clean(text), file=sys.stderr)
        finally:
            self.store.close()

    @property
    def working_date(self) -> date:
        """The day that is worked on: the one asked for, or today."""
        return self._options.working_date or self._today

    @property
    def place(self) -> str:
        """Where and who, before the library file is read."""
        return place_line(self._branch, self._staff, self.working_date, self._today)

    def stands_at(self, till: str | None, *, branch: str | None = None, printer: str | None = None) -> None:
        """The kassa, branch and printer (a CUPS queue) of this workstation as its settings have them.

        What the options named goes before it; None is what the store and the library file say.
        """
        self._till = self._options.till or till
        self._branch = self._options.branch or branch or self._branch
        self._printer = printer

    def desk(self) -> Desk:
        """The desk itself.

        Raises `Refusal` for a library file with mistakes, a branch that is not in it, or a till that cannot be a code.
        """
        from balie.library.load import load_library, with_printer

        library = load_library(self._library)
        if self._printer is not None:
            library = with_printer(library, self._printer)
        return Desk(
            store=self.store,
            library=library,
            branch=library.branch(self._branch),
            staff=self._staff,
            working_date=self.working_date,
            spool=spool_folder(self.path),
            till=read_till(self._till or DEFAULT_TILL),
        )

    def _open(self, *, make: bool) -> Store:
        refuse_dangling(self.path)
        if self.path.exists():
            return open_store(self.path, on_wait=self._on_wait)
        if not make:
            raise Refusal(_NOT_THERE.format(path=self.path))
        return self._make()

    def _make(self) -> Store:
        """A new store for the library that was asked for. Its first branch is where it stands, unless told."""
        from balie.library.load import load_library

        name = self._options.library or DEFAULT_LIBRARY
        library = load_library(name)
        branch = library.branch(self._options.branch or library.branches[0].number)
        kept = str(Path(name).absolute()) if "/" in name or name.endswith(".toml") else name
        try:
            return create_store(self.path, {LIBRARY: kept, BRANCH: branch.number}, on_wait=self._on_wait)
        except Refusal:
            # Another desk may have made it in this very moment.
            if self.path.exists():
                return open_store(self.path, on_wait=self._on_wait)
            raise

    def _agreed(self, stored: dict[str, str]) -> str:
        library = stored.get(LIBRARY, DEFAULT_LIBRARY)
        asked = self._options.library
        if asked is not None and asked != library and str(Path(asked).absolute()) != library:
            self.store.close()
            raise Refusal(
                f"Het bestand {self.path} is van bibliotheek {library}, niet van {asked}."
                " Laat --bibliotheek weg, of kies met --bestand een ander bestand."
            )
        return library


def _staff(asked: str | None) -> str:
    """The code of the staff member: the one asked for, or the name this person is logged in with, cut to fit."""
    if asked is not None and asked.strip():
        return read_staff(asked)
    try:
        return clean(getpass.getuser())[:LONGEST_STAFF]
    except (KeyError, OSError):
        return UNKNOWN_STAFF
