"""Lessons played at a desk where the clock stands, and a one-time password is always the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from unittest.mock import patch

from balie.desk import Desk
from balie.library.structs import OneTimePassword
from balie.practice.manual.drawing import drawn
from balie.practice.manual.shots import Shot
from balie.practice.places import DAY
from screens.practice.shooting import shot_of
from tests.support.desk_driver import Driver

QUARTER_PAST_NINE = datetime.combine(DAY, time(7, 15), UTC)
"""Of the practice day, where the libraries are."""
MANUAL = Path(__file__).parents[2] / "docs" / "handleiding"
_PASSWORD = "7K3M9T4X"


def with_clock_stopped(desk: Desk) -> Desk:
    """The same desk, at which it is always a quarter past nine."""
    return replace(desk, now=lambda: QUARTER_PAST_NINE)


@contextmanager
def same_password() -> Iterator[None]:
    """Meanwhile everybody gets the same one-time password, as long as the library says and of letters it knows."""

    def password(rule: OneTimePassword) -> str:
        return (_PASSWORD * 3)[: rule.length]

    with patch("balie.customers.cards.credentials.new_password", password):
        yield


def shot(driver: Driver) -> Shot:
    """What the desk shows."""
    return shot_of(driver.app.screen._compositor.render_strips(), driver.app.size.width)


def files_of(shot: Shot, name: str, told: str) -> dict[str, str]:
    """The files of a picture, by name: to look at and to read."""
    return {f"{name}.svg": drawn(shot, told), f"{name}.txt": shot.text}


def committed(*parts: str) -> str:
    """A file of the manual as it is in the repository; empty where there is none."""
    try:
        return MANUAL.joinpath(*parts).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
