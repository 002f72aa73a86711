"""No module is longer than somebody reads in one go."""

from __future__ import annotations

from tests.support.tracked import tracked_texts

MOST_LINES = 400


def test_no_module_has_more_than_400_lines() -> None:
    lengths = {path: text.count("\n") for path, text in tracked_texts().items() if path.endswith(".py")}
    assert {"balie", "screens", "tests", "scripts"} <= {path.split("/")[0] for path in lengths}
    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}
