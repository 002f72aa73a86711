"""Annuleren (F4): taking back what was done in this session, by a scan or by its line of the log (rules.md#undo)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.lending.rules.refusals import CardScanned, UnknownItem
from balie.lending.rules.scanned import read_scanned
from balie.lending.undo import undo
from balie.refusal import Refusal
from screens.balie.scan_page import ScanPage

if TYPE_CHECKING:
    from balie.lending.holds.catching import Caught
    from balie.lending.session.acts import Act
    from screens.balie.log import Line, Work

UNDO_NOTE = "! Wat u scant gaat niet door."


class UndoingPage(ScanPage):
    """While `undoing`, what is scanned next is taken back."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.undoing = False

    @property
    def is_busy(self) -> bool:
        """What is scanned next is taken back."""
        return self.undoing

    def take_up(self, work: Work) -> None:
        """Another session: nothing is taken back there unasked."""
        self.undoing = False
        super().take_up(work)

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Esc: take nothing back after all."""
        if key == "escape" and self.undoing:
            self.line.clear()
            self.undo_next(False)
            return True
        return super().press_in_body(key, character)

    def refusal_of(self, action_id: str) -> str:
        """What has no sense now."""
        line = self.log_box.marked
        if action_id == "undo_scan" and self.walked and line is not None and line.refusal is not None:
            return self._refused(line)
        if action_id == "undo_scan" and not self.session.acts:
            return "In deze sessie is nog niets gedaan dat geannuleerd kan worden."
        return super().refusal_of(action_id)

    def do_undo_scan(self) -> None:
        """Annuleren: what is scanned next, or the line that was walked to."""
        line = self.log_box.marked
        if not self.undoing and not self.walked:
            self.undo_next(True)
        elif line is not None and line.refusal is not None:
            self.complain(self._refused(line))
        elif line is None or line.act is None:
            self.complain("Deze regel is niet te annuleren. Kies met ↑ ↓ een andere, of scan het exemplaar.")
        else:
            self.undo_next(False)
            self.undo_act(line.act)

    def undo_next(self, on: bool) -> None:
        """Let what is scanned next be taken back, or not."""
        self.undoing = on
        self.say(self._asked() if on else "")
        self.show_state()

    def _asked(self) -> str:
        """What may be done now: F4 once more takes back the marked line only where something was done on it."""
        marked = self.log_box.marked
        if marked is None or marked.act is None:
            return "Scan wat niet doorgaat. Esc: niet."
        return f"Scan wat niet doorgaat. F4 nog eens: de gemarkeerde regel. Esc: niet. {marked.title}"

    def _done_with(self, number: str) -> Act | None:
        """The last thing that was done with this item in this session."""
        session = self.session
        acts = (session.renewed_by, session.lent_by, session.returned_by, session.booked_by)
        found = [act for by in acts if (act := by(number)) is not None]
        return max(found, key=session.acts.index) if found else None

    def _refused(self, line: Line) -> str:
        """Why a refused line cannot be taken back, and what can be done about it."""
        if line.number and self._done_with(line.number) is not None:
            return "Deze regel is de tweede scan: daarop is niets gedaan. Kies met ↑ ↓ de regel daarvoor, en dan F4."
        what_else = f" F2: {line.asks}." if line.asks else ""
        return f"Deze regel is geweigerd: er is niets gedaan dat terug kan.{what_else}"

    def undo_scanned(self, number: str) -> None:
        """Annuleren with a scan."""
        self.undo_next(False)
        done = self._done_with(number)
        if done is not None:
            self.undo_act(done)
        else:
            self.refused(number, self.nothing_to_undo(number))

    def nothing_to_undo(self, number: str) -> Refusal:
        """Why what was scanned cannot be taken back."""
        try:
            read_scanned(self.desk_app.desk.store, number)
        except UnknownItem:
            pass  # what became of it since does not matter here
        except CardScanned:
            return Refusal("Dit is een pas, geen exemplaar: F4, en scan het boek dat niet doorgaat.")
        except Refusal as refusal:  # the ISBN, or more than one number
            return refusal
        return Refusal("In deze sessie is met dit exemplaar niets gedaan: er is niets te annuleren.")

    def caught_with(self, act: Act) -> Caught | None:
        """What was set aside with an act, and is let go of with it."""
        return None

    def undo_act(self, act: Act) -> None:
        """Take an act back, with what it cost."""
        try:
            stays = undo(self.desk_app.desk, act, caught=self.caught_with(act))
        except Refusal as refusal:
            self.refused(act.number, refusal, act.title)
            return
        self.session.drop(act)
        line = self.work.log.undone(act, stays)
        self.show_log()
        self.say(f"Geannuleerd: {line.title}. {stays}".rstrip())
