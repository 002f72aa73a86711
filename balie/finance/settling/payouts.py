"""The weekly batch of payouts: shown, booked and written in one go, and the same file again for the same week.

Everything of a batch is in one transaction: the payments in the ledger, the rows of the file, its hash. The file itself
waits beside its name until that is committed. Stopped at any moment nothing is paid twice: before the commit nothing
happened, after it the week has its file, and asking for it once more makes the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from balie.dutch.target_days import is_target_day
from balie.finance.collection.folder import digest, give_name, write_aside
from balie.finance.settling.cases import Case, all_cases
from balie.finance.settling.pain001 import PayingAccount, Transfer, pain001, payer_of
from balie.finance.settling.payments import LeftOutPayment, Payment, plan_payments
from balie.finance.settling.payout_files import PayoutFile, file_of, make_again
from balie.finance.settling.settle import Progress, settle_all
from balie.finance.settling.weeks import week_of
from balie.ledger import Incoming, Method, receive, use_credit
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

SINGLE = (
    "Er staat één betaling in het bestand: de bank vergelijkt dan de naam met de rekening (Verification of Payee)."
    " Klopt de naam niet precies, dan vraagt zij om bevestiging."
)


@dataclass(frozen=True, slots=True)
class PayoutPreview:
    """What paying out would do. `made` is the file of that week where there is one: then it is made again as it was.

    `to_settle` are the cancellations that are settled first, `left_out` who does not go along and why.
    """

    week: str
    made: PayoutFile | None
    execute_on: date
    to_settle: tuple[Case, ...]
    payments: tuple[Payment, ...]
    left_out: tuple[LeftOutPayment, ...]

    @property
    def cents(self) -> int:
        """What is paid out in all."""
        return self.made.cents if self.made else sum(payment.cents for payment in self.payments)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What has to be known beforehand, in Dutch."""
        count = self.made.payments if self.made else len(self.payments)
        return (SINGLE,) if count == 1 else ()


