"""Enrolling somebody: everything that belongs to it in one transaction, all of it or nothing (rules.md#screens)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.announce import Channel, announce
from balie.customers.cards.credentials import give_credential
from balie.customers.cards.numbers import add_card, allocate, current_number
from balie.customers.finding.entry import FreeCard, GenerateNumber, KnownCustomer, NumberChoice, NumberLater
from balie.customers.guardians import FIELD as GUARDIAN
from balie.customers.mandates import sign_mandate
from balie.customers.memberships import NewMembership, Status, add_membership, latest_membership
from balie.customers.records import add_customer, change_customer, check_kind, read_form
from balie.customers.standing import must_be_there
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.names import full_name
from balie.dutch.target_days import collection_day
from balie.enrolment.application import Application, EnrolmentTerms, judge
from balie.enrolment.bon import bon_data
from balie.ledger import Charge, invoice
from balie.library.rights import Right
from balie.library.terms import ChargeKind, PaymentWay
from balie.messages.receipts import ENROLMENT, queue_receipt
from balie.refusal import Reason, Refusal
from balie.store.counters import next_value

if TYPE_CHECKING:
    from balie.customers.cards.credentials import Secret
    from balie.desk import Desk
    from balie.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an enrolment made: the actor-id, the klantnummer (None while it follows) and the bon to print.

    `password_issued` is False where the number follows: there is nothing yet to log in with.
    """

    customer_id: int
    number: str | None
    receipt_id: int
    password_issued: bool


def enrol(desk: Desk, application: Application, secret: Secret) -> Enrolled:
    """Enrol a new customer, or again one whose membership ended (who keeps actor-id and number).

    One transaction: number, customer, address, card, membership, charges with their invoice, credential, mandate where
    Sepa incasso was chosen, bon and journal. What was free or ended on screen 1 is checked once more inside it.
    `secret` is made before, since hashing is slow (`make_secret`). With `p` the customer is kept without a number: no
    card and no password until `give_number`.

    Raises `Refusal` with all reasons, and nothing is stored.
    """
    desk.require(Right.ENROL)
    terms = judge(desk, application)
    details, choice, library = application.details, application.number, desk.library
    basic = details.basic
    name = full_name(basic.initials, basic.prefix, basic.surname)
    with desk.transaction() as tx:
        before: dict[str, str] | None = None
        changed: dict[str, str] = {}
        period_number = 1
        if isinstance(choice, KnownCustomer):
            customer_id = choice.customer_id
            period_number = _next_period(tx, customer_id)
            check_kind(tx, customer_id, basic.kind)
            before = read_form(tx, customer_id)
            change_customer(tx, customer_id, details)
            now = read_form(tx, customer_id)
            changed = {name: value for name, value in now.items() if before[name] != value and name != GUARDIAN}
            before = {name: before[name] for name in changed}
        else:
            customer_id = next_value(tx, "actor", library.numbers.first_actor_id)
            add_customer(tx, customer_id, details, number_later=isinstance(choice, NumberLater))
        number = _issue_number(desk, tx, choice, customer_id)
        add_membership(tx, customer_id, _membership(application, terms, period_number))
        invoice_number = invoice(tx, library, customer_id, _charges(terms, period_number))
        if number is not None:
            give_credential(tx, customer_id, secret, library.one_time_password)
        mandate = None
        if details.direct_debit and number is not None:
            mandate = sign_mandate(tx, customer_id, number, details, holder=name)
            if invoice_number is not None:
                announce(tx, invoice_number, Channel.RECEIPT)
        bon = bon_data(
            desk,
            name=name,
            subscription=terms.offer.name,
            rights_until=terms.period.rights_until,
            number=number,
            mandate=mandate,
            first_collection=_first_collection(desk, application, terms) if mandate else None,
        )
        receipt_id = queue_receipt(tx, ENROLMENT, customer_id, bon)
        tx.journal(
            "enrolled" if before is None else "enrolled again",
            customer_id=customer_id,
            before=before,
            after={**changed, **_after(application, terms, number, invoice_number, mandate)},
        )
    return Enrolled(customer_id, number, receipt_id, password_issued=number is not None)


