"""Automatic renewal: each day what is due soon, for who has it with the subscription or wants it (tab 7).

By the rules of the desk, and tried once for each due date of a loan, so that it can be done as often as one likes; each
customer is one transaction or a part of one, with the message that tells.

Source: rules.md#automatic-renewal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.circulation.renewals import RenewalWay
from balie.dutch.counts import many
from balie.lending.renew import book_plan
from balie.lending.renewal_plan import RenewalCircumstances, plan_renewal
from balie.lending.renewed_messages import renewed_message
from balie.lending.session.acts import NotRenewed, Renewed
from balie.library.rights import Right
from balie.messages.outbox import enqueue
from balie.store.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

TRIED = "automatic renewal"
"""The word in the journal, of a piece of the run."""
_LOANS = (
    "FROM loan AS l WHERE l.returned_on IS NULL AND l.due_on BETWEEN :first AND :last"
    " AND l.renewal_tried IS DISTINCT FROM l.due_on"
)
_CUSTOMERS = f"SELECT DISTINCT l.customer_id {_LOANS} ORDER BY l.customer_id"
_OF_CUSTOMER = f"SELECT l.id {_LOANS} AND l.customer_id = :customer_id ORDER BY l.due_on, l.id"
_WISH = (
    "SELECT p.auto_renew, (SELECT m.code FROM membership AS m WHERE m.customer_id = c.id ORDER BY m.number DESC"
    " LIMIT 1) FROM customer AS c LEFT JOIN property AS p ON p.customer_id = c.id WHERE c.id = ?"
)


@dataclass(frozen=True, slots=True)
class AutomaticRenewals:
    """What a run came to: loans that were renewed and that could not be, and of how many customers."""

    renewed: int = 0
    refused: int = 0
    customers: int = 0

    @property
    def text(self) -> str:
        """`Automatisch verlengd: 3 exemplaren; bekeken: 2 klanten.` and what could not be; empty for nothing."""
        if not self.customers:
            return ""
        whom = many(self.customers, "klant", "klanten")
        told = f"Automatisch verlengd: {many(self.renewed, 'exemplaar', 'exemplaren')}; bekeken: {whom}."
        could_not = many(self.refused, "exemplaar kon niet", "exemplaren konden niet")
        return f"{told} {could_not}: het bericht zegt waarom." if self.refused else told

    def plus(self, results: Sequence[Renewed | NotRenewed]) -> AutomaticRenewals:
        """With what became of the loans of one more customer."""
        renewed = sum(isinstance(one, Renewed) for one in results)
        return AutomaticRenewals(
            self.renewed + renewed, self.refused + len(results) - renewed, self.customers + bool(results)
        )


NOTHING_DUE = AutomaticRenewals()
"""What a run comes to that found nothing."""


def renew_due(desk: Desk, progress: Callable[[int, int], None] = lambda done, total: None) -> AutomaticRenewals:
    """Renew what is due within the days of the library file, for who wants it; what that came to.

    What was forgotten the days before is done up to and with the due date itself. `progress` takes how many customers
    were looked at, of how many; it may raise to stop, and what was done by then stays. Raises `Refusal` when the store
    cannot be written.
    """
    desk.require(Right.SEND)
    rules = desk.library.loans
    if rules is None or rules.automatic_renewal is None:
        return NOTHING_DUE
    first = desk.working_date
    last = first + timedelta(days=rules.automatic_renewal.days_before)
    days = {"first": first.isoformat(), "last": last.isoformat()}
    found = [row[0] for row in desk.store.read(_CUSTOMERS, days) if _wants(desk, desk.store, row[0])]
    total, done, pace = NOTHING_DUE, 0, Pace()
    with desk.pieces(pace) as piece:
        while some := found[done : done + pace.rows]:
            with piece() as tx:
                before = total
                for customer_id in some:
                    total = total.plus(_renew_for(desk, tx, customer_id, days))
                _journal(tx, before, total)
            done += len(some)
            progress(done, len(found))
    return total


def _renew_for(desk: Desk, tx: Transaction, customer_id: int, days: dict[str, str]) -> list[Renewed | NotRenewed]:
    """What became of the loans of one customer, as they are now: another desk may have been first."""
    loans = [row[0] for row in tx.read(_OF_CUSTOMER, {**days, "customer_id": customer_id})]
    if not loans or not _wants(desk, tx, customer_id):
        return []
    tx.execute_many("UPDATE loan SET renewal_tried = due_on WHERE id = ?", [(loan_id,) for loan_id in loans])
    day: date = tx.stamp.working_date
    given = RenewalCircumstances(desk.library, day, way=RenewalWay.AUTOMATIC)
    results = book_plan(desk, tx, plan_renewal(tx, given, customer_id, loans), RenewalWay.AUTOMATIC)
    enqueue(tx, renewed_message(customer_id, results))
    return results


def _wants(desk: Desk, reader: Reader, customer_id: int) -> bool:
    """The customer's own wish (tab 7), else as the subscription has it."""
    row = reader.read_one(_WISH, (customer_id,))
    if row is None:
        return False
    wish, code = row
    if wish is not None:
        return bool(wish)
    return any(one.code == code and one.auto_renew for one in desk.library.subscriptions)


def _journal(tx: Transaction, before: AutomaticRenewals, now: AutomaticRenewals) -> None:
    if now != before:
        told = {"loans": now.renewed - before.renewed, "refused": now.refused - before.refused}
        tx.journal(TRIED, after=told)
