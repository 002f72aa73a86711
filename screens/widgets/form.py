"""A form drawn by one widget: a row of the form is a row of the screen, a key repaints only what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.caret import first_shown
from screens.widgets.form_model import Field, FormModel
from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from screens.host.asking import Surface
    from screens.host.looks import Look

SECOND_COLUMN = 0.45
"""Where the second column begins, as a part of the width."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Text of a form that is not a field: where it stands and what it says."""

    row: int
    x: int
    text: str


class Form(Widget):
    """Draws a `FormModel`. The field with the cursor is marked by ▸ before its label, a wrong one by !."""

    DEFAULT_CSS = "Form { height: 1fr; width: 1fr; }"

    def __init__(self, model: FormModel, page: Surface, *, heading: str = "") -> None:
        super().__init__()
        self.model = model
        self.page = page
        self.heading = heading
        self.captions: tuple[Caption, ...] = ()
        self.cursor_shown = True
        self.top = 0
        self._drawn: tuple[tuple[object, ...], ...] = ()

    def state_changed(self) -> None:
        """Repaint the rows whose fields are no longer as they were drawn."""
        now = self._row_states()
        before, self._drawn = self._drawn, now
        if len(before) != len(now):
            self.refresh()
            return
        if self._scroll():
            self.refresh()
            return
        above = (1 if self.heading else 0) - self.top
        for row, (old, new) in enumerate(zip(before, now, strict=True)):
            if old != new and row + above >= 0:
                self.refresh(Region(0, row + above, self.size.width, 1))

    def _scroll(self) -> bool:
        """Scroll just so far that the field with the cursor shows. Returns whether that was needed."""
        if not self.size.height:
            return False  # not laid out yet: the first row that is drawn scrolls
        room = self._room
        row = self.model.field.spec.row
        above = row - any(caption.row == row - 1 for caption in self.captions)  # with the heading of its group
        furthest = max(0, self._last_row - room + 1)
        top = min(max(min(self.top, above), row - room + 1), furthest)
        changed, self.top = top != self.top, top
        return changed

    @property
    def _room(self) -> int:
        return max(1, self.size.height - (1 if self.heading else 0))

    @property
    def _last_row(self) -> int:
        return max(field.spec.row for field in self.model.fields)

    def _row_states(self) -> tuple[tuple[object, ...], ...]:
        rows: dict[int, list[object]] = {}
        for field in self.model.fields:
            focused = field is self.model.field
            rows.setdefault(field.spec.row, []).append(
                (
                    *(field.spec, field.text, field.editor.cursor if focused else -1, field.error, field.note),
                    focused and field.makes_way,
                )
            )
        return tuple(tuple(rows.get(row, ())) for row in range(max(rows) + 1))

    def caret(self) -> Offset | None:
        """Where a letter would come, or the choice of a choice field."""
        if not self._has_keys:
            return None
        field = self.model.field
        x = self._value_at(field)
        if not field.spec.choices:
            editor = field.editor
            start = first_shown(editor.text, editor.cursor, self._value_width(field, x))
            x += cell_len(editor.text[start : editor.cursor])
        return Offset(x, field.spec.row - self.top + (1 if self.heading else 0))

    @property
    def _has_keys(self) -> bool:
        return self.cursor_shown and not self.page.masthead.active

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        if y == 0:
            self._scroll()  # another size is drawn from its first row on
        look = self.page.look
        row = Row(self.size.width, look.base)
        if self.heading:
            if y == 0:
                row.put(1, self.heading, look.title)
                return row.strip()
            y -= 1
        y += self.top
        captions = sorted((caption for caption in self.captions if caption.row == y), key=lambda caption: caption.x)
        for place, caption in enumerate(captions):
            end = captions[place + 1].x if place + 1 < len(captions) else self.size.width
            row.put(caption.x, cut(caption.text, end - caption.x - 1), look.text_label)
        for field in self.model.fields:
            if field.spec.row == y:
                self._draw(row, field, look)
        if y == self.top > 0:
            row.put(self.size.width - 2, "↑", look.key)
        elif y == self.top + self._room - 1 and y < self._last_row:
            row.put(self.size.width - 2, "↓", look.key)
        return row.strip()

    def click_at(self, x: int, y: int) -> None:
        """A click on a field puts the cursor there, as Tab would; on a choice it shows the list."""
        row = y - (1 if self.heading else 0) + self.top
        here = [field for field in self.model.fields if field.spec.row == row and self._start(field) <= x]
        if here and not self.page.masthead.active:
            field = max(here, key=self._start)
            again = field is self.model.field
            self.model.visit(field)
            if again and field.spec.choices:
                self.model.listener.choose(field.spec.name)
            self.page.focus_moved()

    def _start(self, field: Field) -> int:
        """The cell where the label of a field begins."""
        if field.spec.x is not None:
            return field.spec.x
        return 1 if field.spec.column == 0 else max(36, int(self.size.width * SECOND_COLUMN))

    def _draw(self, row: Row, field: Field, look: Look) -> None:
        spec = field.spec
        start = self._start(field)
        focused = self._has_keys and field is self.model.field
        mark = "▸" if focused else "!" if field.error else " "
        row.put(start - 1, mark, look.error if field.error else look.key)
        row.put(start, _label(field), look.title if spec.required or focused else look.text_label)
        value_at = self._value_at(field)
        width = self._value_width(field, value_at)
        style = look.field_focus if focused else look.field
        if spec.choices:
            end = row.put(value_at, field.shown + " ▾", look.selected if focused else style)
        elif focused:
            self._draw_editing(row, field, value_at, width, look)
            end = value_at + width
        else:
            row.put(value_at, field.text, style, width=width)
            end = value_at + width
        if field.note:
            row.put(end + 1, cut(field.note, self.size.width - end - 2), look.note)

    def _value_at(self, field: Field) -> int:
        """The cell where the value of a field begins."""
        return self._start(field) + max(field.spec.label_width, cell_len(_label(field))) + 1

    def _value_width(self, field: Field, value_at: int) -> int:
        spec = field.spec
        following = [
            self._start(other)
            for other in self.model.fields
            if other.spec.row == spec.row and (other.spec.column > spec.column or (other.spec.x or 0) > (spec.x or 0))
        ]
        room = (min(following) if following else self.size.width) - value_at - 2
        return max(1, min(room, spec.width) if spec.width is not None else room)

    def _draw_editing(self, row: Row, field: Field, x: int, width: int, look: Look) -> None:
        editor = field.editor
        start = first_shown(editor.text, editor.cursor, width)
        row.put(x, cut(editor.text[start:], width), look.field_focus, width=width)
        if field.makes_way:  # it goes as a whole with the first letter
            row.paint(x, min(cell_len(editor.text[start:]), width), look.selected)
        at = x + cell_len(editor.text[start : editor.cursor])
        row.paint(at, max(1, cell_len(editor.text[editor.cursor : editor.cursor + 1])), look.cursor)


def _label(field: Field) -> str:
    return field.spec.label + (" *" if field.spec.required else "")
