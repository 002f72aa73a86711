"""What the command line asks of the desk. Imports no click, so that plain `balie` starts without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How the desk is to be opened. What is None was not said: the store's own settings, or the defaults, decide.

    `store` is absolute (`--bestand`, `BALIE_BESTAND` or the default place); `library` a name or a path, `branch` four
    digits and `staff` a code, all as typed and still to be checked; `mouse` turns the mouse on.
    """

    store: Path
    library: str | None = None
    branch: str | None = None
    staff: str | None = None
    working_date: date | None = None
    mouse: bool = False
