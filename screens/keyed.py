"""A screen that is handed every key by the desk itself, whatever Textual thinks has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from screens.app import DeskApp
    from screens.looks import Look


class Keyed(MessagePump):
    """What pages and dialogs have in common."""

    @property
    def desk_app(self) -> DeskApp:
        """The running program."""
        return cast("DeskApp", self.app)

    @property
    def look(self) -> Look:
        """The colours to draw with."""
        return self.desk_app.look

    def press(self, key: str, character: str | None) -> None:
        """Do what the key means here."""
        raise NotImplementedError

    def paste(self, text: str) -> None:
        """Take pasted text; screens without a field pass it over."""
