"""What must always be true of loans; looked after by `balie controle`."""

from __future__ import annotations

from balie.store.check import Invariant

CIRCULATION_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "loan.item",
        "Een exemplaar staat op twee namen tegelijk.",
        "SELECT item_number FROM loan WHERE returned_on IS NULL GROUP BY item_number HAVING count(*) > 1",
    ),
    Invariant(
        "loan.stock",
        "Een uitgeleend exemplaar is afgeschreven, vermist of onderweg.",
        "SELECT l.id FROM loan AS l JOIN item AS i ON i.number = l.item_number"
        " WHERE l.returned_on IS NULL AND i.status <> 'B'",
    ),
    Invariant(
        "loan.exists",
        "Uitgeleend is een exemplaar dat er niet is: neem het in of voeg het toe.",
        "SELECT id FROM loan WHERE returned_on IS NULL AND item_number NOT IN (SELECT number FROM item)",
    ),
    Invariant(
        "loan.days",
        "Een lening is eerder terug of te laat dan zij begon.",
        "SELECT id FROM loan WHERE due_on < lent_on OR returned_on < lent_on",
    ),
    Invariant(
        "loan.charge",
        "Leengeld of te-laat-geld van een lening staat bij een andere klant.",
        "SELECT l.id FROM loan AS l JOIN charge AS c ON c.id IN (l.fee_charge_id, l.fine_charge_id)"
        " WHERE l.customer_id IS DISTINCT FROM c.customer_id",
    ),
    Invariant(
        "loan.booked",
        "Te-laat-geld dat vooraf is geboekt, staat bij een andere klant dan de lening, of is teruggeboekt.",
        "SELECT b.charge_id FROM fine_booking AS b JOIN loan AS l ON l.id = b.loan_id"
        " JOIN charge AS c ON c.id = b.charge_id WHERE l.customer_id IS DISTINCT FROM c.customer_id"
        " OR c.kind <> 'te laat' OR EXISTS (SELECT 1 FROM charge AS n WHERE n.counters = c.id)",
    ),
    Invariant(
        "loan.renewed",
        "Een lening is verlengd na de dag waarop het exemplaar terug was, of op naam van een andere klant.",
        "SELECT l.id FROM renewal AS r JOIN loan AS l ON l.id = r.loan_id"
        " WHERE r.renewed_on > l.returned_on OR r.customer_id IS DISTINCT FROM l.customer_id",
    ),
    Invariant(
        "loan.unseen",
        "Een lening is vaker ongezien verlengd dan zij is verlengd, of telt door na een verlenging aan de balie.",
        "SELECT l.id FROM loan AS l WHERE l.returned_on IS NULL AND l.unseen_renewals > 0"
        " AND (l.unseen_renewals > l.renewals OR EXISTS (SELECT 1 FROM renewal AS r WHERE r.loan_id = l.id"
        " AND r.way = 'balie' AND r.place = (SELECT max(place) FROM renewal WHERE loan_id = l.id)))",
    ),
    Invariant(
        "in_house.item",
        "Als in huis gebruikt is een exemplaar geteld dat er niet is.",
        "SELECT id FROM in_house_use WHERE item_number NOT IN (SELECT number FROM item)",
    ),
    Invariant(
        "loan.own_due",
        "Een lening heeft een eigen inleverdatum van voor de dag waarop zij begon.",
        "SELECT id FROM loan WHERE own_due_on < lent_on",
    ),
    Invariant(
        "loan.claimed",
        "Een lening is zoek van voor de dag waarop zij begon of is verlengd, of is gezocht voor zij zoek was.",
        "SELECT l.id FROM loan AS l WHERE l.claimed_on < l.lent_on OR l.searched_on < l.claimed_on"
        " OR (l.searched_on IS NOT NULL AND l.claimed_on IS NULL)"
        " OR (l.claimed_on IS NOT NULL AND EXISTS (SELECT 1 FROM renewal AS r"
        " WHERE r.loan_id = l.id AND r.renewed_on > l.claimed_on))",
    ),
    Invariant(
        "loan.unlinked",
        "Van een losgemaakte lening is nog te zien van wie zij was.",
        "SELECT id FROM loan WHERE customer_id IS NULL"
        " AND coalesce(membership_number, fee_charge_id, fine_charge_id) IS NOT NULL",
    ),
)
"""What must always be true of loans; looked after by `balie controle`."""
