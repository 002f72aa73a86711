"""Titles and items for tests, added as the desk adds them."""

from __future__ import annotations

from balie.catalogue.item_form import read_new_item
from balie.catalogue.items import add_item
from balie.catalogue.title_form import read_title
from balie.catalogue.titles import add_title
from balie.desk import Desk

EVENINGS = "9789023441908"
"""The ISBN of the title that `new_title` adds unless told otherwise."""


def new_title(desk: Desk, **fields: str) -> int:
    """Add `De avonden` by Gerard Reve, or what the fields make of it; its id."""
    typed = {"title": "De avonden", "author": "Reve, Gerard", "kind": "Boek", "year": "1947", **fields}
    return add_title(desk, read_title(typed, desk.working_date))


def new_item(desk: Desk, title_id: int, **fields: str) -> str:
    """Add an item to a title at the branch of the desk, with a number the desk makes; its number."""
    typed = {"number": "v", "branch": desk.branch.number, "material": "Boek", **fields}
    return add_item(desk, title_id, read_new_item(typed, desk.library, desk.working_date))
