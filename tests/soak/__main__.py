"""`make soak`: everything at random, for an hour, with fresh seeds; `make soak ARGS="--minutes 5 --seed 7"` for less.

Each kind of the registry has its rounds in turn, until the time is over. Prints what was done and what was found, each
with its seed and how to see it again; the exit status is 1 when anything was found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections import Counter
from itertools import count, cycle
from pathlib import Path
from random import SystemRandom
from time import monotonic

from tests.soak.registry import KINDS
from tests.soak.rounds import Finding, Round


def main(arguments: list[str]) -> int:
    """Soak; 0 when nothing was found."""
    asked = _parser().parse_args(arguments)
    start = monotonic()
    end = start + asked.minutes * 60
    seed = asked.seed if asked.seed is not None else SystemRandom().randrange(10**9)
    chosen = asked.only or list(KINDS)
    volume: Counter[str] = Counter()
    findings: list[Finding] = []
    print(f"soaking {', '.join(chosen)} from seed {seed}", flush=True)
    for number, kind in zip(count(), cycle(chosen), strict=False):
        rounds = number // len(chosen)
        if monotonic() >= end or rounds == asked.rounds:
            break
        found = _round(kind, seed + rounds, min(end, monotonic() + asked.seconds), volume)
        findings += found
        for finding in found:
            print(finding.text(asked.seconds), flush=True)
        print(f"{(monotonic() - start) / 60:.1f} min, {kind} {seed + rounds}: {_told(volume)}", flush=True)
    print(f"\n{(monotonic() - start) / 3600:.2f} hours: {_told(volume)}")
    print(f"{len(findings)} findings" if findings else "nothing was found")
    return 1 if findings else 0


def _round(kind: str, seed: int, until: float, volume: Counter[str]) -> list[Finding]:
    with tempfile.TemporaryDirectory(prefix=f"balie-soak-{kind}-") as folder:
        try:
            found = KINDS[kind](Round(seed, Path(folder), until, volume))
        except Exception:  # a mistake of the soaking is told, and the other kinds go on
            found = [f"the round itself ended:\n{traceback.format_exc()}"]
    return [Finding(kind, seed, told) for told in found]


def _told(volume: Counter[str]) -> str:
    return ", ".join(f"{times:,} {word}" for word, times in sorted(volume.items())) or "nothing yet"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long altogether (60)")
    parser.add_argument("--seconds", type=float, default=45.0, help="how long a round is (45)")
    parser.add_argument("--rounds", type=int, default=-1, help="so many rounds of each kind, rather than until the end")
    parser.add_argument("--seed", type=int, help="the seed of the first round; the next has the next (fresh)")
    parser.add_argument("--only", nargs="+", choices=list(KINDS), help="these kinds (all)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
