"""Tab A, Rollen, while it is edited: a Ja or Nee per role. The role Lid follows from the membership."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.forms.lists import label_in, lists
from balie.customers.header import branch_label
from balie.customers.tabs.edit_fields import EditField, EditTab, Values, nothing_to_judge, yes_no
from balie.customers.tabs.spans import Span, read_spans, span_values, write_spans
from balie.customers.tabs.tab import Tab, TabTable, day_text

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction


MEMBER = "Lid"
"""The role of who has a membership: read from the periods, so that it ends with the membership."""


def show(desk: Desk, customer_id: int) -> Tab:
    """Tab A as it is read: Lid, then the other roles; those that ended with their last day."""
    offered = lists().roles
    spans = read_spans(desk.store, "role", customer_id)
    return Tab(
        (),
        TabTable(
            ("Rol", "Vestiging", "Van", "T/m", "Door"),
            tuple(
                (
                    label_in(offered, span.code),
                    branch_label(desk, span.branch),
                    day_text(span.since),
                    day_text(span.until),
                    span.noted_by,
                )
                for span in (*_memberships(desk, customer_id), *spans)
            ),
        ),
    )


def _memberships(desk: Desk, customer_id: int) -> list[Span]:
    """The times somebody was a member without a break, the latest first."""
    rows = desk.store.read(
        "SELECT branch, started_on, coalesce(ended_on, CASE WHEN temporary = 1 THEN rights_until END) FROM membership"
        " WHERE customer_id = ? ORDER BY number",
        (customer_id,),
    )
    spans: list[Span] = []
    for branch, started, ended in rows:
        until = None if ended is None else date.fromisoformat(ended)
        if spans and spans[-1].until is None:
            spans[-1] = Span(MEMBER, branch, spans[-1].since, until, "")
        else:
            spans.append(Span(MEMBER, branch, date.fromisoformat(started), until, ""))
    return spans[::-1]


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    return tuple(yes_no(f"role_{role.code}", role.label) for role in lists().roles)


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    return span_values(reader, "role", customer_id, lists().roles)


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    write_spans(tx, "role", customer_id, was, will)


TAB = EditTab(_fields, _read, nothing_to_judge, _write)
