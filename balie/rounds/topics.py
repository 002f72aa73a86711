"""Brings together what each department knows of the messages it queues: still true or not, and whose matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.correspondence.topics import Topic
from balie.messages.kinds import MessageKind

if TYPE_CHECKING:
    from balie.correspondence.topics import Topics


def all_topics() -> Topics:
    """The topic of every kind of message, for `balie berichten` and the tab Berichten."""
    from balie.correspondence.invoices import is_open, open_now
    from balie.finance.settling.paid_message import is_still_paid
    from balie.lending.due_messages import is_still_due, is_still_late, told_now
    from balie.lending.holds.ready_messages import contact_of, is_still_ready, ready_now
    from balie.lending.renewed_messages import is_still_so, renewed_now

    invoice = Topic(is_open, "al betaald", open_now, formal=True, invoice=True)
    return {
        MessageKind.INVOICE: invoice,
        MessageKind.REMINDER: invoice,
        MessageKind.DUE_SOON: Topic(is_still_due, "al terug of verlengd, of de dag is voorbij", told_now),
        MessageKind.OVERDUE: Topic(is_still_late, "al terug of verlengd", told_now),
        MessageKind.RENEWED: Topic(is_still_so, "alles is intussen terug, of opnieuw verlengd", renewed_now),
        MessageKind.HOLD_READY: Topic(
            is_still_ready, "al opgehaald, niet meer klaar, of anders te melden", ready_now, hold=True, wish=contact_of
        ),
        MessageKind.RECEIPT: Topic(withdrawn="er is geen e-mailadres dat werkt", mail_only=True),
        MessageKind.PAID_OUT: Topic(is_still_paid, "het geld is teruggekomen", formal=True),
    }
