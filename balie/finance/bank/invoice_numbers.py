"""The number of an invoice in what somebody wrote: a whole word of digits, right behind the word that announces it."""

from __future__ import annotations

import re

BREAK = "|"
"""Between the fields of a payment: what stands in one does not announce what begins another."""

_ANNOUNCE = r"(?:FACTUUR|FACT|NOTA|REKENING)(?:NUMMER|NR|S)?|NUMMER|NR"
# Codes of the bank within the text, such as /REMI/ before it.
_CODES = re.compile(r"/[A-Z]{3,5}/")
_WORD = re.compile(rf"({_ANNOUNCE})")
# The word and the number without a blank between them: `factuur:12`, `nr.12`, `factuur12`.
_TOGETHER = re.compile(rf"(?:{_ANNOUNCE})(?:[.:#]*(?:NUMMER|NR))?[.:#-]*([0-9]+)")
_NUMBER = re.compile(r"[0-9]{1,10}")
_AROUND = ".,;:#()[]'\"/!-"


def invoice_numbers(text: str) -> set[int]:
    """The numbers of invoices that a text in capitals names.

    `FACTUUR 2024-00123` and `NOTA NR.: 12/2024` name none: what stands there is a whole, and no number of ours.
    """
    found: set[int] = set()
    announced = False
    for written in _CODES.sub(f" {BREAK} ", text).split():
        word = written.strip(_AROUND)
        if announced and not word:  # `factuur : 12`
            continue
        together = _TOGETHER.fullmatch(word)
        number = together[1] if together else word if announced else ""
        if _NUMBER.fullmatch(number) and (found_number := int(number)):
            found.add(found_number)
        announced = not together and all(_WORD.fullmatch(part) for part in re.split(r"[.:#]+", word))
    return found
