"""Betalen: what a customer owes, with what is paid, what was received, and what goes back, before it is booked."""

from __future__ import annotations

from collections.abc import Collection, Coroutine
from typing import ClassVar, Self

from textual.events import Resize
from textual.widget import Widget

from balie.desk import Desk
from balie.dutch.money import format_cents
from balie.finance.costs import why_not_taken_back
from balie.finance.plan import PaymentPlan, Tender, plan
from balie.finance.sheet import Sheet, SheetLine, sheet
from balie.lending.charge_titles import titles_of_charges
from balie.refusal import Refusal
from screens.financieel.paying.money_lines import headed, open_line, room_beside, whole_line
from screens.pages.act import Acts, PageAct
from screens.pages.form_talk import FormTalk
from screens.pages.page import Page
from screens.widgets.form import Form
from screens.widgets.form_model import Choice, FieldSpec, FormModel
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import WALKING, ListModel
from screens.widgets.summary import Summary

_SECOND = 40
_SUMMARY_ROWS = 7
"""What the summary has at most; a list that is longer than the rest takes what the summary does not need."""
_NOTHING_KNOWN = ("", "")
_WAYS = {Tender.CREDIT: "uit het tegoed", Tender.CARD: "met pin", Tender.BANK: "via de bank"}
NOT_NOW = "Niet betaald: het blijft openstaan."
NO_SCANS = "Hier wordt betaald: wat u scant wordt niet uitgeleend of ingenomen. Ga eerst terug met Esc."


def _fields() -> tuple[FieldSpec, ...]:
    tenders = tuple(Choice(tender, tender.capitalize()) for tender in Tender)
    return (
        FieldSpec("tender", "Waarmee", 0, choices=tenders, label_width=8),
        FieldSpec("received", "Ontvangen", 0, x=_SECOND, longest=20, width=14, label_width=10),
    )


