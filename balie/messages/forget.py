"""Forgetting what messages said, once they have gone: that there was one is kept, its text is not.

Source: rules.md#retention.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from balie.library.rights import Right
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk

TEXT_DAYS = 30
"""The text of a message, and a file of printed letters, are kept for so many days after it went out or was refused."""

# A message that waits, or may have gone out, keeps its text: it is still needed.
_EXPIRED = (
    "SELECT id FROM message WHERE data IS NOT NULL AND made_on < :day AND state IN ('sent', 'failed', 'withdrawn')"
    " AND coalesce(sent_at, made_on) < :day LIMIT :limit"
)
_FORGET = f"UPDATE message SET data = NULL WHERE id IN ({_EXPIRED})"


def forget_texts(desk: Desk) -> int:
    """Forget the texts of messages that went out, failed or were withdrawn long enough ago, and the files of their
    letters in the spool folder. Out: how many texts. Harmless to do more often.
    """
    desk.require(Right.TIDY)
    day = (desk.working_date - timedelta(days=TEXT_DAYS)).isoformat()
    forgotten, pace = 0, Pace()
    with desk.pieces(pace) as piece:
        while desk.store.read_one(_EXPIRED, {"day": day, "limit": 1}) is not None:
            with piece() as tx:
                forgotten += tx.execute(_FORGET, {"day": day, "limit": pace.rows}).rowcount
                tx.journal("message texts forgotten", after={"messages": forgotten})
    _discard_letters(desk)
    return forgotten


def _discard_letters(desk: Desk) -> None:
    """Take away the files of print jobs of which every letter was forgotten. One that cannot be taken away is left."""
    for path in desk.spool.glob("brieven-????????.txt"):
        number = path.stem.removeprefix("brieven-")
        if not number.isdecimal():
            continue
        kept = desk.store.read_one("SELECT 1 FROM message WHERE print_job = ? AND data IS NOT NULL", (int(number),))
        if kept is None:
            with suppress(OSError):
                path.unlink()
