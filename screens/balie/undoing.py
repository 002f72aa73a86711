"""Annuleren (F4): taking back what was done in this session, by a scan or by its line of the log (rules.md#undo)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from balie.lending.rules.refusals import CardScanned, UnknownItem
from balie.lending.rules.scanned import read_scanned
from balie.lending.undo import undo
from balie.refusal import Refusal
from screens.pages.act import PageAct

if TYPE_CHECKING:
    from balie.lending.session.acts import Act
    from balie.store.connection import Store
    from screens.balie.at_the_desk import TakesBack
    from screens.balie.log import Line

UNDO_NOTE = "! Wat u scant gaat niet door."


class Undoing:
    """While it is `on`, what is scanned next is taken back."""

    def __init__(self, page: TakesBack) -> None:
        self.page = page
        self.on = False

    def refused(self) -> str:
        """Why nothing can be taken back now; empty when something can."""
        line = self.page.log_box.marked
        if self.page.walked and line is not None and line.refusal is not None:
            return self._against(line)
        if not self.page.session.acts:
            return "In deze sessie is nog niets gedaan dat geannuleerd kan worden."
        return ""

    def begin(self) -> None:
        """Annuleren: what is scanned next, or the line that was walked to."""
        line = self.page.log_box.marked
        if not self.on and not self.page.walked:
            self.on = True
            self.page.say(self._asked())
            self.page.show_state()
        elif line is not None and line.refusal is not None:
            self.page.complain(self._against(line))
        elif line is None or line.act is None:
            self.page.complain("Deze regel is niet te annuleren. Kies met ↑ ↓ een andere, of scan het exemplaar.")
        else:
            self.stop()
            self.take_back(line.act)

    def _asked(self) -> str:
        """What may be done now: F4 once more takes back the marked line only where something was done on it."""
        marked = self.page.log_box.marked
        if marked is None or marked.act is None:
            return "Scan wat niet doorgaat. Esc: niet."
        return f"Scan wat niet doorgaat. F4 nog eens: de gemarkeerde regel. Esc: niet. {marked.title}"

    def _done_with(self, number: str) -> Act | None:
        """The last thing that was done with this item in this session."""
        session = self.page.session
        acts = (
            *(session.renewed_by, session.lent_by, session.returned_by, session.booked_by, session.due_date_of),
            *(session.lost_by, session.claimed_by, session.counted_by),
        )
        found = [act for by in acts if (act := by(number)) is not None]
        return max(found, key=session.acts.index) if found else None

    def _against(self, line: Line) -> str:
        """Why a refused line cannot be taken back, and what can be done about it."""
        if line.number and self._done_with(line.number) is not None:
            return "Deze regel is de tweede scan: daarop is niets gedaan. Kies met ↑ ↓ de regel daarvoor, en dan F4."
        what_else = f" F2: {line.asks}." if line.asks else ""
        return f"Deze regel is geweigerd: er is niets gedaan dat terug kan.{what_else}"

    def stop(self) -> None:
        """Take nothing back with the next scan."""
        self.on = False
        self.page.say("")
        self.page.show_state()

    def scanned(self, number: str) -> None:
        """Take back the last that was done with this item."""
        self.stop()
        done = self._done_with(number)
        if done is not None:
            self.take_back(done)
        else:
            self.page.refused(number, self.page.nothing_to_undo(number))

    def take_back(self, act: Act) -> None:
        """Take an act back, with what it cost."""
        page = self.page
        try:
            stays = undo(page.desk_app.desk, act, caught=page.caught_with(act))
        except Refusal as refusal:
            page.refused(act.number, refusal, act.title)
            return
        page.session.drop(act)
        line = page.work.log.undone(act, stays)
        page.show_log()
        page.say(f"Geannuleerd: {line.title}. {stays}".rstrip())


class CanUndo(Protocol):
    """A page with it."""

    undoing: Undoing


UNDO_SCAN: PageAct[CanUndo] = PageAct(
    "undo_scan", lambda page: page.undoing.begin(), refused=lambda page: page.undoing.refused()
)
"""For the table of such a page."""


def why_nothing(store: Store, number: str) -> Refusal:
    """Why what was scanned cannot be taken back, where nothing was done with it in the session."""
    try:
        read_scanned(store, number)
    except UnknownItem:
        pass  # what became of it since does not matter here
    except CardScanned:
        return Refusal("Dit is een pas, geen exemplaar: F4, en scan het boek dat niet doorgaat.")
    except Refusal as refusal:  # the ISBN, or more than one number
        return refusal
    return Refusal("In deze sessie is met dit exemplaar niets gedaan: er is niets te annuleren.")
