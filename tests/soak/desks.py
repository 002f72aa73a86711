"""Sixteen desks on one store, each with its own mix of acts, merges among them."""

from __future__ import annotations

import subprocess
import sys

from tests.soak.rounds import Round
from tests.soak.stores import CHECKOUT, PATIENCE, controle, make_store

DESKS = 16
_ACTS = 25


def sixteen_desks(given: Round) -> list[str]:
    """All of them act at once, over and over; the store is checked after each time."""
    random = given.random()
    path = given.folder / "balie.balie"
    library = make_store(path, random)
    found: list[str] = []
    while not given.is_over and not found:
        seeds = [random.randrange(10**6) for _ in range(DESKS)]
        desks = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.soak.acting", str(path), library, str(seed), str(_ACTS)],
                cwd=CHECKOUT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for seed in seeds
        ]
        for seed, desk in zip(seeds, desks, strict=True):
            try:
                marks, told = desk.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                desk.kill()
                marks, told = desk.communicate()
                found.append(f"desk {seed} did not end in {PATIENCE:g} seconds")
            given.volume["acts"] += marks.count(b"a")
            given.volume["acts refused"] += marks.count(b"r")
            if desk.returncode > 0:
                found.append(f"desk {seed} ended:\n{told.decode(errors='replace')}")
        found += controle(path)
    return found
