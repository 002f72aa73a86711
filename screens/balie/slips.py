"""The slip that goes with an item: printed, or asked for on its line of the log, as the library wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.lending.holds.slips import queue_asked
from screens.balie.log import Open

if TYPE_CHECKING:
    from balie.lending.slips import Slip
    from screens.balie.log import Line
    from screens.balie.scan_page import ScanPage


async def see_to_slip(page: ScanPage, line: Line, slip: Slip | None) -> None:
    """Print the slip, or ask about it, and tell it behind what the line tells; the same line where there is none.

    Where a scan makes the question go, the line asks it.
    """
    printed = ""
    if slip is not None and slip.receipt_id is not None:
        printed = await page.print_bon(slip.receipt_id)
    elif slip is not None:
        line.slip, line.asks = slip, Open.SLIP
        printed = await ask_slip(page, line)
    page.show_log(newest=False)
    page.say(f"{line.remark} {printed}".rstrip())


async def ask_slip(page: ScanPage, line: Line) -> str:
    """Ask about the slip that a line still asks about. What to tell, in Dutch; empty when it is not printed."""
    slip = line.slip
    assert slip is not None, "the line asks about one"
    title = "Bon van de reservering" if slip.hold_id is not None else "Transport"
    told = [slip.title, "", *line.told, "De bon bij het exemplaar afdrukken?"]
    answer = await page.ask_about(line, title, told, {"j": "Ja", "n": "Nee"}, stays=True)
    if answer not in ("j", "n"):
        return ""
    line.asks = line.slip = None
    return await page.print_bon(queue_asked(page.desk_app.desk, slip)) if answer == "j" else ""
