"""What follows when contribution is not paid: reminder (3), arrears (4), end of the membership (9).

Only by the library's terms ([invoicing]), one step at a time, each with its days since the one before: who was never
reminded is never put out. Whoever pays meanwhile is Normaal (5) at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from balie.customers.cancelling.settlement import settle
from balie.customers.memberships import Status
from balie.customers.versions import touch
from balie.dutch.money import format_cents
from balie.finance.invoicing.due import id_span
from balie.finance.invoicing.judging import NUMBER_FOLLOWS
from balie.finance.invoicing.letters import ARREARS, REMINDER, InvoiceMessages
from balie.finance.invoicing.preview import SHOWN, Progress
from balie.finance.invoicing.run import AT_WORK, FEWEST
from balie.finance.invoicing.runs import PastRun, RunKind, broken_off, count_in, finish_run, start_run
from balie.finance.invoicing.unpaid import START, DueStep, UnpaidStep, due_step, read_unpaid, step_days, unpaid_page
from balie.ledger import Charge, book_charge, use_credit
from balie.library.rights import Right
from balie.library.terms import ChargeKind, RefundBasis
from balie.messages.outbox import enqueue
from balie.refusal import Refusal
from balie.store.pace import Pace
from balie.store.runs import only_run

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.money_tables import Invoicing
    from balie.store.transaction import Transaction

END_REASON = "niet betaald"
"""The end_reason of a membership that ended because its contribution was not paid."""

_NO_RULE = (
    "Deze bibliotheek maant niet aan: in het bibliotheekbestand staat in [invoicing] geen reminder_after_days. Geen"
    " status verandert vanzelf."
)
_PAGE = 500
_LETTERS = {UnpaidStep.REMINDER: REMINDER, UnpaidStep.ARREARS: ARREARS}
_STATUS = {UnpaidStep.REMINDER: Status.REMINDED, UnpaidStep.ARREARS: Status.OVERDUE, UnpaidStep.END: Status.LEFT}
_NEXT = {UnpaidStep.REMINDER: UnpaidStep.ARREARS, UnpaidStep.ARREARS: UnpaidStep.END}
_ACTIONS = {
    UnpaidStep.REMINDER: "payment reminded",
    UnpaidStep.ARREARS: "payment overdue",
    UnpaidStep.END: "ended unpaid",
}


@dataclass(frozen=True, slots=True)
class Unpaying:
    """A customer for whom a step is due: which, for how much (cents), and since when."""

    customer_id: int
    number: str
    name: str = field(repr=False)
    step: UnpaidStep
    open_cents: int
    reason: str

    @property
    def line(self) -> str:
        """Who it is, which step, what is open and why, in one line."""
        amount = format_cents(self.open_cents)
        return f"{self.number or NUMBER_FOLLOWS} {self.name}: {self.step}, {amount}, {self.reason}"


@dataclass(frozen=True, slots=True)
class DunningPreview:
    """What a run of reminders would do today: the first `SHOWN` customers, and all of them counted per step.

    `broken_off`: the run that was broken off and goes on, with what it did.
    """

    customers: tuple[Unpaying, ...]
    counts: Mapping[UnpaidStep, int]
    cents: Mapping[UnpaidStep, int]
    broken_off: PastRun | None

    @property
    def count(self) -> int:
        """How many steps are due in all."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DunningResult:
    """What a run of reminders did now; `run` is what is kept of it, None where nothing was due or to be finished."""

    run: PastRun | None
    counts: Mapping[UnpaidStep, int]


def dunning_preview(desk: Desk, progress: Progress = lambda done, total: None) -> DunningPreview:
    """The steps that are due today. Changes nothing; raises `Refusal` where the library has no terms."""
    rule = _rule(desk)
    customers: list[Unpaying] = []
    counts: Counter[UnpaidStep] = Counter()
    cents: Counter[UnpaidStep] = Counter()
    lowest, highest = id_span(desk.store)
    after = START
    while page := unpaid_page(desk.store, after, _PAGE):
        after = page[-1].key
        progress(after[0] - lowest, highest - lowest + 1)
        for unpaid in page:
            due = due_step(unpaid, rule, desk.working_date)
            if due is None:
                continue
            counts[due.step] += 1
            cents[due.step] += unpaid.open_cents
            if len(customers) < SHOWN:
                customers.append(
                    Unpaying(
                        unpaid.customer_id, unpaid.card or "", unpaid.name, due.step, unpaid.open_cents, due.reason
                    )
                )
    return DunningPreview(tuple(customers), dict(counts), dict(cents), broken_off(desk.store, RunKind.DUNNING, None))


