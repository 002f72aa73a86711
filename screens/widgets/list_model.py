"""A list with one line marked, walked with the arrows or by typing how a line begins. Pure state, no Textual."""

from __future__ import annotations

from collections.abc import Sequence

from balie.dutch.text import fold

WALKING = frozenset({"up", "down", "pageup", "pagedown"})
"""The keys that walk a list beside a field, to which Home and End belong."""


class ListModel:
    """Lines that can be walked. `keys` are the texts a line can be found by when somebody types them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.keys: list[tuple[str, ...]] = []
        self.at = 0
        self.top = 0
        self.height = 1
        self.more = False
        self._typed = ""

    def show(self, lines: Sequence[str], keys: Sequence[tuple[str, ...]], *, at: int = 0, more: bool = False) -> None:
        """Put other lines in; `more` says that others come after them, which have not been asked for yet."""
        self.lines = list(lines)
        self.keys = list(keys)
        self.more = more
        self._typed = ""
        self.go_to(at)

    @property
    def goes_on(self) -> bool:
        """Whether there are lines below those in sight."""
        return self.more or self.top + self.height < len(self.lines)

    def go_to(self, place: int) -> None:
        """Mark a line; one beyond an end is the line at that end."""
        self.at = max(0, min(place, len(self.lines) - 1))
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll just so far that the marked line shows, and no line stays empty while there are more above."""
        furthest = max(0, len(self.lines) - self.height)
        self.top = max(min(self.top, self.at, furthest), self.at - self.height + 1)

    def press(self, key: str, character: str | None) -> bool:
        """Walk. Returns whether the key meant something here."""
        match key:
            case "down":
                self.go_to(self.at + 1)
            case "up":
                self.go_to(self.at - 1)
            case "pagedown":
                self.go_to(self.at + self.height)
            case "pageup":
                self.go_to(self.at - self.height)
            case "home":
                self.go_to(0)
            case "end":
                self.go_to(len(self.lines) - 1)
            case _:
                return character is not None and character.isalnum() and self._find(character)
        self._typed = ""
        return True

    def _find(self, character: str) -> bool:
        """Go to the first line that begins with all that was typed; a letter that fits nowhere begins anew."""
        for typed in (self._typed + character, character):
            for place, keys in enumerate(self.keys):
                if any(fold(key).startswith(fold(typed)) for key in keys):
                    self._typed = typed
                    self.go_to(place)
                    return True
        self._typed = ""
        return True
