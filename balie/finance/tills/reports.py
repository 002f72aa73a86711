"""Z-reports as kept: found again, newest first, and printed once more exactly as they were."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from balie.finance.tills.last import counted, entry
from balie.messages.printing import PrintJob, job_of

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Row

_COLUMNS = (
    f"id, branch, till, number, made_on, staff, coalesce(initials, ''), coalesce(note, ''), {counted('z')},"
    f" {entry('z', 'kasverschil')}, -{entry('z', 'afstorting')}, terminal_cents, text"
)


@dataclass(frozen=True, slots=True)
class ZReport:
    """A closed period of a till. `number` runs per till; `text` is what was printed. Amounts in cents.

    `difference_cents` is what was too much (above zero) or missing; `terminal_cents` None where nobody used it.
    """

    id: int
    branch: str
    till: str
    number: int
    made_on: date
    staff: str
    initials: str
    note: str
    counted_cents: int
    difference_cents: int
    banked_cents: int
    terminal_cents: int | None
    text: str = field(repr=False)

    @property
    def expected_cents(self) -> int:
        """What should have been in the till."""
        return self.counted_cents - self.difference_cents

    @property
    def left_cents(self) -> int:
        """What stayed in the till for the next period."""
        return self.counted_cents - self.banked_cents

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the report."""
        return tuple(self.text.splitlines())


def z_reports(desk: Desk, till: str | None = None, *, before: int | None = None, limit: int = 50) -> list[ZReport]:
    """The Z-reports of a till of this branch (None: that of this desk), newest first, with a number below `before`."""
    rows = desk.store.read(
        f"SELECT {_COLUMNS} FROM z_report AS z WHERE branch = ? AND till = ? AND number < ?"
        " ORDER BY number DESC LIMIT ?",
        (desk.branch.number, desk.till if till is None else till, 2**62 if before is None else before, limit),
    )
    return [_report(row) for row in rows]


def read_report(reader: Reader, report_id: int) -> ZReport | None:
    """One Z-report; None where there is none with this id."""
    row = reader.read_one(f"SELECT {_COLUMNS} FROM z_report AS z WHERE id = ?", (report_id,))
    return None if row is None else _report(row)


def print_job(desk: Desk, report: ZReport) -> PrintJob:
    """The report as it was, ready for `printing.deliver`; the next time the same file, with the same text."""
    name = f"kastelling-{report.branch}-{report.till}-{report.number:05d}.txt"
    return job_of(desk, report.text, name, what="kastelling")


def _report(row: Row) -> ZReport:
    number, branch, till, serial, made_on, *rest = row
    return ZReport(number, branch, till, serial, date.fromisoformat(made_on), *rest)
