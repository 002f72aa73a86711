"""Inzage gegevens (AVG): everything that is kept of a customer; F2 writes it in two files to hand over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from screens.pages.act import Acts, PageAct
from screens.pages.text_page import TextPage

if TYPE_CHECKING:
    from balie.customers.privacy.access import Access
    from balie.desk import Desk


class AccessPage(TextPage):
    """The text a customer gets to see."""

    def __init__(self, desk: Desk, access: Access) -> None:
        super().__init__(access.document.title, access.document.lines)
        self.desk = desk
        self.access = access

    async def do_main(self) -> None:
        """Write the text and the JSON in the spool folder, and say where, or why that cannot be."""
        from pathlib import Path

        from balie.customers.privacy.access import save_json, save_text
        from screens.dialogs.question import Notice

        outcomes = [await asyncio.to_thread(save, self.desk, self.access) for save in (save_text, save_json)]
        failures = list(dict.fromkeys(outcome.failure for outcome in outcomes if outcome.failure))
        if failures:
            self.say(f"{' '.join(failures)} Opnieuw: F2.", wrong=True)
            return
        lines = ["In de map", str(self.desk.spool), "staan:", *(Path(outcome.place).name for outcome in outcomes)]
        told = [*lines, "", "Alleen u kunt ze lezen. Geef ze aan de klant en wis ze daarna."]
        await self.desk_app.ask(Notice(told, title="Inzage gegevens"))

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Bestanden maken"),)
