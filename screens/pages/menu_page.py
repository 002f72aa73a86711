"""The first screen of a tab that is a list of things to do, each with its key."""

from __future__ import annotations

from typing import ClassVar, Self

from rich.style import Style
from textual.events import Resize
from textual.widget import Widget

from screens.keyboard.actions import Action, key_name
from screens.pages.act import Acts, PageAct
from screens.pages.page import Page
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel


class _Choices(ListBox):
    """The list of a `MenuPage`: what whoever works here may not do is dimmed."""

    not_allowed: frozenset[int] = frozenset()

    def style_of(self, place: int) -> Style:
        """Dimmed where a right is lacking."""
        return self.page.look.dimmed if place in self.not_allowed else self.page.look.base


class MenuPage(Page):
    """Lists the actions of the menu `MENU`; a key does one at once, arrows and Enter do the marked one."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "search", "menu")
    MENU: ClassVar[str]
    ALSO: ClassVar[tuple[str, ...]] = ()
    """The ids of actions from other menus that head the list."""

    def __init__(self) -> None:
        super().__init__()
        self.list = ListModel()
        self.list_box = _Choices(self.list, self)

    def body(self) -> list[Widget]:
        """The list."""
        return [self.list_box]

    def choices(self) -> list[Action]:
        """What the list offers."""
        offered = self.actions()
        first = [action for action in offered if action.id in self.ALSO]
        return first + [action for action in offered if action.menu == self.MENU]

    def on_resize(self, event: Resize) -> None:
        """Key, label and what it does on a line."""
        widest = max(len(action.label) for action in self.choices()) + 2
        lines = [f"{key_name(action.key):<5}{action.label:<{widest}}{action.help}" for action in self.choices()]
        self.list.show(lines, [(action.label,) for action in self.choices()], at=self.list.at)
        self.list_box.not_allowed = frozenset(
            place for place, action in enumerate(self.choices()) if self.right_lacking(action.id)
        )
        self.list_box.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk, Enter does the marked one; a key of the list is left to the actions."""
        if key == "enter":
            self.run("main")
            return True
        if character is not None:
            return False
        handled = self.list.press(key, None)
        if handled:
            self.list_box.refresh()
        return handled

    def do_main(self) -> None:
        """Do what is marked."""
        self.run(self.choices()[self.list.at].id)

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Kies"),)
