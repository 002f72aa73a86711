"""Fills a store with the practice town: everybody enrols, borrows, pays and leaves by the acts of the desk itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from msgspec import structs

from balie.catalogue.item_form import ItemValues, NewItem
from balie.catalogue.items import add_item
from balie.catalogue.lists import CodeList, audiences, materials
from balie.catalogue.numbers import make_item_number
from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import add_title
from balie.customers.cards.credentials import Cost, make_secret
from balie.customers.cards.numbers import make_number
from balie.customers.finding.entry import FreeCard
from balie.customers.forms.details import read_details
from balie.customers.permission import Override
from balie.customers.subscriptions.pricing import offer_of
from balie.enrolment.application import Application, default_way
from balie.enrolment.enrol import enrol
from balie.finance.pay import Tender, pay, plan, sheet
from balie.library.always import with_prices_always
from balie.practice.town.characters import CHARACTERS, FIRST_OF_TOWN, FIRST_SERIAL, ITEMS, characters
from balie.practice.town.people import Townsperson, townspeople
from balie.practice.town.titles import COUNT, made_up
from balie.practice.town.titles import ITEMS as ITEM_COUNT
from balie.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from balie.customers.cards.credentials import Secret
    from balie.customers.forms.details import Details
    from balie.desk import Desk
    from balie.library.structs import Branch, Library
    from balie.store.connection import Store

SEED = 9428
STAFF = "oefen"
_ROOM = 1000
"""How many actor-ids before the library's first one the people of the town may take; none is below 1."""
A_YEAR = timedelta(days=366)
_CHEAP = Cost(n=2, r=1, p=1)
"""Nobody's password is worth guessing here: the towns people log in nowhere."""
_SUPERVISOR = "ans"
"""Where the library file names none."""
_NOON = 11
_MONTHS = 12
_PAYS = 0.85
"""How many pay their contribution at the desk."""
_NOT_PAID = frozenset({"elzinga"})
_COLLECTED = frozenset({"storno"})
"""Whose contribution waits for the bank, where the library collects."""


@dataclass(slots=True)
class Town:
    """The town while it is built: its desk on any day, who and what there is by name, and what chance decides.

    `people` and `items` are what lessons name: actor-ids and item numbers. `crowd` are the others, `shelf` their items.
    """

    desk: Desk
    day: date
    random: Random
    people: dict[str, int] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    titles: dict[str, int] = field(default_factory=dict)
    crowd: list[int] = field(default_factory=list)
    shelf: list[str] = field(default_factory=list)

    def on(self, day: date) -> Desk:
        """The desk on another day, at noon."""
        moment = datetime(day.year, day.month, day.day, _NOON, tzinfo=UTC)
        return replace(self.desk, working_date=day, now=lambda: moment)


def new_town(store: Store, library: Library, branch: Branch, day: date, spool: Path) -> Town:
    """A town without anybody, on its day."""
    from balie.desk import Desk

    prices = with_prices_always(library, day - 2 * A_YEAR)
    numbers = structs.replace(prices.numbers, first_actor_id=max(1, prices.numbers.first_actor_id - _ROOM))
    known = structs.replace(prices, numbers=numbers)
    return Town(Desk(store, known, branch, STAFF, day, spool), day, Random(SEED))


def close_the_books(town: Town) -> None:
    """What the year printed lies on nobody's desk any more, and who enrols next gets an actor-id behind them all."""
    with town.desk.transaction() as tx:
        tx.execute("UPDATE receipt SET state = 'printed', copies = 1")
        first = town.desk.library.numbers.first_actor_id + _ROOM
        tx.execute("UPDATE counter SET next = ? WHERE name = 'actor'", (first,))


