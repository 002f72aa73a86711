"""Long work in pieces: each all or nothing, and brought into the file where nobody waits for it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.store.connecting import Cache
from balie.store.pace import Pace

ROOT = Path(__file__).parents[2]
PAGES = 300
"""More than a commit leaves in the log by itself."""


def count(desk: Desk) -> int:
    return int((desk.store.read_one("SELECT count(*) FROM setting WHERE key LIKE 'piece%'") or (0,))[0])


def test_what_was_done_stays_when_a_later_piece_fails_and_of_that_one_nothing(desk: Desk) -> None:
    def run() -> None:
        with desk.pieces(Pace()) as piece:
            for number in range(5):
                with piece() as tx:
                    tx.execute("INSERT INTO setting (key, value) VALUES (?, '')", (f"piece {number}",))
                    if number == 3:
                        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run()
    assert count(desk) == 3
    with desk.transaction() as tx:  # the turn to write was given back
        tx.execute("INSERT INTO setting (key, value) VALUES ('piece', '')")
    assert count(desk) == 4


def test_the_file_is_written_after_the_turn_was_given_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.store.path
    sizes: list[int] = []
    leave = desk.store._turnstile.leave

    def measured() -> None:
        sizes.append(path.stat().st_size)
        leave()

    monkeypatch.setattr(desk.store._turnstile, "leave", measured)
    before = path.stat().st_size
    with desk.pieces(Pace()) as piece, piece() as tx:
        tx.execute("INSERT INTO setting (key, value) VALUES ('piece', ?)", ("x" * 4096 * PAGES,))
    assert sizes == [before]
    assert path.stat().st_size >= before + 4096 * PAGES


def test_how_much_goes_into_a_piece_follows_from_how_long_the_last_one_took(desk: Desk) -> None:
    moments = iter([0.0, 0.001, 0.0, 10.0])
    pace = Pace(lambda: next(moments))
    sizes = [pace.rows]
    with desk.pieces(pace) as piece:
        for _ in range(2):
            with piece():
                pass
            sizes.append(pace.rows)
    assert sizes == [20, 40, 5]


def test_more_of_the_file_is_kept_in_memory_during_long_work_only(desk: Desk) -> None:
    def kept() -> int:
        return -int(desk.store.connection.execute("PRAGMA cache_size").fetchone()[0])

    assert kept() == Cache.DESK
    with desk.pieces(Pace()):
        assert kept() == Cache.LONG_WORK
    assert kept() == Cache.DESK


def test_whoever_has_a_pace_works_in_pieces() -> None:
    """A transaction in a loop that has a pace is a piece: else its commit writes the file while others wait."""
    found = []
    for path in sorted((ROOT / "balie").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.With) and len(node.items) > 1 and path.name != "desk.py":
                texts = [ast.unparse(item.context_expr) for item in node.items]
                if any(text.endswith("pace") for text in texts):
                    found.append(f"{path.name}: {texts}")
    assert not found
