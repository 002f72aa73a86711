"""All reasons against an act, one under another: more than fits above the foot line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.refusal import Reason
    from screens.host.asking import Host


async def tell_reasons(app: Host, title: str, text: str, reasons: Iterable[Reason]) -> None:
    """Show them until Enter. `text` says what cannot be done."""
    from screens.dialogs.question import Notice

    await app.ask(Notice([text, "", *(f"- {reason.text}" for reason in reasons)], title=title))
