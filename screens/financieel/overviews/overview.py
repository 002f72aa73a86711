"""An overview on the screen: what is asked for above, the lines below, their totals at the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Self

from textual.events import Resize
from textual.widget import Widget

from balie.dutch.counts import many
from balie.dutch.dates import format_date, parse_date
from balie.finance.overviews.paper import about, print_job, show_all
from balie.finance.overviews.reading import BRANCH, FIRST, LAST, TILL, ColumnTotals, read_page, read_scope
from balie.finance.overviews.shape import PeriodKind
from screens.financieel.overviews.columns import ShownColumns, fitting
from screens.pages.act import Acts, PageAct
from screens.pages.form_talk import FormTalk
from screens.pages.page import BACK, Page
from screens.widgets.form import Form
from screens.widgets.form_model import FieldSpec, FormModel
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import WALKING, ListModel
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.overviews.shape import Key, Overview

MOST_SHOWN = 20_000
"""More lines than this are not for a screen."""

_PAGE = 200
_BETWEEN = 4


def _fields(item: Overview) -> tuple[FieldSpec, ...]:
    """What this overview can be asked for, on one row."""
    asked = [(FIRST, "Van", 20, 11), (LAST, "t/m", 20, 11)] if item.period is not PeriodKind.NOW else []
    asked += [(BRANCH, "Vestiging", 10, 7)] if item.by_branch else []
    asked += [(TILL, "Kas", 10, 9)] if item.by_till else []
    fields: list[FieldSpec] = []
    x = 1
    for name, label, longest, width in asked:
        fields.append(FieldSpec(name, label, 0, x=x, longest=longest, width=width, label_width=len(label)))
        x += len(label) + width + _BETWEEN
    return tuple(fields)


class OverviewPage(FormTalk, Page):
    """What is typed goes to the fields, arrows and PgUp PgDn Home End to the lines. An empty field is as usual."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "save_csv", "print_overview", "back", "menu")

    def __init__(self, desk: Desk, item: Overview) -> None:
        self.heading = item.title
        super().__init__()
        self.desk = desk
        self.item = item
        self.scope = read_scope(desk, item)
        self.rows: list[tuple[str, ...]] = []
        self.totals = ColumnTotals(item)
        self.after: Key | None = None
        self.columns: ShownColumns = fitting(item, (), 0)
        self.about = Summary(self, heading="")
        self.about.styles.height = 1
        self.model = FormModel(_fields(item), self)
        self.form = Form(self.model, self)
        self.form.styles.height = 2
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=self.columns.heading, beside_form=bool(self.model.fields))
        self.list_box.empty = "Niets gevonden."
        self._read_anew()

    def body(self) -> list[Widget]:
        """What it is about, the fields if it has any, the lines."""
        return [self.about, *([self.form] if self.model.fields else []), self.list_box]

    def on_mount(self) -> None:
        """Show what was asked for."""
        self._lay_out()

    def on_resize(self, event: Resize) -> None:
        """Columns as wide as the screen allows."""
        self._lay_out()

    # The lines.

    def _read_anew(self) -> None:
        self.about.heading = about(self.desk, self.item, self.scope)
        self.rows, self.totals, self.after = [], ColumnTotals(self.item), None
        self._read()

    def _read(self) -> None:
        page = read_page(self.desk.store, self.item, self.scope, after=self.after, limit=_PAGE)
        for line in page.lines:
            self.totals.add(line)
            self.rows.append(show_all(self.item, line.cells))
        self.after = page.after

    def _lay_out(self) -> None:
        """Put all lines in, in columns that fit them; the totals below them once every line is there."""
        total = () if self.after is not None else self._total()
        self.columns = fitting(self.item, [*self.rows, *total], self.line_width + 1)
        self.list_box.heading = self.columns.heading
        lines = [self.columns.line(row) for row in self.rows]
        if total:
            lines += ["", *(self.columns.line(row) for row in total)]
        self.list.show(lines, [() for _ in lines], at=self.list.at, more=self.after is not None)
        self.about.refresh()
        self.list_box.refresh()

    def _total(self) -> tuple[tuple[str, ...], ...]:
        if not self.rows or not any(column.summed for column in self.item.columns):
            return ()
        first, *others = show_all(self.item, self.totals.cells)
        return ((first or "Totaal", *others),)

    def _read_on(self) -> None:
        """Add the next page where the end of what was read is near."""
        if self.after is None or self.list.at + self.list.height < len(self.rows) - 1:
            return
        if len(self.rows) >= MOST_SHOWN:
            self.say(f"Meer dan {many(MOST_SHOWN, 'regel', 'regels')}: bewaar het overzicht als CSV (Ctrl+S).")
            return
        self._read()
        if self.after is None:
            self._lay_out()  # the totals may need other columns
        else:
            self.list.lines += [self.columns.line(row) for row in self.rows[len(self.list.lines) :]]
            self.list.keys += [()] * (len(self.list.lines) - len(self.list.keys))

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk the lines, the rest is typed."""
        if key == "end" and self.after is not None:
            self.desk_app.start(self._to_end())
            return True
        if key in WALKING | {"home", "end"}:
            if key in ("down", "pagedown"):
                self._read_on()
            self.list.press(key, None)
            self.list_box.refresh()
            return True
        if not self.model.fields:
            if key == "enter":
                self.run("main")
            return key == "enter"
        handled = self.model.press(key, character)
        if handled:
            self.show_form()
        return handled

    async def _to_end(self) -> None:
        """Read on to the last line, and show the totals."""
        while self.after is not None and len(self.rows) < MOST_SHOWN:
            self._read()
            await asyncio.sleep(0)
        self._lay_out()
        self.list.press("end", None)
        if self.after is not None:
            self._read_on()

    def paste(self, text: str) -> None:
        """Pasted text goes where the cursor is."""
        if self.model.fields:
            super().paste(text)

    def read_field(self, name: str, text: str) -> str:
        """Dates as they are written everywhere; the rest is judged when it is asked for."""
        if name in (FIRST, LAST) and text.strip():
            return format_date(parse_date(text, self.desk.working_date))
        return text.strip()

    def show_form(self) -> None:
        """An overview without fields has nothing to repaint."""
        if self.model.fields:
            super().show_form()

    # What can be done.

    async def do_main(self) -> None:
        """Opvragen: read it (again), for what is typed now."""
        self.scope = read_scope(self.desk, self.item, **self.model.values())
        self.list.at = 0
        self._read_anew()
        self._lay_out()
        self.say(self._found())

    async def _ask_anew(self) -> None:
        """Read again what was asked for since."""
        if read_scope(self.desk, self.item, **self.model.values()) != self.scope:
            await self.do_main()

    def _found(self) -> str:
        if self.after is not None:
            return f"De eerste {len(self.rows)} regels. PgDn leest verder, End gaat naar het eind met de totalen."
        return f"{many(len(self.rows), 'regel', 'regels')}."

    async def do_save_csv(self) -> None:
        """Ask for the name of a file, and write the whole overview in it."""
        from screens.financieel.overviews.saving_csv import save_csv

        await self._ask_anew()
        told = await save_csv(self.desk_app, self.item, self.scope)
        if told:
            self.say(told)

    async def do_print_overview(self) -> None:
        """Print the whole overview, and say where, or why not."""
        from screens.acts.printing import print_document

        await self._ask_anew()
        self.say(await print_document(print_job(self.desk, self.item, self.scope)))

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Opvragen"),
        PageAct("save_csv", do_save_csv),
        PageAct("print_overview", do_print_overview),
        BACK,
    )
