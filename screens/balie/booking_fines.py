"""Boete boeken: told what it is together, asked, and charged; for some items at home or for all.

Source: rules.md#running-fine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.running_fines import NOTHING, book_running_fines
from balie.refusal import Refusal
from screens.dialogs.boxes import WENT_ELSEWHERE, ask_aside

if TYPE_CHECKING:
    from balie.lending.at_home import ItemAtHome
    from balie.lending.session.acts import FineBooked
    from screens.host.asking import Host


async def book_fines(app: Host, customer_id: int, rows: Sequence[ItemAtHome]) -> list[FineBooked] | None:
    """Ask, and charge what these items cost until now; nothing when the answer is no, or somebody scans on.

    None when the question made way for another key: it is to be asked again.

    Raises `Refusal` when there is nothing to charge, or it is another amount by now.
    """
    late = [row for row in rows if row.fine_cents]
    if not late:
        raise Refusal(NOTHING)
    cents = sum(row.fine_cents for row in late)
    items = many(len(late), "exemplaar", "exemplaren")
    stays = "Het blijft" if len(late) == 1 else "Ze blijven"
    until = format_date(app.desk.working_date)
    asked = [f"Te-laat-geld van {items}, t/m {until}: {format_cents(cents)}. Nu boeken?", "", f"{stays} uitgeleend."]
    answer = await ask_aside(app, "Boete boeken", asked, {"j": "Ja", "n": "Nee"})
    if answer == WENT_ELSEWHERE:
        return None
    if answer != "j":
        return []
    return book_running_fines(app.desk, customer_id, [row.loan_id for row in late], cents)


def told(done: Sequence[FineBooked]) -> str:
    """What to say of it: `€ 1,20 geboekt. Betalen: F7.`"""
    return f"{format_cents(sum(act.fine_cents for act in done))} te-laat-geld geboekt. Betalen: F7."
