"""The slip that goes with an item: printed, or asked for on its line of the log, as the library wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.lending.hold_slips import queue_asked
from screens.balie.log import Open

if TYPE_CHECKING:
    from balie.lending.slips import Slip
    from screens.balie.log import Line
    from screens.balie.scan_page import ScanPage


async def slip_of(page: ScanPage, line: Line, slip: Slip | None) -> str:
    """Print the slip, or ask about it; where a scan makes the question go, the line asks it. What to tell, in Dutch."""
    if slip is None:
        return ""
    if slip.receipt_id is not None:
        return await page.print_bon(slip.receipt_id)
    line.slip, line.asks = slip, Open.SLIP
    return await ask_slip(page, line)


async def ask_slip(page: ScanPage, line: Line) -> str:
    """Ask about the slip that a line still asks about. What to tell, in Dutch; empty when it is not printed."""
    slip = line.slip
    assert slip is not None, "the line asks about one"
    title = "Bon van de reservering" if slip.hold_id is not None else "Transport"
    told = [slip.title, "", *line.told, "De bon bij het exemplaar afdrukken?"]
    answer = await page.ask_about(line, title, told, {"j": "Ja", "n": "Nee"})
    if answer == "escape":
        return ""
    line.asks = line.slip = None
    return await page.print_bon(queue_asked(page.desk_app.desk, slip)) if answer == "j" else ""
