"""Who and what lessons need, by name: people with numbers that are always the same, and items to scan.

A lesson writes `{pas:wilgenhof}` or `{exemplaar:duin}`, and the number of this library's branch stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from balie.practice.town.people import Townsperson, account

FIRST_SERIAL: Final = 101
"""The serial of the pass of the first character; those of the townspeople come after `FIRST_OF_TOWN`."""
FIRST_OF_TOWN: Final = 201
FREE_SERIAL: Final = 991
"""Passes from here on are in the drawer, for who has none yet: `{pas:vrij1}` and so on."""
FREE_PASSES: Final = 5

CHARACTERS: Final = (
    "wilgenhof",
    "elzinga",
    "jong",
    "instelling",
    "gezin1",
    "gezin2",
    "gezin3",
    "gezin4",
    "gezin5",
    "stilstra",
    "volst",
    "storno",
    "tweelink1",
    "tweelink2",
    "laatstra",
    "wachtema",
    "afhaal",
    "dubbel1",
    "dubbel2",
    "mailfout",
    "senior",
    "machtiging",
    "notitie",
    "verlenger",
    "opzegger",
    "trouwlid",
)
"""Who there is, in the order of their passes."""

ITEMS: Final[Mapping[str, str]] = {
    "duin": "Het strand van morgen",
    "molen": "De molen van Loon",
    "toptitel": "De beste van het jaar",
    "laat1": "Te lang gelezen",
    "laat2": "De vergeten tas",
    "wacht": "Het veelgevraagde boek",
    "klaar": "Het boek dat klaarstaat",
    "kast": "De gewenste atlas",
    "gezin": "Voorlezen voor vijf",
    "mee": "Nog even mee",
}
"""The items that lessons scan, with their titles. Numbers by their order, from serial 1."""


@dataclass(frozen=True, slots=True)
class _Home:
    street: str
    number: str
    postcode: str = "9461OB"
    town: str = "Gieten"


def characters(day: date) -> dict[str, Townsperson]:
    """Everybody that lessons need, as of `day`, by name."""
    family, twins, twice = _Home("Lesbrink", "12"), _Home("Kladstraat", "5"), _Home("Leerkamp", "31")
    found = (
        _adult("wilgenhof", "L.M.", "Wilgenhof", "14-05-1980", "Vrouw", _Home("Oefenlaan", "3"), joined=400),
        _adult("elzinga", "P.", "Elzinga", "02-02-1975", "Man", _Home("Oefenlaan", "8"), joined=100),
        _child("jong", "D.", "Jong", _turning(day + timedelta(days=7), 18), _Home("Oefenlaan", "21"), joined=300),
        Townsperson(
            {
                "kind": "Instelling",
                "surname": "Basisschool De Oefenhoek",
                "contact_name": "Mevrouw Meesters",
                "department": "Groep 5",
                **_address(_Home("Proefakkers", "1")),
                "email": "school@oefenhoek.example",
            },
            None,
            joined=200,
            name="instelling",
        ),
        _adult("gezin1", "A.", "Gezinsma", "11-11-1984", "Vrouw", family, joined=250),
        _adult("gezin2", "B.", "Gezinsma", "06-07-1983", "Man", family, joined=250),
        _child("gezin3", "C.", "Gezinsma", _turning(day - timedelta(days=40), 14), family, joined=250),
        _child("gezin4", "D.", "Gezinsma", _turning(day - timedelta(days=90), 11), family, joined=250),
        _child("gezin5", "E.", "Gezinsma", _turning(day - timedelta(days=140), 7), family, joined=250),
        _adult("stilstra", "J.", "Stilstra", "30-09-1941", "Man", _Home("Voorbeeldweg", "60"), joined=340),
        _adult("volst", "K.", "Volst", "19-01-1990", "Vrouw", _Home("Voorbeeldweg", "61"), joined=180),
        _collected("storno", "S.", "Stornema", "08-08-1988", _Home("Voorbeeldweg", "62"), 801, joined=330),
        _child("tweelink1", "A.", "Tweelink", _turning(day - timedelta(days=30), 9), twins, joined=150),
        _child("tweelink2", "A.", "Tweelink", _turning(day - timedelta(days=30), 9), twins, joined=150),
        _adult("laatstra", "M.", "Laatstra", "23-03-1969", "Man", _Home("Voorbeeldweg", "63"), joined=210),
        _adult("wachtema", "W.", "Wachtema", "17-12-1959", "Vrouw", _Home("Voorbeeldweg", "64"), joined=220),
        _adult("afhaal", "H.", "Afhaalder", "05-10-1995", "Man", _Home("Voorbeeldweg", "65"), joined=90),
        _adult("dubbel1", "T.", "Dubbeling", "28-02-1986", "Vrouw", twice, joined=260),
        _adult("dubbel2", "T.", "Dubbelink", "28-02-1986", "Vrouw", twice, joined=20),
        _adult("mailfout", "F.", "Postema", "12-06-1978", "Man", _Home("Voorbeeldweg", "66"), joined=120),
        _adult(
            "senior", "G.", "Grijsman", _turning(day - timedelta(days=200), 71), "Man", _Home("Kladstraat", "9"), 310
        ),
        _collected("machtiging", "I.", "Incassing", "09-09-1979", _Home("Kladstraat", "11"), 802, joined=320),
        _adult("notitie", "N.", "Notema", "21-04-1982", "Vrouw", _Home("Kladstraat", "13"), joined=140),
        _adult("verlenger", "V.", "Verlengstra", "16-10-1973", "Man", _Home("Kladstraat", "15"), joined=335),
        _adult("opzegger", "O.", "Twijfelaar", "27-06-1967", "Vrouw", _Home("Kladstraat", "17"), joined=270),
        _adult("trouwlid", "T.", "Trouwema", "17-03-1946", "Vrouw", _Home("Kladstraat", "19"), joined=290),
    )
    return {person.name: person for person in found}


def _address(home: _Home) -> dict[str, str]:
    return {"postcode": home.postcode, "house_number": home.number, "street": home.street, "town": home.town}


def _adult(name: str, initials: str, surname: str, born: str, person: str, home: _Home, joined: int) -> Townsperson:
    fields = {
        "initials": initials,
        "surname": surname,
        "birth_date": born,
        "person": person,
        **_address(home),
        "email": f"{initials[0]}.{surname}@post.example".lower(),
        "mobile": f"06009{CHARACTERS.index(name):05d}",
    }
    day, month, year = map(int, born.split("-"))
    return Townsperson(fields, date(year, month, day), joined, name)


def _child(name: str, initials: str, surname: str, born: str, home: _Home, joined: int) -> Townsperson:
    adult = _adult(name, initials, surname, born, "N.v.t.", home, joined)
    fields = {field: text for field, text in adult.fields.items() if field != "mobile"}
    return Townsperson({**fields, "guardian": f"Ouder {surname}"}, adult.born, joined, name)


def _collected(name: str, initials: str, surname: str, born: str, home: _Home, number: int, joined: int) -> Townsperson:
    adult = _adult(name, initials, surname, born, "Vrouw", home, joined)
    return Townsperson(
        {**adult.fields, "direct_debit": "ja", "iban": account(number), "identity_checked": "ja"},
        adult.born,
        joined,
        name,
    )


def _turning(birthday: date, age: int) -> str:
    """The birth date of who turns `age` on that day."""
    day = 28 if (birthday.month, birthday.day) == (2, 29) else birthday.day
    return f"{day:02d}-{birthday.month:02d}-{birthday.year - age}"
