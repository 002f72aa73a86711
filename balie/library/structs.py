"""The shape of a library file: one struct per table, one attribute per key.

`docs/library-file.md` explains every key to the person who writes such a file. Only `load` imports this module at
run time, since msgspec is not to be imported before the first paint.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct, field

from balie.library.terms import (
    Audience,
    CancellationWay,
    ChargeKind,
    Condition,
    DebitMessage,
    Kind,
    PaymentWay,
    Procedure,
    RefundBasis,
    TransferMessage,
    Weekday,
)
from balie.refusal import Refusal


class Cents(int):
    """An amount in whole cents, written in the file as a string such as "54,00".

    A string with exactly two decimals cannot be mistyped silently: `54` (cents or euros?), `54.0` (a binary fraction)
    and `"54,0"` are all refused.
    """


# What a field expects, in Dutch, stands beside its limits: it is what a refusal shows.
Text = Annotated[
    str,
    Meta(
        pattern=r"\A\S.{0,79}\Z",
        extra={"expects": "tekst van 1 tot en met 80 tekens op één regel"},
    ),
]
BranchNumber = Annotated[str, Meta(pattern=r"\A[0-9]{4}\Z", extra={"expects": 'vier cijfers, zoals "9428"'})]
SubscriptionCode = Annotated[str, Meta(pattern=r"\A[0-9]{4}\Z", extra={"expects": 'vier cijfers, zoals "0045"'})]
TariffCode = Annotated[
    str, Meta(pattern=r"\A[0-9A-Z-]{1,8}\Z", extra={"expects": 'hoogstens 8 hoofdletters, cijfers of "-"'})
]
OnlinePrefix = Annotated[str, Meta(pattern=r"\A2[A-Z]\Z", extra={"expects": 'een 2 en een hoofdletter, zoals "2X"'})]
Email = Annotated[
    str, Meta(pattern=r"\A[^@\s]+@[^@\s]+\.[^@\s]+\Z", max_length=120, extra={"expects": "een e-mailadres"})
]
QueueName = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9_.][A-Za-z0-9_.-]{0,126}\Z", extra={"expects": "de naam van een CUPS-wachtrij"})
]
HostName = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9.-]{0,252}\Z", extra={"expects": "de naam van een mailserver"})
]
Age = Annotated[int, Meta(ge=0, le=120, extra={"expects": "een leeftijd van 0 tot en met 120"})]
Months = Annotated[int, Meta(ge=1, le=12, extra={"expects": "een aantal maanden van 1 tot en met 12"})]
Days = Annotated[int, Meta(ge=0, le=366, extra={"expects": "een aantal dagen van 0 tot en met 366"})]
StepDays = Annotated[int, Meta(ge=1, le=366, extra={"expects": "een aantal dagen van 1 tot en met 366"})]
Count = Annotated[int, Meta(ge=0, le=9999, extra={"expects": "een aantal van 0 tot en met 9999"})]
Serial = Annotated[int, Meta(ge=1, le=99_999_999, extra={"expects": "een volgnummer van 1 tot en met 99999999"})]
OnlineSerial = Annotated[int, Meta(ge=1, le=9_999_999, extra={"expects": "een volgnummer van 1 tot en met 9999999"})]
Percent = Annotated[int, Meta(ge=0, le=100, extra={"expects": "een percentage van 0 tot en met 100"})]


class Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every table has in common: fixed once read, and no key that is not known.

    msgspec inherits `forbid_unknown_fields`; `frozen` (mypy) and `kw_only` (msgspec) must be repeated.
    """


class Contact(Table, frozen=True, kw_only=True):
    """How customers reach the library; printed on the bon."""

    website: Text | None = None
    email: Email | None = None
    phone: Text | None = None


class Branch(Table, frozen=True, kw_only=True):
    """A branch (vestiging), where its series of customer numbers starts, and on which days of the week it is open.

    Without `opening_days` it is open every day.
    """

    number: BranchNumber
    name: Text
    opening_days: tuple[Weekday, ...] = ()
    first_serial: Serial = 1
    first_online_serial: OnlineSerial = 1


class NumberSeries(Table, frozen=True, kw_only=True):
    """What the numbers have in common over all branches."""

    first_actor_id: Serial = 1
    online_prefix: OnlinePrefix = "2X"


class OneTimePassword(Table, frozen=True, kw_only=True):
    """How a one-time password is made and how long it lives (design.md 4)."""

    alphabet: Annotated[
        str, Meta(pattern=r"\A[0-9A-Z]{16,36}\Z", extra={"expects": "16 tot 36 verschillende hoofdletters en cijfers"})
    ]
    length: Annotated[int, Meta(ge=8, le=24, extra={"expects": "een lengte van 8 tot en met 24"})]
    max_letters_in_row: Annotated[int, Meta(ge=1, le=24, extra={"expects": "een aantal van 1 tot en met 24"})]
    valid_days: Annotated[int, Meta(ge=1, le=90, extra={"expects": "een aantal dagen van 1 tot en met 90"})]
    tries: Annotated[int, Meta(ge=1, le=20, extra={"expects": "een aantal pogingen van 1 tot en met 20"})]


