"""A few titles with their items, for tests of the catalogue, of lending, and of their screens."""

from __future__ import annotations

from datetime import date

from balie.catalogue.item_form import ItemValues, NewItem
from balie.catalogue.items import add_item
from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import add_title
from balie.desk import Desk

AVONDEN_ISBN = "9789023441908"
AVONDEN = TitleValues(
    title="De avonden",
    subtitle="een winterverhaal",
    author="Reve, Gerard",
    kind="boek",
    isbn=AVONDEN_ISBN,
    publisher="De Bezige Bij",
    year=1947,
    language="dut",
    audience="volwassenen",
    subjects="Amsterdam; Jaren veertig",
    extent="222 p.",
)


def add_avonden(desk: Desk, *numbers: str | None) -> tuple[int, list[str]]:
    """De avonden with items of these numbers (None: the desk makes one); its id and the numbers of its items."""
    return add_with_items(desk, AVONDEN, *numbers)


def add_with_items(desk: Desk, title: TitleValues, *numbers: str | None) -> tuple[int, list[str]]:
    """A title with items of these numbers (None: the desk makes one); its id and the numbers of its items."""
    title_id = add_title(desk, title)
    values = ItemValues(branch=desk.branch.number, material=title.kind, shelf="A3", call_mark="REVE")
    return title_id, [add_item(desk, title_id, NewItem(number, values)) for number in numbers]


def lend_out(desk: Desk, customer_id: int, number: str, due_on: date) -> None:
    """An open loan of an item, straight in the store."""
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, item_number, lent_on, due_on) VALUES (?, ?, ?, ?)",
            (customer_id, number, desk.working_date.isoformat(), due_on.isoformat()),
        )


def reserve(
    desk: Desk, customer_id: int, title_id: int, *, item: str | None = None, ready_item: str | None = None
) -> None:
    """An open reservation, straight in the store; `ready_item`: that item stands ready."""
    day = desk.working_date.isoformat()
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO hold (title_id, item_number, customer_id, branch, placed_on, placed_by, state, ready_item,"
            " ready_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                title_id,
                item,
                customer_id,
                desk.branch.number,
                day,
                desk.staff,
                "A" if ready_item is None else "O",
                ready_item,
                None if ready_item is None else day,
            ),
        )
