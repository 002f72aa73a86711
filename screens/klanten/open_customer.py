"""The customer that is open, as its acts, its papers and its parts on the screen see it. Protocols only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from screens.host.asking import Surface

if TYPE_CHECKING:
    from balie.customers.header import Header
    from balie.customers.tabs.tab import Tab
    from balie.desk import Desk
    from screens.widgets.form_model import FormModel


class Editor(Protocol):
    """What edits a tab."""

    @property
    def model(self) -> FormModel:
        """The form."""


class OpenCustomer(Surface, Protocol):
    """The customer screen."""

    customer_id: int
    desk: Desk
    header: Header
    tab: str
    tabs: dict[str, Tab]

    @property
    def editor(self) -> Editor | None:
        """The tab while it is edited; None while it is read."""

    def show_anew(self) -> None:
        """Show the customer as the store has it now."""

    def read_more(self) -> bool:
        """Read on in the open tab."""
