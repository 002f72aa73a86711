"""A scanner that ends its line with two characters gives one Enter."""

from __future__ import annotations

import pytest

from screens.driver import LineEnds


@pytest.mark.parametrize(
    ("reads", "heard"),
    [
        (["29428\r\n"], "29428\r"),
        (["29428\r", "\n31"], "29428\r31"),
        (["\r\r\n\r"], "\r\r\r"),
        (["a\nb"], "a\nb"),
        (["\r", "x", "\n"], "\rx\n"),
    ],
)
def test_return_and_line_feed_are_one_enter(reads: list[str], heard: str) -> None:
    ends = LineEnds()
    assert "".join(ends(text) for text in reads) == heard
