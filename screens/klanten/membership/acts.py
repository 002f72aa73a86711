"""Cancelling, taking that back, another subscription, one period more: what the customer screen does for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from balie.refusal import Refusal
from screens.klanten.reading import while_read

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.klanten.open_customer import OpenCustomer


def _refused_by(judge: Callable[[Desk, int], object]) -> Callable[[OpenCustomer], str]:
    """From what raises `Refusal` for a customer to what says why, in Dutch; empty when it does not."""

    def why(page: OpenCustomer) -> str:
        try:
            judge(page.desk, page.customer_id)
        except Refusal as refusal:
            return " ".join(reason.text for reason in refusal.reasons)
        return ""

    return why


def _judge_cancelling(desk: Desk, customer_id: int) -> None:
    from balie.cancellation.wish import circumstances

    if not _can_only_have_died(desk, customer_id):
        circumstances(desk, desk.store, customer_id)


def _judge_withdrawing(desk: Desk, customer_id: int) -> None:
    from balie.cancellation.cancel import judge_withdrawal

    if not _died_without_cancelling(desk, customer_id):
        judge_withdrawal(desk, desk.store, customer_id)


def _judge_changing(desk: Desk, customer_id: int) -> None:
    from balie.customers.subscriptions.change_plan import possible_starts

    possible_starts(desk, customer_id)


def _judge_renewing(desk: Desk, customer_id: int) -> None:
    from balie.customers.subscriptions.change_plan import plan_renewal

    plan_renewal(desk, customer_id)


def _can_only_have_died(desk: Desk, customer_id: int) -> bool:
    """Whether there is no membership to cancel, and no death was reported yet."""
    from balie.customers.deceased import is_deceased
    from balie.customers.memberships import is_running

    store = desk.store
    return not is_running(store, customer_id, desk.working_date) and not is_deceased(store, customer_id)


def _died_without_cancelling(desk: Desk, customer_id: int) -> bool:
    """Whether a death was reported of who was no member (any more)."""
    from balie.customers.cancelling.cancellations import current_cancellation
    from balie.customers.deceased import is_deceased

    found = current_cancellation(desk.store, customer_id)
    return is_deceased(desk.store, customer_id) and not (found is not None and found.deceased)


async def cancel_membership(page: OpenCustomer) -> None:
    """Opzeggen: open its form; who is no member can only have died."""
    if _can_only_have_died(page.desk, page.customer_id):
        await _report_death(page)
        return
    from screens.klanten.membership.cancelling import CancellingPage

    await page.desk_app.open(CancellingPage(page))


async def _report_death(page: OpenCustomer) -> None:
    from balie.customers.deceased import report_death
    from screens.dialogs.question import Question

    told = "Deze klant heeft geen lopend abonnement om op te zeggen. Is de klant overleden?"
    if await page.desk_app.ask(Question(told)):
        report_death(page.desk, page.customer_id)
        page.show_anew()
        page.say("Overlijden gemeld. De klant is op naam alleen nog te vinden met een * ervoor.")


async def _take_back_death(page: OpenCustomer) -> None:
    from balie.customers.deceased import take_back_death
    from screens.dialogs.question import Question

    if await page.desk_app.ask(Question("Deze klant is als overleden gemeld. Was dat een vergissing?")):
        take_back_death(page.desk, page.customer_id)
        page.show_anew()
        page.say("De melding van overlijden is ingetrokken.")


async def withdraw(page: OpenCustomer) -> None:
    """Opzegging intrekken: tell which one, ask, and let the membership run on."""
    if _died_without_cancelling(page.desk, page.customer_id):
        await _take_back_death(page)
        return
    from balie.cancellation.cancel import judge_withdrawal
    from balie.cancellation.cancel import withdraw as take_back
    from balie.dutch.dates import format_date
    from screens.dialogs.question import Question

    found = judge_withdrawal(page.desk, page.desk.store, page.customer_id)
    told = f"Opgezegd op {format_date(found.received_on)}, lid t/m {format_date(found.last_day)}."
    if await page.desk_app.ask(Question(f"{told} Opzegging intrekken? Het abonnement loopt dan door.")):
        take_back(page.desk, page.customer_id)
        page.show_anew()
        page.say("Opzegging ingetrokken. Het abonnement loopt door.")


async def change_subscription(page: OpenCustomer) -> None:
    """Ander abonnement: open its list."""
    from screens.klanten.membership.changing import ChangingPage

    await page.desk_app.open(ChangingPage(page))


async def renew(page: OpenCustomer) -> None:
    """Abonnement verlengen: tell what the next period comes down to, ask, and make it."""
    from balie.customers.subscriptions import change as changing
    from balie.customers.subscriptions.change_plan import plan_renewal
    from balie.dutch.dates import format_date
    from balie.dutch.money import format_cents
    from screens.dialogs.question import Question

    plan = plan_renewal(page.desk, page.customer_id)
    until = plan.period.paid_until
    span = f"{format_date(plan.period.paid_from)} t/m {format_date(until) if until is not None else 'onbepaald'}"
    told = f"{plan.offer.name} van {span}: te betalen {format_cents(plan.to_pay_cents)}."
    if await page.desk_app.ask(Question(f"{told} Abonnement verlengen?")):
        changing.renew(page.desk, page.customer_id, told=plan)
        page.show_anew()
        page.say(f"Verlengd: {told}")


MEMBERSHIP_ACTS = (
    while_read("cancel_membership", cancel_membership, _refused_by(_judge_cancelling)),
    while_read("withdraw", withdraw, _refused_by(_judge_withdrawing)),
    while_read("change_subscription", change_subscription, _refused_by(_judge_changing)),
    while_read("renew", renew, _refused_by(_judge_renewing)),
)
