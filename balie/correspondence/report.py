"""What became of a run, counted, and the first of what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

TOLD = 100
"""So many messages that did not go out are told of; the rest is counted."""

Progress = Callable[[int, int], None]
"""Takes how many messages were looked at, of how many."""


def silent(done: int, total: int) -> None:
    """Tells nobody how far it is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A message that did not go out: its number, its kind, the klantnummer (empty while it follows), why (Dutch)."""

    message_id: int
    kind: str
    number: str
    reason: str


@dataclass(slots=True)
class SendingReport:
    """What a run did. `stopped` says in Dutch why mailing or printing ended before the end of the queue.

    `mailed` and `printed` went out; `withdrawn` were not true any more; `on_paper` are bons that are to be printed
    instead; `bounced` cannot be reached by mail; `problems` are the
    first of those that wait or failed, `not_sent` counts them all; `doubtful` of those may have gone out. `places`:
    the files, or the printer, the letters went to.
    """

    mailed: int = 0
    printed: int = 0
    withdrawn: int = 0
    on_paper: int = 0
    bounced: int = 0
    not_sent: int = 0
    doubtful: int = 0
    stopped: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the run did anything at all."""
        return any(
            (self.mailed, self.printed, self.withdrawn, self.on_paper, self.bounced, self.not_sent, self.doubtful)
        )

    @property
    def went_well(self) -> bool:
        """Whether everything that was to go out went out."""
        return not (self.not_sent or self.doubtful or self.stopped)

    def tell(self, problem: Problem) -> None:
        """Count a message that did not go out, and keep it among the first."""
        self.not_sent += 1
        if len(self.problems) < TOLD:
            self.problems.append(problem)
