"""What a line of a file of customers tells of the membership that runs: its cells in, typed values out.

Whether such a membership can be is judged in `memberships.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter

from balie.customers.forms.fields import read_account_holder
from balie.customers.mandates import BroughtMandate, read_reference
from balie.customers.memberships import Status
from balie.dutch.dates import format_date, month_year, parse_date
from balie.dutch.money import parse_cents
from balie.dutch.months import read_month
from balie.dutch.periods import last_of_month
from balie.dutch.text import fold, shown
from balie.importing.days import without_time
from balie.importing.headings import CUSTOMERS, MEMBERSHIP_FIELDS, Headings
from balie.library.terms import PaymentWay
from balie.refusal import Reason, Reasons, Refusal

_WAYS = {
    "incasso": PaymentWay.DIRECT_DEBIT,
    "sepa incasso": PaymentWay.DIRECT_DEBIT,
    "automatische incasso": PaymentWay.DIRECT_DEBIT,
    "factuur": PaymentWay.INVOICE,
    "acceptgiro": PaymentWay.INVOICE,
    "maandincasso": PaymentWay.MONTHLY,
}
_STATUSES = {
    **{str(status.value): status for status in Status},
    **{fold(status.label): status for status in Status},
    **{fold(status.header): status for status in Status},
}
_MANDATE = ("reference", "signed_on", "iban")
_MONTHS = tuple(month_year(date(2000, month, 1)).split()[0].lower() for month in range(1, 13))
_iso = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


_REMEMBERED = 20_000
"""Days that are remembered as they were read, since many lines tell the same."""


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A membership as a line tells it. None where a cell is empty, for what the rules fill in."""

    code: str
    enrolled_on: date
    paid_until: date | None
    way: PaymentWay | None
    strips: int | None
    status: Status | None
    reduced_65: bool | None
    uninterrupted: bool
    open_cents: int
    mandate: BroughtMandate | None


class MembershipReader:
    """Reads those cells of the lines of one file; `headings` says which stands where, `today` is the working date."""

    def __init__(self, headings: Headings, today: date) -> None:
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(
            *(headings.places.get(name, headings.count) for name in MEMBERSHIP_FIELDS)
        )
        self._today = today
        self._bics: dict[str, str | None] = {}

    def read(self, fields: Sequence[str]) -> MembershipLine | None:
        """The membership on a line that fits the headings; None where none is told.

        A mandate without Rekeninghouder has none yet: it is the customer's own account. Raises `Refusal` with all
        reasons, each at its field.
        """
        raw = {name: text.strip() for name, text in zip(MEMBERSHIP_FIELDS, self._pick([*fields, ""]), strict=True)}
        if not any(raw.values()):
            return None
        reasons = Reasons()
        for name in ("subscription", "enrolled_on"):
            if not raw[name]:
                reasons.add(f"{CUSTOMERS.label(name)} is leeg, en er is wel iets van een abonnement ingevuld.", name)
        enrolled_on = paid_until = way = status = strips = reduced = None
        uninterrupted, open_cents = False, 0
        with _cell(reasons, "enrolled_on"):
            enrolled_on = self._past(raw["enrolled_on"])
        with _cell(reasons, "paid_until"):
            paid_until = _last_day(raw["paid_until"], self._today)
        with _cell(reasons, "way"):
            way = _way(raw["way"])
        with _cell(reasons, "strips"):
            strips = _strips(raw["strips"])
        with _cell(reasons, "status"):
            status = _status(raw["status"])
        with _cell(reasons, "reduced_65"):
            reduced = _yes_no(raw["reduced_65"])
        with _cell(reasons, "uninterrupted"):
            uninterrupted = _yes_no(raw["uninterrupted"]) or False
        with _cell(reasons, "open_cents"):
            open_cents = _cents(raw["open_cents"])
        mandate = self._mandate(raw, reasons)
        reasons.raise_if_any()
        assert enrolled_on is not None
        return MembershipLine(
            raw["subscription"],
            enrolled_on,
            paid_until,
            way,
            strips,
            status,
            reduced,
            uninterrupted,
            open_cents,
            mandate,
        )

    def _past(self, text: str) -> date | None:
        if not text:
            return None
        day = _day(text, self._today)
        if day > self._today:
            raise Refusal(f"{format_date(day)} ligt na {format_date(self._today)}, de dag waarop wordt geïmporteerd.")
        return day

    def _mandate(self, raw: dict[str, str], reasons: Reasons) -> BroughtMandate | None:
        if not any(raw[name] for name in (*_MANDATE, "holder", "collected_before")):
            return None
        for name in _MANDATE:
            if not raw[name]:
                reasons.add(f"{CUSTOMERS.label(name)} is leeg, en er is wel iets van een machtiging ingevuld.", name)
        reference = iban = holder = ""
        signed_on = collected = None
        with _cell(reasons, "reference"):
            reference = read_reference(raw["reference"])
        with _cell(reasons, "signed_on"):
            signed_on = self._past(raw["signed_on"])
        with _cell(reasons, "iban"):
            iban = _compact_iban(raw["iban"])
        with _cell(reasons, "holder"):
            holder = read_account_holder(raw["holder"])
        with _cell(reasons, "collected_before"):
            collected = self._past(raw["collected_before"])
        if signed_on is None or not reference or not iban:
            return None
        if collected is not None and collected < signed_on:
            reasons.add("Er is geïncasseerd vóór de machtiging was getekend: kijk de datums na.", "collected_before")
        return BroughtMandate(reference, signed_on, iban, self._bic(iban), holder, collected)

    def _bic(self, iban: str) -> str | None:
        """The BIC, looked up once for each Dutch bank: its four letters say which it is."""
        from balie.dutch.bank import bic_of

        if not iban.startswith("NL"):
            return bic_of(iban)
        bank = iban[4:8]
        if bank not in self._bics:
            self._bics[bank] = bic_of(iban)
        return self._bics[bank]


