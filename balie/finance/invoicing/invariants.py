"""What must always be true of the periods that were invoiced; looked after by `balie controle`."""

from __future__ import annotations

from balie.store.check import Invariant

_OPEN = (
    "EXISTS (SELECT 1 FROM charge AS c WHERE c.customer_id = m.customer_id AND c.settled_on IS NULL"
    " AND c.membership_number = m.number AND c.kind = 'contributie' AND c.cents > 0)"
)

INVOICING_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "membership.paid",
        "Een periode staat op gefactureerd, herinnering of achterstand, maar er staat geen contributie van open.",
        "SELECT m.customer_id FROM membership AS m WHERE m.status IN (2, 3, 4) AND EXISTS (SELECT 1 FROM charge AS c"
        " WHERE c.customer_id = m.customer_id AND c.membership_number = m.number AND c.kind = 'contributie')"
        f" AND NOT {_OPEN}",
    ),
    Invariant(
        "invoice.message",
        "Een bericht over een factuur is voor een andere klant.",
        "SELECT i.id FROM message AS b JOIN invoice AS i ON i.id = CAST(substr(b.about, 9) AS INTEGER)"
        " WHERE b.about LIKE 'invoice %' AND i.customer_id <> b.customer_id",
    ),
)
"""A status follows what is paid. That nobody pays twice for a period is held by the key of a membership."""
