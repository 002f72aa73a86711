"""One item, in the numbered groups of Wise: 1 Titel, 2 Plaatsing, 3 Notities, 4 Historie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.catalogue.copies import copy_of
from balie.catalogue.history import item_history
from balie.catalogue.item_form import ITEM_FIELDS, typed_item
from balie.catalogue.items import item_of
from balie.catalogue.lists import write_off_reasons
from balie.catalogue.provisional import is_provisional
from balie.catalogue.stock import UNDO_DAYS, look_at_write_off, mark_found, mark_missing, undo_write_off, write_off
from balie.catalogue.title_form import TITLE_FIELDS, typed_title
from balie.catalogue.titles import title_of
from balie.circulation.availability import due_dates
from balie.dutch.dates import format_date
from balie.lending.stock import hindrances, let_go, told_of_missing, who_waits_in_vain
from balie.lending.whereabouts import whereabouts
from balie.refusal import Refusal
from screens.host.places import Queue, TitleAt
from screens.keyboard.actions import ITEM_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.events_page import NOTHING, event_lines
from screens.pages.new_title import NEW_TITLE, OffersNewTitle
from screens.pages.page import BACK, Page
from screens.pages.scan_keys import ScanKeys
from screens.widgets.row import padded
from screens.widgets.text_box import TextBox

if TYPE_CHECKING:
    from balie.catalogue.items import Item
    from balie.desk import Desk

_LABEL = 16
_HALF = 36
_INDENT = " " * 15
_EVENTS = 2
_OF_TITLE = ("isbn", "kind", "publisher", "year")
_PLACING = ("branch", "shelf", "call_mark", "material", "top_title", "not_for_loan", "price", "acquired_on")
_NOTES = ("attachment_note", "damage_note", "memo")


class ItemPage(ScanKeys, OffersNewTitle, Page):
    """What is known of one item. A digit goes to a group; the next item that is scanned takes its place."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "change_item", "missing", "write_off", "book_costs", "back")

    def __init__(self, desk: Desk, number: str) -> None:
        self.heading = "Exemplaar"
        super().__init__()
        self.desk = desk
        self.number = number
        self.text = TextBox(self, self._read())

    def replaces(self, page: Page) -> bool:
        """The next item takes the place of the one that is on top."""
        return isinstance(page, ItemPage)

    def body(self) -> list[Widget]:
        """The groups."""
        return [self.text]

    @property
    def item(self) -> Item:
        """The item as it was read last."""
        return self.copy.item

    def _read(self) -> list[str]:
        store = self.desk.store
        self.copy = copy_of(store, item_of(store, self.number), due_dates)
        self.heading = f"Exemplaar {self.number}"
        title = title_of(store, self.item.title_id)
        shown = typed_title(title.values)
        place = typed_item(self.item.values) | {"branch": self._branch()}
        self.whereabouts = whereabouts(self.desk, self.item)
        events = item_history(store, self.number, limit=_EVENTS)
        return [
            f" Exemplaar     {self.number}",
            f" Status        {self._status()}",
            *(f" {padded(label, len(_INDENT) - 1)}{told}" for label, told in self.whereabouts.lines),
            "",
            f" 1 Titel       {title.name}",
            _pairs((TITLE_FIELDS[name], shown[name]) for name in _OF_TITLE),
            "",
            *_group("2 Plaatsing", [(ITEM_FIELDS[name], place[name]) for name in _PLACING]),
            "",
            *_lines("3 Notities", [(ITEM_FIELDS[name], place[name]) for name in _NOTES if place[name]]),
            "",
            " 4 Historie" + ("" if events.rows else f"    {NOTHING}"),
            *(f"   {line}" for line in event_lines(events.rows)),
        ]

    def _branch(self) -> str:
        number = self.item.values.branch
        try:
            return f"{number} {self.desk.library.branch(number).name}"
        except Refusal:
            return number

    def _status(self) -> str:
        item = self.item
        told = self.copy.status_text
        if item.written_off_on is not None:
            why = write_off_reasons().label(item.write_off_reason or "")
            told = f"{told} op {format_date(item.written_off_on)}: {why}"
        elif item.seen_on is not None:
            told += f", laatst gezien {format_date(item.seen_on)}"
        if is_provisional(self.desk.store, self.number):
            told += ". Voorlopig: vul de titel aan (1, dan W)"
        return told

    def show_anew(self) -> None:
        """Show the item as the store has it now."""
        self.text.show(self._read())
        self.masthead.refresh()

    def returned_to(self) -> None:
        """Back from something that may have changed it."""
        self.show_anew()

    def tab_shown(self) -> None:
        """What was done on another tab meanwhile shows."""
        self.show_anew()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a group or a scanned number; the rest scrolls."""
        return self.press_scanned(key, character) or self.text.press(key)

    def run(self, action_id: str) -> None:
        """Do an action. What was told of the one before is not true of this one."""
        self.say("")
        super().run(action_id)

    # The groups.

    async def do_to_title(self) -> None:
        """1 Titel: the title with all its items."""
        await self.desk_app.show(TitleAt(self.item.title_id), or_back=True)

    async def do_placing(self) -> None:
        """2 Plaatsing: change where it stands."""
        await self._change("branch")

    async def do_item_notes(self) -> None:
        """3 Notities: change what is told with it."""
        await self._change("attachment_note")

    async def do_change_item(self) -> None:
        """Wijzig: all of it."""
        await self._change("branch")

    async def _change(self, first: str) -> None:
        from screens.exemplaren.item_form import ChangeItemPage

        await self.desk_app.open(ChangeItemPage(self.desk, self.number, first=first))

    async def do_item_history(self) -> None:
        """4 Historie: all that was done with it."""
        from screens.pages.events_page import EventsPage

        await self.desk_app.open(
            EventsPage(
                f"Historie van {self.number}",
                lambda after: item_history(self.desk.store, self.number, after=after),
            )
        )

    async def do_reserve_item(self) -> None:
        """Reserveer: this item and no other."""
        from screens.acts.reserving import reserve

        await reserve(self.desk_app, self.item.title_id, item_number=self.number)

    async def do_reserved(self) -> None:
        """Wachtrij: who waits for its title."""
        await self.desk_app.show(Queue(self.item.title_id))

    async def do_customer_record(self) -> None:
        """Klantgegevens: who has it, or for whom it is set aside; Alt+E comes back."""
        from screens.acts.in_klanten import open_in_klanten

        assert self.whereabouts.customer_id is not None, "refused before"
        await open_in_klanten(self.desk_app, self.whereabouts.customer_id)

    def nobody(self) -> str:
        """Why there is no customer to go to; empty when there is one."""
        has_one = self.whereabouts.customer_id is not None
        return "" if has_one else "Niemand heeft dit exemplaar, en het staat voor niemand apart."

    # The stock.

    async def do_missing(self) -> None:
        """Vermist: it is not where it should be."""
        from screens.dialogs.question import Question

        becomes = told_of_missing(self.desk.store, self.number)
        if await self.desk_app.ask(Question(f"Exemplaar {self.number} als vermist noteren? {becomes}".rstrip())):
            mark_missing(self.desk, self.number, let_go)
            self._done(f"Genoteerd als vermist. {who_waits_in_vain(self.desk.store, self.number)}".rstrip())

    async def do_found(self) -> None:
        """Gevonden: it is there again."""
        mark_found(self.desk, self.number)
        self._done("Het staat weer als binnen.")

    async def do_write_off(self) -> None:
        """Afschrijven: ask why, warn, ask whether."""
        from screens.dialogs.pick import Pick
        from screens.dialogs.question import Question

        looked = look_at_write_off(self.desk.store, self.number, hindrances)
        if looked.reasons:
            raise Refusal(*looked.reasons)
        reasons = write_off_reasons().entries
        chosen = await self.desk_app.ask(Pick("Waarom afschrijven?", [reason.label for reason in reasons]))
        if chosen is None:
            return
        warned = "".join(f"{warning} " for warning in looked.warnings)
        asked = f"{warned}Exemplaar {self.number} van {looked.title} afschrijven: {reasons[chosen].label}?"
        if await self.desk_app.ask(Question(asked)):
            write_off(self.desk, [self.number], hindrances, reason=reasons[chosen].code)
            self._done(f"Afgeschreven: {reasons[chosen].label}. Terugdraaien kan {UNDO_DAYS} dagen lang met U.")

    async def do_undo_write_off(self) -> None:
        """Take writing off back."""
        from screens.dialogs.question import Question

        if await self.desk_app.ask(Question(f"Afschrijven van exemplaar {self.number} terugdraaien?")):
            undo_write_off(self.desk, self.number)
            self._done("Teruggedraaid: het exemplaar hoort weer bij de collectie.")

    def _done(self, told: str) -> None:
        self.show_anew()
        self.say(told)

    async def do_book_costs(self) -> None:
        """Kosten boeken: of this item, on a customer who is asked for."""
        from screens.acts.costs import book_costs_of_item

        await book_costs_of_item(self.desk_app, self.number)

    ACTS: Acts[Self] = (
        NEW_TITLE,
        PageAct("to_title", do_to_title),
        PageAct("placing", do_placing),
        PageAct("item_notes", do_item_notes),
        PageAct("change_item", do_change_item),
        PageAct("item_history", do_item_history),
        PageAct("reserve_item", do_reserve_item),
        PageAct("reserved", do_reserved, label="Wachtrij", menu=ITEM_MENU, help="Toont wie er op de titel wachten."),
        PageAct("book_costs", do_book_costs, menu=ITEM_MENU),
        PageAct(
            "customer_record",
            do_customer_record,
            refused=nobody,
            menu=ITEM_MENU,
            help="Toont wie het heeft, of voor wie het apart staat, in Klantenadministratie. Alt+E komt hier terug.",
        ),
        PageAct("missing", do_missing),
        PageAct("found", do_found),
        PageAct("write_off", do_write_off),
        PageAct("undo_write_off", do_undo_write_off),
        BACK,
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """`ISBN 9789023441908   Soort Boek`: the values that are filled in, on one line."""
    return _INDENT + "   ".join(f"{label} {value}" for label, value in pairs if value)


def _group(name: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Two fields on a line, behind the name of the group."""
    lines = []
    for place in range(0, len(pairs), 2):
        cells = [f"{padded(label, _LABEL)} {value}" for label, value in pairs[place : place + 2]]
        lines.append("  ".join((padded(cells[0], _HALF), *cells[1:])))
    return _named(name, lines)


def _lines(name: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """A field on a line, behind the name of the group."""
    return _named(name, [f"{padded(label, _LABEL)} {value}" for label, value in pairs] or ["Geen."])


def _named(name: str, lines: Sequence[str]) -> list[str]:
    first, *rest = lines
    return [padded(f" {name}", len(_INDENT)) + first, *(_INDENT + line for line in rest)]
