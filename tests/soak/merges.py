"""Records of one person merged and taken apart between every act of a desk, in one history after another."""

from __future__ import annotations

import traceback

from balie.store.connection import create_store
from tests.soak.rounds import Round
from tests.support.merge_histories import MergeHistory

_STEPS = 80
_TOLD = 12
_LIBRARIES = ("achterhoekse-poort", "biblionet-drenthe")


def merges_between_acts(given: Round) -> list[str]:
    """One history after another, each of so many steps on a store of its own; every step is checked."""
    random = given.random()
    empty = given.folder / "empty.balie"
    create_store(empty).close()
    while not given.is_over:
        folder = given.folder / str(given.volume["histories with merges"])
        folder.mkdir()
        history = MergeHistory(folder, empty, random.choice(_LIBRARIES))
        done: list[str] = []
        try:
            for _ in range(_STEPS):
                done.append(history.step(random))
                history.check()
        except Exception:  # whatever it is, it is a finding
            return [f"after {'; '.join(done[-_TOLD:])}:\n{traceback.format_exc()}"]
        finally:
            history.close()
            given.volume["histories with merges"] += 1
            given.volume["merges undone"] += history.undone
    return []