class Printing(Table, frozen=True, kw_only=True):
    """How a bon leaves the desk. Without `queue` it becomes a text file in the spool folder."""

    receipt_width: Annotated[int, Meta(ge=32, le=80, extra={"expects": "een breedte van 32 tot en met 80 tekens"})] = 42
    queue: QueueName | None = None


class Mail(Table, frozen=True, kw_only=True):
    """The mail server that takes the library's mail. Without this table every message is a letter.

    The password of `user` is never in the file: it comes from the environment (`BALIE_MAIL_WACHTWOORD`).
    """

    host: HostName
    port: Annotated[int, Meta(ge=1, le=65_535, extra={"expects": "een poort van 1 tot en met 65535"})] = 25
    starttls: bool = True
    user: Text | None = None
    sender: Email = field(name="from")


class DatedPrice(Table, frozen=True, kw_only=True):
    """An amount and the days on which it holds."""

    price_cents: Cents = field(name="price")
    valid_from: date
    valid_until: date | None = None


class Tariff(Table, frozen=True, kw_only=True):
    """One price of a subscription: for one way of paying or all, one condition or none.

    `per_months` is what the price covers when that is not the subscription's own term (S2: € 4,00 a month within a
    subscription of twelve). `code` is the Tariefcode of screen 3; without it the subscription's code.
    """

    price_cents: Cents = field(name="price")
    per_months: Months | None = None
    way: PaymentWay | None = None
    condition: Condition | None = None
    code: TariffCode | None = None
    valid_from: date
    valid_until: date | None = None


class Subscription(Table, frozen=True, kw_only=True):
    """A subscription (abonnement). Ages are inclusive; `strips` 0 means that it is no strip card."""

    code: SubscriptionCode
    name: Text
    min_age: Age | None = None
    max_age: Age | None = None
    kind: Kind | None = None
    term_months: Months | None = None
    tariffs: Annotated[tuple[Tariff, ...], Meta(min_length=1, extra={"expects": "minstens één tarief"})]
    audience: Audience = Audience.EVERYONE
    note: Text | None = None
    strips: Count = 0
    digital_only: bool = False
    mandate_required: bool = False
    trial: bool = False


class Reduced65(Table, frozen=True, kw_only=True):
    """Which existing members kept the reduced tariff (S2; only if never interrupted since)."""

    enrolled_before: date
    age: Age
    age_reached_on: date


class Fees(Table, frozen=True, kw_only=True):
    """Amounts asked once."""

    enrolment: tuple[DatedPrice, ...] = ()
    replacement_card: tuple[DatedPrice, ...] = ()


class InstitutionLoanRules(Table, frozen=True, kw_only=True):
    """Where an institution's loans differ; S2 says "meer" and "langer" without figures."""

    loan_days: Days
    max_items: Count


class LoanRules(Table, frozen=True, kw_only=True):
    """Lending: days, items at once, renewals; `top_title_fee` is asked per loan of a toptitel.

    `fee_at_renewal`: a renewal asks it again. `lend_unknown`: the desk may lend an item that no catalogue knows, and
    notes what it is. Who has more open than `blocked_above` (contribution apart), or has had it open longer than
    `blocked_after_days`, or left more than `blocked_not_returned` items to be lent to the next customer without
    returning them, borrows nothing; what is absent blocks nobody.
    """

    loan_days: Days
    max_items: Count
    max_renewals: Count
    renew_reserved: bool = False
    top_title_fee: tuple[DatedPrice, ...] = ()
    fee_at_renewal: bool = True
    lend_unknown: bool = False
    blocked_above_cents: Cents | None = field(name="blocked_above", default=None)
    blocked_after_days: Days | None = None
    blocked_not_returned: Count | None = None
    institution: InstitutionLoanRules | None = None


class Fines(Table, frozen=True, kw_only=True):
    """Te-laat-geld per item per day; no cap unless the library sets one.

    Every calendar day counts, unless `count_closed_days` is false; who is younger than `free_under_age` pays none.
    """

    per_item_per_day: tuple[DatedPrice, ...]
    max_per_item_cents: Cents | None = field(name="max_per_item", default=None)
    count_closed_days: bool = True
    free_under_age: Age | None = None


class Holds(Table, frozen=True, kw_only=True):
    """Reservations: days that an item stands ready, how many a customer may have, and what one costs when placed.

    What is absent limits and costs nothing; below 18 nobody pays.
    """

    keep_days: Days = 10
    max_per_customer: Count | None = None
    fee: tuple[DatedPrice, ...] = ()


class Receipts(Table, frozen=True, kw_only=True):
    """When a bon is printed, per event (Wise's bonprocedures). A customer who wants no bons gets none."""

    lending: Procedure = Procedure.ASK
    returning: Procedure = Procedure.ASK
    renewing: Procedure = Procedure.ASK
    transport: Procedure = Procedure.ALWAYS
    hold: Procedure = Procedure.ALWAYS


