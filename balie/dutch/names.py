"""Names of people and institutions: initials, prefixes (voorvoegsels), and how a name is shown and addressed.

rules.md#names (taaladvies.net, onzetaal.nl). Prefix and surname are kept as typed; a capital is a matter of
where the name stands, not of how it is stored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from balie.dutch.text import clean, fold, read_name, read_text, shown
from balie.refusal import Refusal

LONGEST_INITIALS = 30
LONGEST_PREFIX = 20
LONGEST_SURNAME = 60
LONGEST_GIVEN_NAME = 40

PREFIXES = (
    *("van", "de", "den", "der", "van de", "van den", "van der", "van het", "van 't"),
    *("in 't", "in de", "in den", "in het", "op de", "op den", "op 't", "aan de", "aan den", "aan 't"),
    *("uit de", "uit den", "uit het", "bij de", "bij 't", "onder de", "over de", "voor de", "tot", "te", "ten", "ter"),
    *("'t", "het", "'s", "l'", "d'", "de la", "du", "des", "le", "la", "les"),
    *("von", "von der", "vom", "zu", "zum", "zur", "da", "das", "do", "dos", "di", "del", "della"),
    *("el", "al", "ben", "bin", "ibn", "bint", "ould"),
)
"""The prefixes that are suggested; any other may be typed."""

_LONGEST_FIRST = sorted(PREFIXES, key=len, reverse=True)
_APOSTROPHES = str.maketrans("’‘`´", "''''")
_NAME_AT_LEAST = 4
"""A word of so many letters is a first name, not initials without dots."""
_VOWELS = frozenset("aeiouy")
_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_INITIALS = rf"(?P<letters>(?:{_LETTER})+)|(?P<hyphen>-)|[ .]|(?P<other>.)"
# Initials of more than one letter, whatever capitals they are typed with; others only as typed: `Joh.`.
_LONG_INITIALS = {"th": "Th", "chr": "Chr", "ph": "Ph", "ij": "IJ"}


class Person(StrEnum):
    """Persoon/Instelling on the second screen; decides how somebody is addressed, nothing else."""

    MAN = "man"
    WOMAN = "vrouw"
    INSTITUTION = "instelling"
    UNSPECIFIED = "nvt"


def read_initials(text: str) -> str:
    """Initials with their dots: `eb` → `E.B.`, `j.w` → `J.W.`, `j-p` → `J.-P.`.

    Without dots every letter is an initial. In a text with dots `Th.`, `Chr.`, `Ph.` and `IJ.` stay together, and so
    does any short group typed with one capital (`Joh.`). Raises `Refusal` for anything but letters, dots, hyphens and
    blanks.
    """
    what = "Het veld Voorletters"
    typed = read_text(text.replace("\u0132", "IJ.").replace("\u0133", "IJ."), what=what, longest=LONGEST_INITIALS)
    dotted = "." in typed
    found: list[str] = []
    for group in re.finditer(_INITIALS, typed):
        if group["other"]:
            raise Refusal(f"Voorletters zijn letters; {group['other']} hoort er niet in. Typ ze als E.B. of eb.")
        if group["hyphen"]:
            found.append("-")
        elif group["letters"]:
            found.extend(_dotted_group(group["letters"]) if dotted else _one_by_one(group["letters"]))
    initials = clean(re.sub("-+", "-", "".join(found)).strip("-"))
    if typed and not initials:
        raise Refusal(f"Voorletters zijn letters, en in {shown(typed)} staat er geen. Typ ze als E.B. of eb.")
    return read_text(initials, what=what, longest=LONGEST_INITIALS)


def split_prefix(text: str) -> tuple[str, str]:
    """Prefix and main word of a surname typed whole: `van den berg` → (`van den`, `berg`).

    The longest known prefix wins, whatever its capitals; both parts stay as typed. A suggestion only: a Belgian `Van
    den Berg` is a surname without prefix. Where nothing would be left of the surname nothing is split off.
    """
    typed = " ".join(clean(text).split())
    compared = typed.translate(_APOSTROPHES).casefold()
    if " " not in compared and "'" not in compared:  # most names, at every key of a search
        return "", typed
    for prefix in _LONGEST_FIRST:
        surname = typed[len(prefix) :].strip()
        attached = prefix in {"d'", "l'"}
        if surname and compared.startswith(prefix if attached else prefix + " "):
            return typed[: len(prefix)], surname
    return "", typed


@dataclass(frozen=True, slots=True)
class WholeName:
    """A name typed whole, in its parts; `given_name` where a first name was typed instead of initials."""

    initials: str
    prefix: str
    surname: str
    given_name: str = ""


def split_whole_name(text: str) -> WholeName | None:
    """The parts of a name typed whole: `eb van den berg` has E.B., `van den`, `berg`; `Jan Berg` has J., `Jan`, `Berg`.

    A word of four letters or more, or one of three that begins with a capital, is a first name where it can be spoken
    (`anna`, `Jan`); `jpm`, `ajm` and `jan` are initials. What begins with a prefix has none. None where
    all of it is initials (`e b`, `j.w. th.`) or no surname is there yet. Raises `Refusal` for what would be initials
    and are none.
    """
    words = clean(text).split()
    without = len(words) > 1 and _is_prefix(words[0])
    behind = next((place for place, word in enumerate(words) if place and not _is_initials(word)), 0)
    if not behind:
        return None
    if without:
        behind = 0
    prefix, surname = split_prefix(" ".join(words[behind:]))
    if _is_prefix(surname):  # no surname yet
        return None
    if without:
        return WholeName("", prefix, surname)
    if not _is_first_name(words[0]):
        return WholeName(read_initials(" ".join(words[:behind])), prefix, surname)
    first = "-".join(part[0] for part in words[0].split("-") if part)
    return WholeName(read_initials(" ".join([first, *words[1:behind]])), prefix, surname, words[0])


def _is_prefix(text: str) -> bool:
    return text.translate(_APOSTROPHES).casefold() in PREFIXES


def _is_first_name(word: str) -> bool:
    letters = word.replace("-", "").translate(_APOSTROPHES).replace("'", "")
    if not letters.isalpha() or word.isupper():
        return False
    spoken = any(letter in _VOWELS for letter in fold(letters))
    return spoken and (len(letters) >= _NAME_AT_LEAST or (len(letters) == _NAME_AT_LEAST - 1 and word[0].isupper()))


def _is_initials(word: str) -> bool:
    return "." in word or len(word) == 1 or word.lower() in _LONG_INITIALS


def full_name(initials: str, prefix: str, surname: str) -> str:
    """`E.B. de Vries`; without initials the prefix gets its capital: `De Vries`."""
    if not initials:
        return _formal_surname(prefix, surname)
    return f"{initials} {_joined(prefix, surname)}"


def list_name(initials: str, prefix: str, surname: str) -> str:
    """The name under its main word, as lists show it: `Vries, E.B. de`."""
    after = f"{initials} {prefix}" if initials and prefix else initials or prefix
    return f"{surname}, {after}" if after else surname


def header_name(person: Person, initials: str, prefix: str, surname: str) -> str:
    """The name with its title, as in the header of the customer screen and on an address: `Dhr. E.B. de Vries`.

    N.v.t. has no title; an institution is its name only, without initials.
    """
    if person is Person.INSTITUTION:
        return _formal_surname(prefix, surname)
    title = {Person.MAN: "Dhr. ", Person.WOMAN: "Mw. "}.get(person, "")
    return title + full_name(initials, prefix, surname)


def letter_salutation(person: Person, initials: str, prefix: str, surname: str) -> str:
    """How a letter begins: `Geachte heer De Vries,`, `Geachte mevrouw De Vries,`, `Geachte E.B. de Vries,`."""
    if person is Person.MAN:
        return f"Geachte heer {_formal_surname(prefix, surname)},"
    if person is Person.WOMAN:
        return f"Geachte mevrouw {_formal_surname(prefix, surname)},"
    return f"Geachte {header_name(person, initials, prefix, surname)},"


def read_prefix(text: str) -> str:
    """A prefix with its capitals as typed (`el` and `El` both exist); any kind of apostrophe becomes a straight one."""
    return read_text(text.translate(_APOSTROPHES), what="Het voorvoegsel", longest=LONGEST_PREFIX)


def read_institution_name(text: str) -> str:
    """The whole name of an institution, as typed. Raises `Refusal` where it has no letter (a scanned card)."""
    return read_name(text, what="De naam van de instelling", longest=LONGEST_SURNAME)


def read_surname(text: str) -> str:
    """A surname, as typed. Raises `Refusal` where it has no letter (a scanned card)."""
    return read_name(text, what="De achternaam", longest=LONGEST_SURNAME)


def read_given_name(text: str) -> str:
    """The name somebody is called by (roepnaam), as typed. Raises `Refusal` where there is no letter in it."""
    return read_name(text, what="De roepnaam", longest=LONGEST_GIVEN_NAME)


def _formal_surname(prefix: str, surname: str) -> str:
    """The surname with nothing before it: a capital for the prefix, except for 't, 's and d'."""
    if prefix and not prefix.startswith("'") and prefix != "d'":
        prefix = prefix[0].upper() + prefix[1:]
    return _joined(prefix, surname)


def _joined(prefix: str, surname: str) -> str:
    return prefix + surname if prefix.endswith("'") or not prefix else f"{prefix} {surname}"


def _one_by_one(letters: str) -> list[str]:
    return [_capital(letter) + "." for letter in re.findall(_LETTER, letters)]


def _dotted_group(letters: str) -> list[str]:
    if known := _LONG_INITIALS.get(letters.lower()):
        return [known + "."]
    first, *rest = re.findall(_LETTER, letters)
    if 1 <= len(rest) <= 3 and first == _capital(first) and all(letter.islower() for letter in rest):
        return [letters + "."]
    return _one_by_one(letters)


def _capital(letter: str) -> str:
    return unicodedata.normalize("NFC", letter.title())
