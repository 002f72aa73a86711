"""The top of every screen: menu bar, title and place, the screen's own menus, a rule. One widget of four rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Offset, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from balie.dutch.text import enumerated
from balie.working_date import NOT_TODAY, PRACTICE
from screens.keyboard.actions import CLOSE_MENU, TAB_BAR, TABS
from screens.keyboard.scans import is_digit
from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from screens.host.asking import Surface

_NUMBER = "Dit is de menubalk: een nummer hoort in het scherm. Druk op Esc, en scan of typ het opnieuw."

SMALLEST = (80, 24)
"""The least room a screen needs, in cells."""


class Masthead(Widget):
    """Draws the menu bar and walks through it.

    Closed, its keys do nothing. Open (`F10`, or Esc at the top of a screen) the first row takes a letter, ← → and
    Enter; ↓ goes to the screen's own menus, Enter or ↓ opens one.
    """

    DEFAULT_CSS = "Masthead { height: 4; width: 1fr; }"

    level: reactive[int] = reactive(0)
    """0 closed, 1 in the row of tabs, 2 in the row of menus."""

    place: reactive[int] = reactive(0)
    """Which tab or menu is marked."""

    def __init__(self, page: Surface) -> None:
        super().__init__()
        self.page = page

    @property
    def active(self) -> bool:
        """Whether keys go to the menu bar."""
        return self.level > 0

    @property
    def menus(self) -> tuple[str, ...]:
        """The menus of this screen: what its actions stand in, Afsluiten last."""
        found = dict.fromkeys(action.menu for action in self.page.actions())
        return (*(menu for menu in found if menu not in (TAB_BAR, CLOSE_MENU)), CLOSE_MENU)

    def open(self) -> None:
        """Go to the menu bar, at the tab of this screen."""
        self.level = 1
        self.place = next(place for place, tab in enumerate(TABS) if tab.id == self.page.desk_app.current_mode)
        self.page.focus_moved()
        self._say_how()

    def _say_how(self, before: str = "") -> None:
        how = f"← → Enter of de onderstreepte letter; ↓ naar {enumerated(self.menus)}; Esc terug."
        self.page.say(f"{before}{how}", wrong=bool(before))

    def close(self) -> None:
        """Back to the screen."""
        self.level = 0
        self.page.focus_moved()
        self.page.say("")

    def press(self, key: str, character: str | None) -> None:
        """Do a key while the menu bar is open. The Enter of a scan chooses nothing; what a key would need is said."""
        if self.page.ends_scan(key, character):
            self.page.say(_NUMBER, wrong=True)
            return
        count = len(TABS) if self.level == 1 else len(self.menus)
        match key:
            case "escape" | "f10":
                self.close()
            case "left":
                self.place = (self.place - 1) % count
            case "right" | "tab":
                self.place = (self.place + 1) % count
            case "home":
                self.place = 0
            case "end":
                self.place = count - 1
            case "up" if self.level == 2:
                self.open()
            case "down" if self.level == 1:
                self.level, self.place = 2, 0
            case "enter" | "down":
                self._choose(self.place)
            case _ if character is not None and character.isalpha():
                self._press_letter(character.lower())
            case _ if key.startswith(("alt+", "f")):
                self.close()
                self.page.press(key, character)
            case _ if is_digit(character):
                self.page.say(_NUMBER, wrong=True)
            case _ if character is not None:
                self._say_how(f"Met {character.strip() or 'de spatiebalk'} kiest u hier niets. ")

    def _press_letter(self, letter: str) -> None:
        for place, tab in enumerate(TABS):
            if tab.key == f"alt+{letter}" and self.level == 1:
                self._choose(place)
                return
        for place, menu in enumerate(self.menus):
            if menu.lower().startswith(letter) and self.level == 2:
                self._choose(place)
                return
        self._say_how(f"Geen tab of menu heeft hier de letter {letter}. ")

    def _choose(self, place: int) -> None:
        if self.level == 1:
            self.close()
            self.page.run(f"go_{TABS[place].id}")
        else:
            menu = self.menus[place]
            self.close()
            self.page.desk_app.start(self.page.pull_down(menu))

    def caret(self) -> Offset | None:
        """The tab or menu that is marked; the top where the window is too small for anything else."""
        if self.page.desk_app.too_small:
            return Offset(0, 0)
        if not self.active:
            return None
        begins = self._tab_begins() if self.level == 1 else _begins(self.menus)
        return Offset(begins[self.place] - 1, 0 if self.level == 1 else 2)

    def render_line(self, y: int) -> Strip:
        """Draw one row; where there is too little room for the screens, say so instead."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        if self.page.desk_app.too_small:
            self._draw_too_small(row, y)
        elif y == 0:
            self._draw_tabs(row)
        elif y == 1:
            place = self.page.desk_app.place
            room = self.size.width - cell_len(place) - 3
            row.put(1, cut(self.page.heading, room), look.title)
            row.put(self.size.width - cell_len(place) - 1, place, look.base)
            warned = next((word for word in (NOT_TODAY, PRACTICE) if word in place), None)
            if warned is not None:
                told = cell_len(place[place.index(warned) :])
                row.paint(self.size.width - told - 1, told, look.warning)
        elif y == 2:
            at = 1
            for number, menu in enumerate(self.menus):
                marked = self.level == 2 and number == self.place
                style = look.selected if marked else look.tab
                end = row.put(at, menu, style)
                if marked:
                    row.put(at - 1, "▸", look.key)
                else:
                    row.paint(at, 1, look.tab_letter)
                at = end + 2
        elif y == 3:
            row.put(0, "─" * self.size.width, look.rule)
        return row.strip()

    def click_at(self, x: int, y: int) -> None:
        """A click on a tab or a menu."""
        labels = [tab.label for tab in TABS] if y == 0 else list(self.menus) if y == 2 else []
        begins = self._tab_begins() if y == 0 else _begins(labels)
        for place, (at, label) in enumerate(zip(begins, labels, strict=False)):
            if 0 < at <= x < at + cell_len(label):
                self.level = 1 if y == 0 else 2
                self._choose(place)
                return

    def _draw_tabs(self, row: Row) -> None:
        look = self.page.look
        begins = self._tab_begins()
        for number, (tab, at) in enumerate(zip(TABS, begins, strict=True)):
            marked = self.level == 1 and number == self.place
            if marked:
                style = look.selected
            elif tab.id == self.page.desk_app.current_mode:
                style = look.tab_active
            else:
                style = look.tab if self.page.desk_app.tab_works(tab.id) else look.dimmed
            room = self.size.width - at
            if at < 1 or room < 1:
                continue
            row.put(at, tab.label if self._fits(number, at) else cut(f"{tab.label} ", room), style)
            if marked:
                row.put(at - 1, "▸", look.key)
            elif tab.letter < room:
                row.paint(at + tab.letter, 1, style.chain(style, look.tab_letter.without_color))
        if begins[0] < 0:
            row.put(0, "‹", look.key)
        beyond = next((at for number, at in enumerate(begins) if at > 0 and not self._fits(number, at)), 0)
        if beyond >= self.size.width:
            row.put(self.size.width - 1, "›", look.key)

    def _fits(self, number: int, at: int) -> bool:
        """Whether tab `number` is whole when it begins in this cell, with the sign that the row goes on behind it."""
        return at + cell_len(TABS[number].label) <= self.size.width - (number < len(TABS) - 1)

    def _tab_begins(self) -> list[int]:
        """Where each tab begins, in cells; below 0 those out of sight on the left.

        As few are out of sight there as let the marked tab, or the one that this screen is of, be seen whole.
        """
        current = self.page.desk_app.current_mode
        shown = self.place if self.level == 1 else next(at for at, tab in enumerate(TABS) if tab.id == current)
        begins = _begins([tab.label for tab in TABS])
        gone = 0
        while gone < shown and not self._fits(shown, begins[shown] - _gone_cells(begins, gone)):
            gone += 1
        hidden = _gone_cells(begins, gone)
        return [at - hidden if number >= gone else -1 for number, at in enumerate(begins)]

    def _draw_too_small(self, row: Row, y: int) -> None:
        width, height = SMALLEST
        lines = (
            "Maak het venster groter.",
            f"Nodig: {width} x {height}.",
            f"Nu: {self.app.size.width} x {self.app.size.height}.",
            "Wat u typt, wacht zolang.",
            "Ctrl+Q sluit af; dat gaat dan verloren.",
        )
        if y < len(lines):
            row.put(0, lines[y], self.page.look.warning)


def _begins(labels: Sequence[str]) -> list[int]:
    """Where each of these begins in a row of them, in cells."""
    return [1 + sum(cell_len(before) + 2 for before in labels[:place]) for place in range(len(labels))]


def _gone_cells(begins: Sequence[int], gone: int) -> int:
    """How far the row moves to the left when that many are out of sight: ‹ and ▸ keep a cell each before the first."""
    return begins[gone] - 2 if gone else 0


def is_too_small(size: Size) -> bool:
    """Whether a terminal of this size has less room than the screens need."""
    return size.width < SMALLEST[0] or size.height < SMALLEST[1]
