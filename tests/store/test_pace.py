"""Long work in transactions of a size that no desk waits for."""

from __future__ import annotations

from balie.store.pace import Pace


def test_transactions_shrink_when_they_take_long_and_never_get_large() -> None:
    moments = iter([0, 0.001] * 10 + [0, 10])
    pace = Pace(lambda: next(moments))
    sizes = []
    for _ in range(11):
        with pace:
            pass
        sizes.append(pace.rows)
    assert sizes[0] == 40
    assert max(sizes) == sizes[9] == 200
    assert sizes[10] == 5
