"""`python -m tests.soak.acting STORE LIBRARY SEED ACTS [STATEMENTS]`: a desk that does acts at random, in a process.

Ends by itself after so many acts, or with SIGKILL at the given statement of the database. Prints an `a` for every act
that was done and an `r` for every one that was refused, each as soon as it is.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from random import Random

from balie.refusal import Refusal
from tests.soak.acts import ACTS, Work
from tests.soak.stores import desk_on


def main(path: Path, library: str, seed: int, acts: int, statements: int = 0) -> int:
    """Act; 0 when every act was done or refused. An error that is no refusal goes up, with the act in a note."""
    random = Random(seed)
    desk = desk_on(path, library, f"d{seed % 100:02}")
    if statements:
        _kill_at(desk.store.connection.set_trace_callback, statements)
    work = Work(desk, random)
    names = list(ACTS)
    weights = [weight for _, weight in ACTS.values()]
    with desk.store:
        for number in range(acts):
            (name,) = random.choices(names, weights)
            try:
                ACTS[name][0](work)
            except Refusal:
                os.write(1, b"r")
            except Exception as error:
                error.add_note(f"act {number}: {name}")
                raise
            else:
                os.write(1, b"a")
    return 0


def _kill_at(watch: object, statements: int) -> None:
    left = statements

    def burn(_: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    assert callable(watch)
    watch(burn)


if __name__ == "__main__":
    place, of, *numbers = sys.argv[1:]
    sys.exit(main(Path(place), of, *map(int, numbers)))
