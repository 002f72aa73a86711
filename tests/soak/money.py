"""Members to whom everything happens that has to do with money, one life after another, looked at after every act."""

from __future__ import annotations

import traceback
from datetime import UTC, date, datetime

from balie.desk import Desk
from balie.library.load import load_library
from balie.store.connection import create_store
from tests.soak.rounds import Round
from tests.support.money_life import ACTS, MoneyLife

_STEPS = 80
_TOLD = 20
_CHOICES = 12
_BEGINS = date(2024, 4, 9)


def money_lives(given: Round) -> list[str]:
    """One life after another in either library, of so many acts on a store of its own; looked at after every act."""
    random = given.random()
    libraries = [load_library(name) for name in ("achterhoekse-poort", "biblionet-drenthe")]
    names = sorted(ACTS)
    while not given.is_over:
        folder = given.folder / str(given.volume["lives with money"])
        folder.mkdir()
        done: list[tuple[str, int]] = []
        library = random.choice(libraries)
        with create_store(folder / "balie.balie") as store:
            life = MoneyLife(
                Desk(
                    store=store,
                    library=library,
                    branch=library.branches[0],
                    staff="ebt",
                    working_date=_BEGINS,
                    spool=folder / "spool",
                    now=lambda: datetime(2024, 4, 9, 8, 15, tzinfo=UTC),
                )
            )
            try:
                life.begin()
                while len(done) < _STEPS and not given.is_over:
                    done.append((random.choice(names), random.randrange(_CHOICES)))
                    life.do(*done[-1])
                    life.check()
            except Exception:  # whatever it is, it is a finding
                return [f"{library.name}, after {done[-_TOLD:]}:\n{traceback.format_exc()}"]
            finally:
                given.volume["lives with money"] += 1
                given.volume["acts with money"] += len(done)
    return []
