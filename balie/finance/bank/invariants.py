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
        "bank.sum",
        "Van een afschrift passen beginsaldo, boekingen en eindsaldo niet op elkaar.",
        "SELECT s.id FROM bank_statement AS s JOIN (SELECT statement_id, count(*) AS number, sum(cents) AS cents"
        " FROM bank_entry GROUP BY statement_id) AS e ON e.statement_id = s.id WHERE s.done_on IS NOT NULL"
        " AND e.number = s.transactions AND s.opening_cents + e.cents <> s.closing_cents",
    ),
)
"""The sum is looked at where no movement of the statement was known from another one."""
