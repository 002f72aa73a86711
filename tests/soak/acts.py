"""What a desk does, at random: each act on whoever and whatever comes up, refused or done.

Another act: a function of `Work`, and a line in `ACTS`. A `Refusal` goes up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from balie.cancellation.cancel import cancel, withdraw
from balie.cancellation.wish import Wish
from balie.customers.merging import merge as merging
from balie.customers.permission import Override
from balie.customers.subscriptions.change import renew as renew_membership
from balie.desk import Desk
from balie.finance.pay import pay
from balie.finance.plan import plan
from balie.finance.sheet import sheet
from balie.finance.waive import waive
from balie.lending.at_home import in_bezit
from balie.lending.holds.holds import cancel_hold, place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import OnOtherName
from balie.lending.session.acts import Act as Done
from balie.lending.session.acts import Renewed
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.terms import CancellationWay
from tests.soak.stores import HOSTILE
from tests.support.applicants import enrol_tester
from tests.support.borrowers import ALLOWED


@dataclass(slots=True)
class Work:
    """One desk at work: where, with what chances, and what it could still undo."""

    desk: Desk
    random: Random
    done: list[Done] = field(default_factory=list)

    def one(self, sql: str) -> int:
        """One of the numbers that a query gives, at random; 0 when it gives none."""
        rows = self.desk.store.read(sql)
        return int(self.random.choice(rows)[0]) if rows else 0

    def customer(self) -> int:
        """Any customer, at random."""
        return self.one("SELECT id FROM customer ORDER BY id")

    def barcode(self) -> str:
        """Any item, at random, also one that is in a way."""
        return str(self.one("SELECT number FROM item ORDER BY number"))


Act = Callable[[Work], None]


def _lend(work: Work) -> None:
    customer_id, barcode = work.customer(), work.barcode()
    override = ALLOWED if work.random.random() < 0.5 else None
    try:
        done = lend(work.desk, customer_id, barcode, override=override)
    except OnOtherName as told:
        done = lend(work.desk, customer_id, barcode, override=override, take_over=told.loan_id)
    work.done.append(done)


def _take_back(work: Work) -> None:
    days = work.random.choice((0, 0, 0, 1, 9))
    earlier = work.desk.working_date - timedelta(days=days) if days else None
    work.done.append(take_back(work.desk, work.barcode(), returned_on=earlier))


def _renew(work: Work) -> None:
    customer_id = work.customer()
    loans = [row.loan_id for row in in_bezit(work.desk, customer_id)]
    override = ALLOWED if work.random.random() < 0.5 else None
    found = renew(work.desk, customer_id, loans, override=override)
    work.done += [done for done in found if isinstance(done, Renewed)]


def _undo(work: Work) -> None:
    if work.done:
        undo(work.desk, work.done.pop(work.random.randrange(len(work.done))))


def _reserve(work: Work) -> None:
    place_hold(work.desk, work.customer(), work.one("SELECT id FROM title ORDER BY id"), override=ALLOWED)


def _cancel_hold(work: Work) -> None:
    cancel_hold(work.desk, work.one("SELECT id FROM hold WHERE closed_on IS NULL ORDER BY id"))


def _set_aside(work: Work) -> None:
    set_aside(work.desk, work.barcode())


def _enrol(work: Work) -> None:
    code = work.random.choice([found.code for found in work.desk.library.subscriptions])
    surname = work.random.choice(HOSTILE)
    enrol_tester(work.desk, subscription=code, surname=surname, birth_date="04-01-1991", guardian="A. de Ouder")


def _pay(work: Work) -> None:
    customer_id = work.customer()
    tender, received = work.random.choice(
        (("pin", ""), ("contant", "100"), ("tegoed", ""), ("pin", "1"), ("bank", "90"))
    )
    pay(work.desk, customer_id, plan(sheet(work.desk, customer_id), None, tender, received))


def _waive(work: Work) -> None:
    seen = sheet(work.desk, work.customer())
    chosen = [line.charge_id for line in seen.lines][:1]
    reason = work.random.choice(("coulance", "onterecht", "overleden", "anders"))
    waive(work.desk, seen, chosen, reason, override=Override("adm", "afgesproken"))


def _renew_membership(work: Work) -> None:
    renew_membership(work.desk, work.customer())


def _cancel(work: Work) -> None:
    cancel(work.desk, work.customer(), Wish(CancellationWay.TELEPHONE, work.desk.working_date))


def _withdraw(work: Work) -> None:
    withdraw(work.desk, work.customer())


def _merge(work: Work) -> None:
    merging.merge(work.desk, merging.preview(work.desk, work.customer(), work.customer()))


def _undo_merge(work: Work) -> None:
    merging.undo(work.desk, work.one("SELECT journal_id FROM merged ORDER BY journal_id"))


def _other_day(work: Work) -> None:
    later = work.desk.working_date + timedelta(days=work.random.choice((1, 5, 30)))
    work.desk = replace(work.desk, working_date=later)
    work.done.clear()


ACTS: dict[str, tuple[Act, int]] = {
    "lend": (_lend, 8),
    "take back": (_take_back, 8),
    "renew": (_renew, 3),
    "undo": (_undo, 5),
    "reserve": (_reserve, 4),
    "cancel a hold": (_cancel_hold, 2),
    "set aside": (_set_aside, 3),
    "enrol": (_enrol, 1),
    "pay": (_pay, 4),
    "waive": (_waive, 2),
    "renew a membership": (_renew_membership, 1),
    "cancel a membership": (_cancel, 1),
    "withdraw a cancellation": (_withdraw, 1),
    "merge": (_merge, 3),
    "undo a merge": (_undo_merge, 3),
    "another day": (_other_day, 1),
}
"""Every act, and how often it comes up beside the others."""
