"""What the boxes of the desk show when there is more to tell than fits."""

from __future__ import annotations

import pytest

from screens.dialogs.boxes import MOST_ROWS, Gate

WIDTH = 60
BUTTONS = {"f2": "Doorgaan", "escape": "Stop"}


def told(*texts: str) -> list[str]:
    """The rows of a box with these texts, without what stands below them."""
    return Gate("Klant", texts, BUTTONS).lines(WIDTH)[:-2]


async def test_a_long_remark_does_not_push_the_block_out_of_sight() -> None:
    rows = told(
        "Opmerking: " + "lang " * 200, "Contributie: € 52,00 open.", "! Blokkade: geroyeerd.", "! Lenen kan nu niet."
    )
    assert len(rows) == MOST_ROWS
    assert rows[-3:] == ["Contributie: € 52,00 open.", "! Blokkade: geroyeerd.", "! Lenen kan nu niet."]
    assert rows[-4].endswith("…")
    assert max(map(len, rows)) <= WIDTH


async def test_what_fits_is_told_in_full() -> None:
    rows = told("woord " * 40, "! Blokkade")
    assert not any("…" in row for row in rows)


@pytest.mark.parametrize("count", [MOST_ROWS, MOST_ROWS + 1, 40])
async def test_more_texts_than_rows_are_counted(count: int) -> None:
    rows = told(*(f"Regel {number}" for number in range(count)))
    assert len(rows) == MOST_ROWS
    assert rows[-1] == (f"Regel {count - 1}" if count == MOST_ROWS else f"… en nog {count - MOST_ROWS + 1} regels")
