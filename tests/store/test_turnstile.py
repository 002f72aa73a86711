"""Writers take turns, also over a desk that died; a desk that hangs is not waited for without end."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.turnstile import Turnstile, glances, lock_path, turnstile_for

Spawn = Callable[..., "subprocess.Popen[str]"]

HOLD = """
import sys
from pathlib import Path
from balie.store.turnstile import turnstile_for
turnstile = turnstile_for(Path(sys.argv[1]))
getattr(turnstile, sys.argv[2])()
print("heeft het", flush=True)
sys.stdin.readline()
getattr(turnstile, sys.argv[3])()
print("gaf het", flush=True)
sys.stdin.readline()
"""


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def hold(spawn: Spawn, path: Path, take: str, give: str) -> subprocess.Popen[str]:
    process = spawn(HOLD, path, take, give)
    assert line(process) == "heeft het"
    return process


def test_one_process_has_one_turnstile_for_a_store_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "map")
    one = turnstile_for(tmp_path / "map" / "b.balie")
    assert turnstile_for(tmp_path / "link" / "b.balie") is one
    assert turnstile_for(tmp_path / "map" / "c.balie") is not one


def test_a_lock_file_that_was_thrown_away_is_made_again(tmp_path: Path) -> None:
    one = turnstile_for(tmp_path / "b.balie")
    lock_path(tmp_path / "b.balie").unlink()
    other = turnstile_for(tmp_path / "b.balie")
    assert other is not one
    assert lock_path(tmp_path / "b.balie").exists()


def test_the_turn_comes_when_the_other_desk_gives_it(tmp_path: Path, spawn: Spawn) -> None:
    other = hold(spawn, tmp_path / "b.balie", "enter", "leave")
    turnstile = Turnstile(tmp_path / "b.balie", patience=0)
    with pytest.raises(Refusal, match="te lang door een andere balie"):
        turnstile.enter()
    tell(other)
    assert line(other) == "gaf het"
    patient = Turnstile(tmp_path / "b.balie")
    patient.enter()
    patient.leave()


def test_a_desk_that_dies_gives_its_turn_away(tmp_path: Path, spawn: Spawn) -> None:
    other = hold(spawn, tmp_path / "b.balie", "enter", "leave")
    turnstile = Turnstile(tmp_path / "b.balie")
    came = threading.Event()

    def wait() -> None:
        turnstile.enter()
        came.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert not came.is_set()
    other.kill()
    waiter.join(timeout=30)
    assert came.is_set()
    turnstile.leave()


def test_a_desk_that_hangs_is_refused_in_words_and_followed_when_it_goes_on(tmp_path: Path, spawn: Spawn) -> None:
    other = hold(spawn, tmp_path / "b.balie", "enter", "leave")
    os.kill(other.pid, signal.SIGSTOP)
    turnstile = Turnstile(tmp_path / "b.balie", patience=0)
    for _ in range(3):
        with pytest.raises(Refusal):
            turnstile.enter()
    os.kill(other.pid, signal.SIGCONT)
    tell(other)
    assert line(other) == "gaf het"
    # The place that nobody wanted any more was given on: somebody else can have the turn.
    third = hold(spawn, tmp_path / "b.balie", "enter", "leave")
    assert third.poll() is None


def test_a_waiter_takes_over_the_place_that_is_still_in_the_queue(tmp_path: Path, spawn: Spawn) -> None:
    other = hold(spawn, tmp_path / "b.balie", "enter", "leave")
    turnstile = Turnstile(tmp_path / "b.balie", patience=0)
    with pytest.raises(Refusal):
        turnstile.enter()
    turnstile._patience = 30
    tell(other)
    turnstile.enter()
    third = spawn(HOLD, tmp_path / "b.balie", "enter", "leave")
    turnstile.leave()
    assert line(third) == "heeft het"


def test_threads_of_one_process_take_turns_too(tmp_path: Path) -> None:
    turnstile = Turnstile(tmp_path / "b.balie", patience=30)
    inside: list[int] = []
    seen: list[int] = []

    def work() -> None:
        for _ in range(200):
            turnstile.enter()
            inside.append(1)
            seen.append(len(inside))
            inside.pop()
            turnstile.leave()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 800


def test_who_wants_the_store_alone_waits_until_every_desk_is_gone(tmp_path: Path, spawn: Spawn) -> None:
    turnstile = turnstile_for(tmp_path / "b.balie")
    other = hold(spawn, tmp_path / "b.balie", "share", "part")
    assert turnstile.share()
    assert not turnstile.claim()
    turnstile.part()
    assert not turnstile.claim()
    tell(other)
    assert line(other) == "gaf het"
    assert turnstile.claim()
    assert not turnstile.share()
    turnstile.unclaim()
    assert turnstile.share()
    turnstile.part()


def test_nobody_comes_in_while_somebody_has_the_store_alone(tmp_path: Path, spawn: Spawn) -> None:
    turnstile = turnstile_for(tmp_path / "b.balie")
    other = hold(spawn, tmp_path / "b.balie", "claim", "settle")
    assert not turnstile.share()
    assert not turnstile.claim()
    tell(other)
    assert line(other) == "gaf het"
    assert not turnstile.claim()
    assert turnstile.share()
    turnstile.part()


def test_a_process_counts_as_present_until_its_last_connection_is_gone(tmp_path: Path, spawn: Spawn) -> None:
    turnstile = turnstile_for(tmp_path / "b.balie")
    assert turnstile.share()
    assert turnstile.share()
    turnstile.part()
    ask = "import sys; from pathlib import Path; from balie.store.turnstile import turnstile_for;"
    ask += "print(turnstile_for(Path(sys.argv[1])).claim())"
    assert line(spawn(ask, tmp_path / "b.balie")) == "False"
    turnstile.part()
    assert line(spawn(ask, tmp_path / "b.balie")) == "True"


def test_one_looks_at_least_once() -> None:
    assert len(list(glances(0))) == 1
