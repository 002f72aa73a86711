"""Achterhoekse Poort with a second branch, and readers: what tests of reservations begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from msgspec.structs import replace as changed

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.circulation.holds import Hold, find_hold
from balie.desk import Desk
from balie.library.lending_tables import HoldRules
from balie.library.structs import Branch, Library
from tests.support.applicants import enrol_tester

EAST, WEST = "4104", "4105"
NAMES = ("Aalbers", "Boekhorst", "Claessen", "Dijkstra", "Elsinga")


def two_branches(poort: Library) -> Library:
    """Achterhoekse Poort with a second branch, Winterswijk; what is reserved stands ready for ten days."""
    return changed(poort, branches=(*poort.branches, Branch(number=WEST, name="Winterswijk")))


def desk_at(desk: Desk, library: Library, branch: str = EAST) -> Desk:
    """The desk of a branch of `two_branches`."""
    return replace(desk, library=library, branch=library.branch(branch))


def with_holds(desk: Desk, holds: HoldRules) -> Desk:
    """The desk of a library with these rules of reservations."""
    return replace(desk, library=changed(desk.library, holds=holds))


def reader(desk: Desk, name: str, *, born: str = "04-01-1991", subscription: str = "0002") -> int:
    """Enrol somebody with this surname who may borrow."""
    who = {"surname": name, "birth_date": born, "guardian": "A. de Ouder"}
    return enrol_tester(desk, subscription=subscription, number=None, **who).customer_id


def later(desk: Desk, days: int) -> Desk:
    """The same desk so many days later."""
    return replace(desk, working_date=desk.working_date + timedelta(days=days))


def stored(desk: Desk, hold_id: int) -> Hold:
    """A reservation as it is now."""
    hold = find_hold(desk.store, hold_id)
    assert hold is not None
    return hold


def status(desk: Desk, number: str) -> ItemStatus:
    """The status of an item as it is now."""
    return item_of(desk.store, number).status


def told(hold: Hold) -> tuple[str, str | None, date | None]:
    """State, item set aside and last day: what most tests look at."""
    return str(hold.state), hold.ready_item, hold.expires_on