def dunning_run(
    desk: Desk, progress: Progress = lambda done, total: None, *, pace: Pace | None = None
) -> DunningResult:
    """Take every step that is due today, and queue the letters. Raises `Refusal` as the preview, or while another run
    is at work. What was broken off goes on.
    """
    desk.require(Right.INVOICE)
    rule = _rule(desk)
    with only_run(desk.store, told=AT_WORK):
        work = _Work(desk, rule)
        pace = pace or Pace(fewest=FEWEST)
        lowest, highest = id_span(desk.store)
        after = START
        with desk.pieces(pace) as piece:
            while page := unpaid_page(desk.store, after, _PAGE):
                after = page[-1].key
                keys = [unpaid.key for unpaid in page if due_step(unpaid, rule, desk.working_date)]
                while keys:
                    batch, keys = keys[: pace.rows], keys[pace.rows :]
                    with piece() as tx:
                        for unpaid in read_unpaid(tx, batch):
                            if due := due_step(unpaid, rule, desk.working_date):
                                work.take(tx, due)
                progress(after[0] - lowest, highest - lowest + 1)
        finished = None
        if work.run_id is not None or broken_off(desk.store, RunKind.DUNNING, None):
            with desk.transaction() as tx:
                finished = finish_run(tx, start_run(tx, RunKind.DUNNING, None))
        progress(1, 1)
        return DunningResult(finished, dict(work.counts))


class _Work:
    """What does not change from one customer to the next."""

    def __init__(self, desk: Desk, rule: Invoicing) -> None:
        self._desk = desk
        self._rule = rule
        self._letters = InvoiceMessages(desk.library)
        self._names = {subscription.code: subscription.name for subscription in desk.library.subscriptions}
        self.counts: Counter[UnpaidStep] = Counter()
        self.run_id: int | None = None

    def take(self, tx: Transaction, due: DueStep) -> None:
        """Take one step: status, letter or end, journal."""
        self.run_id = run_id = start_run(tx, RunKind.DUNNING, None)
        unpaid, step = due.unpaid, due.step
        tx.execute(
            "UPDATE membership SET status = ?, status_on = ? WHERE customer_id = ? AND number = ?",
            (_STATUS[step], self._desk.working_date.isoformat(), *unpaid.key),
        )
        told: dict[str, object] = {"status": _STATUS[step].label, "open_cents": unpaid.open_cents, "run": run_id}
        if step is UnpaidStep.END:
            told |= self._end(tx, unpaid.customer_id)
        elif unpaid.invoice_id is not None:
            told["invoice"] = unpaid.invoice_id
            self._write_to(tx, due, unpaid.invoice_id)
        touch(tx, unpaid.customer_id)
        tx.journal(
            _ACTIONS[step],
            customer_id=unpaid.customer_id,
            before={"status": Status(unpaid.status).label},
            after=told,
        )
        count_in(
            tx,
            run_id,
            reminded=int(step is UnpaidStep.REMINDER),
            overdue=int(step is UnpaidStep.ARREARS),
            ended=int(step is UnpaidStep.END),
        )
        self.counts[step] += 1

    def _write_to(self, tx: Transaction, due: DueStep, invoice_id: int) -> None:
        unpaid = due.unpaid
        following = step_days(self._rule, _NEXT[due.step])
        today = self._desk.working_date
        enqueue(
            tx,
            self._letters.reminder(
                unpaid.customer_id,
                _LETTERS[due.step],
                invoice_id=invoice_id,
                subscription=self._names.get(unpaid.code, unpaid.code),
                open_cents=unpaid.open_cents,
                due_on=due.pay_by,
                pay_before=today + timedelta(days=following) if following else None,
                reference=unpaid.reference,
            ),
        )

    def _end(self, tx: Transaction, customer_id: int) -> dict[str, object]:
        """End the membership today. Contribution for later days is taken off what is open: nobody pays for it."""
        today = self._desk.working_date
        own = self._desk.library.cancellation
        basis = own.refund_per if own else RefundBasis.DAYS
        settlement = settle(tx, customer_id, free_on=today + timedelta(days=1), basis=basis)
        for refund in settlement.refunds:
            if refund.refund_cents:
                book_charge(
                    tx,
                    self._desk.library,
                    customer_id,
                    Charge(ChargeKind.CONTRIBUTION, -refund.refund_cents, refund.number),
                    note=f"Uitgeschreven: {refund.share}",
                )
        use_credit(tx, customer_id)
        tx.execute(
            "UPDATE membership SET ended_on = ?, end_reason = ?, status = ? WHERE customer_id = ?"
            " AND number = (SELECT max(number) FROM membership WHERE customer_id = ?)"
            " AND (ended_on IS NULL OR ended_on > ?)",
            (today.isoformat(), END_REASON, Status.LEFT, customer_id, customer_id, today.isoformat()),
        )
        return {"ended_on": today, "refund_cents": settlement.refund_cents}


def _rule(desk: Desk) -> Invoicing:
    rule = desk.library.invoicing
    if rule is None or rule.reminder_after_days is None:
        raise Refusal(_NO_RULE)
    return rule
