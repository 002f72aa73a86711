"""The slip of what is set aside or passed on at Reserveringen: printed, or asked for where the library wants that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.lending.holds.slips import queue_asked
from screens.acts.printing import print_receipt
from screens.dialogs.boxes import ask_aside

if TYPE_CHECKING:
    from balie.lending.slips import Slip
    from screens.host.asking import Host

_LATER = "Bon later: B bij Klaar (2)"


async def print_slip(app: Host, slip: Slip | None) -> str:
    """Print it, or ask first in a box that makes way for a scan. What to tell, in Dutch; empty where there is none."""
    if slip is None:
        return ""
    receipt_id = slip.receipt_id
    if receipt_id is None:
        told = [slip.title, "", "De bon bij het exemplaar afdrukken?"]
        answer = await ask_aside(app, "Bon", told, {"j": "Ja", "n": "Nee"})
        if answer != "j":
            return "" if answer == "n" else _LATER
        receipt_id = queue_asked(app.desk, slip)
    return await print_receipt(app.desk, receipt_id, None)