class PayingPage(FormTalk, Page):
    """Arrows and the space bar choose lines (none chosen: all, oldest first); the rest is typed. F2 asks, then books.

    Enter twice on empty fields pays nothing (Wise: Enter, Enter on the pay window).
    """

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "waive", "book_costs", "money_history", "back")

    heading = "Betalen"

    def __init__(self, desk: Desk, customer_id: int, chosen: Collection[int] = ()) -> None:
        """`chosen` are charges to begin with: what a session at the desk made."""
        super().__init__()
        self.desk = desk
        self.customer_id = customer_id
        self.sheet: Sheet = sheet(desk, customer_id)
        self.titles = titles_of_charges(desk.store, customer_id)
        self.chosen: set[int] = set(chosen)
        self._offered = frozenset(chosen)
        self.keep_change = False
        self._booked = False
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, beside_form=True)
        self.list_box.empty = "Er staat niets open. Vooruit betalen (tegoed): Ctrl+G."
        self.model = FormModel(_fields(), self)
        self.form = Form(self.model, self)
        self.form.styles.height = 2
        self.summary = Summary(self, heading="Dat wordt")
        self.summary.styles.height = _SUMMARY_ROWS

    def body(self) -> list[Widget]:
        """The lines, the fields, what it comes down to."""
        return [self.list_box, self.form, self.summary]

    def on_mount(self) -> None:
        """Show what is open."""
        self._show()

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def show_anew(self) -> None:
        """Read again what is open; what was chosen and is settled now is chosen no more."""
        self.sheet = sheet(self.desk, self.customer_id)
        self.titles = titles_of_charges(self.desk.store, self.customer_id)
        self.chosen &= {line.charge_id for line in self.sheet.lines}
        self._show()

    def booked(self) -> None:
        """Something was paid or waived here: whoever leaves now did not say no."""
        self._booked = True

    def returned_to(self) -> None:
        """Back from the history, where something may have been taken back."""
        self.show_anew()

    def _show(self) -> None:
        seen = self.sheet
        width = self.line_width
        credit = f"   tegoed {format_cents(seen.credit_cents)}" if seen.credit_cents else ""
        self.list_box.heading = headed(seen.title, f"open {format_cents(seen.open_cents)}{credit}", width)
        beside = room_beside(seen.lines, width)
        lines = [
            open_line(line, width, beside=beside, chosen=line.charge_id in self.chosen, title=self._item_of(line)[0])
            for line in seen.lines
        ]
        self.list.show(lines, [() for _ in lines], at=self.list.at)
        self.list_box.refresh()
        self._show_plan()

    def _item_of(self, line: SheetLine) -> tuple[str, str]:
        """Title and number of the item that a charge is of, empty where there is none."""
        return self.titles.get(line.charge_id, _NOTHING_KNOWN)

    def _give_rows_to_list(self) -> None:
        """A list that does not fit takes the rows that the summary leaves empty."""
        both = self.list_box.size.height + self.summary.size.height
        if both:
            rows = both - len(self.list.lines) - 1
            self.summary.styles.height = min(_SUMMARY_ROWS, max(self.summary.rows_needed, rows))

    def _show_plan(self) -> None:
        self._tell_plan()
        self._give_rows_to_list()

    def _tell_plan(self) -> None:
        values = self.model.values()
        if not values["tender"]:
            due = [line for line in self.sheet.lines if line.charge_id in self.chosen] or [
                line for line in self.sheet.lines if not line.collecting
            ]
            rows = [("Te betalen", format_cents(sum(line.open_cents for line in due)))] if due else []
            self.summary.show(rows, ["Kies waarmee: C contant, P pin, B bank, T tegoed. Niet nu: Enter, Enter."])
            return
        try:
            planned = self._plan()
        except Refusal as refusal:
            self.summary.show((), [reason.text for reason in refusal.reasons])
        else:
            self.summary.show(planned.summary, planned.warnings)

    def _plan(self) -> PaymentPlan:
        values = self.model.values()
        chosen = self.chosen or None
        return plan(self.sheet, chosen, values["tender"], values["received"], keep_change=self.keep_change)

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows and the space bar are the list's, the rest the form's."""
        if self.model.field.spec.choices and self.ends_scan(key, character):
            self.say(NO_SCANS, wrong=True)
            return True
        if key in WALKING:
            self.list.press(key, None)
            self.list_box.refresh()
            if self.sheet.lines:
                line = self.sheet.lines[self.list.at]
                self.say(whole_line(line, *self._item_of(line)))
            return True
        if key == "space":
            self._tick()
            return True
        handled = self.model.press(key, character)
        if handled:
            self.show_form()
        return handled

    def _tick(self) -> None:
        if self.sheet.lines:
            self.chosen ^= {self.sheet.lines[self.list.at].charge_id}
            at = self.list.at
            self._show()
            self.list.go_to(at + 1)
            self.list_box.refresh()

    def show_form(self) -> None:
        """Whatever was typed: what it comes down to follows."""
        self._show_plan()
        super().show_form()

    def form_finished(self) -> None:
        """Enter in the last field: pay, or not now when nothing was filled in."""
        if any(self.model.values().values()):
            self.run("main")
        else:
            self.desk_app.start(self._leave(self._left_open()))

    @property
    def has_typed_work(self) -> bool:
        """Whether something was typed that is not booked yet."""
        return self.model.typed or bool(self.chosen - self._offered)

    # What can be done.

    async def do_main(self) -> None:
        """Betalen: ask with the amounts, book, print the bon."""
        from balie.finance.pay import pay
        from screens.acts.printing import print_receipt
        from screens.dialogs.question import Question

        planned = self._plan()
        if not await self.desk_app.ask(Question(self._asked(planned))):
            return
        try:
            paid = pay(self.desk, self.customer_id, planned)
        except Refusal:
            self.show_anew()
            raise
        self.booked()
        printed = "" if paid.receipt_id is None else await print_receipt(self.desk, paid.receipt_id, None)
        self.model.clear()
        self.chosen.clear()
        self.keep_change = False
        self.show_anew()
        self.show_form()
        change = f" Terug: {format_cents(planned.change_cents)}." if planned.change_cents else ""
        self.say(f"{format_cents(planned.paid_cents)} geboekt.{change} {printed}".rstrip())

    def _asked(self, planned: PaymentPlan) -> str:
        """What is booked, in one sentence, for what where that is one line of several, and what to give back."""
        paid = format_cents(planned.paid_cents)
        change = f" Terug: {format_cents(planned.change_cents)}." if planned.change_cents else ""
        credit = f" Wordt tegoed: {format_cents(planned.credit_cents)}." if planned.credit_cents else ""
        warned = "".join(f" {warning}" for warning in planned.warnings)
        way = _WAYS.get(planned.tender, planned.tender)
        what = ""
        if len(planned.settle) == 1 and planned.left_cents:
            line = planned.settle[0][0]
            what = f" Voor: {' · '.join(filter(None, (self._item_of(line)[0], line.text)))}."
        return f"{paid} {way} boeken?{what}{change}{credit}{warned}"

    def do_keep_change(self) -> None:
        """What is too much becomes credit, or goes back again."""
        self.keep_change = not self.keep_change
        self._show_plan()
        self.say("Wat te veel is wordt tegoed." if self.keep_change else "Wat te veel is gaat contant terug.")

    async def do_waive(self) -> None:
        """Kwijtschelden."""
        from screens.financieel.paying.waiving import waive_chosen

        await waive_chosen(self)

    async def do_pay_out(self) -> None:
        """Tegoed uitbetalen."""
        from screens.financieel.paying.paying_out import PayingOutPage

        await self.desk_app.open(PayingOutPage(self))

    async def do_book_costs(self) -> None:
        """Kosten boeken: what is to be paid beside what follows from the rules."""
        from screens.acts.costs import book_costs

        if await book_costs(self.desk_app, self.customer_id):
            self.booked()

    async def do_take_costs_back(self) -> None:
        """Kosten terugnemen: of the marked line, which was booked by hand."""
        from screens.acts.costs import take_back

        line = self.sheet.lines[self.list.at]
        told = f"{line.text}, {format_cents(line.cents)}"
        if await take_back(self.desk_app, line.charge_id, told):
            self.booked()
            self.show_anew()
            self.say(f"Teruggenomen: {told}.")

    async def do_money_history(self) -> None:
        """What was booked before, to look at or to put right."""
        from screens.financieel.paying.history import HistoryPage

        await self.desk_app.open(HistoryPage(self.desk, self.sheet))

    def nothing_open(self) -> str:
        """Why nothing can be waived; empty when something can."""
        return "" if self.sheet.lines else "Er staat niets open om kwijt te schelden."

    def no_costs(self) -> str:
        """Why no costs can be taken back; empty when the marked line can."""
        if not self.sheet.lines:
            return "Er staat niets open. Wat betaald is neemt u terug bij Historie."
        return why_not_taken_back(self.desk.store, self.sheet.lines[self.list.at].charge_id)

    def no_credit(self) -> str:
        """Why nothing can be paid out; empty when something can."""
        return "" if self.sheet.credit_cents else "Deze klant heeft geen tegoed om uit te betalen."

    def do_back(self) -> Coroutine[object, object, None]:
        """Back; asks first when something was typed."""
        return self._back()

    async def _back(self) -> None:
        if await self.may_leave():
            await self._leave("")

    def _left_open(self) -> str:
        """What stays open of who pays no more now; nothing to say where all is paid."""
        if not self.sheet.lines:
            return ""
        return f"De rest blijft openstaan: {format_cents(self.sheet.open_cents)}." if self._booked else NOT_NOW

    async def _leave(self, told: str) -> None:
        await self.desk_app.back()
        if told:
            self.desk_app.page.say(told)

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Betalen"),
        PageAct("keep_change", do_keep_change),
        PageAct("book_costs", do_book_costs),
        PageAct("take_costs_back", do_take_costs_back, refused=no_costs),
        PageAct("waive", do_waive, refused=nothing_open),
        PageAct("pay_out", do_pay_out, refused=no_credit),
        PageAct("money_history", do_money_history),
        PageAct("back", do_back),
    )
