"""The tables of a library file about money: dated prices, collecting, the account, paying back, invoicing, VAT."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, field

from balie.library.terms import ChargeKind, DebitMessage, TransferMessage
from balie.library.values import Cents, LibraryTable, Percent, StepDays, Text


class DatedPrice(LibraryTable, frozen=True, kw_only=True):
    """An amount and the days on which it holds."""

    price_cents: Cents = field(name="price")
    valid_from: date
    valid_until: date | None = None

    def excludes(self, other: DatedPrice) -> bool:
        """A list has one price at a time."""
        return True


class CostKind(LibraryTable, frozen=True, kw_only=True):
    """Something the desk may charge by hand: its name at the desk, what it counts as, what it costs, what is told.

    Without a price on the day, or with `free_amount`, the desk types the amount. `note` stands beside it for the
    customer, when the desk types nothing else. VAT is that of `kind` in `[[vat]]`.
    """

    name: Annotated[str, Meta(pattern=r"\A\S.{0,29}\Z", extra={"expects": "tekst van 1 tot en met 30 tekens"})]
    kind: ChargeKind
    price: tuple[DatedPrice, ...] = ()
    free_amount: bool = False
    note: Text | None = None


class Article(LibraryTable, frozen=True, kw_only=True):
    """Something that is sold without a customer. Without a price the desk types it; `vat` is in it."""

    name: Annotated[str, Meta(pattern=r"\A\S.{0,29}\Z", extra={"expects": "tekst van 1 tot en met 30 tekens"})]
    price: tuple[DatedPrice, ...] = ()
    vat: Percent


class CreditorId(LibraryTable, frozen=True, kw_only=True):
    """Who collects: the SEPA creditor id (incassant-ID) and the name beside it on the bank statement."""

    id: Annotated[str, Meta(extra={"expects": 'een incassant-ID, zoals "NL36ZZZ410462010000"'})]
    name: Annotated[str, Meta(min_length=1, max_length=70, extra={"expects": "een naam van 1 tot 70 tekens"})]


class DirectDebit(LibraryTable, frozen=True, kw_only=True):
    """Collecting contribution (SEPA incasso)."""

    creditor: CreditorId
    collection_working_day: Annotated[int, Meta(ge=1, le=15, extra={"expects": "een werkdag van 1 tot en met 15"})]
    announce_days: Annotated[int, Meta(ge=1, le=60, extra={"expects": "een aantal dagen van 1 tot en met 60"})]
    deliver_working_days: Annotated[
        int, Meta(ge=1, le=10, extra={"expects": "een aantal werkdagen van 1 tot en met 10"})
    ]
    message: DebitMessage = DebitMessage.VERSION_8


class Bank(LibraryTable, frozen=True, kw_only=True):
    """The library's own account: where customers pay to, and what is paid out from. `other_ibans` are read too.

    Every IBAN without blanks, in capitals. `name` is the account holder; `bic` is only for a bank that asks for it.
    """

    iban: Annotated[str, Meta(extra={"expects": 'een IBAN zonder spaties, zoals "NL91ABNA0417164300"'})]
    name: Annotated[str, Meta(min_length=1, max_length=70, extra={"expects": "een naam van 1 tot 70 tekens"})]
    bic: Annotated[str | None, Meta(extra={"expects": 'een BIC, zoals "ABNANL2A"'})] = None
    other_ibans: tuple[str, ...] = ()

    @property
    def ibans(self) -> tuple[str, ...]:
        """Every account of the library."""
        return (self.iban, *self.other_ibans)


class Cash(LibraryTable, frozen=True, kw_only=True):
    """Paying in cash: whether it is rounded to five cents. Pin and bank never are."""

    round_to_five: bool = False


class Payouts(LibraryTable, frozen=True, kw_only=True):
    """Paying back to customers: by a file for the bank, and from the till up to `cash_up_to` (absent: any amount)."""

    message: TransferMessage = TransferMessage.VERSION_9
    cash_up_to_cents: Cents | None = field(name="cash_up_to", default=None)


class Invoicing(LibraryTable, frozen=True, kw_only=True):
    """Invoicing contribution: how long ahead, when it is to be paid, and what follows when it is not.

    A step without its days is never taken by itself. `reminder_after_days` counts from the last day to pay, each of the
    others from the step before it.
    """

    months_before: Annotated[int, Meta(ge=0, le=2, extra={"expects": "een aantal maanden van 0 tot en met 2"})] = 2
    payment_days: Annotated[int, Meta(ge=1, le=90, extra={"expects": "een aantal dagen van 1 tot en met 90"})]
    reminder_after_days: StepDays | None = None
    arrears_after_days: StepDays | None = None
    end_after_days: StepDays | None = None


class VatRate(LibraryTable, frozen=True, kw_only=True):
    """The VAT (btw) contained in an amount of one kind."""

    kind: ChargeKind
    percent: Percent
    valid_from: date
    valid_until: date | None = None

    def excludes(self, other: VatRate) -> bool:
        """A kind of amount has one rate at a time."""
        return self.kind is other.kind
