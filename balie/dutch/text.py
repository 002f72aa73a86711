"""Text from people: cleaned for the screen and the store, read from a field, folded for searching.

Text is data: `[red]Jan[/red]` is a name like any other and passes unchanged. What no keyboard types and no screen
should get (control characters, direction marks, invisible characters) is refused on the way in and taken out on the
way out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from balie.refusal import Refusal

_LINE_BREAKS = r"[\t\n\v\f\r\x85\u2028\u2029]+"
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Characters that count as letters or marks and yet show nothing: joiners, Hangul and Mongolian fillers.
_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_IJ = str.maketrans({"\u0132": "IJ", "\u0133": "ij"})
# Letters that NFKD does not take apart.
_PLAIN_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t"}
)
_NOT_SEARCHED = r"[^a-z0-9]+"
_SHOWN = 30


def _is_unseen(character: str) -> bool:
    return (
        unicodedata.category(character) in _UNSEEN_CATEGORIES
        or character in _UNSEEN_LETTERS
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def has_control(text: str) -> bool:
    """Whether `text` holds a character that `clean` would take out: control, direction mark, invisible, unassigned.

    A tab and a line break count too. An odd blank (a non-breaking one) does not: that is shown as a blank.
    """
    if text.isascii() and text.isprintable():
        return False
    return any(_is_unseen(character) for character in text)


def clean(text: str) -> str:
    """`text` as it may be shown or kept on one line: NFC, nothing invisible in it.

    Tabs and line breaks become one blank, every other kind of blank an ordinary one, the letters U+0132 and U+0133
    become IJ and ij (rules.md#names). Cleaning twice changes nothing more; nothing is stripped at the ends. Never
    raises.
    """
    if text.isascii() and text.isprintable():
        return text
    seen = (
        " " if unicodedata.category(character) == "Zs" else character
        for character in re.sub(_LINE_BREAKS, " ", text)
        if not _is_unseen(character)
    )
    return unicodedata.normalize("NFC", "".join(seen).translate(_IJ))


def shown(text: str) -> str:
    """`text` as a message repeats it: cleaned, one blank between words, cut off after 30 characters."""
    words = " ".join(clean(text[: 4 * _SHOWN]).split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"


def read_text(text: str, *, what: str, longest: int) -> str:
    """What was typed in a field: stripped, with single blanks, in NFC.

    `what` begins the messages ("De achternaam"); `longest` counts characters. Raises `Refusal` for a character that
    cannot be seen (tabs and line breaks too), for a digit other than 0 to 9 and for too long a text.
    """
    if len(text) > 4 * longest + 100:  # a pasted book is not worth going through
        raise Refusal(_too_long(what, len(text), longest))
    if has_control(text):
        unseen = next(character for character in text if _is_unseen(character))
        raise Refusal(
            f"{what} bevat een teken dat niet te zien is (U+{ord(unseen):04X}). Haal het weg of typ de tekst opnieuw."
        )
    words = " ".join(clean(text).split())
    for character in words:
        if not character.isascii() and character.isdecimal():
            raise Refusal(f"{what} bevat het cijfer {character}. Typ cijfers als 0 tot en met 9.")
    if len(words) > longest:
        raise Refusal(_too_long(what, len(words), longest))
    return words


def read_name(text: str, *, what: str, longest: int) -> str:
    """A name of somebody or of a place: as `read_text`. Raises `Refusal`, too, where there is no letter in it."""
    name = read_text(text, what=what, longest=longest)
    if name and not any(character.isalpha() for character in name):
        raise Refusal(f"{what} bevat geen letters: {shown(name)}. Typ een naam.")
    return name


def fold(text: str) -> str:
    """`text` as it is searched: small letters a-z and digits, one blank between words.

    Accents drop off, `ı ø ł ß æ œ đ ð þ` become plain letters, everything else separates: `O'Brien` → `o brien`,
    `Jansen-de Vries` → `jansen de vries`, `IJzerman` → `ijzerman`. Text in another alphabet folds to nothing. Folding
    twice changes nothing more. Never raises.
    """
    text = clean(text)
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN_LETTERS))
        text = "".join(character for character in apart if not unicodedata.combining(character))
    return re.sub(_NOT_SEARCHED, " ", text.casefold().translate(_PLAIN_LETTERS)).strip()


def _too_long(what: str, length: int, longest: int) -> str:
    return f"{what} is te lang: {length} tekens, er passen er hooguit {longest}. Kort de tekst in."


def enumerated(words: Sequence[str]) -> str:
    """Words in a row as one says them: `a`, `a en b`, `a, b en c`."""
    *before, last = words or ("",)
    return f"{', '.join(before)} en {last}" if before else last


def in_fours(text: str) -> str:
    """A number that people read out, in groups of four: `NL91 ABNA 0417 1643 00`, `E47C 5M6C`, `RF04 0000 0000 97`."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
