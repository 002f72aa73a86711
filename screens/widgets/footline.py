"""The rows at the bottom of every screen: what is told, and the few keys that matter now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from screens.keyboard.actions import key_name
from screens.widgets.row import Row, wrapped

if TYPE_CHECKING:
    from screens.host.asking import Surface
    from screens.host.practising import CoachRow


MESSAGE_ROWS = 2
"""The rows kept for what is told, so that the screen does not jump; a text that is longer takes more."""

MOST_MESSAGE_ROWS = 8


class Footline(Widget):
    """Draws a message, whole, and the keys. A refusal begins with `Fout:`, so that it is not told by colour alone."""

    DEFAULT_CSS = "Footline { height: 3; width: 1fr; }"

    def __init__(self, page: Surface) -> None:
        super().__init__()
        self.page = page
        self.message = ""
        self.wrong = False
        self._drawn: tuple[str, bool, tuple[str, ...]] = ("", False, ())
        self._message_rows = MESSAGE_ROWS
        self._coach_height = 0

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a line of text, until another one is said."""
        self.message = text
        self.wrong = wrong
        self.state_changed()

    def state_changed(self) -> None:
        """Repaint when what is told has changed, or which keys matter: those can differ from line to line of a list."""
        now = (self.message, self.wrong, self.page.foot())
        if now != self._drawn:
            self._drawn = now
            self._make_room()
            self.refresh()

    def on_resize(self) -> None:
        """In another width the message takes another number of rows."""
        self._make_room()

    def coach_changed(self) -> None:
        """What the coach says is another thing."""
        self._make_room()
        self.refresh()

    def coach_lines(self) -> dict[int, str]:
        """What the coach says, by the row of the screen it stands on: it is no part of what the desk shows."""
        first = self.region.y + self._message_rows
        return {first + place: f" {row.text}".rstrip() for place, row in enumerate(self._coach_rows())}

    def _coach_rows(self) -> list[CoachRow]:
        practice = self.page.desk_app.practice
        return [] if practice is None or self.page.desk_app.side_width else practice.rows(max(self.size.width - 2, 1))

    def _make_room(self) -> None:
        coach = self._coach_rows()
        told = len(self._message_lines()) if self.message else 0
        rows = min(max(0 if coach else MESSAGE_ROWS, told), MOST_MESSAGE_ROWS)
        if (rows, len(coach)) != (self._message_rows, self._coach_height):
            self._message_rows, self._coach_height = rows, len(coach)
            self.styles.height = rows + len(coach) + 1

    def keys_text(self) -> str:
        """The keys shown, such as `F1 Hulp  F2 OK, Vervolg`."""
        actions = {action.id: action for action in self.page.actions()}
        shown = [actions[name] for name in self.page.foot() if name in actions]
        return "  ".join(f"{key_name(action.key)} {action.label}" for action in shown)

    def _message_lines(self) -> list[str]:
        text = f"Fout: {self.message}" if self.wrong and self.message else self.message
        return wrapped(text, self.size.width - 2)

    def click_at(self, x: int, y: int) -> None:
        """A click on one of the keys."""
        actions = {action.id: action for action in self.page.actions()}
        at = 1
        for action in (actions[name] for name in self.page.foot() if name in actions):
            end = at + cell_len(key_name(action.key)) + 1 + cell_len(action.label)
            if y == self._message_rows + self._coach_height and at <= x < end:
                self.page.run(action.id)
                return
            at = end + 2

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        if y < self._message_rows:
            lines = self._message_lines()
            if y < len(lines):
                row.put(1, lines[y], look.error if self.wrong else look.note)
        elif y < self._message_rows + self._coach_height:
            self._draw_coach(row, y - self._message_rows)
        else:
            at = 1
            actions = {action.id: action for action in self.page.actions()}
            for name in self.page.foot():
                if name in actions:
                    at = row.put(at, key_name(actions[name].key), look.key)
                    at = row.put(at + 1, actions[name].label, look.base) + 2
        return row.strip()

    def _draw_coach(self, row: Row, y: int) -> None:
        look = self.page.look
        rows = self._coach_rows()
        if y < len(rows):
            row.put(1, rows[y].text, look.title if rows[y].title else look.base)
