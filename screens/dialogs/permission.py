"""Asking for a supervisor, where a rule may be set aside with a reason (rules.md#supervisor)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.customers.permission import Override
    from screens.host.asking import Host


async def ask_permission(app: Host, why: str) -> Override | None:
    """Ask who allows what the rules do not, and why. None after Esc. `why` says in Dutch what is in the way.

    Each box judges what is typed and keeps it until it is right.
    """
    from balie.customers.permission import LONGEST_REASON, Override, allowed_by, read_because
    from screens.dialogs.ask_text import AskText

    asked = f"{why} Welke leidinggevende staat dit toe?"
    supervisor = await app.ask(
        AskText("Toestemming", asked, makes_way=True, read=lambda text: allowed_by(text, app.desk))
    )
    if supervisor is None:
        return None
    question = AskText("Toestemming", "Om welke reden?", longest=LONGEST_REASON, read=read_because)
    because = await app.ask(question)
    return None if because is None else Override(supervisor, because)
