"""A screen that is handed every key by the desk itself, whatever Textual thinks has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from screens.keyboard.scans import LEAST_SCANNED, is_digit

if TYPE_CHECKING:
    from textual.events import Resize
    from textual.geometry import Offset
    from textual.message import Message

    from screens.host.asking import Host
    from screens.host.looks import Look


class Keyed(Screen[None]):
    """What pages and dialogs have in common."""

    _digit_count = 0
    """How many were typed just now, where none was asked for."""

    @property
    def desk_app(self) -> Host:
        """The running program."""
        return cast("Host", self.app)

    async def _dispatch_message(self, message: Message) -> None:
        """As Textual does; a store that cannot be read when a screen opens or is laid out is told, and ends nothing."""
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            self.desk_app.went_wrong(error)

    def _compositor_refresh(self) -> None:
        """As Textual does; a screen that cannot be drawn is left, wherever it was that it had to be drawn."""
        try:
            super()._compositor_refresh()
        except Exception as error:
            self.app._handle_exception(error)

    def on_resize(self, event: Resize) -> None:
        """Lay out for the window as it is now, never for a size of before: two sizes in turn would go on for ever."""
        if event.size != self.desk_app.size:
            event.stop()
            event.prevent_default()

    @property
    def look(self) -> Look:
        """The colours to draw with."""
        return self.desk_app.look

    def caret(self) -> Offset:
        """The cell of the window where the keys work: the terminal's own cursor stands there."""
        raise NotImplementedError

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """What F1 tells in a box: each of its keys with what it does. Empty where F1 is for the screen itself."""
        return ()

    def coach_changed(self) -> None:
        """The coach says another thing, or takes more or less room."""

    def press(self, key: str, character: str | None) -> None:
        """Do what the key means here."""
        raise NotImplementedError

    def paste(self, text: str) -> None:
        """Take pasted text; screens without a field pass it over."""

    def ends_scan(self, key: str, character: str | None) -> bool:
        """Whether a key is the Enter of a scan where no field asked for one: it answers nothing."""
        if is_digit(character):
            self._digit_count += 1
            return False
        digits, self._digit_count = self._digit_count, 0
        if key != "enter" or digits < LEAST_SCANNED:
            return False
        self.desk_app.bell()
        return True
