"""The number of an invoice in what somebody wrote: a whole word of digits, right behind the word that announces it."""

from __future__ import annotations

import re

BREAK = "|"
"""Between the fields of a payment: what stands in one does not announce what begins another."""

_INVOICE = r"(?:FA[CK]TUUR|FACT|NOTA)(?:NUMMER|NR|S)?"
_NUMBERED = r"(?:NUMMER|NR|NO)"
# Codes of the bank within the text, such as /REMI/ before it.
_CODES = re.compile(r"/[A-Z]{3,5}/")
_ANNOUNCE = re.compile(rf"{_INVOICE}(?:[.:#-]+{_NUMBERED})?|REKENING")  # not `rekeningnummer`
_BEHIND = re.compile(_NUMBERED)
# The word and the number without a blank between them: `factuur:12`, `nr.12`, `factuur12`.
_TOGETHER = re.compile(rf"(?:{_INVOICE}|REKENING|NR)(?:[.:#]+(?:NUMMER|NR))?[.:#-]*([0-9]+)")
_DIGITS = re.compile(r"[0-9]{1,10}")
_AROUND = ".,;:#()[]'\"/!-"
# What is numbered is something else: `klant nr 12`, `Dorpsstraat nr 12`.
_OTHER_THING = re.compile(
    r"(?:KLANT|LID|LEDEN|PAS|KAART|ABONNEMENT|ABO|ORDER|BESTELLING|POLIS|DOSSIER|CONTRACT|KENMERK|REF|RELATIE|DEBITEUR"
    r"|CLIENT|MANDAAT|MACHTIGING|INCASSO|REKENING|BANKREKENING|IBAN|KVK|BTW|BSN|TELEFOON|TEL|MOBIEL|HUIS|KAMER|BUS|POSTBUS"
    r"|TERMIJN|AANMANING|HERINNERING|KIND|GEZIN|GROEP|KLAS|BLAD|VOLG|SERIE|[A-Z]+(?:STRAAT|STR|LAAN|WEG|PLEIN|DIJK|PAD"
    r"|KADE|SINGEL|GRACHT|HOF|PARK|DREEF|BRINK|STEEG|MARKT))S?"
)
# Behind a number these make it a part of something: an amount, a day, a longer number.
_GOES_ON = re.compile(
    r"[0-9]{1,9}|[€/-].+|EUROS?|EUR|CENT|JAN(?:UARI)?|FEB(?:RUARI)?|MRT|MAART|APR(?:IL)?|MEI|JUNI?|JULI?|AUG(?:USTUS)?"
    r"|SEP(?:T(?:EMBER)?)?|OKT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?|E|KWARTAAL"
)
_DASHES = ("/", "-")
_ENDS = (",", ";", ":", ".", ")", "]", "'", '"', "!")


def invoice_numbers(text: str) -> set[int]:
    """The numbers of invoices that a text in capitals names.

    `FACTUUR 2024-00123`, `NOTA NR.: 12 / 2024` and `FACTUUR 12 EURO` name none: what stands there is a whole, and no
    number of ours.
    """
    found: set[int] = set()
    announced = other_thing = False
    words = _CODES.sub(f" {BREAK} ", text).replace(";", "; ").split()
    for place, written in enumerate(words):
        word = written.strip(_AROUND)
        if announced and not word:  # `factuur : 12`
            continue
        together = None if other_thing and word.startswith("NR") else _TOGETHER.fullmatch(word)
        number = together[1] if together else word if announced else ""
        if _DIGITS.fullmatch(number) and int(number) and not _goes_on(written, words[place + 1 : place + 3]):
            found.add(int(number))
        if announced and _BEHIND.fullmatch(word):  # `factuur nummer 12`, but not `rekening nummer 12`
            announced = not other_thing
            continue
        announced = _ANNOUNCE.fullmatch(word) is not None or (word == "NR" and not other_thing)
        other_thing = _OTHER_THING.fullmatch(word) is not None
    return found


def _goes_on(written: str, following: list[str]) -> bool:
    """Whether a number is a part of what stands behind it: `12 / 2024`, `12 april`, `54 euro`."""
    after = following[0] if following else ""
    if written.endswith(_DASHES):
        return after[:1].isdecimal()
    if after and not after.strip("".join(_DASHES)):
        return any(word[:1].isdecimal() for word in following[1:])
    return not written.endswith(_ENDS) and _GOES_ON.fullmatch(after.rstrip(_AROUND)) is not None
