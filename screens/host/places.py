"""Where one can go from any tab: a value for each place. The program knows which page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from balie.lending.session.costs import SessionCosts


@dataclass(frozen=True, slots=True)
class Paying:
    """What a customer owes; `charge_ids` are chosen to begin with."""

    customer_id: int
    charge_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PayingEach:
    """Who pays now, of several customers of one session."""

    costs: Sequence[SessionCosts]


@dataclass(frozen=True, slots=True)
class AtHome:
    """In bezit: what a customer has at home."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class HoldsOf:
    """What a customer has on reservation."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class Queue:
    """Who waits for a title, in order."""

    title_id: int


@dataclass(frozen=True, slots=True)
class TitleAt:
    """A title with its items."""

    title_id: int


@dataclass(frozen=True, slots=True)
class ItemAt:
    """An item, by its barcode."""

    number: str


@dataclass(frozen=True, slots=True)
class NewItemOf:
    """An item more of a title."""

    title_id: int


@dataclass(frozen=True, slots=True)
class NewTitle:
    """A title that is added; `isbn` where it is known."""

    isbn: str = ""


@dataclass(frozen=True, slots=True)
class ChangedTitle:
    """A title as a form."""

    title_id: int


Place: TypeAlias = (
    Paying | PayingEach | AtHome | HoldsOf | Queue | TitleAt | ItemAt | NewItemOf | NewTitle | ChangedTitle
)
