"""Making the practice town in an empty store."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from balie.practice.town.building import close_the_books, fill_catalogue, new_town
from balie.practice.town.situations import set_the_scene
from balie.practice.town.year import live_a_year

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.connection import Store


def make_town(store: Store, library: Library, day: date, spool: Path) -> None:
    """Fill a store with the town of the library's first branch, as it is on `day`. Takes some two seconds."""
    town = new_town(store, library, library.branches[0], day, spool)
    fill_catalogue(town)
    live_a_year(town)
    set_the_scene(town)
    close_the_books(town)