def fill_catalogue(town: Town) -> None:
    """The titles and the items, a year ago; those that lessons scan first."""
    desk, random = town.on(town.day - 2 * A_YEAR), town.random
    for serial, (name, title) in enumerate(ITEMS.items(), start=1):
        title_id = add_title(
            desk, TitleValues(title=title, kind="boek", author="Schrijfster, Nora", audience="volwassenen")
        )
        values = _values(desk, "boek", top_title=name == "toptitel")
        town.titles[name] = title_id
        town.items[name] = add_item(desk, title_id, NewItem(make_item_number(desk.branch.number, serial), values))
    kinds, readers = _codes(materials()), _codes(audiences())
    found = [(add_title(desk, values), values.kind) for values in made_up(random, kinds, readers, COUNT - len(ITEMS))]
    for nth in range(ITEM_COUNT - len(ITEMS)):
        title_id, kind = found[nth] if nth < len(found) else random.choice(found)
        town.shelf.append(add_item(desk, title_id, NewItem(None, _values(desk, kind))))


def _codes(known: CodeList) -> frozenset[str]:
    return frozenset(entry.code for entry in known.entries)


def _values(desk: Desk, material: str, *, top_title: bool = False) -> ItemValues:
    return ItemValues(desk.branch.number, material, shelf="Romans", top_title=top_title, price_cents=2000)


def enrolments(town: Town) -> list[tuple[date, Callable[[], None]]]:
    """Everybody's enrolment, and the day that it is done."""
    found: list[tuple[date, Callable[[], None]]] = []
    named = characters(town.day)
    for nth, name in enumerate(CHARACTERS):
        found.append(_enrolment(town, named[name], FIRST_SERIAL + nth))
    for nth, person in enumerate(townspeople(town.random, town.day)):
        found.append(_enrolment(town, person, FIRST_OF_TOWN + nth))
    return found


def _enrolment(town: Town, person: Townsperson, serial: int) -> tuple[date, Callable[[], None]]:
    on = town.day - timedelta(days=person.joined)

    def act() -> None:
        desk = town.on(on)
        details = read_details(person.fields, on)
        number = FreeCard(make_number(desk.branch.number, serial))
        customer_id = _enrol(desk, details, number, person.name)
        if person.name:
            town.people[person.name] = customer_id
        else:
            town.crowd.append(customer_id)
        if person.name not in _NOT_PAID and (person.name or town.random.random() < _PAYS):
            tender = town.random.choice((Tender.CASH, Tender.CARD, Tender.CARD))
            if person.name not in _COLLECTED or desk.library.direct_debit is None:
                pay_all(desk, customer_id, tender)

    return on, act


def _enrol(desk: Desk, details: Details, number: FreeCard, name: str) -> int:
    """Enrol with the first subscription of the library that this person may have; of a year where there is one."""
    way, basic = default_way(details), details.basic
    every = (
        offer_of(desk.library, one.code, born=basic.birth_date, on=desk.working_date, kind=basic.kind, way=way)
        for one in desk.library.subscriptions
    )
    found = [one[0] for one in every if one is not None and not one[1]]
    supplements = {one.code for one in desk.library.subscriptions if one.supplement}
    terms = {one.code: one.term_months or 0 for one in desk.library.subscriptions if not one.digital_only}
    refused: Refusal | None = None
    for offer in sorted(found, key=lambda offer: terms.get(offer.code, 0) != _MONTHS):
        try:
            allowed = _had_it(desk) if offer.code in supplements else None
            return enrol(desk, Application(number, details, offer.code, way, override=allowed), _secret()).customer_id
        except Refusal as refusal:
            refused = refusal
    raise refused or Refusal(f"In deze bibliotheek is voor een oefenklant ({name or 'stad'}) geen abonnement.")


def _had_it(desk: Desk) -> Override:
    """Some people have a supplement alone, from before it was no longer sold so."""
    return Override(next(iter(desk.library.supervisors), _SUPERVISOR), "Had dit al bij de vorige bibliotheek")


def pay_all(desk: Desk, customer_id: int, tender: Tender) -> None:
    """Pay what is open and not being collected; nothing where nothing is."""
    seen = sheet(desk, customer_id)
    due = sum(line.open_cents for line in seen.lines if not line.collecting)
    if due:
        pay(desk, customer_id, plan(seen, None, tender, f"{due // 100},{due % 100:02d}"))


@cache
def _secret() -> Secret:
    return make_secret("E47C5M6C", _CHEAP)
