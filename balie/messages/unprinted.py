"""Bons that were made and did not come out: the printer failed, the desk was killed, or nobody stood by to print them.

What is not to be printed is never queued (Klantbonnen `Nee`, `[receipts]` never, or asked and answered with no), so
whatever waits was meant to be printed. The one-time password is stored nowhere: no bon of this list shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from balie.library.rights import Right
from balie.messages.bon_kinds import BonKind, about, kind_of
from balie.messages.printing import prepare
from balie.refusal import Refusal
from balie.store.transaction import utc_text

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.messages.printing import PrintJob

PAGE = 100
"""So many are read at a time."""
MOST_COUNTED = 1_000
_BEING_PRINTED = timedelta(minutes=1)
"""So long whoever made a bon may take to print it."""
_STILL = "state <> 'printed' AND dropped_on IS NULL"
_WAITING = f"FROM receipt WHERE branch = ? AND {_STILL} AND (state = 'failed' OR made_at IS NULL OR made_at <= ?)"
_NO_MORE = "Deze bon is intussen afgedrukt of weggehaald."
NO_PASSWORD = "Het eenmalige wachtwoord staat er niet op: dat wordt nergens bewaard."
ONLY_PASSWORD = (
    "Op deze bon stond alleen een eenmalig wachtwoord, en dat wordt nergens bewaard: afdrukken heeft geen zin."
    " Geef de klant zo nodig een nieuw wachtwoord, en haal de bon hier weg."
)


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A bon that did not come out. `made_at` is aware, None where only the working date `made_on` is known.

    `about` is whom or what it is for, `lines` how long it is on paper, `reason` why the printer failed (Dutch; empty
    where nobody tried). `customer_id` is None for what is nobody's.
    """

    receipt_id: int
    kind: BonKind
    about: str
    customer_id: int | None
    made_on: date
    made_at: datetime | None
    staff: str
    lines: int
    reason: str


def unprinted(desk: Desk, *, after: int = 0) -> list[Unprinted]:
    """The bons of this branch that did not come out, the oldest first; the first `PAGE` behind bon `after`.

    Not those of the last minute that nobody failed to print: whoever made one is printing it now.
    """
    rows = desk.store.read(
        f"SELECT id, template, data, customer_id, made_on, made_at, staff, coalesce(reason, '') {_WAITING}"
        " AND id > ? ORDER BY id LIMIT ?",
        (*_asked(desk), after, PAGE),
    )
    found = []
    for receipt_id, template, data, customer_id, made_on, made_at, staff, reason in rows:
        kind = kind_of(template)
        found.append(
            Unprinted(
                receipt_id=receipt_id,
                kind=kind,
                about=about(kind, json.loads(data)),
                customer_id=customer_id,
                made_on=date.fromisoformat(made_on),
                made_at=None if made_at is None else datetime.fromisoformat(made_at),
                staff=staff,
                lines=prepare(desk, receipt_id).text.count("\n"),
                reason=reason,
            )
        )
    return found


def count_unprinted(desk: Desk) -> int:
    """How many bons of this branch did not come out; more than `MOST_COUNTED` are not counted."""
    row = desk.store.read_one(
        f"SELECT count(*) FROM (SELECT id {_WAITING} LIMIT ?) AS found", (*_asked(desk), MOST_COUNTED + 1)
    )
    return 0 if row is None else int(row[0])


def prepare_unprinted(desk: Desk, receipt_id: int) -> PrintJob:
    """Such a bon, ready for `printing.deliver`, without the password.

    Raises `Refusal` when it came out or was dropped meanwhile, and for one that tells nothing but a password.
    """
    row = desk.store.read_one(f"SELECT template FROM receipt WHERE id = ? AND {_STILL}", (receipt_id,))
    if row is None:
        raise Refusal(_NO_MORE)
    if kind_of(row[0]).only_secret:
        raise Refusal(ONLY_PASSWORD)
    return prepare(desk, receipt_id)


def drop(desk: Desk, receipt_ids: Iterable[int]) -> int:
    """Niet meer nodig: take these off the list, with a row in the journal for each. Out: how many there still were."""
    desk.require(Right.SEND)
    dropped = 0
    with desk.transaction() as tx:
        for receipt_id in receipt_ids:
            row = tx.read_one(f"SELECT template, customer_id FROM receipt WHERE id = ? AND {_STILL}", (receipt_id,))
            if row is None:
                continue
            tx.execute(
                "UPDATE receipt SET dropped_on = ? WHERE id = ?", (tx.stamp.working_date.isoformat(), receipt_id)
            )
            tx.journal("bon dropped", customer_id=row[1], after={"bon": kind_of(row[0]).label})
            dropped += 1
    return dropped


def _asked(desk: Desk) -> tuple[str, str]:
    return desk.branch.number, utc_text(desk.now() - _BEING_PRINTED)
