"""The titles of the practice town: of every kind that the catalogue knows, and all of them made up."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from balie.catalogue.title_form import TitleValues

COUNT: Final = 400
ITEMS: Final = 700

_OF: Final = (
    "De tuin",
    "Het huis",
    "De brief",
    "Het geheim",
    "De reis",
    "Het jaar",
    "De dochter",
    "De zomer",
    "Het lied",
)
_WHICH: Final = (
    *("van de molenaar", "aan het kanaal", "zonder naam", "achter de dijk", "van glas", "in de mist", "van Drenthe"),
    *("op het veen", "naar het noorden", "met de sleutel", "van mijn vader", "onder de linde", "dat bleef", "in blauw"),
)
_AUTHORS: Final = (
    *("Veldkamp, Ineke", "Oosterling, Bert", "Zandvliet, Marja", "Hogenes, Tjeerd", "Berkenbosch, Femke"),
    *("Rietland, Joost", "Wolthuizen, Anke", "Kerspel, Douwe", "Slootmaker, Rina", "Vennegoor, Hilde"),
)
_KINDS: Final = (*["boek"] * 14, "dvd", "luisterboek", "tijdschrift", "boek", "boek", "spel")
_AUDIENCES: Final = ("volwassenen", "volwassenen", "volwassenen", "jeugd")


def made_up(random: Random, kinds: frozenset[str], audiences: frozenset[str], count: int) -> Iterator[TitleValues]:
    """So many titles, no two with one name and author; of the kinds and for the readers that the lists know."""
    seen: set[tuple[str, str]] = set()
    while len(seen) < count:
        title = f"{random.choice(_OF)} {random.choice(_WHICH)}"
        author = random.choice(_AUTHORS)
        if (title, author) in seen:
            continue
        seen.add((title, author))
        kind, audience = random.choice(_KINDS), random.choice(_AUDIENCES)
        yield TitleValues(
            title=title,
            kind=kind if kind in kinds else "boek",
            author=author,
            year=random.randrange(1985, 2024),
            audience=audience if audience in audiences else "",
        )
