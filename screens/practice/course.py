"""One lesson being followed: where one is in it, whether the step is done, and what the coach says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from balie.practice.lessons.checks import what_differs
from balie.practice.lessons.keys import repeated
from screens.practice.keystrokes import key_texts, keystrokes
from screens.practice.player import missing_on

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.practice.lessons.naming import Names
    from balie.practice.lessons.structs import Lesson, LessonStep
    from screens.keyboard.actions import Action

_DONE: Final = "De les is klaar. Alt+0: een andere les, of vrij verder oefenen."
WITH_HINT, WITH_KEYS = 1, 2
"""How far one was helped with a step: in words; with the keys. After that the desk does it."""


class Course:
    """Where a learner is in a lesson. Knows no screen but its text."""

    def __init__(self, lesson: Lesson, names: Names, actions: Sequence[Action]) -> None:
        self.lesson = lesson
        self.names = names
        self.place = 0
        self.helped = 0
        self.hints = 0
        self.keys = 0
        self.touched = False
        """Whether the learner pressed anything in this step: then its keys fit no more, until it is begun again."""
        self.played = 0
        """How many keys of this step the desk has pressed."""
        self.differs: list[str] = []
        self._differed: list[str] | None = None
        self._held: set[int] = set()
        self._stood: set[int] | None = None
        """Which later steps the screen has shown ever since the step at hand began; None before it was seen once."""
        self._actions = actions

    @property
    def step(self) -> LessonStep | None:
        """The step that is to be done; None when all are."""
        return self.lesson.step[self.place] if self.place < len(self.lesson.step) else None

    @property
    def done(self) -> bool:
        """Whether the lesson is at its end."""
        return self.step is None

    @property
    def shortest(self) -> int:
        """How many keys the lesson itself needs."""
        return sum(1 for step in self.lesson.step for _ in keystrokes(step, self.names, self._actions))

    def begin(self, desk: Desk) -> None:
        """Note which steps need nothing done in the store: what holds already says nothing of what was done."""
        self._held = {
            place
            for place, step in enumerate(self.lesson.step)
            if step.check and not what_differs(desk, self.names.filled_values(step.check))
        }

    def look(self, desk: Desk, read_screen: Callable[[], str]) -> bool:
        """Go on past every step that is done; whether any was. `read_screen` gives its text, which costs something.

        Whoever did a later step has done those before it, whatever the screen showed meanwhile: who types fast is past
        a screen before it was painted.
        """
        before = self.place
        for place in range(len(self.lesson.step) - 1, self.place - 1, -1):
            holds = self._is_checked(place, desk)
            if not holds:
                self._held.discard(place)
            elif place not in self._held:
                self.go_to(place + 1)
                break
        shown = self._shown(desk, read_screen)
        newly = shown - (shown if self._stood is None else self._stood)
        while self.place in shown or any(place > self.place for place in newly):
            self.go_to(self.place + 1)
        self._stood = shown if self.place != before or self._stood is None else self._stood & shown
        return self.place != before

    def _shown(self, desk: Desk, read_screen: Callable[[], str]) -> set[int]:
        """Which steps the screen shows to be done, from the one at hand to the first that the store says is not."""
        shown: set[int] = set()
        screen = None
        for place in range(self.place, len(self.lesson.step)):
            step = self.lesson.step[place]
            if step.check:
                if place in self._held or not self._is_checked(place, desk):
                    break
            else:
                screen = read_screen() if screen is None else screen
                if not missing_on(screen, step, self.names):
                    shown.add(place)
        return shown

    def _is_checked(self, place: int, desk: Desk) -> bool:
        """Whether what a step checks holds; what of the one at hand differs is kept, to be said."""
        checks = self.lesson.step[place].check
        if not checks:
            return False
        differs = what_differs(desk, self.names.filled_values(checks))
        if place == self.place:
            self.differs = differs
            if self._differed is None:
                self._differed = differs
        return not differs

    def go_to(self, place: int) -> None:
        """Be at a step that nothing was done of yet."""
        self.place = place
        self.helped = 0
        self.touched, self.played = False, 0
        self.differs, self._differed = [], None
        self._stood = None

    def help(self) -> bool:
        """One more help with this step; False when all was said: then the desk is to do it."""
        self.hints += 1
        if self.helped == WITH_KEYS:
            return False
        self.helped += 1
        return True

    def pressed(self) -> None:
        """The learner pressed a key of the desk."""
        self.keys += 1
        self.touched = True

    # What is said.

    @property
    def say(self) -> str:
        """What the customer wants now."""
        step = self.step
        return _DONE if step is None else self.names.filled(step.say)

    @property
    def differing(self) -> list[str]:
        """What differs from what was asked, a sentence each; nothing before anything was done."""
        return [f"{reason}." for reason in self.differs] if self.differs != self._differed else []

    @property
    def help_given(self) -> str:
        """The help that was asked for: the hint, or the keys; empty when none was."""
        if (step := self.step) is None or not self.helped:
            return ""
        if self.helped == WITH_HINT:
            return self.names.filled(step.hint)
        return f"Toetsen: {'  '.join(repeated(key_texts(step, self.names, self._actions)))}"

    def said(self) -> str:
        """All of it where there is little room: help in place of what is wanted, else what differs before it."""
        return self.help_given or " ".join((*self.differing, self.say))
