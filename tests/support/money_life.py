"""A member to whom everything happens that has to do with money, one act after another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from balie.cancellation.cancel import cancel, withdraw
from balie.cancellation.wish import Wish
from balie.circulation.loans import open_loans
from balie.customers.permission import Override
from balie.customers.subscriptions.change import change_subscription, renew
from balie.customers.subscriptions.change_plan import PlanChange, Start
from balie.customers.subscriptions.pricing import PaymentWay
from balie.desk import Desk
from balie.finance.correct import restore, storno
from balie.finance.costs import charge_by_hand, take_costs_back
from balie.finance.pay import pay, plan, sheet
from balie.finance.pay_out import pay_out
from balie.finance.settling.payments import net_credit
from balie.finance.settling.refunds import ask_refund
from balie.finance.settling.settle import settle_all
from balie.finance.waive import waive
from balie.ledger import Incoming, Method, came_in, cost_offers, counter_payment, receive
from balie.lending.lend import lend
from balie.lending.renew import renew as renew_loans
from balie.lending.running_fines import book_running_fines
from balie.lending.session.acts import Act, Renewed
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.terms import CancellationWay, ChargeKind
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.applicants import IBAN, enrol_tester
from tests.support.borrowers import new_item

SUBSCRIPTIONS = {"Biblionet Drenthe": ("0045", "0053", "0091")}
"""What a member of a library has or changes to, the first when they enrol: Drenthe has one with strips."""
ALLOWED = Override("adm", "afgesproken met de klant")
DO = ("contant", "pin", "bank", "tegoed")


@dataclass
class MoneyLife:
    """What may happen, each with a number that chooses. A refusal is an answer too, and changes nothing."""

    desk: Desk
    customer_id: int = 0
    items: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    reversed_by_bank: bool = False

    def begin(self) -> None:
        """Enrol the member, and put some books on the shelf: two of them top titles, which cost a fee."""
        self.customer_id = enrol_tester(
            self.desk, subscription=self.subscriptions[0], number=None, direct_debit="ja", iban=IBAN
        ).customer_id
        self.items = [new_item(self.desk, top_title=place < 2) for place in range(3)]

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """What the member may have here."""
        return SUBSCRIPTIONS.get(self.desk.library.name, ("0002",))

    def do(self, name: str, number: int) -> None:
        """Do one act of `ACTS`."""
        with suppress(Refusal):
            ACTS[name](self, number)

    def check(self) -> None:
        """Nobody got out more than came in, nobody can ask more than came in, and every invariant holds."""
        received = came_in(self.desk.store, self.customer_id)
        assert received >= 0 or self.reversed_by_bank, f"{-received} cents went out that never came in"
        assert net_credit(self.desk.store, self.customer_id) <= max(received, 0)
        assert check(self.desk.store, all_invariants()) == []

    # At the till.

    def day_passes(self, number: int) -> None:
        self.desk = replace(self.desk, working_date=self.desk.working_date + timedelta(days=1 + number * 4))

    def pays(self, number: int) -> None:
        seen = sheet(self.desk, self.customer_id)
        chosen = None if number % 3 or not seen.lines else {seen.lines[number % len(seen.lines)].charge_id}
        typed = ("", "1", "10", "100")[number % 4]
        keep = bool(number % 2)
        pay(self.desk, self.customer_id, plan(seen, chosen, DO[number % 4], typed, keep_change=keep))

    def pays_all_in_cash(self, number: int) -> None:
        seen = sheet(self.desk, self.customer_id)
        pay(self.desk, self.customer_id, plan(seen, None, "contant", "1000"))

    def gets_costs(self, number: int) -> None:
        offers = cost_offers(self.desk.library, self.desk.working_date)
        item = self.items[number % 3] if number % 2 else ""
        charge_by_hand(self.desk, self.customer_id, offers[number % 4], f"{number},{number:02}", "", item_number=item)

    def has_costs_taken_back(self, number: int) -> None:
        rows = self.desk.store.read(
            "SELECT id FROM charge WHERE customer_id = ? ORDER BY id DESC LIMIT 12", (self.customer_id,)
        )
        take_costs_back(self.desk, rows[number % len(rows)][0], "vergissing")

    def is_waived(self, number: int) -> None:
        seen = sheet(self.desk, self.customer_id)
        contribution = bool(number % 2)
        lines = [line for line in seen.lines if (line.kind is ChargeKind.CONTRIBUTION) is contribution]
        chosen = {line.charge_id for line in lines[: 1 + number % 3]}
        reason = "A100" if contribution else "A200"
        waive(self.desk, seen, chosen, reason, override=Override("adm", "afgesproken met de klant"))

    def is_put_right(self, number: int) -> None:
        rows = self.desk.store.read(
            "SELECT id FROM payment WHERE customer_id = ? ORDER BY id DESC", (self.customer_id,)
        )
        if rows:
            payment_id = rows[number % len(rows)][0]
            with suppress(Refusal):
                restore(self.desk, payment_id)
                return
            storno(self.desk, payment_id, "verkeerd geboekt", override=Override("adm", "afgesproken met de klant"))

    def gets_credit_paid_out(self, number: int) -> None:
        seen = sheet(self.desk, self.customer_id)
        amount = f"{max(seen.credit_cents // (1 + number % 2), 1) / 100:.2f}".replace(".", ",")
        pay_out(self.desk, seen, "contant", amount, "Te veel betaald", not_reversed=True)

    def asks_credit_back(self, number: int) -> None:
        ask_refund(self.desk, self.customer_id, None, "NL20INGB0001234567", "E.B. Tester")

    def is_paid_by_bank(self, number: int) -> None:
        from balie.finance.settling.payouts import pay_out as make_file

        make_file(self.desk, checked=(self.customer_id,))

    def is_collected(self, number: int) -> None:
        seen = sheet(self.desk, self.customer_id)
        if seen.open_cents:
            with self.desk.transaction() as tx:
                receive(tx, Incoming(self.customer_id, seen.open_cents, Method.DIRECT_DEBIT, self.desk.working_date))

    def is_reversed_by_the_bank(self, number: int) -> None:
        rows = self.desk.store.read(
            "SELECT id FROM payment AS p WHERE way = ? AND cents > 0 AND customer_id = ? AND NOT EXISTS"
            " (SELECT 1 FROM payment WHERE counters = p.id)",
            (Method.DIRECT_DEBIT, self.customer_id),
        )
        if rows:
            with self.desk.transaction() as tx:
                counter_payment(tx, rows[0][0], reason="MD06", on=self.desk.working_date)
            self.reversed_by_bank = True

    # At the desk.

    def borrows(self, number: int) -> None:
        item = self.items[number % len(self.items)]
        self.acts.append(lend(self.desk, self.customer_id, item, override=ALLOWED))

    def brings_back(self, number: int) -> None:
        loans = open_loans(self.desk.store, self.customer_id)
        if loans:
            loan = loans[number % len(loans)]
            day = max(self.desk.working_date - timedelta(days=number % 3), loan.lent_on)
            self.acts.append(take_back(self.desk, loan.item_number, returned_on=day))

    def renews_loans(self, number: int) -> None:
        ids = [loan.id for loan in open_loans(self.desk.store, self.customer_id)]
        done = renew_loans(self.desk, self.customer_id, ids, override=ALLOWED)
        self.acts += [one for one in done if isinstance(one, Renewed)]

    def pays_fines_so_far(self, number: int) -> None:
        from balie.lending.fining import running_fine

        loans = open_loans(self.desk.store, self.customer_id)
        told = sum(running_fine(self.desk.store, self.desk.library, one, self.desk.working_date) for one in loans)
        self.acts += book_running_fines(self.desk, self.customer_id, [one.id for one in loans], told)

    def undoes(self, number: int) -> None:
        if self.acts:
            undo(self.desk, self.acts.pop(-1 - number % min(len(self.acts), 2)))

    # The membership.

    def changes(self, number: int) -> None:
        way = tuple(PaymentWay)[number % 3]
        code = self.subscriptions[number // 3 % len(self.subscriptions)]
        change_subscription(self.desk, self.customer_id, PlanChange(code, way, Start.NOW))

    def renews(self, number: int) -> None:
        renew(self.desk, self.customer_id)

    def cancels(self, number: int) -> None:
        died: date | None = self.desk.working_date - timedelta(days=number) if number % 2 else None
        reason = "overleden" if died else ""
        wish = Wish(CancellationWay.LETTER, self.desk.working_date, None, reason, died_on=died)
        cancel(self.desk, self.customer_id, wish)

    def stays_after_all(self, number: int) -> None:
        withdraw(self.desk, self.customer_id)

    def is_settled(self, number: int) -> None:
        settle_all(self.desk)


ACTS: dict[str, Callable[[MoneyLife, int], None]] = {
    name: value
    for name, value in vars(MoneyLife).items()
    if callable(value) and not name.startswith("_") and name not in ("begin", "do", "check")
}
