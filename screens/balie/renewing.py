"""Verlengen: what it comes to is told before it is asked, for one loan or for all that are at home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.renew import renew
from balie.lending.renewal_plan import RenewalChanged, RenewalPlan, WillRenew, look_at_renewal
from screens.dialogs.decision import Decision, hanging
from screens.dialogs.permission import ask_permission
from screens.widgets.row import padded, wrapped

if TYPE_CHECKING:
    from balie.lending.session.acts import NotRenewed, Renewed
    from screens.host.asking import Host

_DATE, _AMOUNT, _STRIPS = 10, 8, 5
_CHANGED = "! Er is intussen iets veranderd, er is nog niets verlengd: kijk opnieuw."


class RenewalQuestion(Decision[bool]):
    """What renewing comes to, and whether to: the totals, each loan, and what cannot be renewed and why."""

    def __init__(self, plan: RenewalPlan, *, changed: bool = False) -> None:
        keys = "[ J = Ja, verlengen ]  [ N = Nee ]" if plan.possible else "[ N = Terug ]"
        super().__init__("Verlengen", keys)
        self.plan = plan
        self.changed = changed

    def told(self, width: int) -> list[str]:
        """Totals first."""
        plan = self.plan
        lines = [*([_CHANGED, ""] if self.changed else ()), *wrapped(_totals(plan), width)]
        if plan.possible:
            lines += ["", _columns("Titel", "Was", "Wordt", "Te laat", "Leengeld", "Strip", width)]
            lines += [_line(one, width) for one in plan.possible]
        if plan.refused:
            lines += ["", "! Niet te verlengen:"]
            for one in plan.refused:
                lines += hanging(f"{one.title}: ", " ".join(one.reasons), width)
        return lines

    def answer_of(self, key: str) -> bool:
        """J where there is something to renew; N or Esc."""
        if key == "j" and self.plan.possible:
            self.give(True)
        elif key in ("n", "escape"):
            self.give(False)
        else:
            return False
        return True


async def ask_and_renew(
    app: Host, customer_id: int, loan_ids: Sequence[int], *, pass_settled: bool
) -> list[Renewed | NotRenewed]:
    """Tell what renewing these loans comes to, ask, and do it; nothing when the answer is no.

    Where another desk changed something between question and answer, what it is now is told and asked again. Raises
    `Refusal` when a loan is not this customer's any more.
    """
    plan, changed = look_at_renewal(app.desk, customer_id, loan_ids, pass_settled=pass_settled), False
    while await app.ask(RenewalQuestion(plan, changed=changed)):
        try:
            return renew(app.desk, customer_id, plan.loan_ids, told=plan, pass_settled=pass_settled)
        except RenewalChanged as now:
            plan, changed = now.plan, True
    return []


async def ask_and_allow(
    app: Host, customer_id: int, loan_id: int, why: str, *, pass_settled: bool
) -> list[Renewed | NotRenewed]:
    """Renew a loan that was refused, with permission: `why` it was refused and what it costs are told first."""
    plan = look_at_renewal(app.desk, customer_id, [loan_id], allowed=True, pass_settled=pass_settled)
    note = ""
    while (given := await ask_permission(app, f"{note}{why} {what_it_costs(plan)}")) is not None:
        try:
            return renew(app.desk, customer_id, [loan_id], override=given, told=plan, pass_settled=pass_settled)
        except RenewalChanged as now:
            plan, note = now.plan, f"{_CHANGED} "
    return []


def what_it_costs(plan: RenewalPlan) -> str:
    """One renewal in words: `Verlengen t/m 04-06-2024: te-laat-geld € 0,20, leengeld € 1,50, 1 strip.`"""
    told = [_in_words(one) for one in plan.possible]
    told += [f"Verlengen kan niet: {' '.join(one.reasons)}" for one in plan.refused]
    return " ".join(told)


def _in_words(one: WillRenew) -> str:
    costs = [f"te-laat-geld {format_cents(one.fine_cents)}"] if one.fine_cents else []
    costs += [f"leengeld {format_cents(one.fee_cents)}"] if one.fee_cents else []
    costs += [many(one.strips, "strip", "strippen")] if one.strips else []
    return f"Verlengen t/m {format_date(one.due_on)}: {', '.join(costs) or 'kost niets'}."


def _totals(plan: RenewalPlan) -> str:
    if not plan.possible:
        return "Er is niets dat kan worden verlengd."
    told = f"{many(len(plan.possible), 'exemplaar', 'exemplaren')} verlengen?"
    costs = plan.fine_cents + plan.fee_cents
    if costs:
        told += f" Dat kost {format_cents(costs)}: te-laat-geld {format_cents(plan.fine_cents)},"
        told += f" leengeld {format_cents(plan.fee_cents)}."
    else:
        told += " Dat kost geen geld."
    if plan.strips_left is not None:
        told += f" Er {'gaat' if plan.strips == 1 else 'gaan'} {many(plan.strips, 'strip', 'strippen')} af,"
        told += f" er {'blijft' if plan.strips_left == 1 else 'blijven'} er {plan.strips_left}."
    if plan.refused:
        told += f" {many(len(plan.refused), 'exemplaar', 'exemplaren')} niet: zie onderaan."
    return told


def _line(one: WillRenew, width: int) -> str:
    fine, fee = (format_cents(cents) if cents else "" for cents in (one.fine_cents, one.fee_cents))
    strips = str(one.strips) if one.strips else ""
    return _columns(one.title, format_date(one.loan.due_on), format_date(one.due_on), fine, fee, strips, width)


def _columns(title: str, was: str, will: str, fine: str, fee: str, strips: str, width: int) -> str:
    end = f" {was:<{_DATE}} {will:<{_DATE}} {fine:>{_AMOUNT}} {fee:>{_AMOUNT}} {strips:>{_STRIPS}}"
    return f"{padded(title, width - len(end))}{end}"
