"""One entry of a bank file as movements: the transactions in it, or the entry as a whole where they are not told."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntFlag
from typing import NamedTuple
from xml.etree.ElementTree import Element

from balie.dutch.bank import compact_iban
from balie.dutch.text import fold
from balie.finance.bank.batch_names import in_batch
from balie.finance.bank.elements import SIGNS, at, digest, first, read_cents, told

_RETURNED = frozenset({"UPDD", "PRDD", "RRTN", "RPCR", "ARET", "RCDD"})
"""Sub-families of the bank's transaction code for what comes back: unpaid and reversed debits, returned transfers."""
_LONGEST_REASON = 35


class Called(IntFlag):
    """Who called a transaction what it is called, the most telling first; these stand in the store."""

    BY_ITS_BANK = 1
    BY_THE_PAYERS_BANK = 2
    INSTRUCTION = 4
    END_TO_END = 8
    NOBODY = 16
    """What is told of it: day, amount, account and words."""


_LABELS = {
    Called.BY_ITS_BANK: "bank",
    Called.BY_THE_PAYERS_BANK: "transaction",
    Called.INSTRUCTION: "InstrId",
    Called.END_TO_END: "EndToEndId",
    Called.NOBODY: "words",
}
BY_THE_SENDER = Called.INSTRUCTION | Called.END_TO_END
"""Names that others than banks make up: two people may use the same."""


class Movement(NamedTuple):
    """One transaction on the account. Text is empty where the bank tells nothing.

    `base` is the same wherever the bank tells of this transaction again by the same best name; `former` is what it was
    in older stores. `names`: everything that it is called, the best first, each with who calls it so, and last what is
    told of it. `payer` is the same for the same account, and empty where that is not told.
    `day` is jjjj-mm-dd, `cents` below zero where it left the account. `batch`: how many transactions the bank
    booked at once, without telling them apart; 0 for one transaction, -1 where it does not say. `text` and
    `reference` are what the sender wrote, free and structured. `batch_names`, `part_of` and `told_cents` are as in
    `InBatch`.
    """

    base: bytes
    former: bytes
    names: tuple[tuple[int, bytes], ...]
    payer: bytes
    day: str
    cents: int
    bank_reference: str
    end_to_end: str
    payment_id: str
    message_id: str
    batch: int
    came_back: bool
    reason: str
    name: str
    iban: str
    text: str
    reference: str
    batch_names: tuple[tuple[int, bytes], ...]
    part_of: bytes
    told_cents: int


class BookedEntry(NamedTuple):
    """What is known of an entry before its details are read: `place` counts from 1 in the statement or its `page`."""

    statement: str
    account: str
    place: int
    day: str
    cents: int
    page: str = ""


def movements_of(entry: Element, booked: BookedEntry, ibans: Sequence[str]) -> list[Movement]:
    """The transactions in an entry, if the bank tells them all and they come to its amount; else the entry as one."""
    if not booked.cents:
        return []
    details = [detail for group in entry.findall("NtryDtls") for detail in group.findall("TxDtls")]
    amounts = [booked.cents] if len(details) == 1 else [_detail_cents(detail, booked.cents) for detail in details]
    if not details or not all(amounts) or sum(amounts) != booked.cents:
        batch = first(entry, "NtryDtls", "Btch")
        size = 0 if batch is None and not details else _batch_size(batch, len(details))
        return [_movement(entry, None, booked, booked.cents, size, ibans, alone=len(details) < 2)]
    alone = len(details) == 1
    return [
        _movement(entry, detail, booked, cents, 0, ibans, alone=alone)
        for detail, cents in zip(details, amounts, strict=True)
    ]


