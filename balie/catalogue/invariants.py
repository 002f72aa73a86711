"""What must always be true of titles and items; looked after by `balie controle`."""

from __future__ import annotations

from balie.catalogue.words import LAST_ROWID
from balie.store.check import Invariant

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
        "item.lent",
        "Een exemplaar is uitgeleend en tegelijk afgeschreven of in bestelling.",
        "SELECT i.number FROM loan AS l JOIN item AS i ON i.number = l.item_number"
        " WHERE l.returned_on IS NULL AND i.status IN ('A', 'I')",
    ),
)
