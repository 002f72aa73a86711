"""Kwijtschelden: settling without money, for a reason, by somebody who may (Wise: an A-dagboek)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from balie.customers.permission import Override, judge_override
from balie.finance.sheet import Sheet, SheetLine, must_be_as_seen
from balie.finance.waiver_reasons import WaiverReason, waiver_reason
from balie.ledger import Incoming, Method, receive_as_seen
from balie.library.rights import Right
from balie.library.terms import ChargeKind
from balie.refusal import Reasons

if TYPE_CHECKING:
    from balie.desk import Desk

COLLECTED = "Een gekozen regel wordt geïncasseerd: wacht tot de bank het heeft verwerkt."


def waive(desk: Desk, seen: Sheet, chosen: Collection[int], reason: str, *, override: Override | None = None) -> int:
    """Waive what is open of the chosen lines, whole. Out: the id of the payment that stands for it.

    `reason` is the code of a `WaiverReason`: contribution and other costs are waived apart, each for its own reasons.
    A reason that needs it also takes the `override` of who allows it. Raises `Refusal` with all reasons at
    their fields (`chosen`, `reason`, `supervisor`, `because`), and when what is open changed since the sheet was read.
    """
    reasons = Reasons()
    lines = [line for line in seen.lines if line.charge_id in chosen]
    if not lines or set(chosen) - {line.charge_id for line in lines}:
        reasons.add("Kies minstens één regel die nog openstaat.", "chosen")
    known = waiver_reason(reason)
    if known is None:
        reasons.add("Kies een reden uit de lijst.", "reason")
    else:
        override = _judge(desk, lines, known, override, reasons)
    cents = sum(line.open_cents for line in lines)
    with reasons.at(""):
        desk.require(Right.WAIVE, cents)
    reasons.raise_if_any()
    assert known is not None, "no reason and no refusal"
    with desk.transaction() as tx:
        must_be_as_seen(tx, seen, lines)
        payment_id = receive_as_seen(
            tx,
            Incoming(seen.customer_id, cents, Method.WAIVER, desk.working_date, reason=reason),
            [(line.charge_id, line.open_cents) for line in lines],
        )
        after: dict[str, object] = {
            "waived_cents": cents,
            "waived_because": f"{known.code} {known.label}",
            "payment": payment_id,
        }
        if override is not None:
            after |= override.journalled
        tx.journal("waived", customer_id=seen.customer_id, after=after)
    return payment_id


def _judge(
    desk: Desk, lines: list[SheetLine], known: WaiverReason, override: Override | None, reasons: Reasons
) -> Override | None:
    """Note why it cannot be; the override as it is journalled."""
    wrong = [line for line in lines if (line.kind is ChargeKind.CONTRIBUTION) is not known.contribution]
    if wrong:
        what = "alleen voor contributie" if known.contribution else "niet voor contributie"
        reasons.add(f"{known.label} is {what}: scheld contributie en andere kosten apart kwijt.", "reason")
    if any(line.collecting for line in lines):
        reasons.add(COLLECTED, "chosen")
    if override is None and not known.supervisor:
        return None
    return judge_override(override or Override("", ""), desk, reasons)
