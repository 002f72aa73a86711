"""A class is known by its name alone: no public name of one stands in two modules."""

from __future__ import annotations

import ast

from tests.support.tracked import tracked_texts


def public_classes(text: str) -> list[str]:
    """The names of a module's classes that others may use."""
    return [
        node.name for node in ast.parse(text).body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


def test_no_public_class_name_stands_in_two_modules() -> None:
    modules: dict[str, list[str]] = {}
    for path, text in tracked_texts().items():
        if path.endswith(".py") and path.startswith(("balie/", "screens/")):
            for name in public_classes(text):
                modules.setdefault(name, []).append(path)
    assert len(modules) > 300
    assert {name: paths for name, paths in modules.items() if len(paths) > 1} == {}
