"""Whether a program has nothing left to do, as the system tells it."""

from __future__ import annotations

from pathlib import Path

_AT_WORK = "RD"
"""States of a thread that runs, waits for its turn on the processor, or for a disk."""


def is_asleep(pid: int) -> bool:
    """Whether every thread of a process waits for something to come. So does one that is stopped, or is no more."""
    try:
        states = [_state(task) for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return True
    return not any(state in _AT_WORK for state in states)


def _state(task: Path) -> str:
    """The letter of a thread's state: it stands behind the name of the program, which is in brackets."""
    try:
        return (task / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"