def _movement(
    entry: Element,
    detail: Element | None,
    booked: BookedEntry,
    cents: int,
    batch: int,
    ibans: Sequence[str],
    *,
    alone: bool,
) -> Movement:
    """`alone`: the entry is of this transaction only, so that what the entry is called is what this is called."""
    outer = first(entry, "NtryDtls", "Btch")
    refs = None if detail is None else detail.find("Refs")
    reference, end_to_end = told(entry, "AcctSvcrRef"), told(refs, "EndToEndId")
    code = at(detail, "BkTxCd", "Domn", "Fmly", "SubFmlyCd") or at(entry, "BkTxCd", "Domn", "Fmly", "SubFmlyCd")
    returned = None if detail is None else detail.find("RtrInf")
    reason = at(returned, "Rsn", "Cd") or at(returned, "Rsn", "Prtry")
    name, iban = _other_side(detail, cents, ibans)
    text, structured = _remittance(detail)
    former = (
        *(booked.account, booked.day, booked.cents, reference or f"{booked.statement}{booked.page}#{booked.place}"),
        *(cents, end_to_end, told(refs, "TxId")),
    )
    names = _names(refs, reference if alone else "")
    whole = (booked.account, booked.day, cents)
    words = fold(f"{structured} {text}")
    called_so = [*names, (Called.NOBODY, f"{iban} {words}")] if iban and words else names
    return Movement(
        digest((*whole, *(_best_name(names, iban) or _name_of_entry(entry, booked, name, iban)))),
        digest(former),
        () if batch else tuple((int(kind), digest((*whole, _LABELS[kind], called))) for kind, called in called_so),
        digest((iban,)) if iban else b"",
        booked.day,
        cents,
        reference or told(refs, "AcctSvcrRef"),
        end_to_end,
        told(refs, "PmtInfId") or told(outer, "PmtInfId"),
        told(refs, "MsgId") or told(outer, "MsgId"),
        batch,
        returned is not None or code in _RETURNED or at(entry, "RvslInd") in ("true", "1"),
        reason[:_LONGEST_REASON],
        name,
        iban,
        text or at(detail, "AddtlTxInf") or at(entry, "AddtlNtryInf"),
        structured,
        *in_batch(
            entry, detail, booked.cents, whole[:2], f"{booked.statement}{booked.page}#{booked.place}", alone=alone
        ),
    )


def _names(refs: Element | None, whole: str) -> list[tuple[Called, str]]:
    """Everything that a transaction is called; `whole` is what its bank calls the entry that is of it alone."""
    called = (
        (Called.BY_ITS_BANK, told(refs, "AcctSvcrRef") or whole),
        (Called.BY_THE_PAYERS_BANK, told(refs, "TxId")),
        (Called.INSTRUCTION, told(refs, "InstrId")),
        (Called.END_TO_END, told(refs, "EndToEndId")),
    )
    return [(kind, name) for kind, name in called if name]


def _best_name(names: Sequence[tuple[Called, str]], iban: str) -> tuple[str, ...]:
    """What makes it this transaction and no other of that amount on that day; nothing where it is not called anything.

    To what others than a bank made up belongs the account it came from.
    """
    if not names:
        return ()
    kind, name = names[0]
    label = _LABELS[kind]
    return (label, name, iban) if kind in BY_THE_SENDER else (label, name)


def _name_of_entry(entry: Element, booked: BookedEntry, payer: str, iban: str) -> tuple[str, ...]:
    """What the bank calls the entry it stands in, with who paid, since it may be a mere number; else its place."""
    if name := told(entry, "AcctSvcrRef") or told(entry, "NtryRef"):
        return "entry", name, iban or fold(payer)
    return "place", f"{booked.statement}{booked.page}#{booked.place}"


def _other_side(detail: Element | None, cents: int, ibans: Sequence[str]) -> tuple[str, str]:
    """Name and account of whoever paid, was paid or was collected from."""
    parties = None if detail is None else detail.find("RltdPties")
    if parties is None:
        return "", ""
    for role in ("Dbtr", "Cdtr") if cents > 0 else ("Cdtr", "Dbtr"):
        iban = compact_iban(at(parties, f"{role}Acct", "Id", "IBAN"))
        name = at(parties, role, "Nm") or at(parties, role, "Pty", "Nm")
        if (iban or name) and iban not in ibans:
            return name, iban
    return "", ""


def _detail_cents(detail: Element, total: int) -> int:
    """The amount of a detail in cents; 0 where the bank does not tell it in euros."""
    amount = detail.find("Amt")
    if amount is None:
        amount = first(detail, "AmtDtls", "TxAmt", "Amt")
    if amount is None or amount.get("Ccy") != "EUR":
        return 0
    sign = SIGNS.get(at(detail, "CdtDbtInd")) or (1 if total > 0 else -1)
    return sign * (read_cents((amount.text or "").strip()) or 0)


def _remittance(detail: Element | None) -> tuple[str, str]:
    """What the sender wrote: free text, and the payment reference."""
    remittance = None if detail is None else detail.find("RmtInf")
    if remittance is None:
        return "", ""
    texts = [(part.text or "").strip() for part in remittance.findall("Ustrd")]
    reference = ""
    for part in remittance.findall("Strd"):
        reference = reference or at(part, "CdtrRefInf", "Ref")
        texts.append(at(part, "RfrdDocInf", "Nb"))
    return " ".join(text for text in texts if text), reference


def _batch_size(batch: Element | None, details: int) -> int:
    count = at(batch, "NbOfTxs")
    return int(count) if count.isascii() and count.isdecimal() and len(count) < 10 else details or -1
