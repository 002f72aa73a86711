"""What must always be true of settlements and payouts; looked after by `balie controle`."""

from __future__ import annotations

from balie.store.check import Invariant

SETTLING_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "payout.payment",
        "Een uitbetaling staat niet zo in de boeken als in het bestand voor de bank.",
        "SELECT o.id FROM payout AS o JOIN payment AS p ON p.id = o.payment_id"
        " WHERE p.cents <> -o.cents OR p.customer_id <> o.customer_id",
    ),
    Invariant(
        "payout.reason",
        "Een uitbetaling hoort bij een opzegging of een aanvraag van een andere klant.",
        "SELECT o.id FROM payout AS o LEFT JOIN cancellation AS c ON c.id = o.cancellation_id"
        " LEFT JOIN refund_request AS r ON r.id = o.refund_request_id"
        " WHERE coalesce(c.customer_id, r.customer_id, o.customer_id) <> o.customer_id",
    ),
    Invariant(
        "payout.returned",
        "Een uitbetaling is teruggekomen, maar niet teruggeboekt.",
        "SELECT id FROM payout WHERE returned_on IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM payment WHERE counters = payout.payment_id)",
    ),
    Invariant(
        "payout_file.total",
        "Een bestand voor de bank telt niet op tot de uitbetalingen erin.",
        "SELECT id FROM payout_file WHERE payments <> (SELECT count(*) FROM payout WHERE file_id = payout_file.id)"
        " OR cents <> (SELECT coalesce(sum(cents), 0) FROM payout WHERE file_id = payout_file.id)",
    ),
    Invariant(
        "settlement.settled",
        "Er is contributie teruggegeven op een opzegging die niet is afgerekend of die is ingetrokken.",
        "SELECT s.charge_id FROM settlement_credit AS s JOIN cancellation AS c ON c.id = s.cancellation_id"
        " JOIN charge AS n ON n.id = s.charge_id WHERE c.settled_on IS NULL OR c.withdrawn_on IS NOT NULL"
        " OR n.cents >= 0 OR n.customer_id <> c.customer_id",
    ),
)
"""Settlements and payouts."""
