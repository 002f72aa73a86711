"""What a batch of transactions is called, told as one sum in one file and in parts in another."""

from __future__ import annotations

from enum import IntFlag
from typing import NamedTuple
from xml.etree.ElementTree import Element

from balie.finance.bank.elements import digest, first, told


class BatchCalled(IntFlag):
    """What calls a batch what it is called, the most telling first; these stand in the store."""

    PAYMENT_ID = 1
    MESSAGE = 2
    ENTRY = 4
    """The bank's own reference of the entry."""
    NUMBER = 8
    """What the statement calls its entry, which may be a mere number."""


class InBatch(NamedTuple):
    """`names`: everything that the batch is called, the best first. `part`: the batch that this is a part of, empty for
    what is told as one sum. `cents`: what the entry that tells of it comes to."""

    names: tuple[tuple[int, bytes], ...]
    part: bytes
    cents: int


def in_batch(
    entry: Element, detail: Element | None, cents: int, where: tuple[object, ...], place: str, *, alone: bool
) -> InBatch:
    """What the batch is called that this may be (without a `detail`) or be a part of.

    `cents`: of the entry. `where`: its account and day. `place`: of the entry in its statement. `alone`: it is of this
    transaction only.
    """
    outer, refs = first(entry, "NtryDtls", "Btch"), None if detail is None else detail.find("Refs")
    if detail is None:
        refs = first(entry, "NtryDtls", "TxDtls", "Refs")
    called = {
        BatchCalled.PAYMENT_ID: told(refs, "PmtInfId") or told(outer, "PmtInfId"),
        BatchCalled.MESSAGE: told(refs, "MsgId") or told(outer, "MsgId"),
        BatchCalled.ENTRY: told(entry, "AcctSvcrRef"),
        BatchCalled.NUMBER: "" if alone and detail is not None and outer is None else told(entry, "NtryRef"),
    }
    whose = (*where, "in" if cents > 0 else "out")
    names = tuple((int(kind), digest((*whose, kind.name, name))) for kind, name in called.items() if name)
    if detail is None or not names:
        return InBatch(names, b"", cents)
    if not alone:
        return InBatch(names, digest((place, *names)), cents)
    return InBatch(names, names[0][1] if len(names) == 1 else digest(names), cents)
