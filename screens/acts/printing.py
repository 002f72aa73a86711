"""Bons and documents, as the screens ask for them: delivered off the event loop, told in one line."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.messages.printing import PrintJob
    from screens.host.asking import Host


async def print_receipt(desk: Desk, receipt_id: int, password: str | None) -> str:
    """Print a bon, or mail it to who wants that; one with a password is printed. What to tell, in Dutch."""
    from balie.correspondence.mailed_bons import mail_bon
    from balie.customers.cards.credentials import in_groups
    from balie.messages.printing import prepare

    by_mail = mail_bon(desk, receipt_id) if password is None else None
    if by_mail is not None and by_mail.mailed:
        return by_mail.told
    shown = None if password is None else in_groups(password)
    printed = await _deliver(desk, prepare(desk, receipt_id, shown))
    return f"{by_mail.told} {printed}" if by_mail is not None and by_mail.told else printed


async def print_waiting(desk: Desk, receipt_ids: Sequence[int]) -> str:
    """Print bons that did not come out before, until the printer fails. Returns what to tell, in Dutch."""
    from balie.dutch.counts import many
    from balie.messages.printing import deliver, record
    from balie.messages.unprinted import prepare_unprinted
    from balie.refusal import Refusal

    printed, left = 0, dict[str, int]()
    for receipt_id in receipt_ids:
        try:
            job = prepare_unprinted(desk, receipt_id)
        except Refusal as refusal:
            left[refusal.reasons[0].text] = left.get(refusal.reasons[0].text, 0) + 1
            continue
        outcome = await asyncio.to_thread(deliver, job)
        record(desk, job, outcome)
        if not outcome.printed:  # the next one would fail too, and each may take seconds
            left[outcome.failure] = len(receipt_ids) - printed - sum(left.values())
            break
        printed += 1
    told = [f"{many(printed, 'bon', 'bonnen')} afgedrukt."] if printed else []
    return " ".join((*told, *(f"{many(count, 'bon', 'bonnen')} niet: {why}" for why, count in left.items())))


async def print_document(job: PrintJob) -> str:
    """Print a document about a customer. Returns what to tell, in Dutch: where it went, or why it did not."""
    from balie.messages.printing import deliver

    outcome = await asyncio.to_thread(deliver, job)
    return f"Afgedrukt: {outcome.place}" if outcome.printed else f"Niet afgedrukt. {outcome.failure} Opnieuw: F2."


async def reprint_last(app: Host) -> None:
    """Print the last bon again, as a duplicate without the password."""
    from balie.messages.printing import prepare_last

    app.page.say(await _deliver(app.desk, prepare_last(app.desk)))


async def _deliver(desk: Desk, job: PrintJob) -> str:
    from balie.messages.printing import deliver, record

    outcome = await asyncio.to_thread(deliver, job)
    record(desk, job, outcome)
    if outcome.printed:
        return f"{job.what.capitalize()} afgedrukt: {Path(outcome.place).name}"
    return f"{job.what.capitalize()} niet afgedrukt. {outcome.failure} Opnieuw: F5."
