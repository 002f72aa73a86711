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
        "bank.sum",
        "Van een afschrift passen beginsaldo, boekingen en eindsaldo niet op elkaar.",
        "SELECT s.id FROM bank_statement AS s JOIN (SELECT statement_id, count(*) AS number, sum(cents) AS cents"
        " FROM bank_entry GROUP BY statement_id) AS e ON e.statement_id = s.id WHERE s.done_on IS NOT NULL"
        " AND e.number = s.transactions AND s.opening_cents + e.cents <> s.closing_cents",
    ),
)
"""The sum is looked at where no movement of the statement was known from another one."""
