"""The file for the bank: pain.008 by sepaxml, with ids and a time of our own, so that the same run gives the same file.

sepaxml draws its ids at random and takes the time of the clock; both are put right here, through two of its private
names (`_xml`, `_finalize_batch`; a test holds them against what its `export` makes). Its own validation (xmlschema)
takes seconds and gives up beyond 37,000 collections: what is written is checked by our own rules (`checks`), and
against the official schemas in the tests.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sepaxml import SepaDD

    from balie.finance.collection.creditor import Creditor
    from balie.finance.collection.items import CollectedCharge


def payment_information_id(message_id: str, sequence: str) -> str:
    """The id of the block (PmtInf) of one sequence type in one file; what the bank's statement names for a batch."""
    return f"{message_id}-{sequence}"


def pain008(
    creditor: Creditor, items: Iterable[CollectedCharge], *, message_id: str, made_at: datetime, collect_on: date
) -> bytes:
    """The file as bytes: one block per sequence type, first collections before recurrent ones.

    Raises `ValueError` when what sepaxml made does not add up to the items.
    """
    with _no_collector():
        return _pain008(creditor, items, message_id, made_at, collect_on)


def _pain008(
    creditor: Creditor, items: Iterable[CollectedCharge], message_id: str, made_at: datetime, collect_on: date
) -> bytes:
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
    if (written := _complete(document, message_id, made_at, collect_on)) != (count, cents):
        raise ValueError(f"sepaxml counts {written} (items, cents)")
    return _serialized(document)


def _complete(document: SepaDD, message_id: str, made_at: datetime, collect_on: date) -> tuple[int, int]:
    """Let sepaxml close its blocks, and put in our ids, the time and the totals; count and cents as it has them."""
    document._finalize_batch()
    root = document._xml.find(document.root_el)
    count = cents = 0
    for block in root.iter("PmtInf"):
        sequence = block.findtext("PmtTpInf/SeqTp")
        block.find("PmtInfId").text = payment_information_id(message_id, sequence)
        if block.findtext("ReqdColltnDt") != collect_on.isoformat():
            raise ValueError("a block has another day of collection")
        count += int(block.findtext("NbOfTxs"))
        cents += int(block.findtext("CtrlSum").replace(".", ""))
    for tag, value in (
        ("MsgId", message_id),
        ("CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S")),
        ("NbOfTxs", str(count)),
        ("CtrlSum", f"{cents // 100}.{cents % 100:02}"),
    ):
        root.find(f"GrpHdr/{tag}").text = value
    return count, cents


def _serialized(document: SepaDD) -> bytes:
    """What `export` of sepaxml gives, in half the time: it writes to a stream that is asked for its state each time."""
    from xml.etree import ElementTree

    text = ElementTree.tostring(document._xml, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()


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
