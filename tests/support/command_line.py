"""What the tests of the command line call `balie` with."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Run(Protocol):
    """The fixture `balie`: arguments in, status and both texts out."""

    def __call__(self, *arguments: object, today: date = ...) -> tuple[int, str, str]: ...
