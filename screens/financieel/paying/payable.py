"""What is being paid, as waiving and paying out see it. A protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.sheet import Sheet
    from screens.host.asking import Host
    from screens.widgets.list_model import ListModel


class Payable(Protocol):
    """The page on which a customer pays."""

    desk: Desk
    sheet: Sheet
    chosen: set[int]
    list: ListModel

    @property
    def desk_app(self) -> Host:
        """The running program."""

    def booked(self) -> None:
        """Something was paid or waived here."""

    def show_anew(self) -> None:
        """Read again what is open."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell something above the foot line."""
