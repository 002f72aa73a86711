"""What a title and an item can be: the lists of data/catalogue (materiaalsoorten, talen, doelgroepen, redenen)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from balie.dutch.text import fold, shown
from balie.library.data_files import data_table, read_once
from balie.refusal import Refusal

_LANGUAGE_CODE = re.compile(r"[a-z]{3}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: the code that is stored, the label that is shown, other words for it in files."""

    code: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """A list to choose from; `what` names one entry of it in messages (`materiaalsoort`)."""

    what: str
    entries: tuple[Listed, ...]

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        found = {fold(word): entry.code for entry in self.entries for word in entry.also}
        return found | {fold(word): entry.code for entry in self.entries for word in (entry.label, entry.code)}

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return {entry.code: entry.label for entry in self.entries}

    def find(self, text: str) -> str | None:
        """The code of what was typed: a code, a label or another word for it; None when it is none of these."""
        return self._codes.get(fold(text))

    def read(self, text: str) -> str:
        """As `find`; empty stays empty. Raises `Refusal` with what there is to choose."""
        if not text.strip():
            return ""
        code = self.find(text)
        if code is None:
            known = ", ".join(entry.label for entry in self.entries)
            raise Refusal(f"{shown(text)} is geen {self.what}. Kies uit: {known}.")
        return code

    def label(self, code: str) -> str:
        """The label of a code; the code itself where the list does not have it (any more)."""
        return self._labels.get(code, code)


@read_once
def materials() -> CodeList:
    """Materiaalsoorten: what a title is, and what an item is made of."""
    return _read("materials", "materials", "materiaalsoort")


@read_once
def languages() -> CodeList:
    """Languages, by their ISO 639-2/B code."""
    return _read("languages", "languages", "taal")


@read_once
def audiences() -> CodeList:
    """For whom a title is."""
    return _read("audiences", "audiences", "doelgroep")


@read_once
def write_off_reasons() -> CodeList:
    """Why an item is written off; the first entry is the one offered first."""
    return _read("write-offs", "reasons", "reden van afschrijven")


def read_language(text: str) -> str:
    """The code of a language: one of the list, or any other code of three letters; empty stays empty.

    Raises `Refusal` for anything else.
    """
    typed = text.strip().lower()
    if not typed or (code := languages().find(typed)) is None:
        if not typed or _LANGUAGE_CODE.fullmatch(typed):
            return typed
        raise Refusal(f"{shown(text)} is geen taal: kies er een uit de lijst, of typ de code van drie letters (dut).")
    return code


def _read(file: str, key: str, what: str) -> CodeList:
    with data_table("catalogue", f"{file}.toml") as raw:
        return CodeList(
            what, tuple(Listed(entry["code"], entry["label"], tuple(entry.get("also", ()))) for entry in raw[key])
        )
