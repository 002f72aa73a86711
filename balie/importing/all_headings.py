"""The headings of all kinds of files: what a keeper's mapping can speak of."""

from __future__ import annotations

from balie.dutch.text import fold
from balie.importing.headings import CUSTOMERS, FileColumns
from balie.importing.tables.addresses import Addresses
from balie.importing.tables.blocks import Blocks
from balie.importing.tables.charges import Charges
from balie.importing.tables.holds import HoldsTable
from balie.importing.tables.loans import Loans
from balie.importing.tables.notes import Notes
from balie.importing.titles.csv_file import COLUMNS

_TABLES = (Addresses, Blocks, Charges, HoldsTable, Loans, Notes)


def all_headings() -> frozenset[str]:
    """Every heading that some kind of file knows, folded."""
    kinds: list[FileColumns] = [CUSTOMERS, COLUMNS, *(table.columns for table in _TABLES)]
    return frozenset(fold(heading) for columns in kinds for headings in columns.fields.values() for heading in headings)
