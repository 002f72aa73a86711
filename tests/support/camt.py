"""Writes bank files as Dutch banks send them: camt.053 and camt.054, in the versions that differ in what we read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape

OWN_IBAN = "NL20INGB0001234567"
"""The account of the statements, where a test does not say another."""
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:{message}.001.{version}"
BOOKED = date(2024, 4, 9)

RECEIVED, SENT = ("RCDT", "ESCT"), ("ICDT", "ESCT")
COLLECTED, UNPAID = ("IDDT", "ESDD"), ("IDDT", "UPDD")
PAYOUT_BACK = ("RRCT", "RRTN")
"""Family and sub-family of the bank's transaction code."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One transaction within an entry. Without `cents` it has that of the entry; `text` is Ustrd, `reference` Strd."""

    cents: int | None = None
    end_to_end: str = ""
    mandate: str = ""
    payment_id: str = ""
    message_id: str = ""
    bank_reference: str = ""
    transaction_id: str = ""
    instruction_id: str = ""
    name: str = ""
    iban: str = ""
    text: str | tuple[str, ...] = ""
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What the bank tells of a batch that it booked at once."""

    payment_id: str = ""
    message_id: str = ""
    count: int | None = None
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the statement, money in positive. `reference` is what the statement calls it (NtryRef)."""

    cents: int
    details: Sequence[Detail] = ()
    batch: Batch | None = None
    bank_reference: str = ""
    booked_on: date = BOOKED
    code: tuple[str, str] = RECEIVED
    status: str = "BOOK"
    currency: str = "EUR"
    info: str = ""
    reversal: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account. `closing` None is what the entries come to; `summary` counts them beforehand.

    `page`: which it is of a statement that comes in pages, and whether it is the last.
    """

    entries: Iterable[Entry] = ()
    id: str = "24100"
    account: str = OWN_IBAN
    opening: int = 100_000
    closing: int | None = None
    created: str = "2024-04-10T03:12:45"
    currency: str = "EUR"
    summary: tuple[int, int] | None = None
    balances: bool = True
    duplicate: str = ""
    page: tuple[int, bool] | None = None


@dataclass(frozen=True, slots=True)
class BankFile:
    """A whole message."""

    statements: Sequence[Statement] = field(default_factory=lambda: (Statement(),))
    message: str = "camt.053"
    version: str = "08"
    id: str = "53D2024041012345678"

    def write(self, path: Path) -> Path:
        """Write it at `path`, entry by entry; returns the path."""
        with path.open("w", encoding="utf-8") as file:
            _Writer(file, self).write()
        return path


class _Writer:
    def __init__(self, file: TextIO, bank_file: BankFile) -> None:
        self._put = file.write
        self._file = bank_file
        self._old = bank_file.version in ("01", "02")
        self._no_amounts = bank_file.version in ("01", "02")

    def write(self) -> None:
        statement = self._file.message == "camt.053"
        outer, inner = ("BkToCstmrStmt", "Stmt") if statement else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
        namespace = NAMESPACE.format(message=self._file.message, version=self._file.version)
        self._put(f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace}">\n<{outer}>\n')
        self._put(f"<GrpHdr><MsgId>{self._file.id}</MsgId><CreDtTm>2024-04-10T03:12:45</CreDtTm></GrpHdr>\n")
        for one in self._file.statements:
            self._put(f"<{inner}>\n")
            self._statement(one, balances=statement and one.balances)
            self._put(f"</{inner}>\n")
        self._put(f"</{outer}>\n</Document>\n")

    def _statement(self, one: Statement, *, balances: bool) -> None:
        entries: Iterator[Entry] | Sequence[Entry]
        if balances and one.closing is None:
            entries = list(one.entries)
            closing = one.opening + sum(entry.cents for entry in entries if entry.status == "BOOK")
        else:
            entries = iter(one.entries)
            closing = one.closing or 0
        self._put(f"<Id>{one.id}</Id>")
        if one.page is not None:
            number, last = one.page
            name = "StmtPgntn" if self._file.message == "camt.053" else "NtfctnPgntn"
            self._put(f"<{name}><PgNb>{number}</PgNb><LastPgInd>{str(last).lower()}</LastPgInd></{name}>")
        self._put(f"<ElctrncSeqNb>100</ElctrncSeqNb><CreDtTm>{one.created}</CreDtTm>")
        if one.duplicate:
            self._put(f"<CpyDplctInd>{one.duplicate}</CpyDplctInd>")
        self._put(f"<Acct><Id><IBAN>{one.account}</IBAN></Id><Ccy>{one.currency}</Ccy></Acct>\n")
        if balances:
            for code, cents in (("OPBD", one.opening), ("CLBD", closing)):
                self._put(f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(cents, one.currency)}")
                self._put(f"{_side(cents)}<Dt><Dt>2024-04-09</Dt></Dt></Bal>\n")
        if one.summary is not None:
            count, cents = one.summary
            self._put(f"<TxsSummry><TtlNtries><NbOfNtries>{count}</NbOfNtries><Sum>{_euros(cents)}</Sum></TtlNtries>")
            self._put("</TxsSummry>\n")
        for entry in entries:
            self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        family, sub_family = entry.code
        status = entry.status if self._old else f"<Cd>{entry.status}</Cd>"
        self._put(f"<Ntry>{_tag('NtryRef', entry.reference)}{_amount(entry.cents, entry.currency)}{_side(entry.cents)}")
        if entry.reversal:
            self._put("<RvslInd>true</RvslInd>")
        day = entry.booked_on.isoformat()
        self._put(f"<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>")
        self._put(_tag("AcctSvcrRef", entry.bank_reference))
        self._put(
            f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub_family}</SubFmlyCd></Fmly></Domn>"
        )
        self._put("<Prtry><Cd>00100</Cd><Issr>INGBANK</Issr></Prtry></BkTxCd>")
        if entry.batch is not None or entry.details:
            self._put("<NtryDtls>")
            if entry.batch is not None:
                self._batch(entry.batch)
            for detail in entry.details:
                self._detail(detail, entry)
            self._put("</NtryDtls>")
        self._put(f"{_tag('AddtlNtryInf', entry.info)}</Ntry>\n")

    def _batch(self, batch: Batch) -> None:
        self._put(f"<Btch>{_tag('MsgId', batch.message_id)}{_tag('PmtInfId', batch.payment_id)}")
        if batch.count is not None:
            self._put(f"<NbOfTxs>{batch.count}</NbOfTxs>")
        if batch.cents is not None:
            self._put(f'<TtlAmt Ccy="EUR">{_euros(batch.cents)}</TtlAmt>')
        self._put("</Btch>")

    def _detail(self, detail: Detail, entry: Entry) -> None:
        refs = (
            ("MsgId", detail.message_id),
            ("AcctSvcrRef", detail.bank_reference),
            ("PmtInfId", detail.payment_id),
            ("InstrId", detail.instruction_id),
            ("EndToEndId", detail.end_to_end),
            ("TxId", detail.transaction_id),
            ("MndtId", detail.mandate),
        )
        self._put("<TxDtls>")
        if any(value for _, value in refs):
            self._put(f"<Refs>{''.join(_tag(name, value) for name, value in refs)}</Refs>")
        if detail.cents is not None:
            if not self._no_amounts:
                self._put(f"{_amount(detail.cents)}{_side(entry.cents)}")
            self._put(f"<AmtDtls><TxAmt>{_amount(detail.cents)}</TxAmt></AmtDtls>")
        if detail.name or detail.iban:
            # The other side: who paid us, was collected from, or was paid by us.
            out = entry.code[0] == "ICDT" or entry.code == PAYOUT_BACK
            role = "Cdtr" if out else "Dbtr"
            name = _tag("Nm", detail.name)
            party = f"<{role}>{name if self._old else f'<Pty>{name}</Pty>'}</{role}>" if detail.name else ""
            account = f"<{role}Acct><Id><IBAN>{detail.iban}</IBAN></Id></{role}Acct>" if detail.iban else ""
            self._put(f"<RltdPties>{party}{account}</RltdPties>")
        if detail.text or detail.reference:
            texts = (detail.text,) if isinstance(detail.text, str) else detail.text
            self._put(f"<RmtInf>{''.join(_tag('Ustrd', text) for text in texts)}")
            if detail.reference:
                self._put("<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>CUR</Issr></Tp>")
                self._put(f"<Ref>{escape(detail.reference)}</Ref></CdtrRefInf></Strd>")
            self._put("</RmtInf>")
        if detail.reason:
            self._put(f"<RtrInf><Rsn><Cd>{detail.reason}</Cd></Rsn></RtrInf>")
        self._put("</TxDtls>")


def _tag(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _euros(cents: int) -> str:
    return f"{abs(cents) // 100}.{abs(cents) % 100:02}"


def _amount(cents: int, currency: str = "EUR") -> str:
    return f'<Amt Ccy="{currency}">{_euros(cents)}</Amt>'


def _side(cents: int) -> str:
    return f"<CdtDbtInd>{'DBIT' if cents < 0 else 'CRDT'}</CdtDbtInd>"
