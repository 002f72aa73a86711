"""The file for the bank: pain.008 by sepaxml, with ids and a time of our own, so that the same run gives the same file.

sepaxml draws its ids at random and takes the time of the clock; both are put right here. Its own validation (xmlschema)
takes seconds and gives up beyond 37,000 collections: what is written is checked by our own rules (`checks`), and
against the official schemas in the tests.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.finance.collection.creditor import Creditor
    from balie.finance.collection.items import Item


def payment_information_id(message_id: str, sequence: str) -> str:
    """The id of the block (PmtInf) of one sequence type in one file; what the bank's statement names for a batch."""
    return f"{message_id}-{sequence}"


def pain008(
    creditor: Creditor, items: Iterable[Item], *, message_id: str, made_at: datetime, collect_on: date
) -> bytes:
    """The file as bytes: one block per sequence type, first collections before recurrent ones.

    Raises `ValueError` when what sepaxml made does not add up to the items.
    """
    with _no_collector():
        return _pain008(creditor, items, message_id, made_at, collect_on)


def _pain008(creditor: Creditor, items: Iterable[Item], message_id: str, made_at: datetime, collect_on: date) -> bytes:
    from sepaxml import SepaDD

    config: dict[str, str | bool] = {
        "name": creditor.name,
        "IBAN": creditor.iban,
        "batch": True,
        "creditor_id": creditor.id,
        "currency": "EUR",
    }
    if creditor.bic:
        config["BIC"] = creditor.bic
    document = SepaDD(config, schema=creditor.message.value, clean=False)
    count = cents = 0
    sequences: dict[str, None] = {}
    for item in sorted(items, key=lambda item: item.sequence.value):
        document.add_payment(
            {
                "name": item.debtor,
                "IBAN": item.iban,
                "amount": item.cents,
                "type": item.sequence.value,
                "collection_date": collect_on,
                "mandate_id": item.reference,
                "mandate_date": item.signed_on,
                "description": item.description,
                "endtoend_id": item.end_to_end_id,
            }
        )
        count += 1
        cents += item.cents
        sequences[item.sequence.value] = None
    made = _with_own_ids(document.export(validate=False), message_id, list(sequences), made_at)
    total = f"<NbOfTxs>{count}</NbOfTxs><CtrlSum>{cents // 100}.{cents % 100:02}</CtrlSum>".encode()
    if total not in made[:2_000]:
        raise ValueError("the file does not hold what it should")
    return made


def _with_own_ids(made: bytes, message_id: str, sequences: Sequence[str], made_at: datetime) -> bytes:
    """The file with our ids and time in the place of those that sepaxml made up."""
    head, tail = made[:2_000], made[2_000:]
    for tag, value in (("MsgId", message_id), ("CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))):
        head = re.sub(f"<{tag}>[^<]*</{tag}>".encode(), f"<{tag}>{value}</{tag}>".encode(), head, count=1)
    ids = iter([payment_information_id(message_id, sequence) for sequence in sequences])
    return re.sub(
        rb"<PmtInfId>[^<]*</PmtInfId>", lambda found: f"<PmtInfId>{next(ids)}</PmtInfId>".encode(), head + tail
    )


@contextmanager
def _no_collector() -> Iterator[None]:
    """The garbage collector would go through 200,000 elements again and again, of which none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
