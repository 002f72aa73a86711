"""What a bon is about, by its template: its Dutch name, and which of its values tell whom or what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.text import clean
from balie.messages.receipts import ENROLMENT, PASSWORD, PAYMENT

if TYPE_CHECKING:
    from balie.messages.receipts import Told


@dataclass(frozen=True, slots=True)
class BonKind:
    """A kind of bon. `about` are names of values of its template.

    `has_secret`: a password belongs on it, which is stored nowhere; `only_secret`: without it the bon is for nothing.
    `by_mail`: it goes by e-mail to who wants that.
    """

    label: str
    about: tuple[str, ...] = ("name",)
    has_secret: bool = False
    only_secret: bool = False
    by_mail: bool = False


BON_KINDS: Mapping[str, BonKind] = {
    ENROLMENT: BonKind("Inschrijving", has_secret=True),
    PASSWORD: BonKind("Nieuw wachtwoord", has_secret=True, only_secret=True),
    PAYMENT: BonKind("Betaling", by_mail=True),
    "receipt-lending": BonKind("Leenbon", by_mail=True),
    "receipt-hold": BonKind("Reservering", ("shelf_mark", "transport_to", "title", "item")),
    "receipt-transport": BonKind("Transport", ("to", "title", "number")),
    "receipt-pull-list": BonKind("Kastlijst", ("count",)),
    "receipt-search-list": BonKind("Zoeklijst", ("count",)),
    "letter-cancellation": BonKind("Brief opzegging", ("addressee",)),
}
"""Every template in data/templates that is queued as a bon (balie/messages/receipts.py)."""


def kind_of(template: str) -> BonKind:
    """The kind of a bon. A template that only another version of the program knows is told by its own name."""
    return BON_KINDS.get(template) or BonKind(template, ())


def about(kind: BonKind, data: Mapping[str, Told]) -> str:
    """Whom or what it is for, cleaned: `E.B. Tester`, or `TEST 7727 · De avonden · 39428000000017`."""
    told = (data.get(name) for name in kind.about)
    return " · ".join(clean(text) for text in told if isinstance(text, str) and text)
