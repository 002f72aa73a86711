"""Telephone numbers and e-mail addresses.

Dutch numbers are written `(088) 012 82 95`. `phonenumbers` tells where the area code ends and judges
numbers from abroad; whether a Dutch number was ever handed out is not asked, since its tables are always behind.

Source: rules.md#telephone.
"""

from __future__ import annotations

import re

from balie.dutch.text import clean, read_text, shown
from balie.refusal import Refusal

LONGEST_EMAIL = 254

_LONGEST_PHONE = 30
_ABROAD = "Begin een buitenlands nummer met + en het landnummer."
_PHONE_EXAMPLE = f"Typ een nummer als 088 012 82 95 of 06 12345678. {_ABROAD}"
_MOBILE_EXAMPLE = f"Typ een mobiel nummer als 06 12345678. {_ABROAD}"
_PHONE_TYPED = r"\+?[0-9 ()./-]*[0-9][0-9 ()./-]*"
_SERVICE_NUMBER = r"(0800|090[069])([0-9]{4}|[0-9]{7})"
_PHONE_LENGTH = 10
_EMAIL_EXAMPLE = "Typ het als naam@voorbeeld.nl."
# Names that never reach the post (RFC 2606), kept usable for practice and tests.
_PRACTICE_DOMAINS = (".test", ".example")


def read_phone(text: str) -> str:
    """A telephone number as it is shown: `(088) 012 82 95`, `(0592) 24 36 12`, `06-12345678`, `+32 2 555 12 12`.

    Dutch numbers have ten digits and begin with 0, +31 or 0031 (0800 and 0900 numbers may be shorter or longer); others
    begin with + or 00. Raises `Refusal` for a number too short, too long or with other characters in it.
    """
    digits = _read_digits(text, "Het telefoonnummer", _PHONE_EXAMPLE)
    return _displayed(digits, shown(text), _PHONE_EXAMPLE)


def read_mobile(text: str) -> str:
    """A number that takes text messages (SMS-nummer): `06-12345678`, or one from abroad as `read_phone` writes it.

    Raises `Refusal` for a Dutch number that does not begin with 06, besides what `read_phone` refuses.
    """
    digits = _read_digits(text, "Het SMS-nummer", _MOBILE_EXAMPLE)
    if digits and not digits.startswith(("06", "00")):
        raise Refusal(f"{shown(text)} is geen mobiel nummer: dat begint met 06. {_MOBILE_EXAMPLE}")
    return _displayed(digits, shown(text), _MOBILE_EXAMPLE)


def is_mobile(text: str) -> bool:
    """Whether a number, in any form, is a Dutch mobile one: somebody's own, and not that of a house."""
    return phone_digits(text).startswith("06")


def phone_digits(text: str) -> str:
    """The digits of a number in any form, to search by: `(088) 012 82 95` → `0880128295`, `+32 2 555` → `00322555`.

    +31 and 0031 become 0. Parts of numbers are welcome; never raises.
    """
    typed = clean(text).strip()
    digits = re.sub(r"[^0-9]", "", typed)
    if typed.startswith("+"):
        digits = "00" + digits
    if digits.startswith("0031"):
        digits = "0" + digits[4:].lstrip("0")
    return digits


def read_email(text: str) -> str:
    """An e-mail address with its domain in small letters; `""` for empty input. No look-up is made.

    Raises `Refusal` for anything that could not receive mail. `.test` and `.example` are let through, for practice.
    """
    typed = read_text(text, what="Het e-mailadres", longest=LONGEST_EMAIL)
    if not typed:
        return ""
    name, at, domain = typed.rpartition("@")
    if not at:
        raise Refusal(f"In {shown(typed)} ontbreekt het apenstaartje (@). {_EMAIL_EXAMPLE}")
    if not name or not domain:
        raise Refusal(f"In {shown(typed)} ontbreekt iets voor of na het apenstaartje (@). {_EMAIL_EXAMPLE}")
    if " " in typed:
        raise Refusal(f"In {shown(typed)} staat een spatie; een e-mailadres heeft er geen. {_EMAIL_EXAMPLE}")
    if not name.isascii():
        raise Refusal(f"In {shown(typed)} staan voor het apenstaartje (@) letters die mail niet kent. {_EMAIL_EXAMPLE}")
    if "." not in domain:
        raise Refusal(f"In {shown(typed)} mist na het apenstaartje een punt, zoals in .nl. {_EMAIL_EXAMPLE}")
    if len(domain.rpartition(".")[2]) == 1:
        raise Refusal(f"{shown(typed)} eindigt op één letter: daar komt nergens mail aan. {_EMAIL_EXAMPLE}")

    from email_validator import EmailNotValidError, validate_email

    practice = domain.lower().endswith(_PRACTICE_DOMAINS)
    try:
        # Letters with accents before the @ need a mail server that few have.
        address = validate_email(
            typed, check_deliverability=False, allow_smtputf8=False, test_environment=practice, strict=True
        )
    except EmailNotValidError:
        raise Refusal(f"{shown(typed)} is geen geldig e-mailadres. {_EMAIL_EXAMPLE}") from None
    return address.normalized


def _read_digits(text: str, what: str, example: str) -> str:
    typed = read_text(text, what=what, longest=_LONGEST_PHONE)
    if typed and not re.fullmatch(_PHONE_TYPED, typed):
        raise Refusal(f"{shown(typed)} is geen telefoonnummer: er horen alleen cijfers in. {example}")
    return phone_digits(typed)


def _displayed(digits: str, typed: str, example: str) -> str:
    """`digits` of `phone_digits` as the screen shows them; `typed` and `example` go into a refusal."""
    if not digits:
        return ""
    if digits.startswith("00"):
        return _displayed_abroad(digits, typed, example)
    if not digits.startswith("0"):
        raise Refusal(f"{typed} begint niet met een netnummer of 06. {example}")
    if service := re.fullmatch(_SERVICE_NUMBER, digits):
        return f"{service[1]}-{service[2]}"
    if len(digits) != _PHONE_LENGTH:
        fault = "te kort" if len(digits) < _PHONE_LENGTH else "te lang"
        raise Refusal(
            f"{typed} is {fault}: een telefoonnummer heeft {_PHONE_LENGTH} cijfers, dit {len(digits)}. {example}"
        )
    if digits.startswith("06"):
        return f"06-{digits[2:]}"
    area = digits[: _area_code_length(digits)]
    own = digits[len(area) :]
    return f"({area}) {own[:-4]} {own[-4:-2]} {own[-2:]}"


def _area_code_length(digits: str) -> int:
    """How many of ten Dutch digits are the area code: the first group in which `phonenumbers` writes them, or three."""
    import phonenumbers

    number = phonenumbers.PhoneNumber(country_code=31, national_number=int(digits))
    first, _, rest = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL).partition(" ")
    return len(first) if rest and len(first) in {3, 4} else 3


def _displayed_abroad(digits: str, typed: str, example: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + digits[2:])
    except phonenumbers.NumberParseException:
        raise Refusal(f"{typed} is geen telefoonnummer van een bekend land. {example}") from None
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        raise Refusal(f"{typed} is te kort voor een nummer uit dat land. {example}")
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        raise Refusal(f"{typed} is te lang voor een nummer uit dat land. {example}")
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise Refusal(f"{typed} is geen volledig telefoonnummer. {example}")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
