"""What another system calls the columns, branches and codes of a file: a file of the keeper's own (docs/import.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from balie.dutch.text import fold, shown
from balie.refusal import Reasons, Refusal
from balie.store.errors import file_refusal

BRANCH = "Vestiging"
MATERIAL = "Materiaal"
_COLUMNS, _BRANCHES, _VALUES, _PASSES = "kolommen", "vestigingen", "waarden", "pasnummers"
_FORM = re.compile(r"[0-9A-Za-z#@]{4,20}")
_OWN = re.compile(r"[2#][0-9#]{13}|[2#][Xx@][0-9#]{12}")
_NO_COLUMN = "[{where}] {name}: zo heet geen kolom van Balie, in geen enkele soort bestand. Zie docs/import.md."
_EXAMPLE = 'Begin het met [kolommen], en daaronder een regel als "Borrowernumber" = "Klantnummer" (docs/import.md).'


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What stands for what: headings of the file for those of Balie, and texts in a column for those of Balie.

    All are folded; a heading that stands for nothing is not read. `values` is by the heading of Balie.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    passes: tuple[str, ...] = ()
    """The forms of passes of the other system (`P#######`), which customers keep."""

    def heading(self, text: str) -> str:
        """The heading of Balie that one of the file stands for: itself, unless the mapping says otherwise."""
        return self.columns.get(fold(text), text)

    def value(self, heading: str, text: str) -> str:
        """What a text in a column stands for: itself, unless the mapping says otherwise."""
        return self.values.get(fold(heading), {}).get(fold(text), text)


AS_IT_IS = ColumnMapping()
"""Everything is called as Balie calls it."""


def read_mapping(path: Path, headings: Collection[str]) -> ColumnMapping:
    """The mapping in a TOML file. Raises `Refusal` with everything that is wrong with it.

    `headings` are those of Balie, of whatever kind of file and folded: one file may serve for several kinds.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise file_refusal(error, path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = f" ({str(error).rpartition('(')[2]}" if "line" in str(error) else ""
        place = place.replace("at line", "regel").replace("column", "teken").replace("at end of document", "het einde")
        raise Refusal(f"Het bestand {path} is geen TOML{place}. {_EXAMPLE}") from None
    reasons = Reasons()
    known = (_PASSES, _COLUMNS, _BRANCHES, _VALUES)
    for name in found.keys() - {*known}:
        reasons.add(f"{shown(name)} in {path} is niet bekend: er kan {', '.join(known)} in staan.")
    columns = _texts(found.get(_COLUMNS, {}), _COLUMNS, reasons)
    for ours in dict.fromkeys(columns.values()):
        if ours.strip() and fold(ours) not in headings:
            reasons.add(_NO_COLUMN.format(where=_COLUMNS, name=shown(ours)))
    values = {fold(BRANCH): _texts(found.get(_BRANCHES, {}), _BRANCHES, reasons)}
    of_columns = found.get(_VALUES, {})
    if not isinstance(of_columns, dict):
        reasons.add(f"[{_VALUES}] moet een tabel zijn, zoals [{_VALUES}.Abonnement].")
        of_columns = {}
    for heading, texts in of_columns.items():
        if fold(heading) not in headings:
            reasons.add(_NO_COLUMN.format(where=f"{_VALUES}.{shown(heading)}", name=shown(heading)))
        values.setdefault(fold(heading), {}).update(_texts(texts, f"{_VALUES}.{heading}", reasons))
    passes = _forms(found.get(_PASSES, []), reasons)
    reasons.raise_if_any()
    return ColumnMapping(columns, values, passes)


def _forms(forms: object, reasons: Reasons) -> tuple[str, ...]:
    """The forms of passes of another system; none may be that of a klantnummer, of which the check digit counts."""
    if not isinstance(forms, list):
        forms = [forms]
    found = []
    for form in forms:
        if not isinstance(form, str) or not _FORM.fullmatch(form):
            reasons.add(f"{_PASSES}: zet elke vorm tussen aanhalingstekens, # voor een cijfer en @ voor een letter.")
        elif _OWN.fullmatch(form):
            reasons.add(f"{_PASSES}: {form} is de vorm van een klantnummer van Balie, waarvan het controlecijfer telt.")
        else:
            found.append(form)
    return tuple(found)


def _texts(table: object, name: str, reasons: Reasons) -> dict[str, str]:
    """A table of texts, by the folded ones."""
    if not isinstance(table, dict):
        reasons.add(f'[{shown(name)}] moet een tabel zijn, met op elke regel iets als "van" = "naar".')
        return {}
    found: dict[str, str] = {}
    for key, text in table.items():
        if not isinstance(text, str):
            reasons.add(f"[{shown(name)}] {shown(str(key))}: zet wat erachter staat tussen aanhalingstekens.")
        elif fold(key) in found:
            reasons.add(f"[{shown(name)}] {shown(str(key))} staat er twee keer in.")
        else:
            found[fold(key)] = text
    return found