@contextmanager
def _cell(reasons: Reasons, name: str) -> Iterator[None]:
    """Note a refusal raised inside with the heading of the column before it: many columns hold a date."""
    try:
        yield
    except Refusal as refusal:
        reasons.extend(Reason(f"{CUSTOMERS.label(name)}: {reason.text}", name) for reason in refusal.reasons)


@lru_cache(_REMEMBERED)
def _day(text: str, latest: date) -> date:
    """`2024-04-09` (as Wise's template has dates), or any form the desk takes; `latest` decides on a short year."""
    text = without_time(text)
    if _iso(text):
        year, month, day = text.split("-")
        text = f"{day}-{month}-{year}"
    return parse_date(text, latest)


def _last_day(text: str, today: date) -> date | None:
    """The last day that is paid for: a date, or a month as `04-2025` or `April 2025`, which is its last day."""
    if not text:
        return None
    month, _, year = text.lower().partition(" ")
    if month in _MONTHS and len(year) == 4 and year.isascii() and year.isdigit():
        text = f"{_MONTHS.index(month) + 1:02}-{year}"
    if re.fullmatch(r"[0-9]{1,2}-[0-9]{4}", text):
        return last_of_month(read_month(text))
    return _day(text, date(today.year + 50, 12, 31))


def _way(text: str) -> PaymentWay | None:
    if not text:
        return None
    way = _WAYS.get(fold(text))
    if way is None:
        raise Refusal(f"{shown(text)} is geen betaalwijze: vul incasso, factuur of maandincasso in.")
    return way


def _status(text: str) -> Status | None:
    if not text:
        return None
    status = _STATUSES.get(fold(text))
    if status is None:
        known = ", ".join(f"{status:d} {status.label}" for status in Status)
        raise Refusal(f"{shown(text)} is geen status van een abonnement: {known}.")
    return status


def _strips(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Refusal(f"{shown(text)} is geen aantal strippen: vul in hoeveel er over zijn.")
    return int(text)


def _yes_no(text: str) -> bool | None:
    answers = {"": None, "ja": True, "j": True, "1": True, "nee": False, "n": False, "0": False}
    if fold(text) not in answers:
        raise Refusal(f"vul Ja of Nee in, en niet {shown(text)}.")
    return answers[fold(text)]


def _cents(text: str) -> int:
    cents = parse_cents(text) if text else 0
    if cents < 0:
        raise Refusal("vul een bedrag in van € 0,00 of meer; tegoed gaat mee met importeer kosten.")
    return cents


def _compact_iban(text: str) -> str:
    from balie.dutch.bank import compact_iban, is_dutch_iban, read_iban

    if is_dutch_iban(text):
        return text
    return compact_iban(read_iban(text)) if text else ""
