"""Whether a customer may borrow at all: what membership, number and strips say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.circulation import loans
from balie.customers.membership import Status, latest_membership
from balie.customers.pricing import rights

if TYPE_CHECKING:
    from balie.desk import Desk


def against_borrowing(desk: Desk, customer_id: int) -> list[str]:
    """Every reason, in Dutch, why this customer can borrow nothing now; empty when nothing stands in the way."""
    store, on = desk.store, desk.working_date
    membership = latest_membership(store, customer_id)
    if membership is None:
        return ["De klant heeft geen abonnement: schrijf de klant eerst in."]
    reasons = []
    subscription = next((item for item in desk.library.subscriptions if item.code == membership.code), None)
    if not membership.is_running(on):
        reasons.append("Het abonnement is afgelopen: schrijf de klant opnieuw in.")
    if membership.status is Status.INVALID:
        reasons.append("Het abonnement is ongeldig verklaard.")
    if subscription is not None and not rights(subscription).may_borrow:
        reasons.append(
            f"{subscription.name} geeft alleen toegang tot de onlinebibliotheek: er kan niets worden geleend."
        )
    card = store.read_one(
        "SELECT state FROM card WHERE customer_id = ? AND kind = 'primary' AND state <> 'replaced'", (customer_id,)
    )
    if card is None:
        reasons.append("De klant heeft nog geen klantnummer: geef eerst een pas uit.")
    elif card[0] == "blocked":
        reasons.append("De pas is geblokkeerd: hef eerst de blokkade op.")
    if _strips_are_gone(desk, customer_id, membership.number):
        reasons.append("De strippen zijn op: de klant heeft een nieuw abonnement nodig.")
    return reasons


def _strips_are_gone(desk: Desk, customer_id: int, period: int) -> bool:
    row = desk.store.read_one(
        "SELECT strips FROM membership WHERE customer_id = ? AND number = ?", (customer_id, period)
    )
    granted = row[0] if row else None
    return granted is not None and loans.strips_taken(desk.store, customer_id, period) >= granted
