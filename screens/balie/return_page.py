"""Innemen: item after item, whosever they are (rules.md#returning)."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import date
from typing import ClassVar, Self

from balie.catalogue.items import find_item
from balie.circulation.opening_days import book_drop_day
from balie.dutch.dates import format_date, parse_date
from balie.dutch.money import format_cents
from balie.lending.brought_back import brought_back
from balie.lending.count_in_house import count_in_house
from balie.lending.holds.catching import Caught
from balie.lending.holds.set_aside import set_aside
from balie.lending.rules.refusals import CardScanned, CountedJustNow, UnknownItem
from balie.lending.session.acts import Act, Returned
from balie.lending.take_back import send_on, take_back
from balie.refusal import Refusal
from screens.balie.log import Line, Open, Work, word_of
from screens.balie.scan_page import ScanPage
from screens.balie.slips import ask_slip, see_to_slip
from screens.balie.undoing import UNDO_NOTE
from screens.keyboard.actions import DESK_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK

_PASS = "Dit is een pas, geen exemplaar: scan het boek."
_LEND = "Uitlenen aan deze klant: F11, en scan de pas daar."


class ReturnPage(ScanPage):
    """Exemplaar, and beside it the day that the returns count for where that is not today."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "undo_scan", "book_drop", "other_side", "close")
    DAYS: ClassVar[str] = "Uiterlijk"

    heading = "Innemen"

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.log_box.empty = "Scan wat terug is. De inleverbus van een eerdere dag: Alt+D."

    def show_state(self) -> None:
        """Exemplaar or Annuleren, the day, and what the fines come to."""
        day = self.work.returned_on
        free = " boetevrij" if self.work.amnesty is not None else ""
        heading = f"Innemen{free}" if day is None else f"Innemen{free} per {format_date(day)}"
        if self.work.in_house:
            heading = "In huis gebruikt"
        if heading != self.heading:
            self.heading = heading
            self.masthead.refresh()
        if self.undoing.on:
            self.line.show("Annuleren", UNDO_NOTE)
            return
        if self.work.in_house:
            self.line.show("Exemplaar", f"! in huis: {self.work.log.used_in_house}")
            return
        fines = sum(max(act.fine_cents, 0) for act in self.session.acts if isinstance(act, Returned))
        if self.work.amnesty is not None:
            forgiven = self.work.log.forgiven
            per = "" if day is None else f"Per {format_date(day)}  "
            self.line.show("Exemplaar", f"! {per}boetevrij: {len(forgiven)}, {format_cents(sum(forgiven))}")
        elif day is None:
            self.line.show("Exemplaar", f"te laat {format_cents(fines)}" if fines else "")
        else:  # shorter, so that both are in sight
            self.line.show("Exemplaar", f"! Per {format_date(day)}{f'  boete {format_cents(fines)}' if fines else ''}")

    # Scans.

    def scanned(self, text: str) -> None:
        """An item that came in, or that lay about."""
        if self.work.in_house:
            self._count(text)
        else:
            self._take_back(text)

    def _count(self, number: str, *, again: bool = False) -> None:
        last = self.session.acts[-1] if self.session.acts else None
        try:
            self.did(count_in_house(self.desk_app.desk, number, last=last, again=again))
        except Refusal as refusal:
            line = self.refused(number, _of_pass(refusal) if isinstance(refusal, CardScanned) else refusal)
            if not isinstance(refusal, CountedJustNow):
                self.desk_app.start(self._explain(line, _title(refusal, what="Niet geteld")))

    def _take_back(self, number: str) -> None:
        try:
            returned = take_back(
                self.desk_app.desk, number, returned_on=self.work.returned_on, amnesty=self.work.amnesty
            )
        except Refusal as refusal:
            told = _of_pass(refusal) if isinstance(refusal, CardScanned) else refusal
            line = self.refused(number, told)
            self.desk_app.start(self._explain(line, _title(refusal)))
            return
        line = self.did(returned, brought_back(self.desk_app.desk, returned))
        if returned.stands_ready:
            line.word = "Staat klaar"
        elif returned.hold is not None:
            line.asks, line.word = Open.SET_ASIDE, "! Reserv."
            self.desk_app.bell()
            self.desk_app.start(self.answer(line))
        elif returned.transport_to is not None:
            line.word = "> Transport"
            self.desk_app.start(see_to_slip(self, line, returned.slip))

    async def _explain(self, line: Line, title: str) -> None:
        await self.ask_about(line, title, [line.title, "", *line.told], {"escape": "OK"})

    async def ask_once_more(self, line: Line) -> None:
        """The question of a line, or why it was refused."""
        if line.is_waiting:
            await self.answer(line)
        elif line.refusal is not None:
            await self._explain(line, _title(line.refusal))

    async def answer(self, line: Line) -> None:
        """Set aside for who waits, or print the slip, when the desk says so."""
        if line.asks is Open.COUNT_AGAIN:
            line.asks, line.answer = None, "toch geteld"
            self._count(line.number, again=True)
            return
        assert isinstance(line.act, Returned)
        if line.asks is Open.SET_ASIDE:
            await self._offer_to_who_waits(line, line.act)
        else:
            self.say(await ask_slip(self, line))
        self.show_log(newest=False)
        if not line.is_waiting:
            self.ask_what_waits(only_scans=True)

    async def _offer_to_who_waits(self, line: Line, act: Returned) -> None:
        """Gereserveerd: J sets it aside, N leaves it for its shelf or its own branch; then the slip of that."""
        waits = "" if act.waits is None else act.waits.text
        told = [line.title, "", waits, "Klaarzetten?"]
        answer = await self.ask_about(line, "Gereserveerd", told, {"j": "Ja", "n": "Nee"}, stays=True)
        if answer not in ("j", "n"):
            return
        desk, slip = self.desk_app.desk, None
        if answer == "j":
            line.caught = set_aside(desk, act.number)
            line.word = "Klaargezet" if line.caught.is_ready else "> Transport"
            line.told = (line.caught.text, *(text for text in line.told if text != waits))
            slip = line.caught.slip
        else:
            item = find_item(desk.store, act.number)
            away = item is not None and item.values.branch != desk.branch.number
            line.word = "> Transport" if away else word_of(act)
            try:
                slip = send_on(desk, act.number) if away else None
            except Refusal as refusal:  # another desk was first: there is nothing left to ask
                line.word, line.told = word_of(act), (str(refusal), *line.told)
        for one in self.work.log.lines:  # the scanner may have read it twice
            if one is line or (one.asks is Open.SET_ASIDE and one.number == line.number):
                one.asks, one.word = None, line.word
        await see_to_slip(self, line, slip)

    def caught_with(self, act: Act) -> Caught | None:
        """That the item was set aside once it had come in."""
        return next((line.caught for line in self.work.log.lines if line.act == act), None)

    # What can be done.

    async def do_book_drop(self) -> None:
        """Inleverdatum: the day that what is scanned counts for; once more for today again."""
        from screens.dialogs.ask_text import AskText

        desk = self.desk_app.desk
        if self.work.returned_on is not None:
            self.work.returned_on = None
            told = f"Wat u nu scant is vandaag ingeleverd, {format_date(desk.working_date)}."
        else:
            text = "Per welke dag is ingeleverd wat u nu gaat scannen? De laatste dag dat we open waren staat er al."
            typed = await self.desk_app.ask(
                AskText(
                    "Inleverdatum", text, typed=format_date(book_drop_day(desk)), makes_way=True, read=self._read_day
                )
            )
            if typed is None:
                return
            self.work.returned_on = self._read_day(typed)
            told = "Tot u weer Alt+D kiest telt alles wat u scant als die dag ingeleverd."
        self.show_log()
        self.say(told)

    def _read_day(self, text: str) -> date:
        today = self.desk_app.desk.working_date
        day = parse_date(text, today)
        if day > today:
            raise Refusal("De inleverdatum kan niet na de werkdatum liggen: kies een eerdere dag.")
        return day

    async def do_amnesty(self) -> None:
        """Boetevrij: a supervisor lets a pile come in without fines; once more ends it."""
        from screens.dialogs.permission import ask_permission

        if self.work.amnesty is not None:
            self.work.amnesty = None
            told = "Te-laat-geld wordt weer geboekt."
        else:
            amnesty = await ask_permission(self.desk_app, "Wat u nu scant komt zonder te-laat-geld in.")
            if amnesty is None:
                return
            self.work.amnesty = amnesty
            told = "Tot u weer Ctrl+K kiest of afsluit komt alles zonder te-laat-geld in."
        self.show_log()
        self.say(told)

    def do_in_house(self) -> None:
        """In huis: what is scanned next lay about and was used here; once more for taking in again."""
        self.work.in_house = not self.work.in_house
        self.show_log()
        if self.work.in_house:
            self.say("Wat u scant telt als in huis gebruikt, niet als ingenomen; Ctrl+N beëindigt het.")
        else:
            self.say("Wat u scant wordt weer ingenomen.")

    async def do_customer_record(self) -> None:
        """Klantgegevens: who had the item of the marked line; Alt+B comes back."""
        from screens.acts.in_klanten import open_in_klanten

        customer_id = self._who_had_it()
        assert customer_id is not None, "refused before"
        await open_in_klanten(self.desk_app, customer_id)

    def _who_had_it(self) -> int | None:
        line = self.log_box.marked
        return line.act.customer_id if line is not None and isinstance(line.act, Returned) else None

    def nobody_had_it(self) -> str:
        """Why there is no customer to go to; empty when there is one."""
        return "" if self._who_had_it() is not None else "Kies met ↑ ↓ een regel van wat iemand had."

    def do_other_side(self) -> Coroutine[object, object, None]:
        """Uitlenen, where who is being helped still is."""
        return self.desk_app.back()

    async def to_returns(self) -> None:
        """It is here."""

    ACTS: Acts[Self] = (
        PageAct(
            "main",
            ScanPage.do_main,
            label="Regel afdoen",
            help="Doet wat de gemarkeerde regel nog vraagt: toestaan, doorgaan, klaarzetten.",
        ),
        PageAct("book_drop", do_book_drop),
        PageAct(
            "waive",
            do_amnesty,
            label="Boetevrij",
            menu=DESK_MENU,
            help="Laat een stapel zonder te-laat-geld inkomen, met toestemming en reden; nog eens beëindigt het.",
        ),
        PageAct("in_house", do_in_house),
        PageAct(
            "customer_record",
            do_customer_record,
            refused=nobody_had_it,
            help="Toont wie de gemarkeerde regel had, in Klantenadministratie. Alt+B komt hier terug.",
        ),
        PageAct("other_side", do_other_side, label="Uitlenen"),
        BACK,
    )


def _of_pass(refusal: CardScanned) -> Refusal:
    """A pass where an item was expected: what is wrong with it, or where its customer is helped."""
    return Refusal(_PASS, _LEND if refusal.trouble is None else refusal.trouble.text)


def _title(refusal: Refusal, *, what: str = "Innemen kan niet") -> str:
    """The title of the box that tells why something did not come in, or was not counted."""
    return "Onbekend" if isinstance(refusal, UnknownItem) else what
