"""What must always be true of charges, payments and allocations; looked after by `balie controle`."""

from __future__ import annotations

from balie.store.check import Invariant
from balie.store.schema.m010_settling import SETTLED_ON, SPENT_ON

_PARTS = (
    "SELECT charge_id AS id, cents FROM allocation UNION ALL"
    " SELECT credit_id, -cents FROM allocation WHERE credit_id IS NOT NULL"
)

LEDGER_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "allocation.charge",
        "Op een bedrag is meer afgeboekt dan het bedrag zelf.",
        f"SELECT c.id FROM (SELECT id, sum(cents) AS settled FROM ({_PARTS}) GROUP BY id) AS s"
        " JOIN charge AS c ON c.id = s.id WHERE s.settled NOT BETWEEN min(c.cents, 0) AND max(c.cents, 0)",
    ),
    Invariant(
        "allocation.payment",
        "Van een betaling is meer afgeboekt dan er betaald is.",
        "SELECT p.id FROM (SELECT payment_id AS id, sum(cents) AS spent FROM allocation WHERE payment_id IS NOT NULL"
        " GROUP BY payment_id) AS s JOIN payment AS p ON p.id = s.id"
        " WHERE s.spent NOT BETWEEN min(p.cents, 0) AND max(p.cents, 0)",
    ),
    Invariant(
        "allocation.customer",
        "Een betaling of tegoed is afgeboekt op een bedrag van een andere klant.",
        # What was taken back counts no more: a payment of both may have been, before a merge of them was undone.
        "SELECT max(a.id) FROM allocation AS a JOIN charge AS c ON c.id = a.charge_id"
        " LEFT JOIN payment AS p ON p.id = a.payment_id LEFT JOIN charge AS t ON t.id = a.credit_id"
        " WHERE coalesce(p.customer_id, t.customer_id) <> c.customer_id"
        " GROUP BY coalesce(p.counters, p.id), coalesce(t.counters, t.id), c.id HAVING sum(a.cents) <> 0",
    ),
    Invariant(
        "charge.settled",
        "De dag waarop een bedrag is voldaan, klopt niet met wat erop is afgeboekt.",
        f"SELECT id FROM charge WHERE settled_on IS NOT {SETTLED_ON.format(row='charge')}",
    ),
    Invariant(
        "payment.spent",
        "De dag waarop een betaling is verrekend, klopt niet met wat ervan is afgeboekt.",
        f"SELECT id FROM payment WHERE spent_on IS NOT {SPENT_ON.format(row='payment')}",
    ),
    Invariant(
        "payment.countered",
        "Een terugboeking is niet gelijk aan de betaling die zij terugneemt, of laat er iets van afgeboekt.",
        "SELECT n.id FROM payment AS n JOIN payment AS p ON p.id = n.counters WHERE n.cents <> -p.cents"
        " OR n.customer_id <> p.customer_id OR p.counters IS NOT NULL OR EXISTS (SELECT 1 FROM allocation AS a"
        " WHERE a.payment_id IN (n.id, p.id) GROUP BY a.charge_id HAVING sum(a.cents) <> 0)",
    ),
    Invariant(
        "charge.countered",
        "Een terugboeking is niet gelijk aan het bedrag dat zij terugneemt.",
        "SELECT n.id FROM charge AS n JOIN charge AS c ON c.id = n.counters WHERE n.cents <> -c.cents"
        " OR n.customer_id <> c.customer_id OR n.kind <> c.kind OR c.counters IS NOT NULL",
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
