"""The files of payouts that were made: which there are, where they lie, and one put in its place again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.finance.collection.folder import clear_aside, digest, give_name, write_aside
from balie.finance.settling.pain001 import PayingAccount, Transfer, pain001
from balie.library.rights import Right
from balie.library.terms import TransferMessage
from balie.refusal import Refusal
from balie.store import place

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

_FILES = "SELECT id, week, message_id, made_on, execute_on, payments, cents, sha256 FROM payout_file"


@dataclass(frozen=True, slots=True)
class PayoutFile:
    """A file that was made for the bank; the amount in cents, `week` as `2026-38`."""

    id: int
    week: str
    path: Path
    message_id: str
    made_on: date
    execute_on: date
    payments: int
    cents: int
    sha256: str


def payout_files(desk: Desk, limit: int = 60) -> list[PayoutFile]:
    """The files that were made, the last one first."""
    rows = desk.store.read(f"{_FILES} ORDER BY week DESC LIMIT ?", (limit,))
    return [_file(desk, *row) for row in rows]


def file_of(desk: Desk, reader: Reader, week: str) -> PayoutFile | None:
    """The file of a week; None where none was made."""
    row = reader.read_one(f"{_FILES} WHERE week = ?", (week,))
    return None if row is None else _file(desk, *row)


def payout_folder(desk: Desk) -> Path:
    """`bibliotheek-uitbetaling` beside `bibliotheek.balie`."""
    return place.payout_folder(desk.store.path)


def make_again(desk: Desk, week: str) -> PayoutFile:
    """Put the file of a week, which has one, in its place again: the same bytes, out of what was written down of it.

    Raises `Refusal` when that cannot be done any more (a customer in it was removed, or another version of Balie made
    it), and when the file cannot be written.
    """
    desk.require(Right.PAYOUT_FILE)
    made = file_of(desk, desk.store, week)
    assert made is not None
    row = desk.store.read_one(
        "SELECT version, iban, bic, name, made_at, sha256 FROM payout_file WHERE id = ?", (made.id,)
    )
    assert row is not None
    version, iban, bic, name, made_at, sha256 = row
    if _digest_of(made.path) == sha256:
        return made
    rows = desk.store.read(
        "SELECT end_to_end_id, cents, iban, holder, description FROM payout WHERE file_id = ? ORDER BY place",
        (made.id,),
    )
    if any(None in one for one in rows):
        raise Refusal(
            f"Het bestand van week {week} kan niet opnieuw worden gemaakt: een klant die erin staat is verwijderd."
        )
    data = pain001(
        PayingAccount(name, iban, bic, TransferMessage(version)),
        [Transfer(*one) for one in rows],
        message_id=made.message_id,
        made_at=datetime.fromisoformat(made_at),
        execute_on=made.execute_on,
    )
    if digest(data) != sha256:
        raise Refusal(
            f"Het bestand van week {week} kan niet precies zo opnieuw worden gemaakt als op"
            f" {format_date(made.made_on)}: het is met een andere versie van Balie gemaakt. Zoek het oude bestand op."
        )
    # One desk at a time, so that what an unfinished one left behind can be taken away.
    with desk.transaction() as tx:
        give_name(write_aside(made.path.parent, made.path.name, data), made.path.name)
        clear_aside(made.path.parent, made.path.name)
        tx.journal("payout file made again", after={"file": made.message_id})
    return made


def _file(
    desk: Desk,
    number: int,
    week: str,
    message_id: str,
    made_on: str,
    execute_on: str,
    payments: int,
    cents: int,
    sha256: str,
) -> PayoutFile:
    return PayoutFile(
        id=number,
        week=week,
        path=payout_folder(desk) / f"{message_id.lower()}.xml",
        message_id=message_id,
        made_on=date.fromisoformat(made_on),
        execute_on=date.fromisoformat(execute_on),
        payments=payments,
        cents=cents,
        sha256=sha256,
    )


def _digest_of(path: Path) -> str:
    """The hash of a file as it lies there; empty where it does not."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
