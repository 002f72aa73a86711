"""What speaks against lending, as functions of values: all of it at once, in Dutch, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.circulation.rules import NO_RULES, terms_for
from balie.customers.cards.states import CardState
from balie.customers.memberships import Membership, Status
from balie.customers.subscriptions.pricing import rights
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.rules.refusals import Obstacle, Rule

if TYPE_CHECKING:
    from balie.lending.rules.borrower import Borrower
    from balie.lending.rules.scanned import Scanned
    from balie.library.lending_tables import LoanRules
    from balie.library.structs import Library

_STATUSES = {
    Status.REMINDED: (
        Rule.REMINDED,
        "Voor de contributie is een herinnering gestuurd: laat eerst betalen (Balie, F7).",
    ),
    Status.OVERDUE: (
        Rule.OVERDUE,
        "De klant heeft een betalingsachterstand: laat de contributie betalen (Balie, F7).",
    ),
    Status.ONLINE_VERIFIED: (Rule.ONLINE, "Online aangemeld en nog niet betaald: laat eerst betalen (Balie, F7)."),
    Status.ONLINE_UNVERIFIED: (Rule.ONLINE, "Online aangemeld: controleer eerst de gegevens en de legitimatie."),
}


def against_borrower(
    borrower: Borrower, library: Library, on: date, *, more: int = 1, pass_settled: bool = False
) -> list[Obstacle]:
    """Every reason why this customer cannot borrow (`more` items beyond those at home; 0: not one more, a renewal).

    `pass_settled`: that the pass is blocked was settled when it was shown (`customers.presented`).
    """
    rules, membership = library.loans, borrower.membership
    found = [Obstacle(Rule.NO_RULES, NO_RULES)] if rules is None else []
    if membership is None:
        found.append(Obstacle(Rule.NO_MEMBERSHIP, "De klant heeft geen abonnement: schrijf de klant eerst in."))
    else:
        found += _membership(membership, library, on)
    if borrower.deceased:
        found.append(Obstacle(Rule.DECEASED, "De klant is overleden: er kan niets op deze naam worden geleend."))
    if borrower.card is None:
        found.append(Obstacle(Rule.NO_NUMBER, "De klant heeft nog geen klantnummer: geef eerst een pas uit."))
    elif borrower.card is CardState.BLOCKED and not pass_settled:
        found.append(Obstacle(Rule.CARD_BLOCKED, "De pas is geblokkeerd: hef eerst de blokkade op, of vervang de pas."))
    if borrower.block:
        found.append(Obstacle(Rule.BLOCKED, f"De klant is geblokkeerd: {borrower.block}. Opheffen kan op tabblad 6."))
    if borrower.strips_left is not None and borrower.strips_left <= 0:
        found.append(Obstacle(Rule.STRIPS, "De strippen zijn op: de klant heeft een nieuw abonnement nodig."))
    if rules is not None:
        found += _limits(borrower, rules, on, more)
    return found


def _membership(membership: Membership, library: Library, on: date) -> list[Obstacle]:
    found = []
    if not membership.is_running(on):
        found.append(Obstacle(Rule.ENDED, "Het abonnement is afgelopen: schrijf de klant opnieuw in."))
    elif membership.status is Status.INVALID:
        text = "Het abonnement is ongeldig verklaard: schrijf de klant zo nodig opnieuw in."
        found.append(Obstacle(Rule.INVALID, text))
    else:
        if membership.status in _STATUSES:
            found.append(Obstacle(*_STATUSES[membership.status]))
        if membership.rights_until is not None and membership.rights_until < on:
            until = format_date(membership.rights_until)
            found.append(
                Obstacle(Rule.RIGHTS, f"De rechten liepen t/m {until}: verleng eerst het abonnement (tabblad 3).")
            )
    for subscription in library.subscriptions:
        if subscription.code == membership.code and not rights(subscription).may_borrow:
            text = f"{subscription.name} geeft alleen toegang tot de onlinebibliotheek: er kan niets worden geleend."
            found.append(Obstacle(Rule.DIGITAL_ONLY, text))
    return found


def _limits(borrower: Borrower, rules: LoanRules, on: date, more: int) -> Iterator[Obstacle]:
    most = terms_for(rules, borrower.kind).max_items
    if more and borrower.at_home + more > most:
        yield Obstacle(
            Rule.MAX_ITEMS, f"De klant heeft {borrower.at_home} in bezit en mag er {most} hebben: laat eerst inleveren."
        )
    costs = borrower.open_costs
    if rules.blocked_above_cents is not None and costs.cents > rules.blocked_above_cents:
        allowed = format_cents(rules.blocked_above_cents)
        yield Obstacle(
            Rule.OPEN_AMOUNT,
            f"Er staat {format_cents(costs.cents)} open, meer dan {allowed}: laat betalen (Balie, F7).",
        )
    days = rules.blocked_after_days
    if days is not None and costs.since is not None and costs.since < on - timedelta(days=days):
        yield Obstacle(
            Rule.OPEN_DAYS,
            f"Er staan kosten open sinds {format_date(costs.since)}, meer dan {days} dagen: laat betalen (Balie, F7).",
        )
    allowed_count = rules.blocked_not_returned
    if allowed_count is not None and borrower.not_returned > allowed_count:
        yield Obstacle(
            Rule.NOT_RETURNED,
            f"{borrower.not_returned} keer niet normaal ingenomen, meer dan {allowed_count}: bespreek dat (tabblad 6).",
        )


def against_item(item: Scanned) -> list[Obstacle]:
    """Every reason why this item cannot be lent, reservations apart. A missing one can be lent at once.

    Source: rules.md#missing-found.
    """
    found = []
    if item.status is ItemStatus.WRITTEN_OFF:
        found.append(Obstacle(Rule.WRITTEN_OFF, "Dit exemplaar is afgeschreven: draai dat eerst terug bij Exemplaren."))
    elif item.status is ItemStatus.ON_ORDER:
        found.append(Obstacle(Rule.ON_ORDER, "Dit exemplaar is nog in bestelling: neem het eerst in (Balie, F11)."))
    elif item.status is ItemStatus.TRANSPORT:
        found.append(Obstacle(Rule.TRANSPORT, "Dit exemplaar is op transport: neem het eerst in (Balie, F11)."))
    if item.not_for_loan:
        found.append(Obstacle(Rule.NOT_FOR_LOAN, "Dit exemplaar wordt niet uitgeleend: het blijft hier."))
    return found


def reserved(waiting: int) -> Obstacle:
    """Lending this copy would take it from so many people who wait for it."""
    who = "een andere klant" if waiting == 1 else f"{waiting} andere klanten"
    return Obstacle(Rule.RESERVED, f"Gereserveerd door {who}: neem het in voor de reservering.")


def set_aside() -> Obstacle:
    """The item stands ready, or is on its way, for somebody else."""
    return Obstacle(Rule.SET_ASIDE, "Dit exemplaar staat apart voor een andere klant: leg het terug.")


def against_renewal(borrower: Borrower, library: Library, *, renewals: int, reserved: bool) -> list[Obstacle]:
    """Every reason of the loan itself why it cannot be renewed; of the customer see `against_borrower`."""
    rules = library.loans
    if rules is None:
        return []
    found = []
    most = terms_for(rules, borrower.kind).max_renewals
    if renewals >= most:
        often = f"Dit is al {renewals} keer verlengd, vaker mag niet" if most else "Deze bibliotheek verlengt niet"
        text = f"{often}: laat het inleveren."
        found.append(Obstacle(Rule.MAX_RENEWALS, text))
    if reserved and not rules.renew_reserved:
        found.append(Obstacle(Rule.RESERVED, "Een andere klant heeft deze titel gereserveerd: laat het inleveren."))
    return found


def against_unseen(rules: LoanRules | None, unseen: int) -> list[Obstacle]:
    """That a loan was renewed as often as it may be without the desk having seen the item."""
    most = None if rules is None else rules.max_unseen_renewals
    if most is None or unseen < most:
        return []
    often = (
        f"Dit is al {unseen} keer verlengd zonder dat de balie het zag" if unseen else "Dit verlengt alleen de balie"
    )
    return [Obstacle(Rule.UNSEEN, f"{often}: verleng het aan de balie, of laat het inleveren.")]
