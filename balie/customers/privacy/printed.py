"""What was written of a customer outside the store: read before the customer is wiped, taken away afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import in_groups
from balie.customers.identities import all_ids
from balie.messages.spool import cut_letters, discard_bons, discard_documents, discard_lists, discard_orphans
from balie.store.place import collection_folder, payout_folder

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

_COLLECTED = (
    "SELECT DISTINCT f.name FROM collection AS k JOIN charge AS c ON c.id = k.charge_id"
    " JOIN collection_file AS f ON f.id = k.file_id JOIN collection_run AS r ON r.id = f.run_id"
    " WHERE c.customer_id = ? AND f.written = 1 AND r.collect_on < ?"
)
_PAID_OUT = (
    "SELECT DISTINCT f.message_id FROM payout AS o JOIN payout_file AS f ON f.id = o.file_id"
    " WHERE o.customer_id = ? AND (o.executed_on IS NOT NULL OR o.returned_on IS NOT NULL)"
)
_SERIALS = (
    "SELECT after FROM journal WHERE customer_id = ? AND action IN ('document printed', 'data shown')"
    " AND after IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """By what the files are known in which a customer stands: bons, numbers, documents, print jobs, bank files."""

    receipts: tuple[int, ...]
    numbers: tuple[str, ...]
    serials: tuple[int, ...]
    jobs: tuple[int, ...]
    bank_files: tuple[Path, ...]


def read_printed(desk: Desk, reader: Reader, customer_id: int) -> Printed:
    """What was written of a customer; of files for the bank those that it has carried out, the others are needed."""

    def column(sql: str, *params: int | str) -> list[str | int]:
        return [row[0] for row in reader.read(sql, params)]

    store, today = desk.store.path, desk.working_date.isoformat()
    collected = [collection_folder(store) / str(name) for name in column(_COLLECTED, customer_id, today)]
    paid = [payout_folder(store) / f"{str(one).lower()}.xml" for one in column(_PAID_OUT, customer_id)]
    told = [json.loads(str(after)) for own_id in all_ids(reader, customer_id) for after in column(_SERIALS, own_id)]
    return Printed(
        tuple(int(one) for one in column("SELECT id FROM receipt WHERE customer_id = ?", customer_id)),
        tuple(str(one) for one in column("SELECT number FROM card WHERE customer_id = ?", customer_id)),
        tuple(int(one["serial"]) for one in told if "serial" in one),
        tuple(
            int(one)
            for one in column(
                "SELECT DISTINCT print_job FROM message WHERE customer_id = ? AND print_job IS NOT NULL", customer_id
            )
        ),
        (*collected, *paid),
    )


def discard_printed(desk: Desk, printed: Printed) -> None:
    """Take all of it away, from the spool folder and from those for the bank; what cannot be taken away is left."""
    discard_bons(desk.spool, printed.receipts)
    discard_orphans(desk)
    discard_documents(desk.spool, printed.numbers, printed.serials)
    discard_lists(desk.spool, printed.numbers)
    cut_letters(desk.spool, printed.jobs, [*printed.numbers, *map(in_groups, printed.numbers)])
    for path in printed.bank_files:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue
