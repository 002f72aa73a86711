"""The shape of a library file: one struct per table, one attribute per key; lending, money and roles stand apart.

`docs/library-file.md` explains every key to the person who writes such a file. Only `load` imports this module at
run time, since msgspec is not to be imported before the first paint.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, field

from balie.library.lending_tables import Alerts, Fines, HoldRules, LoanRules, LostItems, Receipts, ServiceMail
from balie.library.money_tables import (
    Article,
    Bank,
    Cash,
    CostKind,
    DatedPrice,
    DirectDebit,
    Invoicing,
    Payouts,
    VatRate,
)
from balie.library.role_tables import Role, RoleName, standard_roles
from balie.library.terms import (
    Audience,
    CancellationWay,
    Condition,
    CustomerKind,
    PaymentWay,
    RefundBasis,
    SubscriptionKind,
    Weekday,
)
from balie.library.values import (
    Age,
    BranchNumber,
    Cents,
    Count,
    Email,
    HostName,
    LibraryTable,
    Months,
    OnlinePrefix,
    OnlineSerial,
    QueueName,
    Serial,
    StaffCode,
    SubscriptionCode,
    TariffCode,
    Text,
)
from balie.refusal import Refusal


class Contact(LibraryTable, frozen=True, kw_only=True):
    """How customers reach the library; printed on the bon."""

    website: Text | None = None
    email: Email | None = None
    phone: Text | None = None


class Branch(LibraryTable, frozen=True, kw_only=True):
    """A branch (vestiging), where its series of customer numbers starts, and on which days of the week it is open.

    Without `opening_days` it is open every day.
    """

    number: BranchNumber
    name: Text
    opening_days: tuple[Weekday, ...] = ()
    first_serial: Serial = 1
    first_online_serial: OnlineSerial = 1


class NumberSeries(LibraryTable, frozen=True, kw_only=True):
    """What the numbers have in common over all branches."""

    first_actor_id: Serial = 1
    online_prefix: OnlinePrefix = "2X"


class OneTimePassword(LibraryTable, frozen=True, kw_only=True):
    """How a one-time password is made and how long it lives (rules.md#one-time-password)."""

    alphabet: Annotated[
        str, Meta(pattern=r"\A[0-9A-Z]{16,36}\Z", extra={"expects": "16 tot 36 verschillende hoofdletters en cijfers"})
    ]
    length: Annotated[int, Meta(ge=8, le=24, extra={"expects": "een lengte van 8 tot en met 24"})]
    max_letters_in_row: Annotated[int, Meta(ge=1, le=24, extra={"expects": "een aantal van 1 tot en met 24"})]
    valid_days: Annotated[int, Meta(ge=1, le=90, extra={"expects": "een aantal dagen van 1 tot en met 90"})]
    tries: Annotated[int, Meta(ge=1, le=20, extra={"expects": "een aantal pogingen van 1 tot en met 20"})]


class Printing(LibraryTable, frozen=True, kw_only=True):
    """How a bon leaves the desk. Without `queue` it becomes a text file in the spool folder."""

    receipt_width: Annotated[int, Meta(ge=32, le=80, extra={"expects": "een breedte van 32 tot en met 80 tekens"})] = 42
    queue: QueueName | None = None


class Mail(LibraryTable, frozen=True, kw_only=True):
    """The mail server that takes the library's mail. Without this table every message is a letter.

    The password of `user` is never in the file: it comes from the environment (`BALIE_MAIL_WACHTWOORD`).
    """

    host: HostName
    port: Annotated[int, Meta(ge=1, le=65_535, extra={"expects": "een poort van 1 tot en met 65535"})] = 25
    starttls: bool = True
    user: Text | None = None
    sender: Email = field(name="from")


class Tariff(LibraryTable, frozen=True, kw_only=True):
    """One price of a subscription: for one way of paying or all, one condition or none.

    `per_months` is what the price covers when that is not the subscription's own term (€ 4,00 a month within a
    subscription of twelve). `code` is the Tariefcode of screen 3; without it the subscription's code.
    """

    price_cents: Cents = field(name="price")
    per_months: Months | None = None
    way: PaymentWay | None = None
    condition: Condition | None = None
    code: TariffCode | None = None
    valid_from: date
    valid_until: date | None = None

    def excludes(self, other: Tariff) -> bool:
        """A way of paying has one tariff at a time for each condition; a tariff without a way is for all of them."""
        return self.condition == other.condition and (self.way == other.way or None in (self.way, other.way))


class Subscription(LibraryTable, frozen=True, kw_only=True):
    """A subscription (abonnement). Ages are inclusive; `strips` 0 means that it is no strip card.

    `kinds`: the klanttypen that may have it; empty for all that `audience` allows. `auto_renew`: what is due is renewed
    of itself, unless the customer wants it otherwise.
    """

    code: SubscriptionCode
    name: Text
    min_age: Age | None = None
    max_age: Age | None = None
    kind: SubscriptionKind | None = None
    term_months: Months | None = None
    tariffs: Annotated[tuple[Tariff, ...], Meta(min_length=1, extra={"expects": "minstens één tarief"})]
    audience: Audience = Audience.EVERYONE
    kinds: tuple[CustomerKind, ...] = ()
    note: Text | None = None
    strips: Count = 0
    digital_only: bool = False
    mandate_required: bool = False
    trial: bool = False
    supplement: bool = False
    auto_renew: bool = False


class Reduced65(LibraryTable, frozen=True, kw_only=True):
    """Which existing members kept the reduced tariff (rules.md#reduced-65)."""

    enrolled_before: date
    age: Age
    age_reached_on: date


class Fees(LibraryTable, frozen=True, kw_only=True):
    """Amounts asked once."""

    enrolment: tuple[DatedPrice, ...] = ()
    replacement_card: tuple[DatedPrice, ...] = ()


class CancellationRules(LibraryTable, frozen=True, kw_only=True):
    """Ending a membership: months of notice, months in which it cannot end, what is given back."""

    notice_months: Months
    minimum_months: Annotated[int, Meta(ge=0, le=12, extra={"expects": "een aantal maanden van 0 tot en met 12"})]
    refund_per: RefundBasis
    ways: Annotated[tuple[CancellationWay, ...], Meta(min_length=1, extra={"expects": "minstens één manier"})]


class Library(LibraryTable, frozen=True, kw_only=True):
    """Everything one library decided. A table that is absent was not decided (in the seeds: not told)."""

    name: Text
    supervisors: tuple[StaffCode, ...] = ()
    roles: Annotated[dict[RoleName, Role], Meta(min_length=1, extra={"expects": "minstens één rol"})] = field(
        default_factory=standard_roles
    )
    preselect: bool = True
    contact: Contact = Contact()
    branches: Annotated[tuple[Branch, ...], Meta(min_length=1, extra={"expects": "minstens één vestiging"})]
    numbers: NumberSeries = NumberSeries()
    one_time_password: OneTimePassword
    printing: Printing = Printing()
    mail: Mail | None = None
    subscriptions: Annotated[tuple[Subscription, ...], Meta(min_length=1, extra={"expects": "minstens één abonnement"})]
    reduced_65: Reduced65 | None = None
    fees: Fees = Fees()
    costs: tuple[CostKind, ...] = ()
    loans: LoanRules | None = None
    fines: Fines | None = None
    lost: LostItems = LostItems()
    holds: HoldRules = HoldRules()
    receipts: Receipts = Receipts()
    alerts: Alerts = Alerts()
    service_mail: ServiceMail | None = None
    cancellation: CancellationRules | None = None
    direct_debit: DirectDebit | None = None
    invoicing: Invoicing | None = None
    bank: Bank | None = None
    payouts: Payouts = Payouts()
    cash: Cash = Cash()
    articles: tuple[Article, ...] = ()
    outgoings: tuple[Text, ...] = ()
    vat: tuple[VatRate, ...] = ()

    def branch(self, number: str) -> Branch:
        """The branch with this number (four digits); a number that is not in the file is a `Refusal`."""
        for branch in self.branches:
            if branch.number == number:
                return branch
        known = ", ".join(f"{branch.number} ({branch.name})" for branch in self.branches)
        raise Refusal(f"Vestiging {number} bestaat niet bij {self.name}. Bekend zijn: {known}.")
