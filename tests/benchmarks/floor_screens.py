"""Floors for the customer screen: a plain Textual screen of some widgets, pushed; two mounted panes, switched.

Run as a script with `push` or `switch`. The texts are what the customer screen shows, so that both paint as much.
"""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Static

WIDGETS = 5
"""So many widgets does the customer screen mount: masthead, header with tabs, contents, buttons, foot line."""


def _text(letter: str) -> str:
    return "\n".join(f"{letter} " * 38 for _ in range(4))


class Pushed(Screen[None]):
    """A screen of plain widgets."""

    BINDINGS: ClassVar[list[BindingType]] = [("b", "app.pop_screen", "back")]

    def compose(self) -> ComposeResult:
        """As many widgets as the customer screen has."""
        for number in range(WIDGETS):
            yield Static(_text(str(number)))


class PushApp(App[None]):
    """`p` pushes the screen, `b` pops it."""

    BINDINGS: ClassVar[list[BindingType]] = [("p", "show", "push")]

    def compose(self) -> ComposeResult:
        """Something to come back to."""
        yield Static("klaar")

    def action_show(self) -> None:
        """Push it."""
        self.push_screen(Pushed())


class SwitchApp(App[None]):
    """`s` switches between two panes that are mounted."""

    BINDINGS: ClassVar[list[BindingType]] = [("s", "switch", "switch")]

    def compose(self) -> ComposeResult:
        """Two panes."""
        with ContentSwitcher(initial="one"):
            yield Static(_text("a"), id="one")
            yield Static(_text("b"), id="two")

    def action_switch(self) -> None:
        """To the other one."""
        switcher = self.query_one(ContentSwitcher)
        switcher.current = "two" if switcher.current == "one" else "one"


if __name__ == "__main__":
    {"push": PushApp, "switch": SwitchApp}[sys.argv[1]]().run()
