"""What must always be true of titles and items; looked after by `balie controle`."""

from __future__ import annotations

from balie.catalogue.fts5_index import NOT_INDEXED
from balie.store.check import Invariant
from balie.store.dialect import is_digits

_INSIDE = ", ".join(f"substr(g.number, {place}, 14)" for place in range(1, 8))

_OURS = f"length(number) = 14 AND substr(number, 1, 1) = '3' AND {is_digits('number')}"

CATALOGUE_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "title.words",
        "Een titel is niet op zijn woorden te vinden, of de woorden horen bij geen titel.",
        NOT_INDEXED,
    ),
    Invariant(
        "item.number",
        "Een exemplaar heeft een nummer dat van een klant is.",
        "SELECT number FROM item WHERE number IN (SELECT number FROM card)",
    ),
    Invariant(
        "item.inside",
        "Het nummer van een exemplaar is een ander bekend nummer met iets eromheen: neem het in, en schrijf het af.",
        "SELECT g.number FROM item AS g WHERE length(g.number) > 14 AND g.status <> 'A'"
        f" AND (EXISTS (SELECT 1 FROM item WHERE number IN ({_INSIDE}) AND {_OURS})"
        f" OR EXISTS (SELECT 1 FROM card WHERE number IN ({_INSIDE})))",
    ),
    Invariant(
        "item.lent",
        "Een exemplaar is uitgeleend en tegelijk afgeschreven of in bestelling.",
        "SELECT i.number FROM loan AS l JOIN item AS i ON i.number = l.item_number"
        " WHERE l.returned_on IS NULL AND i.status IN ('A', 'I')",
    ),
)
