"""What must always be true of charges, payments and allocations; looked after by `balie controle`."""

from __future__ import annotations

from balie.store.check import Invariant

LEDGER_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "allocation.charge",
        "Op een bedrag is meer afgeboekt dan het bedrag zelf.",
        "SELECT charge_id FROM allocation GROUP BY charge_id HAVING abs(sum(cents)) >"
        " (SELECT abs(cents) FROM charge WHERE id = charge_id)",
    ),
    Invariant(
        "allocation.payment",
        "Van een betaling is meer afgeboekt dan er betaald is.",
        "SELECT payment_id FROM allocation GROUP BY payment_id HAVING abs(sum(cents)) >"
        " (SELECT abs(cents) FROM payment WHERE id = payment_id)",
    ),
    Invariant(
        "allocation.customer",
        "Een betaling is afgeboekt op een bedrag van een andere klant.",
        "SELECT a.id FROM allocation AS a JOIN charge AS c ON c.id = a.charge_id"
        " JOIN payment AS p ON p.id = a.payment_id WHERE p.customer_id <> c.customer_id",
    ),
    Invariant(
        "invoice.charges",
        "Een factuur heeft geen regels, of regels van een andere klant.",
        "SELECT id FROM invoice WHERE id NOT IN (SELECT invoice_id FROM charge WHERE invoice_id IS NOT NULL)"
        " UNION SELECT i.id FROM invoice AS i JOIN charge AS c ON c.invoice_id = i.id"
        " WHERE c.customer_id <> i.customer_id",
    ),
    Invariant(
        "membership.charged",
        "Een abonnement staat op gefactureerd, maar er is geen bedrag voor geboekt.",
        "SELECT m.customer_id FROM membership AS m WHERE m.status = 2 AND NOT EXISTS (SELECT 1 FROM charge"
        " WHERE customer_id = m.customer_id AND membership_number = m.number)",
    ),
)
"""What must always be true of charges, payments and what was allocated; looked after by `balie controle`."""
