"""One line of a file of customers: its fields in, a person as the store keeps one out, or all reasons why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from balie.barcodes import own_inside
from balie.customers.cards.numbers import read_other_number
from balie.customers.forms.choices import read_choice
from balie.customers.name_keys import SEPARATOR
from balie.customers.tabs.preferences import read_external_number
from balie.dutch.names import Person, split_prefix
from balie.dutch.text import fold, shown
from balie.importing import quick
from balie.importing.headings import CUSTOMERS, FIELDS, REQUIRED, Headings
from balie.refusal import Reason, Reasons, Refusal

_PERSONS = {
    "": Person.UNSPECIFIED,
    "m": Person.MAN,
    "man": Person.MAN,
    "v": Person.WOMAN,
    "vrouw": Person.WOMAN,
    "instelling": Person.INSTITUTION,
    "nvt": Person.UNSPECIFIED,
    "n v t": Person.UNSPECIFIED,
    "x": Person.UNSPECIFIED,
}


class Imported(NamedTuple):
    """A person from a file, as the columns of the store keep one; what was not filled in is None.

    A tuple, since a million of them are made in a row.
    """

    number: str
    external_number: str | None
    external_number_2: str | None
    initials: str | None
    prefix: str | None
    surname: str
    given_name: str | None
    name_key: str
    prefixed_key: str | None
    birth_date: str | None
    person: str
    phone: str | None
    phone_key: str | None
    mobile: str | None
    mobile_key: str | None
    email: str | None
    email_key: str | None
    country: str
    postcode: str | None
    house_number: int
    letter: str | None
    addition: str | None
    street: str
    town: str
    branch: str


class LineReader:
    """Reads the lines of one file: `headings` says which field stands where.

    `today` is the working date, `branches` the numbers of the library's branches and `branch` the one of those without.
    `passes` are the forms of numbers that another system gave out, which are taken too.
    """

    def __init__(
        self, headings: Headings, today: date, branches: Sequence[str], branch: str, passes: tuple[str, ...] = ()
    ) -> None:
        self._headings = headings
        self._count = headings.count
        # A field without a column is read from an empty one put after the last.
        self._pick: Callable[[list[str]], tuple[str, ...]] = itemgetter(
            *(headings.places.get(name, headings.count) for name in FIELDS)
        )
        self._today = today
        self._today_text = today.isoformat()
        self._oldest = quick.first_birth(today)
        self._branches = frozenset(branches)
        self._branch = branch
        self._passes = passes
        self._number: Callable[[str], str] = self._own_or_other if passes else _own
        self._splits_prefix = "prefix" not in headings.places

    def read(self, fields: list[str]) -> Imported:
        """The person on this line. Raises `Refusal` with all reasons, each at its field."""
        if len(fields) != self._count:
            fields = self._headings.fitted(fields)
        fields.append("")
        values = self._pick(fields)
        try:
            return self._read(values)
        except Refusal:
            self._refuse(dict(zip(FIELDS, values, strict=True)))
            raise

    def _read(self, values: tuple[str, ...]) -> Imported:
        # In the order of FIELDS. One long function: calls and look-ups by name are what a million lines wait for.
        number, external, external_2, first_names, initials, prefix, surname, given_name, born, person, *rest = values
        street, house_number, postcode, town, country, phone, mobile, email, branch = rest
        sex = _person(person)
        if sex == Person.INSTITUTION:  # has a name only, all of it in one field
            surname, prefix = " ".join(filter(None, (prefix, surname))), ""
            born = first_names = initials = given_name = ""
        elif not born:
            raise Refusal("Er ontbreekt een gegeven.")
        if not (number and surname and street and house_number and postcode and town):
            raise Refusal("Er ontbreekt een gegeven.")  # _refuse tells which
        surname = quick.surname(surname)
        if self._splits_prefix and sex != Person.INSTITUTION:
            prefix, surname = split_prefix(surname)
        if prefix:
            prefix = quick.prefix(prefix)
        if first_names and not (initials and given_name):
            initials, given_name = _names(initials, given_name, first_names)
        else:
            initials, given_name = quick.initials(initials), quick.given_name(given_name)
        shown_phone, phone_key = quick.phone(phone) if phone else (None, None)
        shown_mobile, mobile_key = quick.mobile(mobile) if mobile else (None, None)
        address = quick.email(email) if email else None
        code = _country(country)
        house, letter, addition = quick.house_number(house_number)
        key, initials_key, prefix_key = quick.folded(surname), quick.fold_short(initials), quick.fold_short(prefix)
        return Imported(
            self._number(number),
            _external(external) if external else None,
            _external(external_2) if external_2 else None,
            initials or None,
            prefix or None,
            surname,
            given_name or None,
            f"{key or surname.casefold()}{SEPARATOR}{initials_key}{SEPARATOR}{prefix_key}",
            f"{f'{prefix_key} {key}'.strip()}{SEPARATOR}{initials_key}" if prefix else None,
            quick.birth_date(born, self._today, self._today_text, self._oldest) if born else None,
            sex,
            shown_phone,
            phone_key,
            shown_mobile,
            mobile_key,
            address,
            address and address.lower(),
            code,
            quick.postcode(postcode, code),
            house,
            letter or None,
            addition or None,
            quick.street(street),
            quick.town(town),
            self._branch_of(branch) if branch else self._branch,
        )

    def _own_or_other(self, text: str) -> str:
        """A klantnummer, or the number of a pass of the other system in one of its forms."""
        for form in self._passes:
            with suppress(Refusal):
                return read_other_number(text, form)
        try:
            return _own(text)
        except Refusal as refusal:
            forms = " of ".join(self._passes)
            raise Refusal(f"{refusal} Een pas van het andere systeem heeft de vorm {forms}.") from None

    def _branch_of(self, text: str) -> str:
        if text not in self._branches:
            raise Refusal(f"Vestiging {shown(text)} staat niet in het bibliotheekbestand.")
        return text

    def _refuse(self, raw: Mapping[str, str]) -> None:
        """Raise one refusal with the reasons of all fields."""
        reasons = Reasons()
        country = "NL"
        with reasons.at("country"):
            country = _country(raw.get("country", ""))
        checks: Mapping[str, Callable[[str], object]] = {
            "number": self._number,
            "external_number": _external,
            "external_number_2": _external,
            "initials": quick.initials,
            "prefix": quick.prefix,
            "surname": quick.surname,
            "given_name": quick.given_name,
            "birth_date": lambda text: quick.birth_date(text, self._today, self._today_text, self._oldest),
            "person": _person,
            "street": quick.street,
            "house_number": quick.house_number,
            "postcode": lambda text: quick.postcode(text, country),
            "town": quick.town,
            "phone": quick.phone,
            "mobile": quick.mobile,
            "email": quick.email,
            "branch": self._branch_of,
        }
        for name, text in raw.items():
            with reasons.at(name):
                if name == "birth_date" and text and _is_institution(raw):
                    continue  # an institution has none, whatever stands there
                if text and name in checks:
                    checks[name](text)
                elif not text and name in REQUIRED and not (name == "birth_date" and _is_institution(raw)):
                    raise Refusal(_missing(name))
        with reasons.at("first_names"):
            if raw["first_names"] and not (raw["initials"] and raw["given_name"]):
                quick.initials_and_given_name(raw["first_names"])
        reasons.raise_if_any()


def _own(text: str) -> str:
    """A klantnummer, also with what a scanner sends around one."""
    try:
        return quick.number(text)
    except Refusal:
        found = [number for number in own_inside(text) if number.startswith("2")]
        if len(found) == 1:
            return found[0]
        raise


def _missing(name: str) -> Reason:
    return Reason(f"{CUSTOMERS.label(name)} is leeg: vul dit veld in.", name)


def _names(initials: str, given_name: str, first_names: str) -> tuple[str, str]:
    """Initials and roepnaam: as they stand, and where they do not from the first names."""
    from_initials, from_name = quick.initials_and_given_name(first_names)
    return quick.initials(initials) or from_initials, quick.given_name(given_name) or from_name


def _is_institution(raw: Mapping[str, str]) -> bool:
    with suppress(Refusal):
        return _person(raw.get("person", "")) == Person.INSTITUTION
    return False


@lru_cache(1_000)
def _person(text: str) -> str:
    person = _PERSONS.get(fold(text))
    if person is None:
        raise Refusal(f"{shown(text)} is geen geslacht: vul M of V in, of laat het leeg.")
    return str(person)


@lru_cache(1_000)
def _country(text: str) -> str:
    return read_choice("country", text).code


def _external(text: str) -> str | None:
    return read_external_number(text, date.min) or None
