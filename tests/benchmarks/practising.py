"""The practice desk: its start, a fresh file, a lesson that plays itself, and a key with the coach on the screen."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import perf_counter

from balie.opening import Opening
from balie.options import DeskOptions
from balie.practice.lessons.naming import Names
from balie.practice.lessons.reading import load_lesson, names_of
from balie.practice.lessons.structs import LessonStep
from balie.practice.places import DAY, USUAL_LIBRARY, practice_file
from balie.practice.starting import begin_afresh
from screens.keyboard.actions import ACTIONS
from screens.practice.keystrokes import keystrokes
from screens.practice.player import Player
from tests.benchmarks.figures import Line, median, percentile
from tests.benchmarks.programs import desk, practice_desk
from tests.benchmarks.terminal import Session
from tests.support.desk_driver import Driver, running

LEARNER = "meter"
_LESSON = "ebook-inschrijven"
_PLACE = "9428 Gieten"
_OFFERED = "kies een les"
_TYPED = "abcdefghijklmnopqrstuvwxyz"
_READY = 0.8

Doing = Callable[[Driver, LessonStep, Names], Coroutine[object, object, None]]


def measure_practising(folder: Path, starts: int, keys: int, rounds: int) -> list[Line]:
    """Each measure in turn with its floor; medians, and for keys the 95th percentile. In ms."""
    home = folder / "practice"
    path = practice_file(home, LEARNER, USUAL_LIBRARY)
    begin_afresh(path, USUAL_LIBRARY, DAY, home)
    return [
        _start(home, _same_size(path, folder), starts),
        _fresh(path, home, folder, starts),
        _played(path, home, rounds),
        _with_coach(home, keys),
    ]


def _same_size(path: Path, folder: Path) -> Path:
    """A store as large as a practice file, of a real desk: without the mark."""
    store = folder / "as-large.balie"
    shutil.copyfile(path, store)
    with Opening(DeskOptions(store, working_date=DAY, practice=True)) as opening:
        opening.store.connection.execute("DELETE FROM setting WHERE key = 'practice'")
    return store


def _start(home: Path, store: Path, times: int) -> Line:
    """From exec until the place is there: the last thing of a first screen; behind it the list of lessons."""
    starts = [(_until(desk(store), _PLACE), _until(practice_desk(home, LEARNER), _OFFERED)) for _ in range(times)]
    return Line(
        "practice desk, exec to its list of lessons",
        "the desk, a store as large",
        median(own for _, own in starts) * 1000,
        median(bare for bare, _ in starts) * 1000,
        "ms",
        1.15,
    )


def _until(session: Session, shown: str) -> float:
    with session:
        session.type_until("", shown)
        return perf_counter() - session.started


def _fresh(path: Path, home: Path, folder: Path, times: int) -> Line:
    copied, fresh = [], []
    for _ in range(times):
        since = perf_counter()
        shutil.copyfile(path, folder / "copy.balie")
        copied.append(perf_counter() - since)
        since = perf_counter()
        begin_afresh(path, USUAL_LIBRARY, DAY, home)
        fresh.append(perf_counter() - since)
    return Line("a fresh practice file", "a copy of it", median(fresh) * 1000, median(copied) * 1000, "ms", 3)


def _played(path: Path, home: Path, rounds: int) -> Line:
    typed, played = [], []
    for _ in range(rounds):
        typed.append(asyncio.run(_enrolment(path, home, _type)))
        played.append(asyncio.run(_enrolment(path, home, _play)))
    return Line(
        "a lesson played at full speed", "its keys typed", median(played) * 1000, median(typed) * 1000, "ms", 1.2
    )


async def _enrolment(path: Path, home: Path, do: Doing) -> float:
    """The seconds that the e-book enrolment takes, at a fresh desk."""
    begin_afresh(path, USUAL_LIBRARY, DAY, home)
    lesson = load_lesson(_LESSON, frozenset(action.id for action in ACTIONS))
    with Opening(DeskOptions(path, working_date=DAY, practice=True)) as opening:
        async with running(opening.desk()) as driver:
            names = names_of(lesson, USUAL_LIBRARY, driver.host.desk.branch.number)
            await driver.keys("escape")
            since = perf_counter()
            for step in lesson.step:
                await do(driver, step, names)
            return perf_counter() - since


async def _type(driver: Driver, step: LessonStep, names: Names) -> None:
    for stroke in keystrokes(step, names, ACTIONS):
        await driver.key(stroke.key)


async def _play(driver: Driver, step: LessonStep, names: Names) -> None:
    await Player(driver.host, names).play(step)


def _with_coach(home: Path, keys: int) -> Line:
    with practice_desk(home, LEARNER, _LESSON) as coached, practice_desk(home, f"{LEARNER}2") as bare:
        coached.type_until("", "1/6")
        bare.type_until("", _OFFERED)
        bare.press("\x1b", _READY)
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(max(1, keys // len(_TYPED))):
            for character in _TYPED:
                for session, found in zip((coached, bare), times, strict=True):
                    first = session.press(character).first
                    assert first is not None, f"{character!r} painted nothing:\n{session.display}"
                    found.append(first)
            for session in (coached, bare):
                session.press("\x15")
    own, floor = (percentile(found, 95) * 1000 for found in times)
    return Line("key to paint with a coach on the screen, p95", "without", own, floor, "ms", 1.15)
