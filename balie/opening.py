"""Opening the desk: which store, which library, which branch, who, and on what day."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from balie.desk import Desk, utc_now
from balie.dutch.text import clean
from balie.options import DeskOptions
from balie.refusal import Refusal
from balie.store.connection import Store, create_store, open_store
from balie.store.errors import refuse_dangling
from balie.store.library_file import LIBRARY
from balie.store.place import spool_folder
from balie.store.transaction import Stamp
from balie.store.unreadable import named
from balie.store.waiting import OnWait
from balie.working_date import place_line, practice_clock
from balie.workplace import LONGEST_STAFF, read_staff, read_till

BRANCH = "branch"
"""The setting of a store with the branch it stands in."""

if TYPE_CHECKING:
    from balie.library.structs import Library

DEFAULT_LIBRARY = "biblionet-drenthe"
DEFAULT_BRANCH = "9428"
DEFAULT_TILL = "1"
UNKNOWN_STAFF = "balie"
"""Who works at a machine that knows no names."""
_NOT_THERE = (
    "Het bestand {path} bestaat nog niet. Start eerst de balie, die het maakt (met --bibliotheek voor welke"
    " bibliotheek), of kies met --bestand een ander bestand."
)


_ANOTHER_LIBRARY = (
    "Het bestand {path} is van bibliotheek {library}, niet van {asked}. Laat --bibliotheek weg, of kies met --bestand"
    " een ander bestand."
)
_ANOTHER_FILE = (
    "Het bestand {path} werkt met een ander bibliotheekbestand van dezelfde bibliotheek. Laat --bibliotheek weg, of"
    " laat het voortaan met {asked} werken: `balie bibliotheek {asked} --pad`."
)
_COPY_USED = (
    "Het bibliotheekbestand {named} is er niet: er is gewerkt met de kopie ervan in {path}. Zet het terug, of wijs aan"
    " waar het nu staat: `balie bibliotheek BESTAND --pad`."
)
_OWN_COPIES_USED = (
    "Van de eigen bestanden naast {library} zijn er niet: {names}. Er is gewerkt met de kopie ervan in {path}. Zet"
    " terug wat weg is, of ga verder met wat er nu staat: `balie bibliotheek {library} --pad`."
)
_PRACTICE = (
    "Het bestand {path} is van een oefenbalie; er wordt niet echt in gewerkt. Kies met --bestand een ander bestand, of"
    " oefen erin met `balie oefenen`."
)
_AFRESH = "Is het oefenbestand beschadigd? Met --opnieuw erbij krijgt u een vers; uw voortgang blijft."
_REAL = (
    "Het bestand {path} is geen oefenbestand: daarin wordt niet geoefend. Laat --bestand weg; `balie oefenen` heeft een"
    " eigen bestand."
)
_OTHER_CONTENT = (
    "Het bibliotheekbestand {found} is van {ours}, en {path} is van {theirs}. Zet het goede bibliotheekbestand terug,"
    " of wijs het aan: `balie bibliotheek BESTAND --pad`."
)


class Opening:
    """A store that is open, and the desk that can be opened on it.

    In two steps, since a library file takes a while to read: the store and what it says of itself at once, the
    library when `desk` is called; `notice` then holds what a keeper should know, in Dutch. A context manager that
    closes the store and tells the notice on standard error, also where something was refused.

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
        self.made = False
        """Whether this opening made the store."""
        self._options = options
        self._on_wait = on_wait
        started = datetime.now(UTC)
        practised = options.working_date if options.practice else None
        self._now = None if practised is None else practice_clock(practised, started)
        self._today = practised or today or date.today()
        self.store = self._open(make=make) if not options.practice else self._open_practice()
        self._must_be_meant()
        stored = {str(key): str(value) for key, value in self.store.read("SELECT key, value FROM setting")}
        self._library = self._agreed(stored)
        self._branch = options.branch or stored.get(BRANCH, DEFAULT_BRANCH)
        self._staff = _staff(options.staff)
        self._till = options.till
        self._printer: str | None = None
        self.notice = ""

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
            if self.notice:
                print(clean(self.notice), file=sys.stderr)
            self.store.close()

    @property
    def working_date(self) -> date:
        """The day that is worked on: the one asked for, or today."""
        return self._options.working_date or self._today

    @property
    def place(self) -> str:
        """Where and who, before the library file is read."""
        practice = self._options.practice
        return place_line(self._branch, self._staff, self.working_date, self._today, practice=practice)

    def stands_at(self, till: str | None, *, branch: str | None = None, printer: str | None = None) -> None:
        """The kassa, branch and printer (a CUPS queue) of this workstation as its settings have them.

        What the options named goes before it; None is what the store and the library file say.
        """
        self._till = self._options.till or till
        self._branch = self._options.branch or branch or self._branch
        self._printer = printer

    def desk(self) -> Desk:
        """The desk itself.

        Raises `Refusal` for a library file with mistakes or of another library, for files beside it that cannot be
        used, for a branch that is not in it, or a till that cannot be a code.
        """
        library = self._read_library()
        if self._options.practice:
            from balie.library.always import with_prices_always

            library = with_prices_always(library, self.working_date)
        if self._printer is not None:
            from balie.library.load import with_printer

            library = with_printer(library, self._printer)
        from balie.rights import machine_rights

        return Desk(
            store=self.store,
            library=library,
            branch=library.branch(self._branch),
            staff=self._staff,
            working_date=self.working_date,
            spool=spool_folder(self.path),
            till=read_till(self._till or DEFAULT_TILL),
            now=self._now or utc_now,
            rights=machine_rights(self._staff, library.roles),
        )

    def _must_be_meant(self) -> None:
        """Refuse a practice file to a real desk, and a real file to who practises."""
        try:
            if self.store.is_practice != self._options.practice:
                raise Refusal((_REAL if self._options.practice else _PRACTICE).format(path=self.path))
        except BaseException:
            self.store.close()
            raise

    def _open_practice(self) -> Store:
        try:
            return self._open(make=False)
        except Refusal as refusal:
            raise Refusal(*refusal.reasons, _AFRESH) from refusal

    def _open(self, *, make: bool) -> Store:
        refuse_dangling(self.path)
        if self.path.exists():
            return open_store(self.path, on_wait=self._on_wait)
        if not make:
            raise Refusal(_NOT_THERE.format(path=self.path))
        return self._make()

    def _make(self) -> Store:
        """A new store for the library that was asked for. Its first branch is where it stands, unless told."""
        from balie.library.finding import name_for_store
        from balie.library.load import load_library

        name = self._options.library or DEFAULT_LIBRARY
        library = load_library(name)
        branch = library.branch(self._options.branch or library.branches[0].number)
        try:
            settings = {LIBRARY: name_for_store(name, self.path), BRANCH: branch.number}
            store = create_store(self.path, settings, on_wait=self._on_wait)
            self.made = True
            return store
        except Refusal:
            # Another desk may have made it in this very moment.
            if self.path.exists():
                return open_store(self.path, on_wait=self._on_wait)
            raise

    def _agreed(self, stored: dict[str, str]) -> str:
        library = stored.get(LIBRARY, DEFAULT_LIBRARY)
        asked = self._options.library
        if asked is None or asked == library:
            return library
        from balie.library.finding import name_for_store
        from balie.library.load import is_path, load_library
        from balie.store.library_file import kept_library

        remembered = name_for_store(asked, self.path)
        if remembered == library or (is_path(library) and remembered == name_for_store(library, self.path)):
            return library
        try:
            kept = kept_library(self.store)
            if kept is not None and load_library(asked).name == kept.name:
                raise Refusal(_ANOTHER_FILE.format(asked=asked, path=self.path))
            raise Refusal(_ANOTHER_LIBRARY.format(path=self.path, library=library, asked=asked))
        except BaseException:
            self.store.close()
            raise

    def _read_library(self) -> Library:
        """The library of the store, and the library's own files with it; the store keeps what it reads."""
        from balie.library.data_files import is_copy, own_files, use_own_files
        from balie.library.finding import KeptLibrary, find_library, name_for_store
        from balie.library.load import is_path, read_library
        from balie.store.library_file import keep_library, keep_own_files, kept_library, kept_own_files

        kept, kept_own = kept_library(self.store), kept_own_files(self.store)
        found = find_library(self._library, self.path, kept)
        library = read_library(found.content, found.file_name)
        if kept is not None and found.is_own and found.path is not None and library.name != kept.name:
            raise Refusal(_OTHER_CONTENT.format(found=found.path, ours=library.name, path=self.path, theirs=kept.name))
        if found.path is None:
            self.notice = _COPY_USED.format(named=self._library, path=self.path)
        use_own_files(found.folder, kept_own if found.is_own else None)
        own = kept_own
        if own_files():
            from balie.own_data import check_own_files

            own = check_own_files()
        if found.path is not None and (gone := [name for name in own if is_copy(name)]):
            self.notice = _OWN_COPIES_USED.format(library=found.path, names=", ".join(gone), path=self.path)
        now = KeptLibrary(library.name, found.file_name, found.content)
        remembered = self._library
        if found.path is not None and is_path(remembered):
            remembered = name_for_store(str(found.path), self.path)
        if now != kept or remembered != self._library or own != kept_own:
            stamp = Stamp(self._staff, self._branch, datetime.now(UTC), self.working_date)
            with self.store.transaction(stamp) as tx:
                keep_library(tx, now, remembered)
                keep_own_files(tx, own)
            self._library = remembered
        return library


def _staff(asked: str | None) -> str:
    """The code of the staff member: the one asked for, or the name this person is logged in with, cut to fit."""
    if asked is not None and asked.strip():
        return read_staff(asked)
    try:
        return clean(getpass.getuser())[:LONGEST_STAFF]
    except (KeyError, OSError):
        return UNKNOWN_STAFF
