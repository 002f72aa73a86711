"""Tab 4, Overig: what was done with a customer, by whom and when, in Dutch words from the journal; the latest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from json import loads
from textwrap import wrap
from typing import TYPE_CHECKING

from balie.customers.identities import all_ids
from balie.customers.tabs.editing import all_fields
from balie.customers.tabs.journal_words import ACTIONS, LABELS
from balie.customers.tabs.tab import Tab, TabTable
from balie.dutch.moments import format_moment

if TYPE_CHECKING:
    from balie.customers.tabs.edit_fields import EditField
    from balie.desk import Desk
    from balie.store.transaction import Row

PAGE = 100
"""So many acts are read at once."""

_WIDTH = 54
"""Room for what was done beside when and who, at 80 columns."""


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the journal: `09-04-2024 10:15`, the staff code, what was done, and a line per changed value."""

    at: str
    staff: str
    branch: str
    what: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acts:
    """A page of acts, the latest first; `after` is where the next one begins, None when this was the last."""

    rows: tuple[Act, ...]
    after: int | None


def read_acts(desk: Desk, customer_id: int, *, after: int | None = None, limit: int = PAGE) -> Acts:
    """What was done with a customer, also before records were merged into this one; `after` of the page before."""
    rows = _rows(desk, customer_id, after, limit + 1)
    fields = all_fields(desk)
    acts = tuple(_act(desk, fields, row) for row in rows[:limit])
    return Acts(acts, rows[limit - 1][0] if len(rows) > limit else None)


def show(desk: Desk, customer_id: int, after: int | None = None) -> Tab:
    """Tab 4 as it is read: a page of acts (the last ones, or those behind `after`), on as many lines as they need."""
    page = read_acts(desk, customer_id, after=after)
    rows: list[tuple[str, str, str]] = []
    for act in page.rows:
        lines = [act.what, *(part for line in act.lines for part in wrap(line, _WIDTH - 2, subsequent_indent="  "))]
        rows.append((act.at, act.staff, lines[0]))
        rows.extend(("", "", f"  {line}") for line in lines[1:])
    return Tab((), TabTable(("Wanneer", "Wie", "Wat"), tuple(rows)), page.after)


def _rows(desk: Desk, customer_id: int, after: int | None, limit: int) -> list[Row]:
    ids = all_ids(desk.store, customer_id)
    return desk.store.read(
        f"SELECT id, at, staff, branch, action, before, after FROM journal WHERE customer_id IN"
        f" ({', '.join('?' * len(ids))}) AND id < ? ORDER BY id DESC LIMIT ?",
        (*ids, after if after is not None else 2**62, limit),
    )


def _act(desk: Desk, fields: Mapping[str, EditField], row: Row) -> Act:
    _, at, staff, branch, action, before, after = row
    was, will = loads(before or "{}"), loads(after or "{}")
    return Act(
        at=format_moment(datetime.fromisoformat(at)),
        staff=staff,
        branch=branch,
        what=ACTIONS.get(action, action),
        lines=tuple(_lines(desk, fields, was, will)),
    )


def _lines(
    desk: Desk, fields: Mapping[str, EditField], was: Mapping[str, object], will: Mapping[str, object]
) -> Iterator[str]:
    """`E-mail: oud → nieuw`; only one value where there is only one."""
    for key in dict.fromkeys((*was, *will)):
        label, before, after = _shown(desk, fields, key, was.get(key), will.get(key))
        if not label or before == after:
            continue
        if key in was and key in will:
            yield f"{label}: {before or '(leeg)'} → {after or '(leeg)'}"
        elif key in will:
            yield f"{label}: {after}"
        else:
            yield f"{label} was: {before}"


def _shown(desk: Desk, fields: Mapping[str, EditField], key: str, was: object, will: object) -> tuple[str, str, str]:
    """The label of a key and its two values; without a label where the key is not known."""
    if key in LABELS:
        word = LABELS[key]
        before, after = ("" if value in (None, "") else word.shown(desk, value) for value in (was, will))
        return word.label, before, after
    if key in fields:
        spec = fields[key]
        return spec.full_label, spec.shown(str(was or "")), spec.shown(str(will or ""))
    return "", "", ""
