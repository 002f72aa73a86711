"""The fields of an item (exemplaar): as they are typed, and read into values with all reasons why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.lists import materials
from balie.catalogue.numbers import GENERATE, read_item_number
from balie.dutch.dates import format_date, parse_date
from balie.dutch.money import format_cents, parse_cents
from balie.dutch.text import fold, read_text, shown
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library

ITEM_FIELDS: Mapping[str, str] = {
    "number": "Exemplaarnummer",
    "branch": "Vestiging",
    "shelf": "Kast",
    "call_mark": "Plaatsing",
    "material": "Materiaal",
    "top_title": "Toptitel",
    "not_for_loan": "Niet uitleenbaar",
    "attachment_note": "Bijlage",
    "damage_note": "Schade",
    "memo": "Memo",
    "price": "Prijs",
    "acquired_on": "Aangeschaft",
}
"""The fields in the order of the screen, with their labels; number, branch and material are required."""

LONGEST = {"shelf": 30, "call_mark": 40, "attachment_note": 120, "damage_note": 120, "memo": 240}
"""How many characters fit in the fields that are plain text."""
_YES_NO = {"ja": True, "j": True, "1": True, "x": True, "nee": False, "n": False, "0": False, "": False}


@dataclass(frozen=True, slots=True)
class ItemValues:
    """An item as it is stored, without its number, its title and its status.

    `attachment_note` is shown at loan and return, `damage_note` at return, `memo` never (Wise). `material` is a code of
    the list, `price_cents` what it cost, `top_title` asks the fee of a toptitel.
    """

    branch: str
    material: str
    shelf: str = ""
    call_mark: str = ""
    top_title: bool = False
    not_for_loan: bool = False
    attachment_note: str = ""
    damage_note: str = ""
    memo: str = ""
    price_cents: int | None = None
    acquired_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be added; `number` None: the desk makes one for the branch of the item."""

    number: str | None
    values: ItemValues


def read_new_item(raw: Mapping[str, str], library: Library, today: date) -> NewItem:
    """The values of all fields of `ITEM_FIELDS`; `v` as number asks the desk to make one. Raises as `read_item`."""
    reasons = Reasons()
    number = values = None
    with reasons.at("number"):
        typed = raw.get("number", "")
        number = None if typed.strip().lower() == GENERATE else read_item_number(typed, library)
    try:
        values = read_item(raw, library, today)
    except Refusal as refusal:
        reasons.extend(refusal.reasons)
    reasons.raise_if_any()
    assert values is not None
    return NewItem(number, values)


def read_item(raw: Mapping[str, str], library: Library, today: date) -> ItemValues:
    """The values of the fields other than the number; what is not in `raw` is empty. `today` is the working date.

    Raises `Refusal` with all reasons, each at its field.
    """
    reasons = Reasons()
    values: dict[str, str | bool | int | date | None] = dict.fromkeys(LONGEST, "")
    readers: Mapping[str, Callable[[str], str | bool | int | date | None]] = {
        "top_title": _read_yes_no,
        "not_for_loan": _read_yes_no,
        "branch": lambda text: _read_branch(text, library),
        "material": _read_material,
        "price": _read_price,
        "acquired_on": lambda text: _read_day(text, today),
    }
    for name, longest in LONGEST.items():
        with reasons.at(name):
            if text := raw.get(name, ""):
                values[name] = read_text(text, what=f"Het veld {ITEM_FIELDS[name]}", longest=longest)
    for name, reader in readers.items():
        with reasons.at(name):
            values["price_cents" if name == "price" else name] = reader(raw.get(name, ""))
    reasons.raise_if_any()
    return ItemValues(**values)  # type: ignore[arg-type]  # each field has its own reader above


def typed_item(values: ItemValues, number: str = "") -> dict[str, str]:
    """The fields as they stand in the form: what `read_item` reads back to the same values."""
    return {
        "number": number,
        "branch": values.branch,
        "shelf": values.shelf,
        "call_mark": values.call_mark,
        "material": materials().label(values.material),
        "top_title": "Ja" if values.top_title else "Nee",
        "not_for_loan": "Ja" if values.not_for_loan else "Nee",
        "attachment_note": values.attachment_note,
        "damage_note": values.damage_note,
        "memo": values.memo,
        "price": "" if values.price_cents is None else format_cents(values.price_cents),
        "acquired_on": "" if values.acquired_on is None else format_date(values.acquired_on),
    }


def _read_branch(text: str, library: Library) -> str:
    typed = text.strip()
    if not typed:
        raise Refusal("De vestiging is leeg: typ het nummer van vier cijfers.")
    return library.branch(typed).number


def _read_material(text: str) -> str:
    material = materials().read(text)
    if not material:
        raise Refusal("Het materiaal is leeg: kies er een uit de lijst, zoals Boek.")
    return material


def _read_yes_no(text: str) -> bool:
    answer = _YES_NO.get(fold(text))
    if answer is None:
        raise Refusal(f"{shown(text)} is geen ja of nee: typ Ja of Nee.")
    return answer


def _read_price(text: str) -> int | None:
    if not text.strip():
        return None
    cents = parse_cents(text)
    if cents < 0:
        raise Refusal("Een prijs is nul of meer: haal de min weg.")
    return cents


def _read_day(text: str, today: date) -> date | None:
    if not text.strip():
        return None
    day = parse_date(text, today)
    if day > today:
        raise Refusal(f"{format_date(day)} is nog niet geweest: typ de dag waarop het is aangeschaft.")
    return day
