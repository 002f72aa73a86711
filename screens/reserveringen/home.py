"""The first screen of Reserveringen: its lists, and below them how much there is to do here now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from screens.host.places import HoldsOf
from screens.pages.act import Acts, PageAct
from screens.pages.menu_page import MenuPage
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from screens.reserveringen.sources import HoldSource


class HoldsPage(MenuPage):
    """The list of the tab. Opening it ends what was not collected in time, and gives that to the next in the queue."""

    MENU = "Reserveringen"

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "list_pull", "list_ready", "menu")

    heading = "Reserveringen"

    def __init__(self) -> None:
        super().__init__()
        self.now = Summary(self, heading="Nu te doen")

    def body(self) -> list[Widget]:
        """The list takes the lines it needs, and one more; the rest is for what there is to do."""
        self.list_box.styles.height = len(self.choices()) + 1
        return [self.list_box, self.now]

    def tab_shown(self) -> None:
        """Look what there is to do today."""
        self.desk_app.start(self.look_around())

    def at_home(self) -> None:
        """Asked for once more: look again."""
        self.desk_app.start(self.look_around())

    def returned_to(self) -> None:
        """Something may have been done."""
        self.desk_app.start(self.look_around())

    async def look_around(self) -> None:
        """End what was not collected (where one may), print the slips for who comes next, and count."""
        from balie.dutch.counts import many
        from balie.lending.holds.set_aside import expire_holds
        from balie.library.rights import Right
        from screens.reserveringen.slips import print_slip

        desk = self.desk_app.desk
        ended = expire_holds(desk) if desk.may(Right.RESERVE) else []
        for slip in [one.handed.slip for one in ended if one.handed is not None]:
            await print_slip(self.desk_app, slip)
        self.count()
        if ended:
            self.say(f"{many(len(ended), 'reservering is', 'reserveringen zijn')} vervallen: zie Niet opgehaald (3).")

    def count(self) -> None:
        """Show how much there is to do at this branch."""
        from balie.lending.holds.lists import ready_list, uncollected_list
        from balie.lending.holds.pull_list import pull_list

        desk = self.desk_app.desk
        here = ready_list(desk)
        travelling = sum(row.expires_on is None for row in here)
        self.now.show(
            (
                ("Uit de kast te halen", str(len(pull_list(desk)))),
                ("Staat klaar om af te halen", str(len(here) - travelling)),
                ("Onderweg hierheen", str(travelling)),
                ("Niet opgehaald of geannuleerd, de laatste twee weken", str(len(uncollected_list(desk)))),
            ),
            (),
        )

    # The lists.

    async def do_list_pull(self) -> None:
        """Kastlijst."""
        from screens.reserveringen.pull_list import PullListPage

        await self.desk_app.open(PullListPage(self.desk_app.desk))

    async def do_list_ready(self) -> None:
        """Klaar."""
        from screens.reserveringen.sources import ReadyHolds

        await self._list(ReadyHolds())

    async def do_list_uncollected(self) -> None:
        """Niet opgehaald."""
        from screens.reserveringen.uncollected import UncollectedPage

        await self.desk_app.open(UncollectedPage(self.desk_app.desk))

    async def do_list_open_holds(self) -> None:
        """Everything that runs."""
        from screens.reserveringen.sources import OpenHolds

        await self._list(OpenHolds())

    async def do_holds_of(self) -> None:
        """Ask whose."""
        from screens.finding.choose_customer import Chosen, with_customer

        async def show(chosen: Chosen) -> None:
            await self.desk_app.show(HoldsOf(chosen.customer_id))

        await with_customer(self.desk_app, "Reserveringen van een klant", show)

    async def do_holds_on(self) -> None:
        """Ask which title, and show its queue."""
        from screens.finding.choose_title import with_title
        from screens.reserveringen.sources import OnTitle

        async def show(title_id: int) -> None:
            await self._list(OnTitle(title_id))

        await with_title(self.desk_app, show)

    async def do_place_hold(self) -> None:
        """Ask which title and for whom, and reserve."""
        from screens.acts.reserving import reserve
        from screens.finding.choose_title import with_title

        async def place(title_id: int) -> None:
            await reserve(self.desk_app, title_id)

        await with_title(self.desk_app, place)

    async def _list(self, source: HoldSource) -> None:
        from screens.reserveringen.hold_list import HoldListPage

        await self.desk_app.open(HoldListPage(self.desk_app.desk, source))

    ACTS: Acts[Self] = (
        PageAct("list_pull", do_list_pull),
        PageAct("list_ready", do_list_ready),
        PageAct("list_uncollected", do_list_uncollected),
        PageAct("list_open_holds", do_list_open_holds),
        PageAct("holds_of", do_holds_of),
        PageAct("holds_on", do_holds_on),
        PageAct("place_hold", do_place_hold),
    )