class Alerts(Table, frozen=True, kw_only=True):
    """From when open costs (contribution apart) are told when the customer is opened; what is absent is not told."""

    open_above_cents: Cents | None = field(name="open_above", default=None)
    open_days: Days | None = None


class ServiceMail(Table, frozen=True, kw_only=True):
    """Between which days before the due date the reminder is mailed, and how many days after it the next ones."""

    first_days_before: Days
    last_days_before: Days
    overdue_after_days: tuple[StepDays, ...] = ()


class Cancellation(Table, frozen=True, kw_only=True):
    """Ending a membership: months of notice, months in which it cannot end, what is given back."""

    notice_months: Months
    minimum_months: Annotated[int, Meta(ge=0, le=12, extra={"expects": "een aantal maanden van 0 tot en met 12"})]
    refund_per: RefundBasis
    ways: Annotated[tuple[CancellationWay, ...], Meta(min_length=1, extra={"expects": "minstens één manier"})]


class Creditor(Table, frozen=True, kw_only=True):
    """Who collects: the SEPA creditor id (incassant-ID) and the name beside it on the bank statement."""

    id: Annotated[str, Meta(extra={"expects": 'een incassant-ID, zoals "NL36ZZZ410462010000"'})]
    name: Annotated[str, Meta(min_length=1, max_length=70, extra={"expects": "een naam van 1 tot 70 tekens"})]


class DirectDebit(Table, frozen=True, kw_only=True):
    """Collecting contribution (SEPA incasso)."""

    creditor: Creditor
    collection_working_day: Annotated[int, Meta(ge=1, le=15, extra={"expects": "een werkdag van 1 tot en met 15"})]
    announce_days: Annotated[int, Meta(ge=1, le=60, extra={"expects": "een aantal dagen van 1 tot en met 60"})]
    deliver_working_days: Annotated[
        int, Meta(ge=1, le=10, extra={"expects": "een aantal werkdagen van 1 tot en met 10"})
    ]
    message: DebitMessage = DebitMessage.VERSION_8


class Bank(Table, frozen=True, kw_only=True):
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


class Payouts(Table, frozen=True, kw_only=True):
    """Paying back to customers: by a file for the bank, and from the till up to `cash_up_to` (absent: any amount)."""

    message: TransferMessage = TransferMessage.VERSION_9
    cash_up_to_cents: Cents | None = field(name="cash_up_to", default=None)


class Invoicing(Table, frozen=True, kw_only=True):
    """Invoicing contribution: how long ahead, when it is to be paid, and what follows when it is not.

    A step without its days is never taken by itself. `reminder_after_days` counts from the last day to pay, each of the
    others from the step before it.
    """

    months_before: Annotated[int, Meta(ge=0, le=2, extra={"expects": "een aantal maanden van 0 tot en met 2"})] = 2
    payment_days: Annotated[int, Meta(ge=1, le=90, extra={"expects": "een aantal dagen van 1 tot en met 90"})]
    reminder_after_days: StepDays | None = None
    arrears_after_days: StepDays | None = None
    end_after_days: StepDays | None = None


class VatRate(Table, frozen=True, kw_only=True):
    """The VAT (btw) contained in an amount of one kind."""

    kind: ChargeKind
    percent: Percent
    valid_from: date
    valid_until: date | None = None


class Library(Table, frozen=True, kw_only=True):
    """Everything one library decided. A table that is absent was not decided (in the seeds: not told)."""

    name: Text
    contact: Contact = Contact()
    branches: Annotated[tuple[Branch, ...], Meta(min_length=1, extra={"expects": "minstens één vestiging"})]
    numbers: NumberSeries = NumberSeries()
    one_time_password: OneTimePassword
    printing: Printing = Printing()
    mail: Mail | None = None
    subscriptions: Annotated[tuple[Subscription, ...], Meta(min_length=1, extra={"expects": "minstens één abonnement"})]
    reduced_65: Reduced65 | None = None
    fees: Fees = Fees()
    loans: LoanRules | None = None
    fines: Fines | None = None
    holds: Holds = Holds()
    receipts: Receipts = Receipts()
    alerts: Alerts = Alerts()
    service_mail: ServiceMail | None = None
    cancellation: Cancellation | None = None
    direct_debit: DirectDebit | None = None
    invoicing: Invoicing | None = None
    bank: Bank | None = None
    payouts: Payouts = Payouts()
    vat: tuple[VatRate, ...] = ()

    def branch(self, number: str) -> Branch:
        """The branch with this number (four digits); a number that is not in the file is a `Refusal`."""
        for branch in self.branches:
            if branch.number == number:
                return branch
        known = ", ".join(f"{branch.number} ({branch.name})" for branch in self.branches)
        raise Refusal(f"Vestiging {number} bestaat niet bij {self.name}. Bekend zijn: {known}.")
