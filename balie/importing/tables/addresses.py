"""`balie importeer adressen`: which street and town a postcode with a house number has, to complete what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from balie.customers.forms.known_addresses import KnownAddress, keep_address, known_address
from balie.dutch.address import HouseNumber, read_house_number, read_postcode, read_street, read_town
from balie.importing.headings import FileColumns
from balie.importing.tables.cells import filled
from balie.importing.tables.table_import import Repeats
from balie.importing.titles.judging import TitleVerdict
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

COLUMNS = FileColumns(
    {
        "postcode": ("Postcode", "ZIPCODE"),
        "number": ("Huisnummer", "HOUSE_NUMBER", "Nummer"),
        "street": ("Straat", "Straatnaam", "Openbare ruimte", "Openbareruimte", "STREET"),
        "town": ("Plaats", "Woonplaats", "CITY"),
    },
    ("postcode", "number", "street", "town"),
    "Postcode;Huisnummer;Straat;Plaats",
)
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address: `41`, `41A` and `41-2` are one, since their street is the same."""

    postcode: str
    number: int
    street: str
    town: str


class Addresses:
    """Files of addresses."""

    what = "adressen"
    columns = COLUMNS
    repeats = Repeats.SAME
    line_type = AddressLine
    fewest = 500

    def read(self, raw: Mapping[str, str], desk: Desk) -> AddressLine:
        """A line as values. Raises `Refusal` with all reasons."""
        try:
            return AddressLine(*(_READ[name](raw[name]) for name in _READ))  # type: ignore[arg-type]
        except Refusal:  # only now: gathering reasons takes as long again, and there are ten million addresses
            reasons = Reasons()
            for name, read in _READ.items():
                with reasons.at(name):
                    read(raw[name])
            reasons.raise_if_any()
            raise

    def key(self, line: AddressLine) -> str:
        """Postcode and house number."""
        return f"{line.postcode} {line.number}"

    def value(self, line: AddressLine) -> str:
        """Street and town."""
        return f"{line.street}, {line.town}"

    def judge(self, reader: Reader, desk: Desk, line: AddressLine, nth: int) -> TitleVerdict:
        """What the store has of this address."""
        stored = known_address(reader, line.postcode, HouseNumber(line.number))
        if stored is None:
            return TitleVerdict.NEW
        return TitleVerdict.SAME if stored == KnownAddress(line.street, line.town) else TitleVerdict.CHANGED

    def write(self, tx: Transaction, desk: Desk, line: AddressLine) -> None:
        """Keep the address."""
        keep_address(tx, line.postcode, line.number, KnownAddress(line.street, line.town))


@lru_cache(_REMEMBERED)
def _number(text: str) -> int:
    return read_house_number(text).number


@lru_cache(_REMEMBERED)
def _street(text: str) -> str:
    return filled(read_street(text), "Straat")


@lru_cache(_REMEMBERED)
def _town(text: str) -> str:
    return filled(read_town(text), "Plaats")


_READ: dict[str, Callable[[str], str | int]] = {
    "postcode": lru_cache(_REMEMBERED)(read_postcode),
    "number": _number,
    "street": _street,
    "town": _town,
}
"""What reads each value of an `AddressLine`, in order."""
