"""A month as the desk types it."""

from __future__ import annotations

from datetime import date

import pytest

from balie.dutch.months import format_month, read_month
from balie.refusal import Refusal


@pytest.mark.parametrize("text", ["05-2025", "5-2025", " 05-2025 "])
def test_a_month_is_read_and_written_as_mm_jjjj(text: str) -> None:
    assert read_month(text) == date(2025, 5, 1)
    assert format_month(read_month(text)) == "05-2025"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mei 2025",
        "2025-05",
        "13-2025",
        "00-2025",
        "05-25",
        "005-2025",
        "01-0001",
        "12-9999",
        "٠٥-2025",
        "05-2025-1",
    ],
)
def test_what_is_no_month_is_refused_with_what_is_expected(text: str) -> None:
    with pytest.raises(Refusal, match=r"Typ een maand als mm-jjjj, bijvoorbeeld 05-2025\."):
        read_month(text)
