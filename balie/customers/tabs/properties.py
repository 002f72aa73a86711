"""Tab 6, Eigenschappen-1, while it is edited: selection, Persoon/Instelling, blocks, loan history, relations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.loans import forget_returned
from balie.customers.blocks import read_blocks
from balie.customers.forms.choices import NO, PERSONS, YES, label_of
from balie.customers.forms.fields import LONGEST_SELECTION, read_selection
from balie.customers.forms.lists import label_in, lists
from balie.customers.header import Cell, strips_left
from balie.customers.kinds import rules_of
from balie.customers.relations import check_relation, children_of, head_of, read_relative, relate, unrelate
from balie.customers.tabs.block_fields import block_fields, block_values, write_blocks
from balie.customers.tabs.edit_fields import EditField, EditTab, Values, changed, or_none, yes_no
from balie.customers.tabs.property_row import write_property
from balie.customers.tabs.tab import Tab, TabTable, day_text
from balie.dutch.names import Person
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_LONGEST_NUMBER = 20
_LONGEST_COUNT = 5

_SELECT = (
    "SELECT c.selection, c.person, p.organisation, coalesce(p.irregular_returns, 0), c.keep_history_since IS NOT NULL,"
    " c.warn_seen_before FROM customer AS c LEFT JOIN property AS p ON p.customer_id = c.id WHERE c.id = ?"
)


def show(desk: Desk, customer_id: int) -> Tab:
    """Tab 6 as it is read: properties, and below them a line per block and per relation."""
    values = _read(desk.store, customer_id)
    since, period = _history_and_strips(desk.store, customer_id)
    lines = [
        (f"Blokkade {block.kind.label.lower()}", block.reason, day_text(block.since), block.set_by)
        for block in read_blocks(desk.store, customer_id)
    ]
    head = head_of(desk.store, customer_id)
    relatives = [("Familiehoofd", head)] if head else []
    relatives += [("Kind", child) for child in children_of(desk.store, customer_id)]
    lines += [
        (label, f"{relative.name} {relative.number or 'nummer volgt'}", day_text(relative.since), relative.made_by)
        for label, relative in relatives
    ]
    institution = values["person"] == Person.INSTITUTION
    return Tab(
        (
            Cell("Selectie", values["selection"]),
            Cell("Persoon/Instelling", label_of("person", values["person"])),
            *((Cell("Soort instelling", label_in(lists().organisations, values["organisation"])),) * institution),
            Cell("Niet normaal ingenomen", values["irregular_returns"]),
            Cell("Strippen", strips_left(desk, customer_id, *period)),
            Cell("Leenhistorie bewaren?", "Nee" if since is None else f"Ja, sinds {day_text(since)}"),
            Cell("Melding 'titel eerder geleend'?", label_of("warn_seen_before", values["warn_seen_before"])),
            Cell("Geblokkeerd", "Ja" if any(line[0].startswith("Blokkade") for line in lines) else "Nee"),
        ),
        TabTable(("Soort", "Wie of waarom", "Sinds", "Door"), tuple(lines)) if lines else None,
    )


def _history_and_strips(reader: Reader, customer_id: int) -> tuple[date | None, tuple[int | None, int | None]]:
    """Since when the loan history is kept; number and strips of the last period of membership."""
    row = reader.read_one(
        "SELECT c.keep_history_since, m.number, m.strips FROM customer AS c LEFT JOIN membership AS m"
        " ON m.customer_id = c.id WHERE c.id = ? ORDER BY m.number DESC LIMIT 1",
        (customer_id,),
    )
    assert row is not None
    since, period, strips = row
    return (None if since is None else date.fromisoformat(since)), (period, strips)


def _read_count(text: str, today: date) -> str:
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise Refusal("Dit is een aantal: laat het staan, of typ 0 om opnieuw te beginnen.")
    return str(int(text))


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    """What the klanttype decides is not asked here: a person stays a person, an institution an institution."""
    row = desk.store.read_one("SELECT kind FROM customer WHERE id = ?", (customer_id,))
    if row is None:  # every field of every kind, for who reads the journal
        return _all_fields()
    other = "person" if rules_of(row[0]).is_institution else "organisation"
    return tuple(field for field in _all_fields() if field.name != other)


def _all_fields() -> tuple[EditField, ...]:
    return (
        EditField(
            "selection",
            "Selectie",
            longest=LONGEST_SELECTION,
            read=lambda text, today: read_selection(text),
        ),
        EditField("person", "Persoon/Instelling", choices=PERSONS, required=True),
        EditField("organisation", "Soort instelling", choices=or_none(lists().organisations)),
        EditField(
            "irregular_returns",
            "Niet normaal ingenomen",
            longest=_LONGEST_COUNT,
            required=True,
            note="Typ 0 om opnieuw te tellen.",
            read=_read_count,
        ),
        *block_fields(),
        yes_no("keep_history", "Leenhistorie bewaren?"),
        yes_no("wipe_history", "Leenhistorie wissen?", note="Ja wist wat is geleend en teruggebracht, voorgoed."),
        yes_no("warn_seen_before", "Melding 'titel eerder geleend'?"),
        EditField(
            "head",
            "Familiehoofd",
            "Relaties",
            longest=_LONGEST_NUMBER,
            note="Scan de pas van het familiehoofd; leeg is geen.",
            journalled=False,
        ),
        EditField(
            "new_child",
            "Kind toevoegen",
            "Relaties",
            longest=_LONGEST_NUMBER,
            note="Scan de pas van het kind.",
            journalled=False,
        ),
    )


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    row = reader.read_one(_SELECT, (customer_id,))
    assert row is not None
    selection, person, organisation, irregular, history, warn = row
    head = head_of(reader, customer_id)
    return {
        "selection": selection or "",
        "person": person,
        "organisation": organisation or "",
        "irregular_returns": str(irregular),
        **block_values(reader, customer_id),
        "keep_history": YES if history else NO,
        "wipe_history": NO,
        "warn_seen_before": YES if warn else NO,
        "head": "" if head is None else head.number or f"[{head.customer_id}]",
        "new_child": "",
    }


def _judge(desk: Desk, reader: Reader, customer_id: int, was: Values, will: Values, reasons: Reasons) -> None:
    if will["irregular_returns"] not in (was["irregular_returns"], "0"):
        reasons.add("Dit aantal telt Balie zelf: laat het staan, of typ 0 om opnieuw te beginnen.", "irregular_returns")
    day = desk.working_date
    if changed(was, will, "head") and will["head"]:
        with reasons.at("head"):
            check_relation(reader, customer_id, read_relative(reader, will["head"], day), day)
    if will["new_child"]:
        with reasons.at("new_child"):
            if will["head"]:
                raise Refusal("Deze klant heeft zelf een familiehoofd: koppel het kind aan dat familiehoofd.")
            _check_child(reader, read_relative(reader, will["new_child"], day), customer_id, day)


def _check_child(reader: Reader, child_id: int, head_id: int, on: date) -> None:
    head = head_of(reader, child_id)
    if head is not None:
        other = "deze klant" if head.customer_id == head_id else "een ander familiehoofd"
        raise Refusal(f"Dit kind is al gekoppeld aan {other}: een kind heeft één familiehoofd.")
    check_relation(reader, child_id, head_id, on)


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    day = tx.stamp.working_date
    stored = _read(tx, customer_id)  # with what this kind of customer is not asked
    was, will = {**stored, **was}, {**stored, **will}
    tx.execute(
        "UPDATE customer SET selection = ?, person = ?, warn_seen_before = ?,"
        " keep_history_since = CASE WHEN ? THEN coalesce(keep_history_since, ?) END WHERE id = ?",
        (
            *(will["selection"] or None, will["person"], int(will["warn_seen_before"] == YES)),
            *(int(will["keep_history"] == YES), day.isoformat(), customer_id),
        ),
    )
    if changed(was, will, "organisation", "irregular_returns"):
        write_property(
            tx,
            customer_id,
            organisation=will["organisation"] or None,
            irregular_returns=int(will["irregular_returns"]),
        )
    write_blocks(tx, customer_id, was, will)
    # Without consent the link between a loan and who had it goes once the item is back (rules.md#retention).
    if will["wipe_history"] == YES or (changed(was, will, "keep_history") and will["keep_history"] == NO):
        forget_returned(tx, customer_id)
    if changed(was, will, "head"):
        if will["head"]:
            relate(tx, customer_id, read_relative(tx, will["head"], day))
        else:
            unrelate(tx, customer_id)
    if will["new_child"]:
        relate(tx, read_relative(tx, will["new_child"], day), customer_id)


TAB = EditTab(_fields, _read, _judge, _write)
