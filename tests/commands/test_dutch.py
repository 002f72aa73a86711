"""Click speaks Dutch: every text of its own that a user can meet has a translation with the same places to fill in."""

from __future__ import annotations

import ast
import string
from importlib import import_module
from pathlib import Path

import click
import pytest

from balie.commands.dutch import MODULES, TEXTS, translate, translate_count

FOR_DEVELOPERS = {
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead?"
    " Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Invalid start character for option ({option})",
    "Unknown color {colour!r}",
    "Unknown standard stream '{name}'",
}


def texts_of_click() -> set[str]:
    texts = set()
    for name in MODULES:
        source = Path(import_module(f"click.{name}").__file__ or "").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                texts |= {part.value for part in node.args if isinstance(part, ast.Constant)}
    return {text for text in texts if isinstance(text, str)}


def test_every_text_of_click_is_translated() -> None:
    texts = texts_of_click()
    assert len(texts) > 50
    assert texts - set(TEXTS) - FOR_DEVELOPERS == set()


def test_no_module_of_click_with_texts_for_users_is_forgotten() -> None:
    folder = Path(click.__file__).parent
    found = {
        file.stem
        for file in folder.glob("*.py")
        if "import gettext" in file.read_text(encoding="utf-8")
        or "from gettext import" in file.read_text(encoding="utf-8")
    }
    # Windows, tab completion and the calling of an editor are not for the desk.
    assert found - {"_winconsole", "shell_completion", "_termui_impl"} <= set(MODULES)


@pytest.mark.parametrize("text", TEXTS)
def test_a_translation_fills_in_the_same_things(text: str) -> None:
    def places(form: str) -> set[tuple[str | None, str | None]]:
        return {(name, conversion) for _, name, _, conversion in string.Formatter().parse(form) if name is not None}

    assert places(TEXTS[text]) == places(text)
    assert ("%(prog)s" in TEXTS[text]) == ("%(prog)s" in text)


def test_the_form_follows_the_count() -> None:
    one, many = "Takes {nargs} values but 1 was given.", "Takes {nargs} values but {len} were given."
    assert translate_count(one, many, 1) == TEXTS[one]
    assert translate_count(one, many, 3) == TEXTS[many]
    assert translate("something else") == "something else"
