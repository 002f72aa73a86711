"""What one value of a library file may be, with what is expected in Dutch, and what every table has in common.

As `structs`: imported at run time only where a library file is read.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct


class Cents(int):
    """An amount in whole cents, written in the file as a string such as "54,00".

    A string with exactly two decimals cannot be mistyped silently: `54` (cents or euros?), `54.0` (a binary fraction)
    and `"54,0"` are all refused.
    """


# What a field expects, in Dutch, stands beside its limits: it is what a refusal shows.
Text = Annotated[
    str,
    Meta(
        pattern=r"\A\S.{0,79}\Z",
        extra={"expects": "tekst van 1 tot en met 80 tekens op één regel"},
    ),
]
BranchNumber = Annotated[str, Meta(pattern=r"\A[0-9]{4}\Z", extra={"expects": 'vier cijfers, zoals "9428"'})]
SubscriptionCode = Annotated[str, Meta(pattern=r"\A[0-9]{4}\Z", extra={"expects": 'vier cijfers, zoals "0045"'})]
StaffCode = Annotated[
    str, Meta(pattern=r"\A[0-9A-Za-z]{1,12}\Z", extra={"expects": 'hoogstens 12 letters en cijfers, zoals "ans"'})
]
TariffCode = Annotated[
    str, Meta(pattern=r"\A[0-9A-Z-]{1,8}\Z", extra={"expects": 'hoogstens 8 hoofdletters, cijfers of "-"'})
]
OnlinePrefix = Annotated[str, Meta(pattern=r"\A2[A-Z]\Z", extra={"expects": 'een 2 en een hoofdletter, zoals "2X"'})]
Email = Annotated[
    str, Meta(pattern=r"\A[^@\s]+@[^@\s]+\.[^@\s]+\Z", max_length=120, extra={"expects": "een e-mailadres"})
]
QueueName = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9_.][A-Za-z0-9_.-]{0,126}\Z", extra={"expects": "de naam van een CUPS-wachtrij"})
]
HostName = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9.-]{0,252}\Z", extra={"expects": "de naam van een mailserver"})
]
Age = Annotated[int, Meta(ge=0, le=120, extra={"expects": "een leeftijd van 0 tot en met 120"})]
Months = Annotated[int, Meta(ge=1, le=12, extra={"expects": "een aantal maanden van 1 tot en met 12"})]
Days = Annotated[int, Meta(ge=0, le=366, extra={"expects": "een aantal dagen van 0 tot en met 366"})]
StepDays = Annotated[int, Meta(ge=1, le=366, extra={"expects": "een aantal dagen van 1 tot en met 366"})]
Count = Annotated[int, Meta(ge=0, le=9999, extra={"expects": "een aantal van 0 tot en met 9999"})]
Serial = Annotated[int, Meta(ge=1, le=99_999_999, extra={"expects": "een volgnummer van 1 tot en met 99999999"})]
OnlineSerial = Annotated[int, Meta(ge=1, le=9_999_999, extra={"expects": "een volgnummer van 1 tot en met 9999999"})]
Percent = Annotated[int, Meta(ge=0, le=100, extra={"expects": "een percentage van 0 tot en met 100"})]


class LibraryTable(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every table has in common: fixed once read, and no key that is not known.

    msgspec inherits `forbid_unknown_fields`; `frozen` (mypy) and `kw_only` (msgspec) must be repeated.
    """
