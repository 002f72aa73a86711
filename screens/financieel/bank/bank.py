"""Bankbestand: what the bank says back, booked once; and the list of what the desk has to sort out."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from balie.dutch.bank import grouped_iban
from balie.dutch.counts import format_count, many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import shown
from balie.finance.bank import BankFile, BankFileReport, BookingResult, StatementRow, statements
from balie.finance.bank.desk_list import OpenEntry, open_entries, waiting
from balie.finance.bank.telling import done_texts, nothing_text, question_text
from balie.refusal import Refusal
from screens.financieel.runs.run_lines import RunLine, section, told
from screens.financieel.runs.run_page import FieldRunPage
from screens.pages.act import Acts, PageAct
from screens.widgets.form_model import FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.acts.running import Progress, Work
    from screens.financieel.bank.bank_entry import BankEntryPage

_PATH = FieldSpec("path", "Bestand", 0, required=True, longest=1_000, label_width=8)
_STATEMENTS_SHOWN = 30
_MOST_FILES = 500
_CHANGED = "Het bestand is veranderd sinds het is bekeken. Kijk opnieuw."


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a file holds, and by what it is known to be the same file when it is booked."""

    path: Path
    mark: tuple[int, int]
    report: BankFileReport


class BankPage(FieldRunPage[_Seen, BookingResult]):
    """Nothing is read until a file is typed or chosen; the list for the desk shows at once."""

    heading = "Bankbestand"

    def __init__(self, desk: Desk, folder: str, remember: Callable[[str], None]) -> None:
        super().__init__(desk, _PATH, folder)
        self._remember = remember
        self.list_box.empty = "Typ waar het bestand van de bank staat, of een map; Enter leest het."

    def on_mount(self) -> None:
        """The cursor behind what stands there already."""
        self.model.press("end", None)

    async def find_out(self) -> None:
        """Of a folder: ask which file. Then read it; nothing is booked."""
        path = _read_path(self.typed)
        if _is_folder(path):
            chosen = await self._pick_file(path)
            if chosen is None:
                return
            self.model.set("path", str(chosen))
            self.form.state_changed()
            path = chosen
        await super().find_out()
        if self.seen is not None:
            self._remember(f"{path.absolute().parent}{os.sep}")

    async def _pick_file(self, folder: Path) -> Path | None:
        from screens.dialogs.pick import Pick

        try:
            found = _xml_files(folder)
        except OSError:
            raise Refusal("Deze map kan niet worden gelezen.").for_field("path") from None
        if not found:
            raise Refusal("In deze map staat geen bestand dat op .xml eindigt. Typ het hele pad.").for_field("path")
        chosen = await self.desk_app.ask(Pick(f"Bestanden in {folder.name}", [path.name for path in found]))
        return None if chosen is None else found[chosen]

    def looking(self) -> Work[_Seen]:
        """What stands in the file."""
        path = _read_path(self.typed)

        def read(desk: Desk, progress: Progress) -> _Seen:
            mark = _mark(path)
            with BankFile(desk, path) as file:
                return _Seen(path, mark, file.read(progress))

        return read

    def lines(self) -> list[RunLine]:
        """What the file holds, what waits for the desk, what was read before."""
        seen, left = self.seen, waiting(self.desk)
        entries = [self._entry_line(entry) for entry in open_entries(self.desk)] if left.count else []
        more = left.count - len(entries)
        heading = f"Voor de balie, {many(left.count, 'boeking', 'boekingen')}, samen {format_cents(left.cents)}"
        return [
            *(told(line) for line in (seen.report.lines if seen else ())),
            *section(f"{heading} (Enter toont er een)", entries),
            *([RunLine(f"En nog {format_count(more)}.")] if more else ()),
            *section(
                "Eerder gelezen", [_statement_line(row) for row in statements(self.desk.store, limit=_STATEMENTS_SHOWN)]
            ),
        ]

    def _entry_line(self, entry: OpenEntry) -> RunLine:
        def page() -> BankEntryPage:
            from screens.financieel.bank.bank_entry import BankEntryPage

            return BankEntryPage(self.desk, entry)

        return RunLine(entry.line, detail=f"{entry.line}. {entry.why}", page=page)

    def nothing(self, seen: _Seen) -> str:
        """Whether anything in the file was not booked before."""
        return nothing_text(seen.report)

    def question(self, seen: _Seen) -> str:
        """How many movements, what they come to, and how many are left for the desk."""
        return question_text(seen.report, seen.path.name)

    def doing(self, seen: _Seen) -> Work[BookingResult]:
        """Book it."""

        def book(desk: Desk, progress: Progress) -> BookingResult:
            if _mark(seen.path) != seen.mark:
                raise Refusal(_CHANGED).for_field("path")
            with BankFile(desk, seen.path) as file:
                return file.book(progress)

        return book

    def told(self, done: BookingResult) -> list[str]:
        """What was booked, and what is left."""
        return done_texts(done, waiting(self.desk).count)

    ACTS: Acts[Self] = (PageAct("main", FieldRunPage.do_main, label="Boeken"),)


def _statement_line(row: StatementRow) -> RunLine:
    done = "" if row.done_on else ", niet af: lees het bestand opnieuw"
    begin = f"{format_date(row.read_on)} afschrift {shown(row.reference)}, {grouped_iban(row.account)}{done}"
    left = f" ({format_count(row.waiting)} op de lijst)" if row.waiting else ""
    return RunLine(begin, f"{format_count(row.movements)}{left}", detail=f"{begin}, gelezen door {row.staff}.")


def _read_path(text: str) -> Path:
    """Where the file lies, as typed or dropped on the terminal (which puts quotes around it)."""
    typed = text.strip()
    if len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "'\"":
        typed = typed[1:-1]
    if not typed:
        raise Refusal("Typ waar het bestand van de bank staat.").for_field("path")
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # ~name of nobody
        return Path(typed)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, a folder one may not look in: reading it says so
        return False


def _xml_files(folder: Path) -> list[Path]:
    """The newest first."""
    found = [(entry.stat().st_mtime, entry.name) for entry in os.scandir(folder) if entry.name.lower().endswith(".xml")]
    return [folder / name for _, name in sorted(found, reverse=True)[:_MOST_FILES]]


def _mark(path: Path) -> tuple[int, int]:
    """What changes when the file does; reading it says what is wrong with a file that is not there."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else (0, 0)
