"""Pausing a reservation until a day, and taking it up again; it keeps its place in the queue.

Source: rules.md#holds-paused.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.circulation.hold_changes import CHANGED, pause
from balie.circulation.holds import Hold, HoldState
from balie.dutch.dates import format_date, parse_date
from balie.lending.holds.holds import open_hold
from balie.library.rights import Right
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

LONGEST_PAUSE = 365
"""Nothing is put off further than so many days from today."""
SET_ASIDE = "Voor deze reservering is al een exemplaar apart gezet: houd het langer klaar (L), of annuleer (A)."
"""Why what stands ready or is on its way is not paused."""
NOT_PAUSED = "Deze reservering is niet uitgesteld."


def pause_hold(desk: Desk, hold_id: int, until: date) -> None:
    """Pass a reservation over before a day; from that day on it waits as before.

    Raises `Refusal` (field `until`) for today or a day before it, one too far ahead, and one after the last day of the
    wish; and when it does not wait any more.
    """
    desk.require(Right.RESERVE)
    with desk.transaction() as tx:
        hold, today = open_hold(tx, hold_id), tx.stamp.working_date
        if hold.state is not HoldState.WAITING:
            raise Refusal(SET_ASIDE)
        _check_day(until, today)
        if hold.ends_on is not None and until > hold.ends_on:
            told = f"De klant wil het uiterlijk op {format_date(hold.ends_on)} hebben: kies een eerdere dag."
            raise Refusal(Reason(told, "until"))
        if until != hold.starts_on:
            pause(tx, hold, until)
            before = {"hold": hold.id, "starts_on": hold.starts_on}
            tx.journal(CHANGED, customer_id=hold.customer_id, before=before, after={"starts_on": until})


def resume_hold(desk: Desk, hold_id: int) -> None:
    """Take a reservation up again that was paused. Raises `Refusal` when it is not paused (any more)."""
    desk.require(Right.RESERVE)
    with desk.transaction() as tx:
        hold = open_hold(tx, hold_id)
        if not is_paused(hold, tx.stamp.working_date):
            raise Refusal(NOT_PAUSED)
        pause(tx, hold, None)
        before = {"hold": hold.id, "starts_on": hold.starts_on}
        tx.journal(CHANGED, customer_id=hold.customer_id, before=before, after={"starts_on": None})


def is_paused(hold: Hold, today: date) -> bool:
    """Whether a reservation is passed over today."""
    return hold.state is HoldState.WAITING and hold.starts_on is not None and hold.starts_on > today


def read_pause(text: str, today: date) -> date:
    """The day from which it is wanted again, as typed (dd-mm-jjjj). Raises `Refusal` as `pause_hold` does."""
    until = parse_date(text, today)
    _check_day(until, today)
    return until


def _check_day(until: date, today: date) -> None:
    first, latest = today + timedelta(days=1), today + timedelta(days=LONGEST_PAUSE)
    if not first <= until <= latest:
        raise Refusal(Reason(f"Kies een dag van {format_date(first)} tot en met {format_date(latest)}.", "until"))
