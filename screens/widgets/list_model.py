"""A list with one line marked, walked with the arrows or by typing how a line begins. Pure state, no Textual."""

from __future__ import annotations

from collections.abc import Sequence

from balie.dutch.text import fold

WALKING = frozenset({"up", "down", "pageup", "pagedown"})
"""The keys that walk a list beside a field, to which Home and End belong."""


class ListModel:
    """Lines that can be walked. `keys` are the texts a line can be found by when somebody types them.

    `names_only`: what is typed is a code or a name, so that behind a letter with which no line begins the others of
    that name mark nothing, until another key. `unknown` is then what was typed of it.
    """

    def __init__(self, *, names_only: bool = False) -> None:
        self.names_only = names_only
        self.unknown = ""
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
        self._typed = self.unknown = ""
        self.go_to(at)

    @property
    def goes_on(self) -> bool:
        """Whether there are lines below those in sight."""
        return self.more or self.top + self.height < len(self.lines)

    def go_to(self, place: int) -> None:
        """Mark a line; one beyond an end is the line at that end."""
        self.at = max(0, min(place, len(self.lines) - 1))
        self.keep_in_sight()

    def mark_none(self) -> None:
        """Mark no line, until somebody walks or types: `at` is -1."""
        self.at = -1
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll just so far that the marked line shows, and no line stays empty while there are more above."""
        furthest = max(0, len(self.lines) - self.height)
        place = max(0, self.at)
        self.top = max(min(self.top, place, furthest), place - self.height + 1)

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
                if character is None or not character.isprintable():
                    return False
                return self._find(character) if character.isalnum() else self._goes_on_with(character)
        self._typed = self.unknown = ""
        return True

    def _find(self, character: str) -> bool:
        """Go to the line that is called what was typed, else to the first that begins so.

        A letter that fits nowhere begins anew.
        """
        if self.unknown:
            self.unknown += character
            return True
        for typed in (self._typed + character, character):
            place = self._place_of(fold(typed))
            if place is not None:
                self._typed = typed
                self.go_to(place)
                return True
        if self.names_only:
            self.unknown = self._typed + character
        self._typed = ""
        return True

    def _place_of(self, typed: str) -> int | None:
        begins = None
        for place, keys in enumerate(self.keys):
            folded = [fold(key) for key in keys]
            if typed in folded:
                return place
            if begins is None and any(key.startswith(typed) for key in folded):
                begins = place
        return begins

    def _goes_on_with(self, character: str) -> bool:
        """Whether a blank or a sign is the next of a name that is being typed; elsewhere it means something else."""
        typed = (self._typed + character).casefold()
        if not self._typed or not any(key.casefold().startswith(typed) for keys in self.keys for key in keys):
            return False
        self._typed += character
        return True
