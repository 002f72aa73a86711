"""The first screen of Berichten: what waits, by kind and way, and what can be done with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.messages.outbox import State
from screens.pages.act import Acts, PageAct
from screens.pages.menu_page import MenuPage
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.correspondence.overview import Survey


class MessagesPage(MenuPage):
    """The list of the tab, and below it what waits now. PgUp and PgDn scroll that."""

    MENU = "Berichten"

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "send_all", "look_anew", "menu")

    heading = "Berichten"

    def __init__(self) -> None:
        super().__init__()
        self.waits = Summary(self, heading="Wat nu wacht")

    def body(self) -> list[Widget]:
        """The list takes the lines it needs, and one more; the rest is for what waits."""
        self.list_box.styles.height = len(self.choices()) + 1
        return [self.list_box, self.waits]

    def press_in_body(self, key: str, character: str | None) -> bool:
        """What waits is scrolled by pages, the list is walked line by line."""
        return self.waits.press(key) or super().press_in_body(key, character)

    # What waits.

    def tab_shown(self) -> None:
        """Look what waits: departments queue, other desks send."""
        self.desk_app.start(self.count())

    def at_home(self) -> None:
        """Asked for once more: look again."""
        self.desk_app.start(self.count())

    def returned_to(self) -> None:
        """Something may have been done with a message."""
        self.desk_app.start(self.count())

    async def count(self) -> None:
        """Count what waits, and show it."""
        from screens.berichten.sending import count_waiting

        found = await count_waiting(self.desk_app)
        if found is not None:
            self.show_waiting(found)

    def show_waiting(self, found: Survey) -> None:
        """Show what was counted."""
        from balie.correspondence.telling import NOTHING_WAITS, doubt, remarks, what_waits

        told = [line for line in (doubt(found),) if line]
        told += remarks(found, has_server=self.desk_app.desk.library.mail is not None)
        self.waits.show(what_waits(found), told if found.kinds else [NOTHING_WAITS, *told])

    async def do_look_anew(self) -> None:
        """Look once more: other desks go on working."""
        await self.count()

    # What can be done.

    async def do_prepare(self) -> None:
        """Queue what lending has to tell today."""
        from screens.berichten.sending import prepare

        await prepare(self)

    async def do_send_all(self) -> None:
        """Mail and print everything that waits."""
        from screens.berichten.sending import send

        await send(self, os.environ)

    async def do_send_letters(self) -> None:
        """Print the letters; what goes by mail keeps waiting."""
        from screens.berichten.sending import send

        await send(self, os.environ, mails=False)

    async def do_list_waiting(self) -> None:
        """What waits."""
        await self._list(State.QUEUED)

    async def do_list_doubtful(self) -> None:
        """What may have gone out."""
        await self._list(State.SENDING)

    async def do_list_failed(self) -> None:
        """What was refused."""
        await self._list(State.FAILED)

    async def do_list_sent(self) -> None:
        """What went out."""
        await self._list(State.SENT)

    async def do_list_withdrawn(self) -> None:
        """What is not sent."""
        await self._list(State.WITHDRAWN)

    async def _list(self, state: State) -> None:
        from screens.berichten.message_list import MessageListPage
        from screens.berichten.sources import InState

        await self.desk_app.open(MessageListPage(self.desk_app.desk, InState(state)))

    async def do_list_of_customer(self) -> None:
        """Ask whose, and show everything that was written to them."""
        from screens.berichten.message_list import MessageListPage
        from screens.berichten.sources import MessagesOfCustomer
        from screens.finding.choose_customer import Chosen, with_customer

        async def show(chosen: Chosen) -> None:
            await self.desk_app.open(MessageListPage(self.desk_app.desk, MessagesOfCustomer(chosen.customer_id)))

        await with_customer(self.desk_app, "Berichten van een klant", show)

    ACTS: Acts[Self] = (
        PageAct("look_anew", do_look_anew),
        PageAct("prepare", do_prepare),
        PageAct("send_all", do_send_all),
        PageAct("send_letters", do_send_letters),
        PageAct("list_waiting", do_list_waiting),
        PageAct("list_doubtful", do_list_doubtful),
        PageAct("list_failed", do_list_failed),
        PageAct("list_sent", do_list_sent),
        PageAct("list_withdrawn", do_list_withdrawn),
        PageAct("list_of_customer", do_list_of_customer),
    )
