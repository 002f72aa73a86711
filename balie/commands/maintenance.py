"""What `balie controle`, `balie backup` and `balie herstel` do. Each returns the exit status; a `Refusal` goes up."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from balie.commands.found_rows import row_text
from balie.commands.invariants import all_invariants
from balie.commands.terminal import ask, may_replace, progress_bar
from balie.customers.removed_again import Gone, read_removed, remove_again
from balie.dutch.counts import format_count
from balie.dutch.text import clean
from balie.refusal import Refusal
from balie.store.backup import backup
from balie.store.check import Finding, check_connection
from balie.store.connection import borrow, open_store
from balie.store.inspection import store_version
from balie.store.output import Guard, choose_target
from balie.store.restore import restore
from balie.store.schema import VERSION

_OK, _REFUSED = 0, 1
_IDS_SHOWN = 10


def check_store(store: Path, *, thorough: bool) -> int:
    """Check the store, which is not brought up to date for it; 1 when something is wrong, findings on stderr."""
    with borrow(store) as connection:
        findings = check_connection(connection, all_invariants(), thorough=thorough)
        for finding in findings:
            _complain(finding.text)
            for row in _shown_rows(connection, finding):
                _complain(f"  {row}")
    if findings:
        _complain(
            f"Het bestand {store} is niet in orde. Bewaar er een kopie van, kijk na wat hierboven is genoemd, en zet zo"
            " nodig een reservekopie terug."
        )
        return _REFUSED
    version = store_version(store)
    if version < VERSION:
        _say(f"Het bestand is van een oudere versie ({version}); de inhoud wordt pas na het bijwerken gecontroleerd.")
    _say(f"Het bestand {store} is in orde.")
    return _OK


def back_up_store(store: Path, target: Path, *, overwrite: bool) -> int:
    """Write a checked copy of the store to `target`."""
    chosen = choose_target(target, Guard(store.absolute(), backups=True))
    replaced = may_replace(chosen, overwrite=overwrite)
    with progress_bar("Reservekopie") as progress:
        backup(store, chosen.path, overwrite=replaced, progress=progress)
    _say(f"De reservekopie staat in {target} en is gecontroleerd.")
    return _OK


def restore_store(source: Path, store: Path, *, sure: bool) -> int:
    """Ask, unless `sure`, and put the backup `source` in the place of the store."""
    store_version(source)
    removed, known = _removed_before(store)
    if not sure and not ask(clean(f"{source} terugzetten in de plaats van {store}?")):
        _complain("Er is niets teruggezet.")
        return _REFUSED
    with progress_bar("Terugzetten") as progress:
        kept = restore(source, store, now=lambda: datetime.now(UTC), invariants=all_invariants(), progress=progress)
    _say(f"De reservekopie {source} is teruggezet.")
    if kept is not None:
        _say(f"Wat er stond is bewaard als {kept}.")
    if removed:
        with open_store(store) as restored:
            again = remove_again(restored, removed, now=lambda: datetime.now(UTC))
        if again:
            _say(f"Klanten die na de reservekopie waren verwijderd, zijn opnieuw verwijderd: {again}.")
    if not known:
        _complain(
            "Het bestand dat er stond is niet te lezen: klanten die na de reservekopie waren verwijderd, kunnen weer in"
            " het bestand staan. Verwijder hen opnieuw."
        )
    return _OK


def _removed_before(store: Path) -> tuple[list[Gone], bool]:
    """Who was removed from the store that is to be replaced, and whether that could be read."""
    if not store.exists():
        return [], True
    try:
        return read_removed(store), True
    except Refusal:
        return [], False


def _shown_rows(connection: sqlite3.Connection, finding: Finding) -> list[str]:
    rows = [row_text(connection, finding.name, one) for one in finding.ids[:_IDS_SHOWN]]
    more = len(finding.ids) - len(rows)
    return [*rows, f"en nog {format_count(more)}"] if more > 0 else rows


def _say(text: str) -> None:
    print(clean(text))


def _complain(text: str) -> None:
    print(clean(text), file=sys.stderr)
