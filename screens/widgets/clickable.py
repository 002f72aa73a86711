"""The mouse, for who asks for it with `--muis`: a widget that can be clicked says which keys the click stands for."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Clickable(Protocol):
    """A widget that understands a click."""

    def click_at(self, x: int, y: int) -> None:
        """Do what a click on this cell of the widget means."""
