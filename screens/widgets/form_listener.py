"""What a form tells and asks whoever shows it."""

from __future__ import annotations

from typing import Protocol


class FormListener(Protocol):
    """What a screen hears from its form."""

    def read_field(self, name: str, text: str) -> str:
        """Give the field's text as it should stand there; raises `Refusal` when it cannot be that."""

    def field_left(self, name: str) -> None:
        """The cursor left a field whose text is right."""

    def field_entered(self, name: str) -> bool:
        """Enter was pressed in a field. True when the screen dealt with it and the cursor stays."""

    def form_refused(self) -> None:
        """Something typed was refused; the form says what."""

    def form_finished(self) -> None:
        """Enter was pressed in the last field."""

    def choose(self, name: str) -> None:
        """The list of a choice field was asked for."""
