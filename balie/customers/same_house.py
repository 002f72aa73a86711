"""One house: the same postcode and house number, however letter and addition were typed (`41 bis`, `41-BIS`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.dutch.address import HouseNumber


def suffix_sql(table: str) -> str:
    """Of an address under this name in a SELECT: what tells one house with a number from another, as SQL."""
    return f"lower(coalesce({table}.letter, '') || coalesce({table}.addition, ''))"


SAME_HOUSE = f"a.postcode = ? AND a.number = ? AND {suffix_sql('a')} = ?"
"""That the address `a` is of a house; its parameters are those of `house_params`."""


def house_params(postcode: str, house: HouseNumber) -> tuple[str, int, str]:
    """What `SAME_HOUSE` asks for: postcode as stored, number, and letter with addition."""
    return postcode, house.number, house.suffix
