"""Uitbetalen: the batch of the week that gives money back, who is left out and why, and the files of before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.settling.file_contents import payments_in
from balie.finance.settling.outcome import mark_executed, read_executed_on
from balie.finance.settling.payout_files import PayoutFile, payout_files
from balie.finance.settling.payouts import PaidOut, PayoutPreview, pay_out, preview_payouts
from balie.finance.settling.telling import done_texts, executed_text, nothing_text, question_text
from balie.finance.settling.weeks import read_week, week_of
from screens.financieel.runs.bank_file_page import BankFilePage
from screens.financieel.runs.run_lines import SHORT_HASH, RunLine, counted, section, told
from screens.financieel.runs.run_page import FieldRunPage
from screens.pages.act import Acts, PageAct
from screens.widgets.form_model import FieldSpec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from balie.desk import Desk
    from screens.acts.running import Progress, Work

_WEEK = FieldSpec("week", "Week (jjjj-ww)", 0, required=True, longest=8, width=9)


class PayoutsPage(FieldRunPage[PayoutPreview, PaidOut]):
    """The batch of this week, or the file of an earlier one again.

    The space bar notes that somebody looked up that the collection of the marked customer was not reversed.
    """

    heading = "Uitbetalen"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WEEK, week_of(desk.working_date))
        self.checked: set[int] = set()

    def read_field(self, name: str, text: str) -> str:
        """A week, as it is written."""
        return read_week(text)

    def looking(self) -> Work[PayoutPreview]:
        """What the batch of the week pays."""
        week, checked = read_week(self.typed), frozenset(self.checked)
        return lambda desk, progress: preview_payouts(desk, week, checked)

    def lines(self) -> list[RunLine]:
        """What is settled and paid, who is left out, the files that were made."""
        seen = self.seen
        return [
            *(_preview_lines(seen) if seen else ()),
            *section("Gemaakte bestanden (Enter toont ze)", self._file_lines()),
        ]

    def _file_lines(self) -> list[RunLine]:
        return [self._file_line(file) for file in payout_files(self.desk)]

    def _file_line(self, file: PayoutFile) -> RunLine:
        begin = f"{file.path.name}  {format_date(file.made_on)}  {file.sha256[:SHORT_HASH]}"
        return RunLine(begin, counted(file.payments, file.cents), page=lambda: _file_page(self.desk, file))

    def press_in_body(self, key: str, character: str | None) -> bool:
        """The space bar is the list's too."""
        if key == "space":
            self.desk_app.start(self._check())
            return True
        return super().press_in_body(key, character)

    async def _check(self) -> None:
        from screens.dialogs.question import Question

        row = self.rows[self.list.at] if self.rows else RunLine("")
        waits = {one.customer_id for one in self.seen.left_out if one.payable_from} if self.seen else set()
        if row.customer_id in self.checked:
            self.checked.discard(row.customer_id)
        elif row.customer_id is not None and row.customer_id in waits:
            if not await self.desk_app.ask(Question(f"Is nagekeken dat de incasso niet is gestorneerd? {row.text}")):
                return
            self.checked.add(row.customer_id)
        else:
            self.say("Spatie is voor wie alleen nog wacht op de termijn van een incasso.")
            return
        await self.find_out()

    def nothing(self, seen: PayoutPreview) -> str:
        """Whether anybody is settled or paid, or a file can be laid down again."""
        if seen.made:
            return f"Week {seen.week} is al gedaan. Het bestand staat in de lijst; Enter toont het."
        return nothing_text(seen)

    def question(self, seen: PayoutPreview) -> str:
        """How many are settled, how many are paid and how much."""
        return question_text(seen)

    def doing(self, seen: PayoutPreview) -> Work[PaidOut]:
        """Settle, and make the file."""
        checked = frozenset(self.checked)
        return lambda desk, progress: pay_out(desk, seen.week, checked, progress)

    def told(self, done: PaidOut) -> list[str]:
        """What was settled and paid, and where the file lies."""
        return done_texts(done)

    ACTS: Acts[Self] = (PageAct("main", FieldRunPage.do_main, label="Uitbetalen"),)


def _preview_lines(seen: PayoutPreview) -> list[RunLine]:
    if seen.made:
        return [
            RunLine(f"Week {seen.week} is gedaan op {format_date(seen.made.made_on)}"),
            RunLine("Uitbetaald", counted(seen.made.payments, seen.made.cents)),
        ]
    refunds = sum(case.settlement.refund_cents for case in seen.to_settle)
    settled = [
        RunLine(
            f"{case.number} {case.name}, contributie terug",
            format_cents(case.settlement.refund_cents),
            customer_id=case.customer_id,
        )
        for case in seen.to_settle
    ]
    paid = [
        RunLine(
            f"{payment.number} {payment.name}{', nagekeken' if payment.checked else ''}",
            format_cents(payment.cents),
            customer_id=payment.customer_id,
        )
        for payment in seen.payments
    ]
    return [
        RunLine("Af te rekenen", counted(len(seen.to_settle), refunds)),
        RunLine("Uit te betalen", counted(len(seen.payments), seen.cents)),
        RunLine("Uitvoering door de bank", format_date(seen.execute_on)),
        *(told(f"Let op: {remark}") for remark in seen.remarks),
        *section(
            "Gaat niet mee (Enter opent de klant, Spatie: nagekeken)",
            [told(one.line, customer_id=one.customer_id) for one in seen.left_out],
        ),
        *section("Uit te betalen", paid),
        *section("Eerst af te rekenen", settled),
    ]


def _file_page(desk: Desk, file: PayoutFile) -> BankFilePage:
    """The file with everything in it."""
    rows = (
        ("Map", str(file.path.parent)),
        ("Berichtkenmerk", file.message_id),
        ("Week", file.week),
        ("Uitvoering", format_date(file.execute_on)),
        ("Uitbetalingen", counted(file.payments, file.cents)),
        ("SHA-256", file.sha256),
        ("Gemaakt", format_date(file.made_on)),
    )
    payments = [
        f"{payment.end_to_end_id:<20}{format_cents(payment.cents):>12}  {payment.holder or 'klant is verwijderd'},"
        f" {payment.state}"
        for payment in payments_in(desk.store, file.id)
    ]

    def lay(desk: Desk, progress: Progress) -> Path:
        pay_out(desk, file.week)
        return file.path

    return _PayoutFilePage(desk, file, rows, payments, lay)


class _PayoutFilePage(BankFilePage):
    """With U it is noted that the bank executed it, for who reads no files of the bank."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "executed", "back", "menu")

    def __init__(
        self,
        desk: Desk,
        file: PayoutFile,
        rows: Sequence[tuple[str, str]],
        contents: Sequence[str],
        lay: Work[Path],
    ) -> None:
        super().__init__(file.path.name, rows, contents, lay)
        self.desk = desk
        self.week = file.week

    async def do_executed(self) -> None:
        """Uitgevoerd: ask on which day, and note it."""
        from screens.dialogs.ask_text import AskText

        today = self.desk.working_date
        day = await self.desk_app.ask(
            AskText(
                "Uitgevoerd",
                "Op welke dag heeft de bank dit uitbetaald?",
                longest=10,
                typed=format_date(today),
                makes_way=True,
                read=lambda text: read_executed_on(self.desk, self.week, text),
            )
        )
        if day is None:
            return
        on = read_executed_on(self.desk, self.week, day)
        count = mark_executed(self.desk, self.week, on)
        await self.desk_app.back()
        self.desk_app.page.say(executed_text(count, on))

    ACTS: Acts[Self] = (PageAct("executed", do_executed),)
