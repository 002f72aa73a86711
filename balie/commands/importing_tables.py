"""What the imports of lines that each tell one fact bring in, and what they say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from balie.commands.importing import ImportKind
from balie.dutch.counts import format_count, many
from balie.importing.tables.addresses import Addresses
from balie.importing.tables.blocks import Blocks
from balie.importing.tables.charges import Charges
from balie.importing.tables.holds import HoldsTable
from balie.importing.tables.loans import Loans
from balie.importing.tables.notes import Notes
from balie.importing.tables.table_import import CheckedLines, ImportTable, LineT, StoredLines, TableImport


@dataclass(frozen=True, slots=True)
class _Words:
    """What one and several of them are called."""

    one: str
    several: str

    def count(self, number: int) -> str:
        return many(number, self.one, self.several)

    def counted(self, checked: CheckedLines) -> list[str]:
        lines = checked.lines
        changed = f" {format_count(lines.changed)} te wijzigen," if lines.changed else ""
        return [
            f"{self.count(lines.new)} nieuw,{changed} {format_count(lines.same)} al gelijk.",
            f"{many(checked.bad, 'regel', 'regels')} met een fout, die niet meegaan.",
        ]

    def asked(self, checked: CheckedLines) -> str:
        return self.count(checked.lines.new + checked.lines.changed)

    def stored(self, done: StoredLines) -> list[str]:
        changed = f", {format_count(done.lines.changed)} gewijzigd" if done.lines.changed else ""
        return [f"{self.count(done.lines.new)} toegevoegd{changed}."]


def _kind(table: ImportTable[LineT], words: _Words) -> ImportKind[CheckedLines, StoredLines]:
    return ImportKind(
        lambda desk, file, mapping: TableImport(table, desk, file, mapping),
        words.counted,
        words.asked,
        words.stored,
        lambda done: done.passed_over,
    )


TABLES: Mapping[str, ImportKind[CheckedLines, StoredLines]] = {
    "adressen": _kind(Addresses(), _Words("adres", "adressen")),
    "leningen": _kind(Loans(), _Words("lening", "leningen")),
    "reserveringen": _kind(HoldsTable(), _Words("reservering", "reserveringen")),
    "kosten": _kind(Charges(), _Words("bedrag", "bedragen")),
    "notities": _kind(Notes(), _Words("notitie", "notities")),
    "blokkades": _kind(Blocks(), _Words("blokkade", "blokkades")),
}
"""The imports by the names of their commands."""
