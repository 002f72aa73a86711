"""`with sqlite3.connect(...)` ends a transaction and closes nothing: whoever connects says `closing` as well."""

from __future__ import annotations

import ast

import pytest

from tests.support.tracked import tracked_texts


def left_open(text: str) -> list[int]:
    """The lines of a module on which `with` is given a bare connection."""
    withs = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.With))
    entered = (item.context_expr for node in withs for item in node.items)
    return [call.lineno for call in entered if isinstance(call, ast.Call) and _called(call) == "connect"]


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_no_connection_is_left_open_by_with() -> None:
    found = {path: left_open(text) for path, text in tracked_texts().items() if path.endswith(".py")}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("with sqlite3.connect(path) as connection: ...", [1]),
        ("with open(path) as file, connect(path) as connection: ...", [1]),
        ("with closing(sqlite3.connect(path)) as connection: ...", []),
        ("with desk.transaction() as tx: ...", []),
    ],
)
def test_the_walk_sees_a_bare_connection(text: str, found: list[int]) -> None:
    assert left_open(text) == found
