"""Modules and their parts that are named in a string are there: a renamed one would be missed in silence."""

from __future__ import annotations

import ast
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.support.tracked import tracked_texts


def _strings(text: str) -> set[str]:
    """The strings in a source that read as a dotted name of a part of this program."""
    found = {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii()
    }
    return {one for one in found if one.startswith(("balie.", "screens.")) and one.replace(".", "").isidentifier()}


_MADE_BY_A_TEST = {"balie.store.schema.m999_test", "balie.balie", "balie.svg"}
"""A module that a test makes, and names of files."""

NAMED = sorted(
    {
        (name, dotted)
        for name, text in tracked_texts().items()
        if name.endswith(".py") and name != "tests/test_names_in_strings.py"
        for dotted in _strings(text) - _MADE_BY_A_TEST
        if not dotted.endswith(".")
    }
)


def is_there(dotted: str) -> bool:
    """Whether a dotted name leads to a module, or to something in one."""
    module, _, part = dotted.rpartition(".")
    with suppress(ModuleNotFoundError):  # what lies in a module is no module itself
        if find_spec(dotted) is not None:
            return True
    if not module:
        return False
    with suppress(ModuleNotFoundError):
        return hasattr(import_module(module), part)
    return _part_of(module, part)


def _part_of(dotted: str, part: str) -> bool:
    """Whether something in a module has a part of that name."""
    module, _, thing = dotted.rpartition(".")
    with suppress(ModuleNotFoundError, AttributeError):
        return hasattr(getattr(import_module(module), thing), part)
    return False


@pytest.mark.parametrize(("source", "dotted"), NAMED)
def test_what_a_string_names_is_there(source: str, dotted: str) -> None:
    assert is_there(dotted), f"{source} names {dotted}"


def test_the_names_that_are_loaded_beforehand_are_among_them() -> None:
    assert ("screens.klanten", True) in {(dotted.rpartition(".")[0], is_there(dotted)) for _, dotted in NAMED}
    assert not is_there("screens.klanten.nobody")
