"""The blocks set by hand as fields of tab 6: their reasons, read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.blocks import BlockKind, read_blocks
from balie.customers.tabs.edit_fields import EditField, Values, free_text

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

LONGEST_REASON = 60


def field_name(kind: BlockKind) -> str:
    """The name of the form field that holds the reason of a block; empty means not blocked."""
    return f"block_{kind}"


def block_fields() -> tuple[EditField, ...]:
    """One field per block: its reason."""
    return tuple(
        free_text(
            field_name(kind),
            kind.label,
            what="De reden",
            longest=LONGEST_REASON,
            group="Blokkade",
            note="Typ de reden; leeg is niet geblokkeerd.",
        )
        for kind in BlockKind
    )


def block_values(reader: Reader, customer_id: int) -> dict[str, str]:
    """The reasons by field name."""
    found = {block.kind: block.reason for block in read_blocks(reader, customer_id)}
    return {field_name(kind): found.get(kind, "") for kind in BlockKind}


def write_blocks(tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    """Set, change and lift blocks; another reason keeps the day on which the block was set."""
    stamp = tx.stamp
    for kind in BlockKind:
        reason = will[field_name(kind)]
        if was[field_name(kind)] == reason:
            continue
        if reason:
            tx.execute(
                "INSERT INTO block (customer_id, kind, reason, since, set_by) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (customer_id, kind) DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by",
                (customer_id, kind, reason, stamp.working_date.isoformat(), stamp.staff),
            )
        else:
            tx.execute("DELETE FROM block WHERE customer_id = ? AND kind = ?", (customer_id, kind))
