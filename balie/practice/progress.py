"""What a learner has done: lessons, hints and keys, in a file of their own on this machine, theirs to erase."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from balie.refusal import Refusal
from balie.store.errors import refusing
from balie.store.output import put


@dataclass(frozen=True, slots=True)
class Progress:
    """How a learner stands with a lesson.

    `started` and `done` count how often, `hints` how many were asked the last time it was done, `keys` how many were
    pressed then, and `shortest` how many the lesson itself needs.
    """

    lesson: str
    started: int = 0
    done: int = 0
    hints: int = 0
    keys: int = 0
    shortest: int = 0


def _counted(lesson: str, values: dict[str, int]) -> Progress:
    """Raises `TypeError` where something else than numbers was stored."""
    if not all(type(value) is int for value in values.values()):
        raise TypeError(values)
    return Progress(lesson, **values)


class ProgressFile:
    """The progress of one learner. A file that cannot be read is told, and never written over."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, Progress]:
        """Every lesson that was begun, by its id. Raises `Refusal` for a file that cannot be read."""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: _counted(name, values) for name, values in stored.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise Refusal(f"{self._path} is niet te lezen. Verbeter of verwijder dat bestand met voortgang.") from error

    def started(self, lesson: str, shortest: int) -> None:
        """A lesson was begun."""
        before = self._of(lesson)
        self._keep(replace(before, started=before.started + 1, shortest=shortest))

    def done(self, lesson: str, *, hints: int, keys: int) -> None:
        """A lesson was done to its end."""
        before = self._of(lesson)
        self._keep(replace(before, done=before.done + 1, hints=hints, keys=keys))

    def erase(self) -> bool:
        """Forget everything; whether there was anything. Raises `Refusal` when it cannot be removed."""
        with refusing(self._path):
            try:
                self._path.unlink()
            except FileNotFoundError:
                return False
        return True

    def _of(self, lesson: str) -> Progress:
        return self.read().get(lesson, Progress(lesson))

    def _keep(self, now: Progress) -> None:
        stored = {**self.read(), now.lesson: now}
        values = {
            name: {key: value for key, value in asdict(one).items() if key != "lesson"} for name, one in stored.items()
        }
        with refusing(self._path):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put(self._path, (json.dumps(values, indent=2) + "\n").encode())


def learners(folder: Path) -> list[str]:
    """Who practised here, by the names of their folders."""
    return sorted(path.parent.name for path in folder.glob("*/voortgang.json"))


def progress_rows(learner: str, found: Iterable[Progress]) -> list[tuple[str, ...]]:
    """A table of a learner's lessons, its head first."""
    head = ("cursist", "les", "begonnen", "gedaan", "hints", "toetsen", "kortste")
    return [
        head,
        *(
            (learner, one.lesson, *(str(count) for count in (one.started, one.done, one.hints, one.keys, one.shortest)))
            for one in sorted(found, key=lambda one: one.lesson)
        ),
    ]
