"""Datum: an own due date for one loan, asked with who allows it and why (rules.md#own-due-date)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.lending.own_due_date import look_at_due_date, read_due_date, set_own_due_date
from screens.dialogs.permission import ask_permission

if TYPE_CHECKING:
    from balie.lending.session.acts import DueDateSet
    from screens.host.asking import Host


async def ask_and_set(app: Host, customer_id: int, loan_id: int) -> DueDateSet | None:
    """Ask the day, who allows it and why, and set it; None after Esc.

    Raises `Refusal` when the loan does not run any more, is late, or was changed meanwhile.
    """
    from screens.dialogs.ask_text import AskText

    now = look_at_due_date(app.desk, customer_id, loan_id)
    waits = " Er wacht een andere klant op dit exemplaar." if now.wanted else ""
    asked = f"{now.title}: terug op {format_date(now.due_on)}.{waits} Op welke dag moet het nu terug zijn (dd-mm-jjjj)?"
    typed = await app.ask(
        AskText(
            "Datum",
            asked,
            longest=20,
            makes_way=True,
            read=lambda text: read_due_date(app.desk, loan_id, text),
        )
    )
    if typed is None:
        return None
    day = read_due_date(app.desk, loan_id, typed)
    given = await ask_permission(
        app, f"{now.title}: terug op {format_date(day)} in plaats van {format_date(now.due_on)}."
    )
    if given is None:
        return None
    return set_own_due_date(app.desk, customer_id, loan_id, day, override=given, told=now.due_on)


def told(act: DueDateSet) -> str:
    """What to say of it: `Terug op 05-06-2024, was 07-05-2024.`"""
    return f"Terug op {format_date(act.due_on)}, was {format_date(act.was_due_on)}."
