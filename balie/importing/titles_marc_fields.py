"""What the fields of a MARC 21 record say of a title and its items, as text that is read like typed fields.

The punctuation of ISBD between subfields (`Titel :`, `Auteur,`) falls away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from balie.dutch.text import clean, fold

if TYPE_CHECKING:
    from pymarc import Field, Record

    from balie.library.structs import Library

_AUTHORS = ("100", "110", "111")
_CONTRIBUTORS = ("700", "710", "711")
_SUBJECTS = ("600", "610", "650", "651", "653", "655")
_ISBD_END = re.compile(r"\s*[/:;,=]+\s*$|(?<=\w\w\w)\s*\.\s*$")
_ISBN = re.compile(r"[0-9][0-9Xx -]{8,16}[0-9Xx]")
_YEAR = re.compile(r"[0-9]{4}")
_ISO_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_PRICE = re.compile(r"([0-9]+)[.,]([0-9]{2})0*")
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


def control_number_of(record: Record) -> str:
    """`(003)001`: what the system that made the file knows the title by; empty without 001."""
    number, source = (_control(record, tag).strip() for tag in ("001", "003"))
    return f"({source}){number}" if number and source else number


def title_of(record: Record) -> dict[str, str]:
    """The fields of a title (`TITLE_FIELDS`) that the record fills in."""
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
        "year": _year(record, published),
        "language": _language(record),
        "audience": _audience(record),
        "series": "; ".join(_joined(series, "av", " ") for series in record.get_fields("490")),
        "subjects": "; ".join(subject for subject in subjects if subject),
        "extent": _joined(record.get("300"), "a"),
    }
    return {name: text for name, text in found.items() if text}


def items_of(record: Record, library: Library) -> Iterator[dict[str, str]]:
    """The fields of each item (`ITEM_FIELDS`): those of 952 where there are any, otherwise of 852 with a barcode."""
    koha = record.get_fields("952")
    for field in koha:
        yield _item(
            number=_first(field, "p"),
            branch=_branch(_first(field, "b") or _first(field, "a"), library),
            shelf=_first(field, "c"),
            call_mark=_first(field, "o"),
            material=_material(_first(field, "y")),
            price=_price(_first(field, "g") or _first(field, "v")),
            acquired_on=_day(_first(field, "d")),
            not_for_loan="ja" if _first(field, "7").strip("0- ") else "",
            attachment_note=_first(field, "z"),
            memo=_first(field, "x"),
        )
    for field in () if koha else record.get_fields("852"):
        if _first(field, "p"):
            yield _item(
                number=_first(field, "p"),
                branch=_branch(_first(field, "b"), library),
                shelf=_first(field, "c"),
                call_mark=_joined(field, "hi", " "),
                attachment_note=_first(field, "z"),
                memo=_first(field, "x"),
            )


def _item(**fields: str) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text}


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
    """The first ISBN without what stands behind it (`9789023441908 (geb.)`); what is none is kept, to be refused."""
    for field in record.get_fields("020"):
        if text := _first(field, "a"):
            found = _ISBN.match(text)
            return found[0] if found else text.split("(")[0].strip()
    return ""


def _publication(record: Record) -> Field | None:
    """264 of the publisher (second indicator 1), or 260."""
    for field in record.get_fields("264"):
        if field.indicator2 == "1":
            return field
    found: Field | None = record.get("260")
    return found


def _year(record: Record, published: Field | None) -> str:
    found = _YEAR.search(_first(published, "c")) or _YEAR.fullmatch(_control(record, "008")[7:11])
    return found[0] if found else ""


def _language(record: Record) -> str:
    code = (_first(record.get("041"), "a") or _control(record, "008")[35:38])[:3].lower()
    return "" if code in _NO_LANGUAGE or not code.isalpha() else code


def _audience(record: Record) -> str:
    code = _control(record, "008")[22:23] if str(record.leader)[6:7] in "at" else ""
    return "jeugd" if code and code in _CHILDREN else "volwassenen" if code == _ADULTS else ""


def _kind(record: Record) -> str:
    leader = str(record.leader)
    return "tijdschrift" if leader[7:8] == "s" else _KINDS.get(leader[6:7], "overig")


def _material(code: str) -> str:
    """The materiaalsoort of an item type of Koha where it says one; otherwise the item is what its title is."""
    from balie.catalogue.lists import materials

    return materials().find(code) or ""


def _branch(text: str, library: Library) -> str:
    """The number of a branch, also where the record has its name; other text as it is, to be refused."""
    wanted = fold(text)
    return next((branch.number for branch in library.branches if fold(branch.name) == wanted), text)


def _price(text: str) -> str:
    found = _PRICE.fullmatch(text)
    return f"{found[1]},{found[2]}" if found else text


def _day(text: str) -> str:
    found = _ISO_DAY.fullmatch(text)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else text
