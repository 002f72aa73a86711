"""Bonnen: what was to be printed at this branch and did not come out; printed after all, or not needed any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.moments import format_moment
from balie.messages.unprinted import NO_PASSWORD, ONLY_PASSWORD, PAGE, Unprinted, drop, unprinted
from screens.keyboard.actions import BON_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.widgets.columns import line

if TYPE_CHECKING:
    from balie.desk import Desk

_EMPTY = "Alles is afgedrukt. Wat de printer niet kon afdrukken, of wat niemand afdrukte, komt hier te staan."
_BOX, _MADE, _KIND, _LINES = 3, 16, 16, 6
_CHOOSES = "Spatie kiest. F2 drukt af wat u koos, of alles; Enter of F5 de gemarkeerde."


class BonsPage(ListPage[Unprinted]):
    """The space bar chooses, F2 prints what is chosen or all, Enter and F5 the marked one; W and Delete drop."""

    DETAIL_ROWS = 6
    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "reprint", "drop_bon", "back", "menu")

    heading = "Bonnen"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, heading=" ", empty=_EMPTY)
        self.chosen: set[int] = set()

    def read_anew(self) -> None:
        """Read what waits now, as far as it was read; what was chosen and came out since is chosen no more."""
        self.read_as_far()
        self.chosen &= {row.receipt_id for row in self.rows}
        self.show_rows()

    def read_on(self) -> None:
        """Read the next page."""
        more = unprinted(self.desk, after=self.rows[-1].receipt_id if self.rows else 0)
        self.rows += more
        self.goes_on = len(more) == PAGE

    def drawn(self, width: int) -> list[str]:
        """`[ ]  09-04-2024 10:15  Transport         12      Assen · De avonden · 39428000000017`."""
        columns = (("", _BOX), ("Gemaakt", _MADE), ("Soort", _KIND), ("Regels", _LINES), ("Voor", 0))
        self.list_box.heading = line(columns, width) if self.rows else ""
        return [self._line(row, width) for row in self.rows]

    def _line(self, row: Unprinted, width: int) -> str:
        box = f"[{'x' if row.receipt_id in self.chosen else ' '}]"
        made = format_date(row.made_on) if row.made_at is None else format_moment(row.made_at)
        lines = f"{row.lines:>{_LINES}}"
        return line(((box, _BOX), (made, _MADE), (row.kind.label, _KIND), (lines, _LINES), (row.about, 0)), width)

    def marked_another(self) -> None:
        """Below the list: why it did not come out, and what will not be on it."""
        row = self.row()
        self.detail.heading = "" if row is None else f"{row.kind.label}, gemaakt door {row.staff}"
        self.detail.show((), [] if row is None else _sentences(row))
        self.detail.refresh()

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """The space bar chooses and goes on to the next line; Enter prints the marked one."""
        if key == "space":
            self._tick()
        elif key == "enter":
            self.run("reprint")
        elif key == "delete":
            self.run("drop_bon")
        else:
            return super().press_in_body(key, character)
        return True

    def _tick(self) -> None:
        row = self.row()
        if row is not None:
            self.chosen ^= {row.receipt_id}
            self.list.go_to(self.list.at + 1)
            self.show_rows()

    def of_nobody(self) -> str:
        """A slip that goes with an item is nobody's; the list may be empty."""
        row = self.row()
        if row is not None and row.customer_id is None:
            return "Deze bon hoort bij een exemplaar en niet bij een klant."
        return self.nothing_listed()

    # What can be done.

    async def do_main(self) -> None:
        """Afdrukken: what is chosen, or all."""
        from screens.dialogs.question import Question

        while self.goes_on and not self.chosen:
            self.read_on()
        bons = [row.receipt_id for row in self.rows if not self.chosen or row.receipt_id in self.chosen]
        asked = f"{'De gekozen' if self.chosen else 'Alle'} {many(len(bons), 'bon', 'bonnen')} afdrukken?"
        if len(bons) == 1 or await self.desk_app.ask(Question(asked)):
            await self._print(bons)

    async def do_reprint(self) -> None:
        """The marked one."""
        await self._print([self.rows[self.list.at].receipt_id])

    async def _print(self, bons: list[int]) -> None:
        from screens.acts.printing import print_waiting

        told = await print_waiting(self.desk, bons)
        self.chosen.clear()
        self.done(told)

    async def do_drop_bon(self) -> None:
        """Niet meer nodig: what is chosen, or the marked one."""
        from screens.dialogs.question import Question

        row = self.rows[self.list.at]
        bons = sorted(self.chosen) or [row.receipt_id]
        which = f"{len(bons)} bonnen" if len(bons) > 1 else "Deze bon"
        if await self.desk_app.ask(Question(f"{which} niet meer afdrukken, en van de lijst halen?")):
            count = drop(self.desk, bons)
            self.chosen.clear()
            self.done(f"{many(count, 'bon', 'bonnen')} van de lijst gehaald.")

    async def do_bon_customer(self) -> None:
        """Open whose it is, on the tab Klanten."""
        from screens.acts.in_klanten import open_in_klanten

        customer_id = self.rows[self.list.at].customer_id
        assert customer_id is not None, "refused of a bon that is nobody's"
        await open_in_klanten(self.desk_app, customer_id)

    ACTS: Acts[Self] = (
        PageAct(
            "main",
            do_main,
            refused=ListPage.nothing_listed,
            label="Afdrukken",
            menu=BON_MENU,
            help="Drukt af wat u met Spatie koos, of alles.",
        ),
        PageAct(
            "reprint",
            do_reprint,
            refused=ListPage.nothing_listed,
            label="Deze",
            menu=BON_MENU,
            help="Drukt de gemarkeerde bon af; Enter doet dat ook.",
        ),
        PageAct("drop_bon", do_drop_bon, refused=ListPage.nothing_listed),
        PageAct("bon_customer", do_bon_customer, refused=of_nobody),
    )


def _sentences(row: Unprinted) -> list[str]:
    told = [row.reason or "Niemand heeft deze bon afgedrukt."]
    if row.kind.only_secret:
        told.append(ONLY_PASSWORD)
    elif row.kind.has_secret:
        told.append(NO_PASSWORD)
    return [*told, _CHOOSES]
