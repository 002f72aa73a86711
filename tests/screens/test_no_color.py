"""NO_COLOR: the desk is drawn in greys, and everything on it is still told."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect
import pytest

COLOUR = re.compile(r"[34]8;2;(\d+);(\d+);(\d+)")
READY = "9428 Gieten"


def drawn(folder: Path, **environment: str) -> str:
    """All that the desk writes to a terminal of true colours until it is ready."""
    surroundings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "screens.start"],
        env={**surroundings, "COLORTERM": "truecolor", "BALIE_BESTAND": str(folder / "a.balie"), **environment},
        cwd=str(Path(__file__).parents[2]),
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=30,
    )
    child.expect(READY)
    written = str(child.before)
    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()
    return written


@pytest.mark.slow
def test_no_color_draws_in_greys_only(tmp_path: Path) -> None:
    plain = COLOUR.findall(drawn(tmp_path, NO_COLOR="1"))
    assert plain
    assert all(red == green == blue for red, green, blue in plain)


@pytest.mark.slow
def test_without_it_there_are_colours(tmp_path: Path) -> None:
    assert any(len(set(parts)) > 1 for parts in COLOUR.findall(drawn(tmp_path)))