@dataclass(frozen=True, slots=True)
class PaidOut:
    """What was done: the file (None: nothing was to be paid), whether it had been made before, how many cancellations
    were settled, and who was left out.
    """

    file: PayoutFile | None
    again: bool
    settled: int
    left_out: tuple[LeftOutPayment, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What has to be known of the file, in Dutch."""
        return (SINGLE,) if self.file is not None and self.file.payments == 1 else ()


def preview_payouts(desk: Desk, week: str | None = None, checked: Collection[int] = ()) -> PayoutPreview:
    """What paying out would do now; changes nothing. `week` is this one unless given; see `pay_out`.

    Raises `Refusal` for a week without a file that is not this one, and where there is no account to pay from.
    """
    payer = payer_of(desk.library)
    week = _judged(desk, desk.store, week)
    today = desk.working_date
    made = file_of(desk, desk.store, week)
    payments, left_out = ([], []) if made else plan_payments(desk.store, today, payer.iban, checked)
    return PayoutPreview(
        week=week,
        made=made,
        execute_on=made.execute_on if made else execution_day(today),
        to_settle=() if made else tuple(case for case in all_cases(desk.store, today) if case.can_settle),
        payments=tuple(payments),
        left_out=tuple(left_out),
    )


def pay_out(
    desk: Desk,
    week: str | None = None,
    checked: Collection[int] = (),
    progress: Progress = lambda done, total: None,
) -> PaidOut:
    """Settle what can be settled, and make the file of this week: everybody who is to be paid and can be.

    A week has one file: once it is made, or for an earlier `week` (`2026-38`), the same file is put in its place again
    and nothing is booked. `checked` are the actor-ids of whom somebody looked up that the collection was not reversed;
    they do not wait 56 days. Raises `Refusal` where there is no account to pay from, for a week without a file that is
    not this one, and when the file cannot be written; then nothing is booked. `progress` gets the settling.
    """
    desk.require(Right.PAYOUT_FILE)
    payer = payer_of(desk.library)
    week = _judged(desk, desk.store, week)
    if file_of(desk, desk.store, week) is not None:
        return PaidOut(make_again(desk, week), True, 0, ())
    settled = settle_all(desk, progress).settled
    import_module("sepaxml")  # it takes a while, and nobody should wait for that
    waiting: Path | None = None
    try:
        with desk.transaction() as tx:
            if file_of(desk, tx, week) is None:
                payments, left_out = plan_payments(tx, desk.working_date, payer.iban, checked)
                if not payments:
                    return PaidOut(None, False, settled, tuple(left_out))
                made, data = _book(desk, tx, week, payer, payments)
                waiting = write_aside(made.path.parent, made.path.name, data)
    except BaseException:
        if waiting is not None:
            waiting.unlink(missing_ok=True)
        raise
    if waiting is None:  # another desk was first
        return PaidOut(make_again(desk, week), True, settled, ())
    give_name(waiting, made.path.name)
    return PaidOut(made, False, settled, tuple(left_out))


def execution_day(today: date) -> date:
    """When the bank is asked to pay: the first TARGET day after today."""
    day = today + timedelta(days=1)
    while not is_target_day(day):
        day += timedelta(days=1)
    return day


def _judged(desk: Desk, reader: Reader, week: str | None) -> str:
    """The week, where there is something to be done for it."""
    now = week_of(desk.working_date)
    if week is None or week == now:
        return now
    if week > now:
        raise Refusal(f"Week {week} is nog niet begonnen: uitbetalen kan nu voor week {now}.")
    if file_of(desk, reader, week) is None:
        raise Refusal(f"In week {week} is niets uitbetaald, en die week is voorbij. Betaal uit in week {now}.")
    return week


def _book(
    desk: Desk, tx: Transaction, week: str, payer: PayingAccount, payments: Sequence[Payment]
) -> tuple[PayoutFile, bytes]:
    """Book every payment, write down the file with its hash; the file and what stands in it."""
    today = desk.working_date
    made_at = desk.now()
    message_id = f"UITBETALING-{week}"
    transfers = [
        Transfer(f"TERUG-{week}-{place:04}", payment.cents, payment.iban, payment.holder, payment.description)
        for place, payment in enumerate(payments, start=1)
    ]
    execute_on = execution_day(today)
    data = pain001(payer, transfers, message_id=message_id, made_at=made_at, execute_on=execute_on)
    cents = sum(payment.cents for payment in payments)
    number = tx.insert(
        "INSERT INTO payout_file (week, message_id, version, iban, bic, name, made_on, made_at, execute_on, payments,"
        " cents, sha256, branch, staff) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            week,
            message_id,
            payer.message.value,
            payer.iban,
            payer.bic,
            payer.name,
            today.isoformat(),
            made_at.isoformat(),
            execute_on.isoformat(),
            len(payments),
            cents,
            digest(data),
            tx.stamp.branch,
            tx.stamp.staff,
        ),
    )
    for place, (payment, transfer) in enumerate(zip(payments, transfers, strict=True), start=1):
        _pay(tx, today, number, place, payment, transfer)
    tx.journal("payouts made", after={"file": message_id, "payments": len(payments), "paid_out_cents": cents})
    made = file_of(desk, tx, week)
    assert made is not None
    return made, data


def _pay(tx: Transaction, today: date, file_id: int, place: int, payment: Payment, transfer: Transfer) -> None:
    use_credit(tx, payment.customer_id)
    payment_id = receive(
        tx,
        Incoming(
            customer_id=payment.customer_id,
            cents=-payment.cents,
            method=Method.BANK,
            received_on=today,
            bank_reference=transfer.end_to_end_id,
        ),
    ).payment_id
    tx.execute(
        "INSERT INTO payout (file_id, place, customer_id, cancellation_id, refund_request_id, end_to_end_id, cents,"
        " iban, holder, description, payment_id, checked_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            file_id,
            place,
            payment.customer_id,
            payment.cancellation_id,
            payment.request_id,
            transfer.end_to_end_id,
            payment.cents,
            payment.iban,
            payment.holder,
            payment.description,
            payment_id,
            tx.stamp.staff if payment.checked else None,
        ),
    )
    tx.journal(
        "paid out by bank",
        customer_id=payment.customer_id,
        after={
            "paid_out_cents": payment.cents,
            "payment_reference": transfer.end_to_end_id,
            **({"checked": True} if payment.checked else {}),
        },
    )
