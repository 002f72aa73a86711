"""The row of buttons under the customer screen: each has a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.row import Row

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the row. `action` is what it does.

    Those that work `while_editing` have no letter then: letters are typed. F2 and Esc press them. What cannot be taken
    back has a key that nobody types by chance instead of a letter of its label.
    """

    label: str
    letter: str
    action: str
    while_editing: bool = False


BUTTONS = (
    Button("Verwijder", "alt+y", "remove"),
    Button("Wijzig", "w", "edit"),
    Button("Annuleer", "n", "back", while_editing=True),
    Button("Opslaan", "o", "main", while_editing=True),
    Button("Quit", "q", "leave"),
    Button("Seriemutatie", "s", "household"),
    Button("Inschrijven", "i", "enrol_again"),
    Button("Ontdubbelen", "d", "merge"),
)


class ButtonRow(Widget):
    """Draws the buttons; those that cannot be used now are dimmed and have no underlined letter."""

    DEFAULT_CSS = "ButtonRow { height: 1; width: 1fr; }"

    def __init__(self, page: OpenCustomer) -> None:
        super().__init__()
        self.page = page

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        at = 1
        for button in BUTTONS:
            editing = self.page.editor is not None
            works = button.while_editing is editing and not self.page.refusal_of(button.action)
            style = look.tab if works else look.dimmed
            letter = button.label.lower().find(button.letter)
            end = row.put(at, button.label, style)
            if works and not editing and letter >= 0:
                row.paint(at + letter, 1, style.chain(style, look.tab_letter.without_color))
            at = end + 1
        return row.strip()

    def click_at(self, x: int, y: int) -> None:
        """A click on a button presses its letter."""
        at = 1
        for button in BUTTONS:
            if at <= x < at + len(button.label):
                if button.while_editing and self.page.editor is not None:
                    self.page.run(button.action)
                elif self.page.editor is None:
                    self.page.press(button.letter, button.letter)
                return
            at += len(button.label) + 1
