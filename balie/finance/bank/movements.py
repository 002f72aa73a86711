"""One entry of a bank file as movements: the transactions in it, or the entry as a whole where they are not told."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple
from xml.etree.ElementTree import Element

from balie.finance.bank.elements import SIGNS, at, first, read_cents, told

_RETURNED = frozenset({"UPDD", "PRDD", "RRTN", "RPCR", "ARET", "RCDD"})
"""Sub-families of the bank's transaction code for what comes back: unpaid and reversed debits, returned transfers."""
_LONGEST_REASON = 35
KEY_BYTES = 16


class Movement(NamedTuple):
    """One transaction on the account. Text is empty where the bank tells nothing.

    `base` is the same wherever the bank tells of this transaction again; `former` is what it was in older stores.
    `day` is jjjj-mm-dd, `cents` below zero where it left the account. `batch`: how many transactions the bank
    booked at once, without telling them apart; 0 for one transaction, -1 where it does not say. `text` and
    `reference` are what the sender wrote, free and structured.
    """

    base: bytes
    former: bytes
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


class Booked(NamedTuple):
    """What is known of an entry before its details are read: `place` counts from 1 in the statement or its `page`."""

    statement: str
    account: str
    place: int
    day: str
    cents: int
    page: str = ""


def movements_of(entry: Element, booked: Booked, ibans: Sequence[str]) -> list[Movement]:
    """The transactions in an entry, if the bank tells them all and they come to its amount; else the entry as one."""
    if not booked.cents:
        return []
    details = [detail for group in entry.findall("NtryDtls") for detail in group.findall("TxDtls")]
    amounts = [booked.cents] if len(details) == 1 else [_detail_cents(detail, booked.cents) for detail in details]
    if not details or not all(amounts) or sum(amounts) != booked.cents:
        batch = first(entry, "NtryDtls", "Btch")
        size = 0 if batch is None and not details else _batch_size(batch, len(details))
        return [_movement(entry, None, booked, booked.cents, size, ibans)]
    return [_movement(entry, detail, booked, cents, 0, ibans) for detail, cents in zip(details, amounts, strict=True)]


def _movement(
    entry: Element, detail: Element | None, booked: Booked, cents: int, batch: int, ibans: Sequence[str]
) -> Movement:
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
    same = (booked.account, booked.day, cents, *_identity(entry, refs, booked, iban))
    return Movement(
        _digest(same),
        _digest(former),
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
    )


def _identity(entry: Element, refs: Element | None, booked: Booked, iban: str) -> tuple[str, ...]:
    """What makes it this transaction and no other of that amount on that day: the best name that somebody gave it.

    The bank's own reference of the transaction, that of the bank it came from, then what the sender called it; then
    what the bank calls the entry it stands in; and where nobody calls it anything, its place. What others than the bank
    make up may be of two people: there the account it came from belongs to it.
    """
    if name := told(refs, "AcctSvcrRef"):
        return "bank", name
    whole = told(entry, "AcctSvcrRef")
    if whole and len(entry.findall("NtryDtls/TxDtls")) < 2:
        return "bank", whole
    if name := told(refs, "TxId"):
        return "transaction", name
    for kind in ("InstrId", "EndToEndId"):
        if name := told(refs, kind):
            return kind, name, iban
    if name := whole or told(entry, "NtryRef"):
        return "entry", name, iban
    return "place", f"{booked.statement}{booked.page}#{booked.place}"


def _digest(values: tuple[object, ...]) -> bytes:
    return blake2b("\x1f".join(map(str, values)).encode(), digest_size=KEY_BYTES).digest()


def _other_side(detail: Element | None, cents: int, ibans: Sequence[str]) -> tuple[str, str]:
    """Name and account of whoever paid, was paid or was collected from."""
    parties = None if detail is None else detail.find("RltdPties")
    if parties is None:
        return "", ""
    for role in ("Dbtr", "Cdtr") if cents > 0 else ("Cdtr", "Dbtr"):
        iban = at(parties, f"{role}Acct", "Id", "IBAN")
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
