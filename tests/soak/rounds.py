"""What a round of soaking is given, and what it gives back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one kind: `seed` decides everything but the moments, `folder` is empty and its own.

    `until` is the moment of `monotonic` at which it stops; `volume` counts what was done, by its word for the report.
    """

    seed: int
    folder: Path
    until: float
    volume: Counter[str] = field(default_factory=Counter)

    @property
    def is_over(self) -> bool:
        """Whether its time is used up."""
        return monotonic() >= self.until

    def random(self) -> Random:
        """Chances that are the same for the same seed."""
        return Random(self.seed)


Kind = Callable[[Round], list[str]]
"""Does a round; gives what was found, each with all one needs to look into it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and how to see it again."""

    kind: str
    seed: int
    told: str

    def text(self, seconds: float) -> str:
        """The finding for the report."""
        again = f'make soak ARGS="--only {self.kind} --seed {self.seed} --rounds 1 --seconds {seconds:g}"'
        return f"FOUND by {self.kind}, seed {self.seed}: {self.told}\n  again: {again}"
