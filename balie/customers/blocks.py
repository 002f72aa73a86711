"""Blocks set by hand: general, web and self-service, address; each with its reason (rules.md#blocks)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction


class BlockKind(StrEnum):
    """What is blocked."""

    GENERAL = "general"
    WEB = "web"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _LABELS[self]


_LABELS = {BlockKind.GENERAL: "Algemeen", BlockKind.WEB: "Web en zelfbediening", BlockKind.ADDRESS: "Adres"}


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a customer: why, since when, and who set it."""

    kind: BlockKind
    reason: str
    since: date
    set_by: str


def read_blocks(reader: Reader, customer_id: int) -> list[Block]:
    """The blocks of a customer, the general one first."""
    rows = reader.read("SELECT kind, reason, since, set_by FROM block WHERE customer_id = ?", (customer_id,))
    blocks = [Block(BlockKind(kind), reason, date.fromisoformat(since), by) for kind, reason, since, by in rows]
    return sorted(blocks, key=lambda block: list(BlockKind).index(block.kind))


def set_block(tx: Transaction, customer_id: int, kind: BlockKind, reason: str, since: date) -> None:
    """Block who is not blocked so yet, from a day on, on behalf of another system."""
    tx.execute(
        "INSERT INTO block (customer_id, kind, reason, since, set_by) VALUES (?, ?, ?, ?, ?)",
        (customer_id, kind, reason, since.isoformat(), tx.stamp.staff),
    )
