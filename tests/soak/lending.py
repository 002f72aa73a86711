"""Lending in any order whatever: every act and its undoing, by three people at two branches, or with strips."""

from __future__ import annotations

import traceback
from random import Random

from balie.circulation.opening_days import DayKind
from balie.store.connection import create_store
from tests.soak.rounds import Round
from tests.support.lending_searches import searches
from tests.support.lending_sessions import AGO, BACK, DAYS, WHAT, WHICH, WHO, YES, LendingSessions
from tests.support.lending_town import make_town

_STEPS = 60
_TOLD = 15


def lending_at_random(given: Round) -> list[str]:
    """One history after another, each of so many steps on a store of its own; every step is checked."""
    random = given.random()
    empty = given.folder / "empty.balie"
    create_store(empty).close()
    towns = [make_town(given.folder, empty, strips=strips) for strips in (False, True)]
    while not given.is_over:
        folder = given.folder / str(given.volume["histories of lending"])
        folder.mkdir()
        sessions, done = LendingSessions(folder, random.choice(towns)), list[str]()
        try:
            for _ in range(_STEPS):
                step(sessions, random, done)
                sessions.check()
        except Exception:  # whatever it is, it is a finding
            return [f"after {'; '.join(done[-_TOLD:])}:\n{traceback.format_exc()}"]
        finally:
            sessions.close()
            given.volume["histories of lending"] += 1
            given.volume["acts of lending"] += len(done)
    return []


def step(sessions: LendingSessions, random: Random, done: list[str]) -> None:
    """One act at random; `done` gets what it was before it is done."""
    who, what, place = random.choice(WHO), random.choice(WHAT), random.choice(BACK)
    title, item = random.choice(WHICH), random.choice((None, None, 0, 1))
    yes, on, kind = random.choice(YES), random.random() < 0.5, random.choice((None, *DayKind))
    ago, days, how, around = random.choice(AGO), random.choice(DAYS), random.randrange(10), random.randint(-10, 12)
    acts = {
        f"lends {who} {what} {yes} {on}": lambda: sessions.lends(who, what, allowed=yes, go_on=on),
        f"counts in house {what}": lambda: sessions.counts_in_house(what, again=not ago),
        f"takes back {what} {ago}": lambda: sessions.takes_back(what, ago),
        f"renews {who} {yes}": lambda: sessions.renews(who, allowed=yes),
        "renews by itself": sessions.renews_by_itself,
        f"lose {who} {place}": lambda: sessions.loses(who, place, place % 3 * 750),
        f"claims {who} {place}": lambda: sessions.claims(who, place),
        f"searches {what} {how % 3}": lambda: searches(sessions, what, how % 3),
        f"due date {who} {place} {around}": lambda: sessions.sets_a_due_date(who, place, around),
        f"books fines {who}": lambda: sessions.books_fines(who),
        f"undoes {place}": lambda: sessions.undoes(place),
        "undoes the last": lambda: sessions.undoes(0),
        f"undoes set aside {place}": lambda: sessions.undoes_set_aside(place),
        f"reserves {who} {title} {item} {yes}": lambda: sessions.reserves(who, title, item, allowed=yes),
        f"collects {who}": lambda: sessions.collects(who),
        f"reserves again {who}": lambda: sessions.reserves_again(who),
        f"sets aside {what}": lambda: sessions.sets_aside(what),
        f"changes a hold {who} {place} {how}": lambda: sessions.changes_a_hold(who, place, how),
        f"changes an item {what} {how % 4}": lambda: sessions.changes_an_item(what, how % 4),
        f"calendar {around} {kind}": lambda: sessions.sets_the_calendar(around, kind),
        f"pays {who} {yes}": lambda: sessions.pays(who, waived=yes),
        f"days {days}": lambda: sessions.days_go_by(days),
        "other branch": sessions.goes_to_the_other_branch,
    }
    name = random.choice(list(acts))
    done.append(name)
    acts[name]()
