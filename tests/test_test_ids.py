"""What a test is called depends on nothing but its source: not on the clock, the process or the worker that runs it."""

from __future__ import annotations

import re

import pytest

CHANGING = re.compile(r"0x[0-9a-f]{6,}| object at |/tmp/|\bgw\d|\\x1f\\x8b\\x08\\x[0-9a-f]{2}(?!(?:\\x00|0){4}|[]-])")
"""An address, a folder of this run, a worker; or what was packed now: behind its head stands the time."""


def test_no_test_is_called_after_what_changes(request: pytest.FixtureRequest) -> None:
    assert [item.nodeid for item in request.session.items if CHANGING.search(item.nodeid)] == []


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (repr(object()), True),
        (r"\x1f\x8b\x08\x00\xd8\x17Mg\x02", True),
        (r"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02", False),
        ("/tmp/pytest-of-ebt/pytest-3", True),
        ("2024-04-09", False),
        ("0x20", False),
    ],
    ids=["object", "packed-now", "packed", "folder", "day", "number"],
)
def test_what_changes_is_known(value: str, changes: bool) -> None:
    assert bool(CHANGING.search(value)) is changes
