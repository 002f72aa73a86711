"""What must always be true of what the bank said; looked after by `balie controle`."""

from __future__ import annotations

from balie.store.check import Invariant

BANK_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "bank.payment",
        "Een boeking van de bank hoort bij een betaling van een ander bedrag.",
        "SELECT e.id FROM bank_entry AS e JOIN payment AS p ON p.id = e.payment_id"
        " WHERE e.cents <> p.cents AND e.kind <> 'file collected'",
    ),
    Invariant(
        "bank.invoice",
        "Een boeking van de bank geldt als betaalde factuur, maar de betaling is er niet.",
        "SELECT id FROM bank_entry WHERE kind = 'invoice' AND payment_id IS NULL",
    ),
    Invariant(
        "bank.twice",
        "Een betaling van de bank is twee keer geboekt, uit twee afschriften.",
        # The pages of a statement are one: a bank tells nothing twice in it.
        "SELECT max(p.id) FROM payment AS p JOIN bank_entry AS e ON e.payment_id = p.id"
        " JOIN bank_statement AS s ON s.id = e.statement_id WHERE p.way = 'bank' AND p.cents > 0"
        " AND p.bank_reference IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment AS n WHERE n.counters = p.id)"
        " GROUP BY p.customer_id, p.received_on, p.cents, p.bank_reference HAVING"
        " count(DISTINCT CASE WHEN s.reference LIKE '% blad %' THEN NULL ELSE s.id END) > 1",
    ),
    Invariant(
        "bank.parts",
        "Een bedrag van de bank is geboekt bij een klant, en de delen ervan ook.",
        "SELECT DISTINCT w.id FROM bank_batch AS n"
        " JOIN bank_entry AS w ON w.booked_on = n.booked_on AND w.key = n.batch"
        " JOIN payment AS p ON p.id = w.payment_id WHERE n.whole = 1"
        " AND NOT EXISTS (SELECT 1 FROM payment AS c WHERE c.counters = p.id)"
        " AND w.cents = (SELECT sum(e.cents) FROM bank_entry AS e WHERE e.booked_on = n.booked_on"
        " AND e.statement_id <> w.statement_id AND (e.batch = n.name OR e.batch IN (SELECT b.batch FROM bank_batch AS b"
        " WHERE b.booked_on = n.booked_on AND b.name = n.name AND b.whole = 0)) AND EXISTS (SELECT 1 FROM payment AS q"
        " WHERE q.id = e.payment_id AND NOT EXISTS (SELECT 1 FROM payment AS c WHERE c.counters = q.id)))",
    ),
    Invariant(
        "bank.sum",
        "Van een afschrift passen beginsaldo, boekingen en eindsaldo niet op elkaar.",
        "SELECT s.id FROM bank_statement AS s JOIN (SELECT statement_id, count(*) AS number, sum(cents) AS cents"
        " FROM bank_entry GROUP BY statement_id) AS e ON e.statement_id = s.id WHERE s.done_on IS NOT NULL"
        " AND e.number = s.transactions AND s.opening_cents + e.cents <> s.closing_cents",
    ),
)
"""The sum is looked at where no movement of the statement was known from another one."""
