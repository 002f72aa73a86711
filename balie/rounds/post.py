"""Sending what waits, with what lending has to tell that day: the same for `balie berichten` and the tab Berichten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from balie.correspondence.overview import survey
from balie.correspondence.report import Progress, silent
from balie.correspondence.run import recover, send_waiting
from balie.lending.holds.ready_messages import note_told
from balie.lending.reminders import queue_due
from balie.rounds.topics import all_topics

if TYPE_CHECKING:
    from balie.correspondence.overview import Survey
    from balie.correspondence.report import SendingReport
    from balie.desk import Desk
    from balie.lending.reminders import Prepared


def get_ready(desk: Desk, progress: Progress = silent) -> tuple[Prepared, Survey]:
    """Queue the service mails of the day, settle what a sender that died left behind, and count what waits.

    Raises `Refusal` while somebody is sending.
    """
    recover(desk)
    prepared = queue_due(desk, progress)
    return prepared, survey(desk, all_topics(), progress)


def send(
    desk: Desk,
    environment: Mapping[str, str],
    report: SendingReport,
    *,
    mails: bool = True,
    progress: Progress = silent,
) -> SendingReport:
    """Send what waits, and note with the reservations that were told that they were; `report` tells what was done.

    Raises what `send_waiting` raises; what was sent by then is noted all the same.
    """
    try:
        return send_waiting(desk, all_topics(), environment, mails=mails, progress=progress, report=report)
    finally:
        note_told(desk)
