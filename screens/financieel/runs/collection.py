"""Incasso: what a month collects and what not, the files for the bank, and the files of before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from balie.dutch.counts import format_count, many
from balie.dutch.dates import format_date, month_year
from balie.dutch.money import format_cents
from balie.dutch.months import format_month, read_month
from balie.finance.collection.files import CollectionFile, files, stored_items, unwritten
from balie.finance.collection.folder import collection_folder
from balie.finance.collection.items import LeftOutCharge
from balie.finance.collection.naming import put_in_place
from balie.finance.collection.preview import CollectionPreview, next_month, preview
from balie.finance.collection.run import Collected, collect
from balie.finance.collection.telling import done_texts, nothing_text, question_text
from screens.financieel.runs.bank_file_page import BankFilePage
from screens.financieel.runs.invoicing import MONTH
from screens.financieel.runs.run_lines import SHORT_HASH, RunLine, counted, section, told
from screens.financieel.runs.run_page import FieldRunPage
from screens.pages.act import Acts, PageAct

if TYPE_CHECKING:
    from pathlib import Path

    from balie.desk import Desk
    from screens.acts.running import Progress, Work

_SHOWN = 1_000
_FILES_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Seen:
    """A preview with the first of those who are left out; `unfinished` files of before have no name yet."""

    preview: CollectionPreview
    left_out: Sequence[LeftOutCharge]
    unfinished: int


class CollectionPage(FieldRunPage[_Seen, Collected]):
    """The run of a month; the one that can be delivered now stands there already."""

    heading = "Incasso"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, MONTH, format_month(next_month(desk)))

    def read_field(self, name: str, text: str) -> str:
        """A month, as it is written."""
        return format_month(read_month(text))

    def looking(self) -> Work[_Seen]:
        """What the run of the month collects."""
        month = read_month(self.typed)

        def look(desk: Desk, progress: Progress) -> _Seen:
            left_out: list[LeftOutCharge] = []

            def keep(charge: LeftOutCharge) -> None:
                if len(left_out) < _SHOWN:
                    left_out.append(charge)

            found = preview(desk, month, on_left_out=keep, progress=progress)
            return _Seen(found, left_out, len(unwritten(desk.store)))

        return look

    def lines(self) -> list[RunLine]:
        """The totals, what to know, who is left out, the files that were made."""
        seen = self.seen
        return [
            *(_preview_lines(seen) if seen else ()),
            *section("Gemaakte bestanden (Enter toont ze)", [self._file_line(file) for file in self._files()]),
        ]

    def _files(self) -> list[CollectionFile]:
        return files(self.desk.store, limit=_FILES_SHOWN)

    def _file_line(self, file: CollectionFile) -> RunLine:
        unnamed = "" if file.is_written else ", nog niet klaar"
        begin = f"{file.name}  {format_date(file.made_on)}  {file.sha256[:SHORT_HASH]}{unnamed}"
        return RunLine(begin, counted(file.items, file.cents), page=lambda: _file_page(self.desk, file))

    def nothing(self, seen: _Seen) -> str:
        """Whether anything is to be collected, or a file of before to be finished."""
        return "" if seen.unfinished else nothing_text(seen.preview)

    def question(self, seen: _Seen) -> str:
        """How many, what they come to, and when it is collected."""
        if not seen.preview.items:
            return f"{many(seen.unfinished, 'bestand', 'bestanden')} van de vorige keer afmaken?"
        return question_text(seen.preview)

    def doing(self, seen: _Seen) -> Work[Collected]:
        """The run."""
        return lambda desk, progress: collect(desk, seen.preview.month, progress)

    def told(self, done: Collected) -> list[str]:
        """The files, and where they lie."""
        return done_texts(done, collection_folder(self.desk), hash_shown=SHORT_HASH)

    ACTS: Acts[Self] = (PageAct("main", FieldRunPage.do_main, label="Incasseren"),)


def _preview_lines(seen: _Seen) -> list[RunLine]:
    left_out = [told(charge.line, customer_id=charge.customer_id) for charge in seen.left_out]
    more = seen.preview.left_out - len(left_out)
    return [
        *(RunLine(label, value) for label, value in seen.preview.lines()),
        *(told(f"Let op: {warning}") for warning in seen.preview.warnings[:_SHOWN]),
        *section("Gaat niet mee (Enter opent de klant)", left_out),
        *([RunLine(f"En nog {format_count(more)}.")] if more else ()),
    ]


def _file_page(desk: Desk, file: CollectionFile) -> BankFilePage:
    """The file with everything in it."""
    rows = (
        ("Map", str(collection_folder(desk))),
        ("Berichtkenmerk", file.message_id),
        ("Versie", file.version),
        ("Incassomaand", month_year(file.month)),
        ("Incassodatum", format_date(file.collect_on)),
        ("Incasso's", counted(file.items, file.cents)),
        ("SHA-256", file.sha256),
        ("Gemaakt", f"{format_date(file.made_on)} door {file.staff}"),
    )
    items = [
        f"{item.end_to_end_id:<12} {item.sequence:<4}{format_cents(item.cents):>12}  {item.debtor}, {item.description}"
        for item in stored_items(desk.store, file.file_id)
    ]

    def lay(desk: Desk, progress: Progress) -> Path:
        return put_in_place(desk, file)

    return BankFilePage(file.name, rows, items, lay)
