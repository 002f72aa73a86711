"""The question about an e-mail address that looks like a slip of the hand; asked once, and no is an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.mail_slips import meant_address
from balie.dutch.text import shown

if TYPE_CHECKING:
    from screens.host.asking import Host
    from screens.widgets.form_model import FormModel


class MailSlip:
    """Asks about the field `email` of one form. What was answered with no is not asked again."""

    def __init__(self) -> None:
        self._meant_so: set[str] = set()

    async def settle(self, host: Host, model: FormModel) -> None:
        """Ask whether another domain was meant, where somebody typed one that looks like it, and put that in."""
        values = model.values()
        typed = values.get("email", "")
        meant = meant_address(typed)
        if not meant or typed in self._meant_so or not model.was_typed(model["email"]):
            return
        from screens.dialogs.question import Question

        domain = shown(typed.rpartition("@")[2])
        if await host.ask(Question(f"{domain} lijkt een typefout. Bedoelt u {meant.rpartition('@')[2]}?")):
            model.set("email", meant)
        else:
            self._meant_so.add(typed)
