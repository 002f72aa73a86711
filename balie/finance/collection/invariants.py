"""What must always be true of collections; looked after by `balie controle`."""

from __future__ import annotations

from balie.store.check import Invariant

COLLECTION_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "collection.once",
        "Een bedrag is tweemaal tegelijk onderweg naar de bank, of aangeboden nadat het was geïncasseerd.",
        "SELECT a.charge_id FROM collection AS a JOIN collection AS b"
        " ON b.charge_id = a.charge_id AND b.attempt > a.attempt"
        " WHERE a.returned_on IS NULL AND (a.payment_id IS NULL OR EXISTS"
        " (SELECT 1 FROM charge WHERE id = a.charge_id AND cents < a.cents + b.cents))",
    ),
    Invariant(
        "collection.file",
        "Van een incassobestand klopt het aantal of het totaal niet.",
        # A file of which a killed run did not mark every charge has no name yet: the next run takes it back.
        "SELECT f.id FROM collection_file AS f WHERE (f.items, f.cents) <>"
        " (SELECT count(*), coalesce(sum(cents), 0) FROM collection WHERE file_id = f.id)"
        " AND (f.written = 1 OR f.items <= (SELECT count(*) FROM collection WHERE file_id = f.id))",
    ),
    Invariant(
        "collection.payment",
        "Bij een incasso hoort een betaling van een andere klant of van een ander bedrag.",
        "SELECT k.charge_id FROM collection AS k JOIN payment AS p ON p.id = k.payment_id JOIN charge AS c"
        " ON c.id = k.charge_id WHERE p.customer_id <> c.customer_id OR p.cents <> k.cents OR p.way <> 'incasso'",
    ),
    Invariant(
        "collection.returned",
        "Een incasso is teruggekomen, maar de betaling ervan staat nog.",
        "SELECT charge_id FROM collection WHERE returned_on IS NOT NULL AND payment_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM payment WHERE counters = collection.payment_id)",
    ),
)
