"""Whole numbers as the Dutch write them."""

from __future__ import annotations

import pytest

from balie.dutch.counts import format_count, many


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (999, "999"), (1_000, "1.000"), (83_000, "83.000"), (1_234_567, "1.234.567")]
)
def test_a_count_has_a_point_at_the_thousands(count: int, text: str) -> None:
    assert format_count(count) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 boekingen"), (1, "1 boeking"), (2, "2 boekingen"), (1_234, "1.234 boekingen")]
)
def test_one_is_told_otherwise_than_more(count: int, text: str) -> None:
    assert many(count, "boeking", "boekingen") == text
