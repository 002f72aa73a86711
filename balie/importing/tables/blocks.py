"""`balie importeer blokkades`: who may not borrow, or not by themselves, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.blocks import BlockKind, read_blocks, set_block
from balie.customers.tabs.block_fields import LONGEST_REASON
from balie.customers.versions import touch
from balie.dutch.text import fold, read_text, shown
from balie.importing.headings import FileColumns
from balie.importing.tables.cells import customer_of, past_day
from balie.importing.tables.table_import import Repeats
from balie.importing.titles.judging import TitleVerdict
from balie.refusal import Reasons, Refusal
from balie.store.pace import FEWEST

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

BROUGHT = "block imported"
"""The word in the journal."""
COLUMNS = FileColumns(
    {
        "customer": ("Klantnummer", "PATRON_ID", "Pasnummer"),
        "reason": ("Reden", "REASON", "Blokkade"),
        "kind": ("Soort", "Soort blokkade"),
        "day": ("Sinds", "Datum"),
    },
    ("customer", "reason"),
    "Klantnummer;Reden;Soort;Sinds",
)
_KINDS: Mapping[str, BlockKind] = {
    "": BlockKind.GENERAL,
    **{fold(kind.label): kind for kind in BlockKind},
    "web": BlockKind.WEB,
    "zelfbediening": BlockKind.WEB,
}


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block of a customer."""

    customer_id: int
    kind: BlockKind
    reason: str
    since: date


class Blocks:
    """Files of blocks."""

    what = "blokkades"
    columns = COLUMNS
    repeats = Repeats.MISTAKE
    line_type = BlockLine
    fewest = FEWEST

    def read(self, raw: Mapping[str, str], desk: Desk) -> BlockLine:
        """A line as values. Raises `Refusal` with all reasons."""
        reasons = Reasons()
        customer_id, kind, reason, since = 0, BlockKind.GENERAL, "", None
        with reasons.at("customer"):
            customer_id = customer_of(desk.store, raw["customer"])
        with reasons.at("kind"):
            found = _KINDS.get(fold(raw.get("kind", "")))
            if found is None:
                known = ", ".join(one.label for one in BlockKind)
                raise Refusal(f"{shown(raw['kind'])} is geen soort blokkade. Kies uit: {known}.")
            kind = found
        with reasons.at("reason"):
            reason = read_text(raw["reason"], what="De reden", longest=LONGEST_REASON)
            if not reason:
                raise Refusal("De reden is leeg: vul dit veld in.")
        with reasons.at("day"):
            since = past_day(raw.get("day", ""), desk.working_date, "Sinds")
        reasons.raise_if_any()
        return BlockLine(customer_id, kind, reason, since or desk.working_date)

    def key(self, line: BlockLine) -> str:
        """Who is blocked for what."""
        return f"{line.customer_id} {line.kind}"

    def value(self, line: BlockLine) -> str:
        """Why."""
        return line.reason

    def judge(self, reader: Reader, desk: Desk, line: BlockLine, nth: int) -> TitleVerdict:
        """Whether the customer is blocked so. Raises `Refusal` when it is for another reason."""
        stored = next((one for one in read_blocks(reader, line.customer_id) if one.kind is line.kind), None)
        if stored is None:
            return TitleVerdict.NEW
        if stored.reason == line.reason:
            return TitleVerdict.SAME
        raise Refusal(f"Deze klant heeft hier al een blokkade {stored.kind.label} om een andere reden (tabblad 6).")

    def write(self, tx: Transaction, desk: Desk, line: BlockLine) -> None:
        """Block the customer."""
        set_block(tx, line.customer_id, line.kind, line.reason, line.since)
        touch(tx, line.customer_id)
        tx.journal(BROUGHT, customer_id=line.customer_id, after={f"block_{line.kind}": line.reason})
