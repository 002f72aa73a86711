"""What the fields of a MARC 21 record say of a title, as text that is read like typed fields.

The punctuation of ISBD between subfields (`Titel :`, `Auteur,`) falls away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from balie.catalogue.title_form import is_year
from balie.dutch.text import clean
from balie.importing.lenient import first_isbn, plain_digits

if TYPE_CHECKING:
    from datetime import date

    from pymarc import Field, Record

_AUTHORS = ("100", "110", "111")
_CONTRIBUTORS = ("700", "710", "711")
_SUBJECTS = ("600", "610", "650", "651", "653", "655")
_ISBD_END = re.compile(r"\s*[/:;,=]+\s*$|(?<=\w\w\w)\s*\.\s*$")
_YEAR = re.compile(r"[0-9]{4}")
_NO_LANGUAGE = ("   ", "|||")
_CHILDREN, _ADULTS = "abcdj", "e"
_KINDS = {
    "a": "boek",
    "c": "bladmuziek",
    "d": "bladmuziek",
    "e": "kaart",
    "f": "kaart",
    "g": "dvd",
    "i": "luisterboek",
    "j": "cd",
    "m": "game",
    "r": "spel",
    "t": "boek",
}
"""Leader, position 6, as a materiaalsoort; a serial (position 7) is a tijdschrift."""


FIELDS_READ = frozenset(
    (
        *("001", "003", "008", "020", "041", "245", "250", "260", "264", "300", "490", "852", "952"),
        *(*_AUTHORS, *_CONTRIBUTORS, *_SUBJECTS),
    )
)
"""The fields of which something is taken."""


def control_number_of(record: Record) -> str:
    """`(003)001`: what the system that made the file knows the title by; empty without 001."""
    number, source = (_control(record, tag).strip() for tag in ("001", "003"))
    return f"({source}){number}" if number and source else number


def title_of(record: Record, today: date) -> dict[str, str]:
    """The fields of a title (`TITLE_FIELDS`) that the record fills in. `today` is the working date."""
    field = record.get("245")
    names = list(_names(record, _AUTHORS))
    others = [name for name in _names(record, _CONTRIBUTORS) if name not in names]
    published = _publication(record)
    subjects = dict.fromkeys(_joined(subject, "ax", " - ") for subject in record.get_fields(*_SUBJECTS))
    found = {
        "title": _joined(field, "anp", ". "),
        "subtitle": _joined(field, "b", " : "),
        "author": (names or others or [""])[0],
        "contributors": "; ".join(names[1:] + others if names else others[1:]),
        "isbn": _isbn(record),
        "kind": _kind(record),
        "edition": _joined(record.get("250"), "a"),
        "publisher": _joined(published, "b", "; "),
        "year": _year(record, published, today),
        "language": _language(record),
        "audience": _audience(record),
        "series": "; ".join(_joined(series, "av", " ") for series in record.get_fields("490")),
        "subjects": "; ".join(subject for subject in subjects if subject),
        "extent": _joined(record.get("300"), "a"),
    }
    return {name: text for name, text in found.items() if text}


def _control(record: Record, tag: str) -> str:
    field = record.get(tag)
    return "" if field is None else clean(field.data or "")


def _first(field: Field | None, code: str) -> str:
    return "" if field is None or field.is_control_field() else clean(next(iter(field.get_subfields(code)), "")).strip()


def _joined(field: Field | None, codes: str, between: str = " ") -> str:
    """The subfields in their order, each without the punctuation that leads to the next."""
    if field is None or field.is_control_field():
        return ""
    parts = (_ISBD_END.sub("", clean(part).strip()) for part in field.get_subfields(*codes))
    return between.join(part for part in parts if part)


def _names(record: Record, tags: tuple[str, ...]) -> Iterator[str]:
    for field in record.get_fields(*tags):
        if name := _joined(field, "ab" if field.tag in ("100", "110", "700", "710") else "a"):
            yield name


def _isbn(record: Record) -> str:
    """The first good ISBN of the record; without one the first that is none, to be told."""
    texts = [text for field in record.get_fields("020") if (text := _first(field, "a"))]
    return first_isbn(plain_digits(text) for text in texts) or next(iter(texts), "")


def _publication(record: Record) -> Field | None:
    """264 of the publisher (second indicator 1), or 260."""
    for field in record.get_fields("264"):
        if field.indicator2 == "1":
            return field
    found: Field | None = record.get("260")
    return found


def _year(record: Record, published: Field | None, today: date) -> str:
    """The year of publication: that of 008 where the imprint has it too, else the first that can be one.

    `c1376 [1997]` has two, of two calendars.
    """
    coded = _control(record, "008")[7:11]
    printed: list[str] = _YEAR.findall(plain_digits(_first(published, "c")))
    good = [year for year in (*printed, coded) if is_year(year, today)]
    if coded in good:
        return coded if coded in printed or good[0] == coded else good[0]
    return good[0] if good else next(iter(printed), "")


def _language(record: Record) -> str:
    code = (_first(record.get("041"), "a") or _control(record, "008")[35:38])[:3].lower()
    return "" if code in _NO_LANGUAGE or not code.isalpha() else code


def _audience(record: Record) -> str:
    code = _control(record, "008")[22:23] if str(record.leader)[6:7] in "at" else ""
    return "jeugd" if code and code in _CHILDREN else "volwassenen" if code == _ADULTS else ""


def _kind(record: Record) -> str:
    leader = str(record.leader)
    return "tijdschrift" if leader[7:8] == "s" else _KINDS.get(leader[6:7], "overig")
