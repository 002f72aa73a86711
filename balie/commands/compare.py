"""A backup beside the store it is to replace: what `balie herstel` tells before it asks, and what it does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.library.load import library_names, load_library
from balie.opening import DEFAULT_LIBRARY
from balie.refusal import Refusal
from balie.store.as_it_is import Opened
from balie.store.errors import Unreadable, may_be_unreadable, refusing
from balie.store.identity import Identity, JournalRow, has_table, knows, read_identity
from balie.store.library_file import LIBRARY
from balie.store.practice import is_marked
from balie.store.restore import read_apart

_COUNTED = (
    ("klant", "klanten", "customer", "SELECT (SELECT count(*) FROM customer) - (SELECT count(*) FROM {removal})"),
    ("exemplaar", "exemplaren", "item", "SELECT count(*) FROM item"),
    ("uitlening", "uitleningen", "loan", "SELECT count(*) FROM loan"),
    ("boeking", "boekingen", "charge", "SELECT (SELECT count(*) FROM charge) + (SELECT count(*) FROM payment)"),
)
"""What a keeper knows a store by: one, more, the table without which there are none, and how they are counted."""

_OTHER_LIBRARY = (
    "De reservekopie {source} is van bibliotheek {ours}; wat er nu staat is van bibliotheek {theirs}. Kies een andere"
    " reservekopie, of een ander bestand (--bestand). Is dit echt de bedoeling, geef dan ook --andere-bibliotheek."
)
_PRACTICE_COPY = (
    "De kopie {source} is van een oefenbalie: die wordt niet teruggezet in {store}. Geef de reservekopie van de"
    " bibliotheek zelf."
)
_OVER_PRACTICE = (
    "Het bestand {store} is van een oefenbalie, en de kopie {source} niet. Kies met --bestand het bestand van de"
    " bibliotheek; een oefenbalie begint opnieuw met `balie oefenen --opnieuw`."
)
_UNREADABLE = (
    "Het bestand {store} dat er staat is niet te lezen en dus niet te vergelijken. Klanten die na de reservekopie zijn"
    " verwijderd, zijn er niet in te vinden."
)
_SAME = "De kopie is van hetzelfde bestand. Wie daarna is verwijderd, wordt opnieuw verwijderd."
_ANOTHER = (
    "De kopie is van een ander bestand, met andere klanten onder dezelfde kenmerken: wie hier is verwijderd, wordt in"
    " de kopie niet gezocht."
)
_WENT_ON = "Wat na de kopie is gedaan ({rows} in het logboek), staat er straks niet in."
_PARTED = "Kopie en bestand zijn los van elkaar verder gegaan: elk heeft werk dat in het andere niet staat."
_AHEAD = "De kopie heeft werk dat in het bestand niet meer staat."


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What a store holds: which one it is, of which library, and how much.

    `library_name` is the library's own name, None where the store does not know it: then `library_file` tells, as its
    settings have it.
    """

    identity: Identity
    library_name: str | None
    library_file: str
    counts: tuple[str, ...]
    practice: bool

    @property
    def library(self) -> str:
        """What to call the library."""
        return self.library_name or self.library_file

    def is_same_library(self, other: StoreFacts) -> bool:
        """Whether both are of one library, going by its name; by the name of its file where one knows no more."""
        if self.library_name is not None and other.library_name is not None:
            return self.library_name == other.library_name
        return self.library_file == other.library_file

    def line(self) -> str:
        """`bibliotheek Biblionet Drenthe, bestandsversie 24, werk van … t/m …, 2 klanten, …`."""
        identity = self.identity
        when = "nog geen werk"
        if identity.first and identity.last:
            when = f"werk van {_moment(identity.first)} t/m {_moment(identity.last)}"
        return ", ".join((f"bibliotheek {self.library}", f"bestandsversie {identity.version}", when, *self.counts))


def compare(source: Path, store: Path, *, other_library: bool) -> list[str]:
    """What can be told of a backup and of the store in whose place it would come.

    Raises `Refusal` when the backup is no store, or is of another library and not `other_library`.
    """
    with refusing(source), read_apart(source) as backup:
        ours = read_facts(backup)
        lines = [f"Reservekopie {source}: {ours.line()}."]
        if not store.exists():
            if ours.practice:
                raise Refusal(_PRACTICE_COPY.format(source=source, store=store))
            return [*lines, f"Er staat nog niets in {store}."]
        try:
            with may_be_unreadable(), read_apart(store) as replaced:
                theirs = read_facts(replaced)
                told = list(_relation(backup, ours.identity, replaced, theirs.identity))
        except (Refusal, Unreadable):
            return [*lines, _UNREADABLE.format(store=store)]
    if ours.practice != theirs.practice:
        raise Refusal((_PRACTICE_COPY if ours.practice else _OVER_PRACTICE).format(source=source, store=store))
    if not ours.is_same_library(theirs) and not other_library:
        raise Refusal(_OTHER_LIBRARY.format(source=source, ours=ours.library, theirs=theirs.library))
    return [*lines, f"Er staat nu {store}: {theirs.line()}.", *told]


def read_facts(store: Opened) -> StoreFacts:
    """What there is in a store of whatever version. Raises what SQLite says."""
    removal = "removal" if has_table(store, "removal") else "(SELECT 1 WHERE FALSE) AS nobody"
    counts = []
    for one, more, table, sql in _COUNTED:
        if has_table(store, table):
            (count,) = store.read_one(sql.format(removal=removal)) or (0,)
            counts.append(many(int(count), one, more))
    row = store.read_one("SELECT value FROM setting WHERE key = ?", (LIBRARY,))
    named = DEFAULT_LIBRARY if row is None else str(row[0])
    name, practice = _library_name(store, named), is_marked(store)
    return StoreFacts(read_identity(store), name, PurePath(named).stem, tuple(counts), practice)


def _library_name(store: Opened, named: str) -> str | None:
    if has_table(store, "library_file"):
        row = store.read_one("SELECT name FROM library_file")
        if row is not None:
            return str(row[0])
    return load_library(named).name if named in library_names() else None


def _relation(backup: Opened, ours: Identity, replaced: Opened, theirs: Identity) -> Iterator[str]:
    if not ours.is_same_store(theirs):
        yield _ANOTHER
        return
    yield _SAME
    if ours.last is None or theirs.last is None:
        return
    is_known, knows_ours = knows(replaced, ours.last), knows(backup, theirs.last)
    if is_known and not knows_ours:
        yield _WENT_ON.format(rows=many(theirs.last.row - ours.last.row, "regel", "regels"))
    elif knows_ours and not is_known:
        yield _AHEAD
    elif not is_known:
        yield _PARTED


def _moment(work: JournalRow) -> str:
    local = work.at.astimezone()
    return f"{format_date(local.date())} {local:%H:%M}"
