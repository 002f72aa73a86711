"""The contribution run: for every membership whose next period starts in the month its row, charge, invoice and letter.

A few at a time, each batch a transaction of its own that asks once more who is still due: whoever was renewed at a desk
meanwhile, or by a run that was killed, is not. So doing it twice charges once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from balie.customers.memberships import NewMembership, add_memberships, as_day
from balie.customers.subscriptions.next_period import NextPeriod, period_row
from balie.finance.invoicing.due import DuePeriod, due_ids, id_span, read_due
from balie.finance.invoicing.judging import Judge, LeftOutCustomer, PeriodObstacle
from balie.finance.invoicing.letters import InvoiceMessages
from balie.finance.invoicing.months import check_month
from balie.finance.invoicing.preview import PeriodGroup, Progress, RunTally
from balie.finance.invoicing.runs import PastRun, RunKind, broken_off, count_in, finish_run, is_done, start_run
from balie.finance.invoicing.terms import invoice_day
from balie.ledger import Charge, use_credit, vat_percent
from balie.ledger.invoicing import Bill, Billed, invoice_many
from balie.library.rights import Right
from balie.library.terms import ChargeKind, PaymentWay
from balie.messages.outbox import Message, enqueue_many
from balie.store.dialect import each
from balie.store.pace import Pace
from balie.store.runs import only_run

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

FEWEST = 25
"""Customers in a batch at least, some six milliseconds of work: with fewer the run takes longer, and no wait less."""

AT_WORK = (
    "Er is al een facturatie of aanmaning bezig, aan een andere balie. Wacht tot die klaar is, en kijk dan wat er nog"
    " te doen is."
)


# What a customer has in credit settles the new charge at once; what is left of it is what the letter asks for.
_WITH_CREDIT = (
    f"SELECT j.value FROM {each()} AS j"
    " WHERE EXISTS (SELECT 1 FROM payment WHERE customer_id = j.value AND spent_on IS NULL AND cents > 0)"
    " OR EXISTS (SELECT 1 FROM charge WHERE customer_id = j.value AND settled_on IS NULL AND cents < 0)"
)


@dataclass(frozen=True, slots=True)
class InvoicingResult:
    """What a run did now. `run` is what is kept of it, with what it did before it was broken off; None where there was
    nothing to do and the month was done before. `left_out` and `obstacles` are as in a preview.
    """

    run: PastRun | None
    groups: tuple[PeriodGroup, ...]
    left_out: tuple[LeftOutCustomer, ...]
    obstacles: Mapping[PeriodObstacle, int]

    @property
    def count(self) -> int:
        """How many periods were made."""
        return sum(group.count for group in self.groups)

    @property
    def cents(self) -> int:
        """What was charged in all."""
        return sum(group.cents for group in self.groups)


def run(
    desk: Desk, period: date, progress: Progress = lambda done, total: None, *, pace: Pace | None = None
) -> InvoicingResult:
    """Make the periods, charges and invoices of the month of `period`, and queue the letters.

    Raises `Refusal` for a month that cannot be invoiced now (with what to do), and while another run is at work. What
    was broken off goes on.
    """
    desk.require(Right.INVOICE)
    month, store = period.replace(day=1), desk.store
    with only_run(store, told=AT_WORK):
        check_month(desk, store, month)
        work = _Work(desk, month)
        pace = pace or Pace(fewest=FEWEST)
        lowest, highest = id_span(store)
        after = lowest - 1
        with desk.pieces(pace) as piece:
            while ids := due_ids(store, month, after=after, limit=pace.rows):
                with piece() as tx:
                    work.batch(tx, ids)
                after = ids[-1]
                progress(after - lowest, highest - lowest + 1)
        finished = None
        if work.run_id is not None or not is_done(store, month) or broken_off(store, RunKind.CONTRIBUTION, month):
            with desk.transaction() as tx:
                finished = finish_run(tx, start_run(tx, RunKind.CONTRIBUTION, month))
        progress(1, 1)
        return InvoicingResult(finished, work.tally.groups, tuple(work.tally.left_out), dict(work.tally.obstacles))


class _Work:
    """What does not change from one batch to the next."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk = desk
        self._month = month
        self._judge = Judge(desk.library)
        self._letters = InvoiceMessages(desk.library)
        self.tally = RunTally()
        self.run_id: int | None = None

    @cached_property
    def _vat(self) -> int:
        return vat_percent(self._desk.library, ChargeKind.CONTRIBUTION, self._desk.working_date)

    def batch(self, tx: Transaction, ids: Sequence[int]) -> None:
        """Those of these customers who are still due, written in this transaction; the run itself with the first."""
        priced: list[tuple[DuePeriod, NextPeriod]] = []
        left_out: list[LeftOutCustomer] = []
        for due in read_due(tx, self._month, ids):
            found = self._judge.judge(due)
            if isinstance(found, LeftOutCustomer):
                left_out.append(found)
            else:
                priced.append((due, found))
        if priced:
            self.run_id = start_run(tx, RunKind.CONTRIBUTION, self._month)
            billed = self._write(tx, self.run_id, priced)
            count_in(
                tx,
                self.run_id,
                periods=len(priced),
                invoices=len(billed),
                cents=sum(following.offer.price_cents for _, following in priced),
            )
        for due, following in priced:
            self.tally.add(following.offer, due.way)
        for one in left_out:
            self.tally.leave_out(one)

    def _write(self, tx: Transaction, run_id: int, priced: Sequence[tuple[DuePeriod, NextPeriod]]) -> dict[int, Billed]:
        add_memberships(tx, [(due.customer_id, _row(due, following)) for due, following in priced])
        charged = [(due, following) for due, following in priced if following.offer.price_cents]
        bills = [self._bill(due, following) for due, following in charged]
        made = invoice_many(tx, self._desk.library, bills)
        billed = {bill.customer_id: one for bill, one in zip(bills, made, strict=True)}
        for (customer_id,) in tx.read(_WITH_CREDIT, (json.dumps(list(billed)),)):
            use_credit(tx, customer_id)
        enqueue_many(
            tx,
            [
                self._letter(due, following, bill, one)
                for (due, following), bill, one in zip(charged, bills, made, strict=True)
            ],
        )
        tx.journal_many("renewed", [_journal(run_id, due, following, billed) for due, following in priced])
        return billed

    def _bill(self, due: DuePeriod, following: NextPeriod) -> Bill:
        day = invoice_day(self._desk.library, PaymentWay(due.way), self._desk.working_date, following.period.paid_from)
        charge = Charge(ChargeKind.CONTRIBUTION, following.offer.price_cents, due.number + 1)
        return Bill(due.customer_id, charge, due.branch, day)

    def _letter(self, due: DuePeriod, following: NextPeriod, bill: Bill, billed: Billed) -> Message:
        return self._letters.invoice(
            due.customer_id,
            invoice_id=billed.invoice_id,
            subscription=following.offer.name,
            paid_from=following.period.paid_from,
            paid_until=following.period.paid_until,
            cents=following.offer.price_cents,
            vat_percent=self._vat,
            way=PaymentWay(due.way),
            day=bill.due_on,
            reference=billed.reference,
            mandate=due.mandate,
            iban=due.iban,
        )


def _row(due: DuePeriod, following: NextPeriod) -> NewMembership:
    return period_row(
        following.offer,
        following.period,
        number=due.number + 1,
        way=PaymentWay(due.way),
        reduced_65=bool(due.reduced_65),
        ended_on=as_day(due.ended_on),
        branch=due.branch,
    )


def _journal(
    run_id: int, due: DuePeriod, following: NextPeriod, billed: Mapping[int, Billed]
) -> tuple[int, Mapping[str, object], Mapping[str, object]]:
    """As for a period that the desk renewed, with the number of the run."""
    invoice = billed.get(due.customer_id)
    return (
        due.customer_id,
        {"subscription": due.code, "way": due.way, "paid_until": due.paid_until},
        {
            "subscription": following.offer.code,
            "way": due.way,
            "paid_from": following.period.paid_from,
            "paid_until": following.period.paid_until,
            "price_cents": following.offer.price_cents,
            "invoice": None if invoice is None else invoice.invoice_id,
            "run": run_id,
        },
    )
