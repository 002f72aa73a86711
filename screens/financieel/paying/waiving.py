"""Kwijtschelden: of which lines, for which reason, and who allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.finance.waive import COLLECTED, waive
from balie.finance.waiver_reasons import waiver_reasons
from balie.library.terms import ChargeKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from screens.financieel.paying.payable import Payable


async def waive_chosen(page: Payable) -> None:
    """Waive the chosen lines, or the marked one. Esc halfway waives nothing."""
    from screens.dialogs.permission import ask_permission
    from screens.dialogs.pick import Pick
    from screens.dialogs.question import Question

    app = page.desk_app
    marked = page.sheet.lines[page.list.at]
    lines = [line for line in page.sheet.lines if line.charge_id in page.chosen] or [marked]
    if any(line.collecting for line in lines):
        raise Refusal(COLLECTED)
    contribution = all(line.kind is ChargeKind.CONTRIBUTION for line in lines)
    reasons = [reason for reason in waiver_reasons() if reason.contribution == contribution]
    cents = sum(line.open_cents for line in lines)
    what = lines[0].text if len(lines) == 1 else f"{len(lines)} regels"
    title = f"Kwijtschelden: {what}, {format_cents(cents)}"
    chosen = await app.ask(Pick(title, [f"{reason.code} {reason.label}" for reason in reasons]))
    if chosen is None:
        return
    reason = reasons[chosen]
    allowed = None
    if reason.supervisor:
        allowed = await ask_permission(app, f"{reason.label}: dat mag alleen met toestemming.")
        if allowed is None:
            return
    if not await app.ask(Question(f"{what} kwijtschelden, {format_cents(cents)}, {reason.label}?")):
        return
    ids = {line.charge_id for line in lines}
    waive(page.desk, page.sheet, ids, reason.code, override=allowed)
    page.booked()
    page.chosen.clear()
    page.show_anew()
    page.say(f"{format_cents(cents)} kwijtgescholden: {reason.label}.")
