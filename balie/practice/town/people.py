"""The people of the practice town. They exist nowhere: names, streets and telephone numbers are made up.

Numbers are from ranges that are never given out (no subscriber's number begins with a 0, no mobile one with 060), mail
addresses end in `.example`, accounts are of a bank that is none (TEST).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

HOUSEHOLDS: Final = 74
"""So many, besides those that lessons need: some 160 people."""

_FIRST: Final = (
    "Aal",
    "Bonk",
    "Dres",
    "Els",
    "Fen",
    "Gaas",
    "Hunze",
    "Kleem",
    "Loon",
    "Meer",
    "Noord",
    "Oever",
    "Plag",
)
_LAST: Final = ("akker", "bergsma", "dorpstra", "eschman", "haarsma", "kampstra", "landinga", "veldema", "wijkstra")
_PREFIXES: Final = ("", "", "", "", "", "van", "de", "van der", "ten")
_GIVEN: Final = (
    *(("Aaltje", "Vrouw"), ("Bram", "Man"), ("Carla", "Vrouw"), ("Derk", "Man"), ("Emmy", "Vrouw"), ("Frits", "Man")),
    *(
        ("Geesje", "Vrouw"),
        ("Harm", "Man"),
        ("Iris", "Vrouw"),
        ("Jelle", "Man"),
        ("Kirsten", "Vrouw"),
        ("Lucas", "Man"),
    ),
    *(
        ("Mieke", "Vrouw"),
        ("Nanno", "Man"),
        ("Olga", "Vrouw"),
        ("Pieter", "Man"),
        ("Roelfien", "Vrouw"),
        ("Siem", "Man"),
    ),
)
_STREETS: Final = ("Oefenlaan", "Leerkamp", "Proefakkers", "Lesbrink", "Voorbeeldweg", "Kladstraat")
_TOWNS: Final = (("9461", "Gieten"), ("9468", "Annen"), ("9463", "Eext"), ("9469", "Schipborg"))
_LETTERS: Final = "BCDEGHJKLMNPRTVWXZ"


@dataclass(frozen=True, slots=True)
class Townsperson:
    """Somebody as typed on screens 1 and 2 (`fields`), born on `born` (None: an institution).

    `joined` is how many days before the town's day; `name` is how lessons call them, empty for who is just there.
    """

    fields: Mapping[str, str] = field(repr=False)
    born: date | None
    joined: int
    name: str = ""


def account(number: int) -> str:
    """The IBAN of an account at a bank that is none."""
    from stdnum.iso7064 import mod_97_10

    body = f"TEST{number:010d}"
    return f"NL{mod_97_10.calc_check_digits(body + 'NL')}{body}"


def townspeople(random: Random, day: date) -> Iterator[Townsperson]:
    """Households of one to five, as of `day`: parents first, then their children, at one address."""
    for number in range(HOUSEHOLDS):
        surname = f"{random.choice(_FIRST)}{random.choice(_LAST)}"
        prefix = random.choice(_PREFIXES)
        place, town = random.choice(_TOWNS)
        home = {
            "prefix": prefix,
            "surname": surname,
            "postcode": f"{place}{random.choice(_LETTERS)}{random.choice(_LETTERS)}",
            "house_number": str(random.randrange(1, 180)),
            "street": random.choice(_STREETS),
            "town": town,
            "phone": f"05920{number:05d}",
        }
        adults = random.choice((1, 1, 2, 2, 2))
        children = random.choice((0, 0, 0, 1, 2, 2, 3)) if adults == 2 else random.choice((0, 0, 1))
        years = random.randrange(28, 48) if children else random.randrange(19, 88)
        joined = random.randrange(12, 360)
        for nth in range(adults + children):
            child = nth >= adults
            age = random.randrange(2, 18) if child else min(max(years + random.randrange(-3, 4), 19), 95)
            yield _person(random, home, day, age, joined=joined, serial=number * 10 + nth)


def _person(random: Random, home: Mapping[str, str], day: date, age: int, *, joined: int, serial: int) -> Townsperson:
    given, person = random.choice(_GIVEN)
    second = random.choice("ABCDEFGHJKLMNPRSTVW")
    born = date(day.year - age, 1, 1) + timedelta(days=random.randrange(0, 90))
    fields = {
        **home,
        "initials": f"{given[0]}.{second}.",
        "given_name": given,
        "birth_date": born.strftime("%d-%m-%Y"),
        "person": person,
    }
    if age >= 12 and random.random() < 0.7:
        fields["email"] = f"{given}.{home['surname']}{serial}@post.example".lower()
    if age < 18:
        fields["guardian"] = f"Ouder {home['surname']}"
    else:
        fields["mobile"] = f"0600{serial:06d}"
        if random.random() < 0.4:
            fields.update(direct_debit="ja", iban=account(1_000_000 + serial), identity_checked="ja")
    if random.random() < 0.5:
        fields["keep_history"] = "ja"
    return Townsperson(fields, born, joined)
