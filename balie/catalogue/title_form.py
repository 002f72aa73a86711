"""The fields of a title: as they are typed, and read into values with all reasons why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from balie.barcodes import isbn_in
from balie.catalogue.lists import audiences, languages, materials, read_language
from balie.dutch.text import read_text, shown
from balie.refusal import Reasons, Refusal

TITLE_FIELDS: Mapping[str, str] = {
    "title": "Titel",
    "subtitle": "Ondertitel",
    "author": "Auteur",
    "contributors": "Andere namen",
    "isbn": "ISBN",
    "kind": "Soort",
    "edition": "Druk",
    "publisher": "Uitgever",
    "year": "Jaar",
    "language": "Taal",
    "audience": "Doelgroep",
    "series": "Reeks",
    "subjects": "Onderwerpen",
    "extent": "Omvang",
}
"""The fields in the order of the screen, with their labels; `title` and `kind` are required."""

_FIRST_YEAR = 1400
_YEARS_AHEAD = 2
LONGEST = {"title": 300, "subtitle": 300, "author": 120, "contributors": 400, "publisher": 120, "series": 200}
LONGEST |= {"subjects": 500, "extent": 60, "edition": 60}
"""How many characters fit in the fields that are plain text."""


@dataclass(frozen=True, slots=True)
class TitleValues:
    """A title as it is stored. `isbn` has thirteen digits, `kind`, `language` and `audience` are codes of the lists.

    Several `contributors` or `subjects` stand behind each other with `; ` between. Empty texts are not filled in.
    """

    title: str
    kind: str
    isbn: str | None = None
    subtitle: str = ""
    author: str = ""
    contributors: str = ""
    edition: str = ""
    publisher: str = ""
    year: int | None = None
    language: str = ""
    audience: str = ""
    series: str = ""
    subjects: str = ""
    extent: str = ""


def read_title(raw: Mapping[str, str], today: date) -> TitleValues:
    """The values of the fields of `TITLE_FIELDS`; what is not in `raw` is empty. `today` is the working date.

    Raises `Refusal` with all reasons, each at its field.
    """
    reasons = Reasons()
    texts = dict.fromkeys(LONGEST, "")
    for name, longest in LONGEST.items():
        with reasons.at(name):
            if text := raw.get(name, ""):
                texts[name] = read_text(text, what=f"Het veld {TITLE_FIELDS[name]}", longest=longest)
    if not raw.get("title", "").strip():
        reasons.add("De titel is leeg: vul hem in.", "title")
    read: dict[str, Callable[[str], str | int | None]] = {
        "isbn": read_isbn,
        "kind": _read_kind,
        "year": lambda text: read_year(text, today),
        "language": read_language,
        "audience": audiences().read,
    }
    values: dict[str, str | int | None] = dict(texts)
    for name, reader in read.items():
        with reasons.at(name):
            values[name] = reader(raw.get(name, ""))
    reasons.raise_if_any()
    return TitleValues(**values)  # type: ignore[arg-type]  # each field has its own reader above


def typed_title(values: TitleValues) -> dict[str, str]:
    """The fields as they stand in the form: what `read_title` reads back to the same values."""
    texts = {name: "" if value is None else str(value) for name, value in asdict(values).items()}
    for name, codes in (("kind", materials()), ("language", languages()), ("audience", audiences())):
        texts[name] = codes.label(texts[name])
    return {name: texts[name] for name in TITLE_FIELDS}


def read_isbn(text: str) -> str | None:
    """An ISBN of ten or thirteen digits, with or without hyphens, as thirteen digits; None when there is none.

    What a scanner or a label puts around it (`]E0`, `ISBN`, the price behind it) does not matter.
    Raises `Refusal` when the length or the check digit is wrong.
    """
    if not text.strip():
        return None
    if found := isbn_in(text):
        return found
    from stdnum import isbn
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    try:
        number: str = isbn.validate(text.strip(), convert=True)
    except InvalidLength:
        raise Refusal(
            f"Een ISBN heeft 10 of 13 cijfers: {shown(text)} niet. Neem het over van de titelpagina."
        ) from None
    except InvalidChecksum:
        raise Refusal(f"Het controlecijfer van ISBN {shown(text)} klopt niet: er is een cijfer verkeerd.") from None
    except ValidationError:
        raise Refusal(f"{shown(text)} is geen ISBN: dat heeft 10 of 13 cijfers, zoals 978-90-234-4190-8.") from None
    return number


def read_year(text: str, today: date) -> int | None:
    """A year of publication, from 1400 to two years from now; None when it is empty. Raises `Refusal`."""
    typed = read_text(text, what="Het jaar", longest=10)
    if not typed:
        return None
    if not is_year(typed, today):
        last = today.year + _YEARS_AHEAD
        raise Refusal(f"{shown(text)} is geen jaar van uitgave: typ vier cijfers, {_FIRST_YEAR} tot en met {last}.")
    return int(typed)


def is_year(text: str, today: date) -> bool:
    """Whether this is the year of a publication: digits, from 1400 to two years from now."""
    return text.isascii() and text.isdecimal() and _FIRST_YEAR <= int(text) <= today.year + _YEARS_AHEAD


def _read_kind(text: str) -> str:
    kind = materials().read(text)
    if not kind:
        raise Refusal("De soort is leeg: kies er een uit de lijst, zoals Boek.")
    return kind