def check_free(tx: Transaction, number: str) -> None:
    """Raise `Refusal` when this number has been issued, perhaps by another desk since it was scanned here."""
    if tx.read_one("SELECT 1 FROM card WHERE number = ?", (number,)) is not None:
        raise Refusal(Reason("Deze pas is intussen aan een andere klant gegeven: scan een andere pas.", "number"))


def _next_period(tx: Transaction, customer_id: int) -> int:
    """The number of the period that begins now; refused when the customer is a member already."""
    try:
        must_be_there(tx, customer_id)
    except Refusal as refusal:
        raise refusal.for_field("number") from None
    latest = latest_membership(tx, customer_id)
    if latest is None:
        return 1
    if latest.is_running(tx.stamp.working_date):
        raise Refusal(Reason("Deze klant heeft al een lopend abonnement: typ het nummer en open de klant.", "number"))
    return latest.number + 1


def _issue_number(desk: Desk, tx: Transaction, choice: NumberChoice, customer_id: int) -> str | None:
    match choice:
        case FreeCard(number):
            check_free(tx, number)
            add_card(tx, number, customer_id, plastic=True)
            return number
        case GenerateNumber():
            number = allocate(tx, desk.library, desk.branch.number)
            add_card(tx, number, customer_id, plastic=False)
            return number
        case NumberLater():
            return None
        case KnownCustomer():
            return current_number(tx, customer_id)


def _membership(application: Application, terms: EnrolmentTerms, number: int) -> NewMembership:
    """The period as stored: invoiced, or normal at once where there is nothing to pay."""
    offer, period = terms.offer, terms.period
    return NewMembership(
        number=number,
        code=offer.code,
        status=Status.INVOICED if terms.costs.balance else Status.NORMAL,
        paid_from=period.paid_from,
        paid_until=period.paid_until,
        rights_until=period.rights_until,
        temporary=offer.ends_by_itself,
        price_cents=offer.price_cents,
        way=application.way,
        strips=offer.strips or None,
    )


def _charges(terms: EnrolmentTerms, period_number: int) -> list[Charge]:
    """The contribution less the discounts, and the enrolment fee less what of the discounts is left."""
    costs = terms.costs
    discounts = costs.discount_subscription + costs.discount_transfer + costs.discount
    contribution = max(costs.subscription - discounts, 0)
    return [
        Charge(ChargeKind.CONTRIBUTION, contribution, period_number),
        Charge(ChargeKind.ENROLMENT, costs.balance - contribution, period_number),
    ]


def _first_collection(desk: Desk, application: Application, terms: EnrolmentTerms) -> str | None:
    """`€ 48,00 op 15-05-2024`: what the bon announces; None where nothing is collected."""
    rule = desk.library.direct_debit
    cents = sum(charge.cents for charge in _charges(terms, 1) if charge.kind is ChargeKind.CONTRIBUTION)
    if rule is None or application.way is PaymentWay.INVOICE or not cents:
        return None
    day = collection_day(
        terms.period.invoice_month,
        desk.working_date,
        number=rule.collection_working_day,
        announce_days=rule.announce_days,
    )
    return f"{format_cents(cents)} op {format_date(day)}"


def _after(
    application: Application, terms: EnrolmentTerms, number: str | None, invoice_number: int | None, mandate: str | None
) -> dict[str, object]:
    """What the journal keeps of an enrolment: the decisions; the person stands in the tables themselves."""
    after: dict[str, object] = {
        "number": number,
        "subscription": terms.offer.code,
        "way": application.way,
        "paid_from": terms.period.paid_from,
        "paid_until": terms.period.paid_until,
        "price_cents": terms.offer.price_cents,
        "to_pay_cents": terms.costs.balance,
        "invoice": invoice_number,
    }
    if mandate is not None:
        after["mandate"] = mandate
    if terms.costs.balance != terms.costs.subscription + terms.costs.enrolment_fee:
        discounts = application.discounts
        after["discounts_cents"] = [discounts.subscription, discounts.transfer, discounts.other]
    if application.override is not None and terms.allowed:
        after |= application.override.journalled
        after["allowed_though"] = terms.allowed
    return after
