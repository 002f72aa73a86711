"""What `balie controle`, `balie backup` and `balie herstel` do. Each returns the exit status; a `Refusal` goes up."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from balie.commands.compare import compare
from balie.commands.findings import finding_lines
from balie.commands.terminal import ask, ask_in_words, may_replace, progress_bar
from balie.customers.privacy.removed_again import Again, remove_as_in
from balie.dutch.counts import format_count
from balie.dutch.text import clean
from balie.refusal import Refusal
from balie.rounds.found_rows import row_text
from balie.rounds.invariants import all_invariants
from balie.store.as_it_is import AsItIs
from balie.store.backup import backup, backup_target
from balie.store.chain import ChainHead, read_head, read_noted, stands_noted
from balie.store.check import FILE, Finding, check, mend_guards
from balie.store.connection import alone_in, borrow, open_store
from balie.store.errors import BrokenConstraint
from balie.store.inspection import store_version, version_of
from balie.store.restore import UNSOUND, restore
from balie.store.schema import VERSION

_OK, _REFUSED = 0, 1
_NOT_UNIQUE = (
    "In {store} staan nummers dubbel die maar één keer mogen voorkomen: de beveiliging daarvan kan niet terug. Zet een"
    " reservekopie terug van voordat zij verdween."
)
_HEAD = "Logboek {head}. Noteer dit buiten dit bestand: zie --vanaf."
_GONE = (
    "Het logboek is sinds {head} veranderd: die regel is er niet, of is een andere. Dat is ook zo als er een"
    " reservekopie van daarvoor is teruggezet; zo niet, dan is er buiten Balie om in het bestand geschreven."
)
_NOTHING_DONE = "Er is niets teruggezet."
_IN_WORDS = "met fouten"
_ALL_THE_SAME = (
    "Moet zij toch zo worden teruggezet, geef dan ook --met-fouten: wat er mis is, kan daarna worden opgelost."
)


def check_store(store: Path, *, thorough: bool, since: str = "") -> int:
    """Check the store, which is not brought up to date for it; 1 when something is wrong, findings on stderr.

    `since`: a head of the journal that was noted, which is to stand in it still. Raises `Refusal` for what is none.
    """
    noted = read_noted(since) if since else None
    with borrow(store) as opened:
        findings = check(opened, all_invariants(), thorough=thorough)
        lines = list(finding_lines(opened, findings))
        is_readable = all(finding.name != FILE for finding in findings)
        head = _head(opened) if is_readable else None
        if noted is not None and is_readable and (head is None or not stands_noted(opened, noted)):
            lines.append(_GONE.format(head=noted.text))
    for line in lines:
        complain(line)
    if lines:
        complain(
            f"Het bestand {store} is niet in orde. Bewaar er een kopie van, kijk na wat hierboven is genoemd, en zet zo"
            " nodig een reservekopie terug."
        )
        return _REFUSED
    version = store_version(store)
    if version < VERSION:
        say(f"Het bestand is van een oudere versie ({version}); de inhoud wordt pas na het bijwerken gecontroleerd.")
    say(f"Het bestand {store} is in orde.")
    if head is not None:
        say(_HEAD.format(head=head.text))
    return _OK


def _head(store: AsItIs) -> ChainHead | None:
    """The head of the journal; None without a row, and in a store of an older version: that is no chain yet."""
    head = read_head(store) if version_of(store) == VERSION else None
    return head if head is not None and head.row else None


def mend_store(store: Path) -> int:
    """Make the guards of the store that are gone anew; with the desks closed. Then check it."""
    with open_store(store):  # brings it up to date
        pass
    with alone_in(store) as opened:
        try:
            mended = mend_guards(opened)
        except BrokenConstraint:
            raise Refusal(_NOT_UNIQUE.format(store=store)) from None
    say(f"Beveiligingen die opnieuw zijn gemaakt: {mended}.")
    return check_store(store, thorough=False)


def back_up_store(store: Path, target: Path, *, overwrite: bool) -> int:
    """Write a copy of the store to `target`, and tell what is wrong in it: then 1, though the copy is there."""
    chosen = backup_target(store, target)
    replaced = may_replace(chosen, overwrite=overwrite)
    heads: list[ChainHead] = []

    def look(copy: AsItIs) -> list[str]:
        heads.extend(filter(None, [_head(copy)]))
        return list(finding_lines(copy, check(copy, all_invariants())))

    with progress_bar("Reservekopie") as progress:
        lines = backup(store, chosen.path, overwrite=replaced, progress=progress, look=look)
    if not lines:
        say(f"De reservekopie staat in {target} en is gecontroleerd.")
        for head in heads:
            say(_HEAD.format(head=head.text))
        return _OK
    for line in lines:
        complain(line)
    complain(
        f"De reservekopie staat in {target}, met wat hierboven staat erin: het is in {store} zelf niet in orde. Los het"
        " daar op; `balie herstel` zet deze kopie alleen terug als u erbij zegt dat het zo mag."
    )
    return _REFUSED


def restore_store(
    source: Path, store: Path, *, sure: bool, other_library: bool = False, with_findings: bool = False
) -> int:
    """Tell how the backup `source` and the store differ, ask unless `sure`, and put it in the place of the store.

    `other_library` allows a backup of another library, `with_findings` one in which something is wrong: otherwise that
    is asked for in words, and refused where nobody can be asked (`sure`).
    """
    store_version(source)
    told = compare(source, store, other_library=other_library)
    if sure:
        for line in told:
            complain(line)
    elif not ask("\n".join(map(clean, (*told, f"{source} terugzetten in de plaats van {store}?")))):
        complain(_NOTHING_DONE)
        return _REFUSED

    def judge(copy: AsItIs, findings: Sequence[Finding]) -> None:
        lines = list(finding_lines(copy, findings))
        if sure and not with_findings:
            raise Refusal(UNSOUND.format(path=source), *lines, _ALL_THE_SAME)
        complain(f"In de reservekopie {source} is niet alles in orde:")
        for line in lines:
            complain(line)
        if not with_findings and not ask_in_words("Mag zij zo worden teruggezet?", _IN_WORDS):
            raise Refusal(_NOTHING_DONE)

    again: list[Again] = []
    with progress_bar("Terugzetten") as progress:
        kept = restore(
            source,
            store,
            now=_now,
            invariants=all_invariants(),
            progress=progress,
            judge=judge,
            amend=lambda copy, replaced: again.append(remove_as_in(replaced, copy, now=_now)),
        )
    say(f"De reservekopie {source} is teruggezet.")
    if kept is not None:
        say(f"Wat er stond is bewaard als {kept}.")
        _tell_removed(again[0], store)
    return _OK


def _tell_removed(again: Again, store: Path) -> None:
    if again.removed:
        say(f"Klanten die na de reservekopie waren verwijderd, zijn opnieuw verwijderd: {format_count(again.removed)}.")
    if not again.known:
        complain(
            "Het bestand dat er stond is niet te lezen: klanten die na de reservekopie waren verwijderd, kunnen weer in"
            " het bestand staan. Verwijder hen opnieuw."
        )
    if again.within:
        complain(
            "Van deze klanten is de samenvoeging na de reservekopie ongedaan gemaakt, en is de andere klant verwijderd:"
            " maak haar weer ongedaan (T) en verwijder die klant opnieuw."
        )
        with borrow(store) as opened:
            for customer_id in again.within:
                complain(f"  {row_text(opened, 'customer.number', str(customer_id))}")


def _now() -> datetime:
    return datetime.now(UTC)


def say(text: str) -> None:
    """Tell on standard output; what cannot be seen is left out."""
    print(clean(text))


def complain(text: str) -> None:
    """Tell on standard error."""
    print(clean(text), file=sys.stderr)
