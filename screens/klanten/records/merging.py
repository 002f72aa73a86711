"""Ontdubbelen: two records side by side, what moves and what does not; the left one stays, S changes sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, Self

from rich.cells import cell_len

from screens.pages.act import Acts, PageAct
from screens.pages.text_page import TextPage
from screens.widgets.row import wrapped

if TYPE_CHECKING:
    from balie.customers.merging.merge import MergePreview
    from balie.desk import Desk

_LABEL = 22
_COLUMN = 25


class MergingPage(TextPage):
    """The preview to read; F2 asks once more and then merges."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "swap", "back", "close")

    def __init__(self, desk: Desk, shown: MergePreview) -> None:
        super().__init__("Ontdubbelen", preview_lines(shown))
        self.desk = desk
        self.shown = shown

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Scroll; S is the short way to the other side."""
        if (character or "").lower() == "s":
            self.run("swap")
            return True
        return super().press_in_body(key, character)

    def do_swap(self) -> None:
        """The other record stays."""
        from balie.customers.merging.merge import preview

        self.shown = preview(self.desk, *self.shown.swapped)
        self.text.show(preview_lines(self.shown))
        self.say(f"Nu blijft [{self.shown.keep}], en gaat [{self.shown.merge}] erin op.")

    async def do_main(self) -> None:
        """Ask, merge, and show the record that stays."""
        from balie.customers.merging.merge import merge
        from screens.dialogs.question import Question

        app, shown = self.desk_app, self.shown
        if not await app.ask(Question(f"[{shown.merge}] laten opgaan in [{shown.keep}]?")):
            return
        merge(self.desk, shown)
        app.forget_customer(shown.merge)
        await app.open_customer(shown.keep, alert=False)
        app.page.say(f"[{shown.merge}] is hierin opgegaan. Ongedaan maken kan: T, Ontdubbelen ongedaan.")

    ACTS: Acts[Self] = (
        PageAct("swap", do_swap),
        PageAct("main", do_main, label="Samenvoegen"),
    )


def preview_lines(shown: MergePreview) -> list[str]:
    """The preview as lines of 78: the two records in columns, ≠ where they differ, then what moves."""
    lines = list(_columns("", "BLIJFT", "GAAT HIERIN OP"))
    for line in shown.compared:
        lines += _columns(f"{'≠' if line.differs else ' '} {line.label}", line.stays, line.goes)
        if line.becomes != line.stays:
            lines += _columns("", f"→ {line.becomes}", "")
    lines += _section("Let op", shown.warnings)
    lines += _section("Gaat mee naar de klant die blijft", shown.moves)
    lines += _section("Staat daar al, en wordt alleen in het journaal bewaard", shown.left_out)
    return lines


def _section(title: str, texts: Iterable[str]) -> list[str]:
    told = [f"   {line}" for text in texts for line in wrapped(text, 2 * _COLUMN + _LABEL)]
    return ["", f" {title}:", *told] if told else []


def _columns(label: str, left: str, right: str) -> Iterator[str]:
    """A line in three columns; what does not fit in one goes on in it on the next line."""
    cells = (wrapped(label, _LABEL), wrapped(left, _COLUMN), wrapped(right, _COLUMN))
    if label.startswith("  "):
        cells = ([f"  {line}" for line in wrapped(label, _LABEL - 2)], *cells[1:])
    for parts in zip_longest(*cells, fillvalue=""):
        widths = (_LABEL, _COLUMN, _COLUMN)
        row = "  ".join(part + " " * (width - cell_len(part)) for part, width in zip(parts, widths, strict=True))
        yield f" {row}".rstrip()
