"""Keys in order: nothing typed while a screen opens is lost, doubled or put in another field.

Textual hands a key to the widget that has the focus at the moment the key arrives, so a burst of keys overtakes the
screens it opens. Here every key waits until what the key before it began is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from textual import events

TypedEvent = events.Key | events.Paste


class KeyOrder:
    """A queue in front of the screen. `hold` while something opens or runs, `release` when it is ready."""

    def __init__(self, deliver: Callable[[TypedEvent], None]) -> None:
        self._deliver = deliver
        self._waiting: deque[TypedEvent] = deque()
        self._holds = 0
        self._delivering = False
        self._not_before = 0.0
        self._closed = False

    @property
    def held(self) -> bool:
        """Whether keys are waiting for something."""
        return self._holds > 0

    @property
    def holds(self) -> int:
        """How many things they are waiting for."""
        return self._holds

    def put(self, event: TypedEvent) -> None:
        """Take a key; deliver it at once when nothing is held."""
        if self._closed or event.time < self._not_before:
            return
        self._waiting.append(event)
        self._drain()

    @property
    def typed_ahead(self) -> bool:
        """Whether there are keys that were typed already and not delivered yet."""
        return bool(self._waiting)

    def hand_back(self, *events: TypedEvent) -> None:
        """Put delivered keys back in front, in this order: they are for whom comes after."""
        self._waiting.extendleft(reversed(events))
        self._drain()

    def take_typed_ahead(self) -> list[TypedEvent]:
        """Take out what was typed ahead, for who keeps it meanwhile and hands it back."""
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    def hold(self) -> None:
        """Keep keys back until the matching `release`."""
        self._holds += 1

    def release(self) -> None:
        """End one hold; with the last one the keys that waited are delivered."""
        self._holds -= 1
        self._drain()

    def drop_typed_ahead(self) -> None:
        """Forget what was typed before this moment: it was meant for a screen that is no longer there."""
        self._waiting.clear()
        self._not_before = monotonic()

    def close(self) -> None:
        """Deliver nothing any more: the program ends, and its screens are going."""
        self._closed = True
        self._waiting.clear()

    def _drain(self) -> None:
        if self._delivering:
            return
        self._delivering = True
        try:
            while self._waiting and not self._holds and not self._closed:
                self._deliver(self._waiting.popleft())
        finally:
            self._delivering = False
