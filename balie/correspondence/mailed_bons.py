"""A bon by e-mail instead of on paper, for who wants that (tab 7, Klantbonnen); never one with a password on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.tabs.preferences import wants_receipts_by_mail
from balie.dutch.dates import format_date
from balie.messages.bon_kinds import kind_of
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message, enqueue
from balie.messages.receipts import render_receipt

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

TEMPLATE = "receipt"
"""data/templates/message-receipt.txt."""

_BON = "SELECT customer_id, template, data FROM receipt WHERE id = ? AND state <> 'printed'"
_ADDRESS = (
    "SELECT c.email, EXISTS (SELECT 1 FROM bounce AS b WHERE b.customer_id = c.id AND b.email = c.email)"
    " FROM customer AS c WHERE c.id = ?"
)
_MAILED = "UPDATE receipt SET state = 'printed', copies = copies + 1, reason = NULL WHERE id = ?"

_ON_PAPER = "UPDATE receipt SET state = 'failed', copies = 0, reason = ? WHERE id = ? AND copies = 1"
_ABOUT = "bon "


@dataclass(frozen=True, slots=True)
class MailedBon:
    """What became of a bon: whether it goes by e-mail, and what the desk has to know, in Dutch (empty: nothing)."""

    mailed: bool
    told: str = ""


def mail_bon(desk: Desk, receipt_id: int) -> MailedBon:
    """Queue a bon of paying or lending as an e-mail where its customer wants that, and take it off the paper queue.

    Where it cannot go by mail, why is told and it is to be printed: no address (any more), one that bounced, or a
    library without a mail server.
    """
    with desk.transaction() as tx:
        row = tx.read_one(_BON, (receipt_id,))
        if row is None or row[0] is None or not kind_of(row[1]).by_mail:
            return MailedBon(False)
        customer_id, template, data = row
        if not wants_receipts_by_mail(tx, customer_id):
            return MailedBon(False)
        address = tx.read_one(_ADDRESS, (customer_id,))
        if why := _why_not(desk, address):
            return MailedBon(False, why)
        text = render_receipt(
            template, json.loads(data), width=desk.library.printing.receipt_width, password=None, duplicate=False
        )
        told = {"date": format_date(desk.working_date), "lines": [(line,) for line in text.splitlines()]}
        enqueue(tx, Message(customer_id, MessageKind.RECEIPT, TEMPLATE, told, f"{_ABOUT}{receipt_id}"))
        tx.execute(_MAILED, (receipt_id,))
    return MailedBon(True, "De bon gaat per e-mail.")


def put_on_paper(tx: Transaction, about: str, reason: str) -> None:
    """Put a bon that cannot go by e-mail after all on the list of those that did not come out, with why (Dutch).

    `about` is what its message is about. Not one that was printed since, as a duplicate.
    """
    tx.execute(_ON_PAPER, (reason, int(about.removeprefix(_ABOUT))))


def _why_not(desk: Desk, address: tuple[object, ...] | None) -> str:
    if desk.library.mail is None:
        return "Deze bibliotheek heeft geen mailserver: de bon komt op papier."
    if address is None or not address[0]:
        return "Er is geen e-mailadres (tabblad 2): de bon komt op papier."
    return "Het e-mailadres is onbestelbaar: de bon komt op papier." if address[1] else ""
