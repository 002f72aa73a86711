"""kill -9 at any moment of any act and of any run, and `balie controle` after each."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random

from tests.soak.acting import main as act
from tests.soak.forks import command, forked
from tests.soak.rounds import Round
from tests.soak.stores import PATIENCE, controle, make_store

_LONGEST = 400
"""Statements of the database after which a desk is killed at the latest: some twenty acts."""

_DAY = "--werkdatum"
_RUNS: dict[str, tuple[str, ...]] = {
    "facturatie": ("--ja", _DAY, "09-04-2025"),
    "facturatie --aanmanen": ("--ja", _DAY, "09-06-2025"),
    "incasso": ("--ja", _DAY, "09-04-2025"),
    "uitbetaling": ("--ja", _DAY, "09-04-2025"),
    "berichten": ("--ja", _DAY, "09-04-2025"),
    "opruimen": ("--ja", _DAY, "09-04-2025"),
    "overzicht dagoverzicht": (_DAY, "09-04-2024"),
}
_ACTS = 60
"""Acts of a desk that is not killed first."""
_SLOWEST = 0.5
"""Seconds after which a desk or a run is killed at the latest."""


def kills_of_acts(given: Round) -> list[str]:
    """A desk that acts, killed at a statement or at a moment; then the store is checked."""
    random = given.random()
    path = given.folder / "balie.balie"
    library = make_store(path, random)
    found: list[str] = []
    while not given.is_over and not found:
        seed, statements = random.randrange(10**6), random.randint(1, _LONGEST)
        desk = partial(act, path, library, seed, _ACTS)
        if random.random() < 0.5:
            marks, told, status = forked(partial(desk, statements), PATIENCE)
            how = f"at statement {statements}"
        else:
            moment = random.uniform(0.0, _SLOWEST)
            marks, told, status = forked(desk, moment)
            how = f"after {moment:.3f} s"
        given.volume["kills"] += status == -9
        given.volume["acts"] += marks.count(b"a")
        given.volume["acts refused"] += marks.count(b"r")
        if status > 0:
            found.append(f"desk {seed} ended:\n{told.decode(errors='replace')}")
        found += [f"desk {seed}, killed {how}: {text}" for text in controle(path)]
    return found


def kills_of_runs(given: Round) -> list[str]:
    """A command killed at a moment, then the store is checked, then the command is done to its end."""
    random = given.random()
    path = given.folder / "balie.balie"
    library = make_store(path, random)
    forked(partial(act, path, library, given.seed, _ACTS), PATIENCE)
    found: list[str] = []
    while not given.is_over and not found:
        words, run = _any_run(random, given.folder)
        moment = random.uniform(0.0, _SLOWEST)
        _, told, status = forked(command(path, *run), moment)
        given.volume["kills"] += status == -9
        given.volume["runs"] += 1
        found += _mistakes(words, told, status)
        found += [f"{words}, killed after {moment:.3f} s: {text}" for text in controle(path)]
        _, told, status = forked(command(path, *run), PATIENCE)
        found += _mistakes(f"{words}, again after it was killed at {moment:.3f} s", told, status)
        found += [f"{words}, done to its end: {text}" for text in controle(path)]
    return found


def _any_run(random: Random, folder: Path) -> tuple[str, list[str]]:
    words = random.choice((*_RUNS, "backup", "herstel"))
    copy = str(folder / "kopie.balie")
    if words == "backup" or not Path(copy).exists():
        return "backup", ["backup", copy, "--overschrijf"]
    if words == "herstel":
        return words, [words, copy, "--ja"]
    return words, [*words.split(), *_RUNS[words]]


def _mistakes(words: str, told: bytes, status: int) -> list[str]:
    text = told.decode(errors="replace")
    if status in (-9, 0, 1) and "Traceback" not in text and "Verslag:" not in text:
        return []
    return [f"{words} ended with {status}:\n{text}"]
