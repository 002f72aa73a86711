"""What must always be true of titles and items; looked after by `balie controle`."""

from __future__ import annotations

from balie.catalogue.words import LAST_ROWID
from balie.store.check import Invariant

_INSIDE = ", ".join(f"substr(g.number, {place}, 14)" for place in range(1, 8))

CATALOGUE_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "title.words",
        "Een titel is niet op zijn woorden te vinden, of de woorden horen bij geen titel.",
        f"SELECT id FROM title WHERE {LAST_ROWID} - id NOT IN (SELECT id FROM title_words_docsize) UNION ALL"
        f" SELECT {LAST_ROWID} - id FROM title_words_docsize WHERE {LAST_ROWID} - id NOT IN (SELECT id FROM title)",
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
        f" AND (EXISTS (SELECT 1 FROM item WHERE number IN ({_INSIDE}) AND number GLOB '3{'[0-9]' * 13}')"
        f" OR EXISTS (SELECT 1 FROM card WHERE number IN ({_INSIDE})))",
    ),
    Invariant(
        "item.lent",
        "Een exemplaar is uitgeleend en tegelijk afgeschreven of in bestelling.",
        "SELECT i.number FROM loan AS l JOIN item AS i ON i.number = l.item_number"
        " WHERE l.returned_on IS NULL AND i.status IN ('A', 'I')",
    ),
)
