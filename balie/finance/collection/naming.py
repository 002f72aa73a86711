"""Giving booked files their name, also those of a program that was killed between the two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from balie.finance.collection.creditor import creditor_of
from balie.finance.collection.files import CollectionFile, half_booked, stored_items, unmark, unwritten
from balie.finance.collection.folder import (
    clear_aside,
    collection_folder,
    digest,
    found_aside,
    give_name,
    write_aside,
)
from balie.finance.collection.pain008 import pain008
from balie.library.rights import Right
from balie.refusal import Refusal
from balie.store.pace import Pace
from balie.store.runs import only_run

if TYPE_CHECKING:
    from balie.desk import Desk

AT_WORK = (
    "Er is al een facturatie, aanmaning of incasso bezig, aan een andere balie. Wacht tot die klaar is, en kijk dan wat"
    " er nog te doen is."
)
_NOT_THE_SAME = (
    "Het bestand {name} is geboekt maar niet weggeschreven, en kan niet meer precies zo worden gemaakt: de gegevens van"
    " de incassant of van een machtiging zijn sindsdien veranderd. Lever het niet in; boek de incasso's erin terug."
)


def name_file(desk: Desk, file_id: int, aside: Path, name: str) -> None:
    """Put a booked file under its name and note that. Raises `Refusal` when the disk does not allow it."""
    desk.require(Right.COLLECT)
    give_name(aside, name)
    with desk.transaction() as tx:
        tx.execute("UPDATE collection_file SET written = 1 WHERE id = ?", (file_id,))


def undo_half_booked(desk: Desk) -> None:
    """Take back the files of which a killed run did not mark every charge: the next run makes them as they were.

    Raises `Refusal` while a run is at work.
    """
    if half_booked(desk.store):
        with only_run(desk.store, told=AT_WORK):
            for file_id, name in half_booked(desk.store):
                take_back(desk, file_id, name)


def take_back(desk: Desk, file_id: int, name: str) -> None:
    """Take back a file that is half booked. To be called by the only run."""
    desk.require(Right.COLLECT)
    pace, gone = Pace(), False
    with desk.pieces(pace) as piece:
        while not gone:
            with piece() as tx:
                gone = unmark(tx, file_id, pace.rows)
                if gone:
                    tx.journal("collection file taken back", after={"file": name})
    clear_aside(collection_folder(desk), name)


def finish_files(desk: Desk) -> Iterator[CollectionFile]:
    """Give every booked file its name that has none yet; which those were.

    It lies ready beside its name; where it is gone, it is made again from what was booked, and must have the same hash.
    Raises `Refusal` when it has not, and while a run is at work that would have to be waited for.
    """
    desk.require(Right.COLLECT)
    undo_half_booked(desk)
    for file in unwritten(desk.store):
        put_in_place(desk, file)
        with desk.transaction() as tx:
            tx.execute("UPDATE collection_file SET written = 1 WHERE id = ?", (file.file_id,))
        clear_aside(collection_folder(desk), file.name)
        yield file


def put_in_place(desk: Desk, file: CollectionFile) -> Path:
    """Have a booked file lie under its name, made again where it is gone: the same bytes. Where it lies.

    Raises `Refusal` when what it was made of has changed since, or the disk does not allow it.
    """
    folder = collection_folder(desk)
    path = folder / file.name
    if not _is(path, file.sha256):
        aside = found_aside(folder, file.name, file.sha256) or _made_again(desk, folder, file)
        try:
            give_name(aside, file.name)
        except Refusal:
            if not _is(path, file.sha256):  # another desk gave it its name in this very moment
                raise
    return path


def _made_again(desk: Desk, folder: Path, file: CollectionFile) -> Path:
    items = stored_items(desk.store, file.file_id)
    contents = pain008(
        creditor_of(desk.library),
        items,
        message_id=file.message_id,
        made_at=file.started_at,
        collect_on=file.collect_on,
    )
    if digest(contents) != file.sha256:
        raise Refusal(_NOT_THE_SAME.format(name=file.name))
    return write_aside(folder, file.name, contents)


def _is(path: Path, sha256: str) -> bool:
    with suppress(OSError):
        return digest(path.read_bytes()) == sha256
    return False
