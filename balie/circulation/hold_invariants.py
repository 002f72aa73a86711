"""What must always be true of reservations; looked after by `balie controle`."""

from __future__ import annotations

from balie.store.check import Invariant

HOLD_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "hold.set_aside",
        "Een exemplaar staat klaar of is onderweg voor een reservering, en heeft een andere status.",
        "SELECT h.id FROM hold AS h LEFT JOIN item AS i ON i.number = h.ready_item WHERE h.closed_on IS NULL"
        " AND (h.state IN ('O', 'B') AND i.status IS DISTINCT FROM 'R'"
        " OR h.state = 'T' AND i.status IS DISTINCT FROM 'T')",
    ),
    Invariant(
        "hold.nobody",
        "Een exemplaar is gereserveerd en staat voor niemand klaar.",
        "SELECT number FROM item WHERE status = 'R' AND number NOT IN"
        " (SELECT ready_item FROM hold WHERE closed_on IS NULL AND ready_item IS NOT NULL)",
    ),
    Invariant(
        "hold.lent",
        "Een exemplaar staat klaar voor een klant en is tegelijk uitgeleend.",
        "SELECT h.id FROM hold AS h JOIN loan AS l ON l.item_number = h.ready_item AND l.returned_on IS NULL"
        " WHERE h.closed_on IS NULL",
    ),
    Invariant(
        "hold.title",
        "Een reservering en het exemplaar dat ervoor apart staat horen niet bij dezelfde titel.",
        "SELECT h.id FROM hold AS h JOIN item AS i ON i.number = coalesce(h.ready_item, h.item_number)"
        " WHERE h.closed_on IS NULL AND i.title_id <> h.title_id",
    ),
    Invariant(
        "hold.waiting",
        "Een reservering wacht en heeft tegelijk een exemplaar, of staat klaar zonder laatste dag.",
        "SELECT id FROM hold WHERE state = 'A' AND ready_item IS NOT NULL"
        " OR state IN ('O', 'B') AND (ready_on IS NULL OR expires_on IS NULL)",
    ),
    Invariant(
        "hold.closed_day",
        "Een reservering staat klaar tot en met een dag waarop de vestiging gesloten is.",
        "SELECT h.id FROM hold AS h JOIN calendar AS k ON k.branch = h.branch AND k.day = h.expires_on"
        " WHERE h.closed_on IS NULL AND h.state IN ('O', 'B') AND k.kind = 'gesloten'",
    ),
    Invariant(
        "hold.twice",
        "Een klant heeft dezelfde titel twee keer gereserveerd.",
        "SELECT max(id) FROM hold WHERE closed_on IS NULL GROUP BY customer_id, title_id HAVING count(*) > 1",
    ),
    Invariant(
        "hold.reason",
        "Een reservering is afgehandeld zonder reden.",
        "SELECT id FROM hold WHERE state = 'Z' AND reason IS NULL",
    ),
)
