"""`balie importeer reserveringen`: who waits for what, with their places in the queue as another system had them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.items import find_item
from balie.catalogue.numbers import read_item_number
from balie.catalogue.title_form import read_isbn
from balie.catalogue.titles import title_where, title_with_isbn
from balie.circulation.bringing import BroughtHold, bring_hold
from balie.circulation.hold_rules import LAST_PRIORITY, USUAL_PRIORITY
from balie.circulation.holds import open_holds_of
from balie.dutch.text import shown
from balie.importing.headings import Columns
from balie.importing.tables.cells import branch, count, customer_of, day, past_day, yes_no
from balie.importing.tables.table_import import Repeats
from balie.importing.titles_judging import Verdict
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

COLUMNS = Columns(
    {
        "customer": ("Klantnummer", "PATRON_ID", "Pasnummer"),
        "control_number": ("Titelnummer", "PPN", "Controlenummer"),
        "isbn": ("ISBN", "EAN"),
        "item": ("Exemplaarnummer", "BARCODE", "Streepjescode", "Exemplaar"),
        "only_item": ("Alleen dit exemplaar",),
        "placed_on": ("Gereserveerd op", "Reserveringsdatum", "PLACED_ON"),
        "branch": ("Afhalen in", "Vestiging", "BRANCH", "Filiaal"),
        "priority": ("Prioriteit",),
        "ends_on": ("Einddatum", "Gewenst t/m"),
    },
    ("customer",),
    "Klantnummer;Titelnummer;Gereserveerd op;Afhalen in;…",
)
_AT_HOME = (
    "SELECT 1 FROM loan AS l JOIN item AS i ON i.number = l.item_number"
    " WHERE l.customer_id = ? AND l.returned_on IS NULL AND i.title_id = ?"
)


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A reservation that waits; `item_number` where only that copy will do."""

    customer_id: int
    title_id: int
    item_number: str | None
    branch: str
    placed_on: date
    priority: int
    ends_on: date | None


class Holds:
    """Files of reservations."""

    what = "reserveringen"
    columns = COLUMNS
    repeats = Repeats.MISTAKE
    line_type = HoldLine

    def read(self, raw: Mapping[str, str], desk: Desk) -> HoldLine:
        """A line as values. Raises `Refusal` with all reasons."""
        today, reasons = desk.working_date, Reasons()
        customer_id, title_id, item, where, priority = 0, 0, None, "", USUAL_PRIORITY
        placed_on = ends_on = None
        with reasons.at("customer"):
            customer_id = customer_of(desk.store, raw["customer"])
        with reasons.at("title"):
            title_id, item = _title(raw, desk)
        with reasons.at("only_item"):
            if not yes_no(raw.get("only_item", ""), "Alleen dit exemplaar"):
                item = None
        with reasons.at("placed_on"):
            placed_on = past_day(raw.get("placed_on", ""), today, "Gereserveerd op")
        with reasons.at("branch"):
            where = branch(raw.get("branch", ""), desk.library, desk.branch.number)
        with reasons.at("priority"):
            priority = count(raw.get("priority", ""), "Prioriteit", LAST_PRIORITY, USUAL_PRIORITY)
        with reasons.at("ends_on"):
            ends_on = day(raw.get("ends_on", ""), today, "Einddatum")
            if ends_on is not None and ends_on < today:
                raise Refusal("De einddatum van deze reservering is voorbij.")
        reasons.raise_if_any()
        return HoldLine(customer_id, title_id, item, where, placed_on or today, priority, ends_on)

    def key(self, line: HoldLine) -> str:
        """Who waits for what."""
        return f"{line.customer_id} {line.title_id}"

    def value(self, line: HoldLine) -> str:
        """Nothing more: a customer reserves a title once."""
        return ""

    def judge(self, reader: Reader, desk: Desk, line: HoldLine, nth: int) -> Verdict:
        """What the store has of this reservation. Raises `Refusal` where the customer has the title at home."""
        if any(hold.title_id == line.title_id for hold in open_holds_of(reader, line.customer_id)):
            return Verdict.SAME
        if reader.read_one(_AT_HOME, (line.customer_id, line.title_id)) is not None:
            raise Refusal("De klant heeft deze titel in bezit.")
        return Verdict.NEW

    def write(self, tx: Transaction, desk: Desk, line: HoldLine) -> None:
        """Store a reservation."""
        bring_hold(
            tx,
            BroughtHold(
                *(line.customer_id, line.title_id, line.item_number, line.branch),
                *(line.placed_on, line.priority, line.ends_on),
            ),
        )


def _title(raw: Mapping[str, str], desk: Desk) -> tuple[int, str | None]:
    """The title that is meant, by any of its numbers, and the item by which it was named."""
    number, isbn, barcode = (raw.get(name, "").strip() for name in ("control_number", "isbn", "item"))
    found: dict[int, str] = {}
    item_number = None
    if number:
        title = title_where(desk.store, "control_number = ?", (number,))
        if title is None:
            raise Refusal(f"Titelnummer {shown(number)} is hier niet bekend: importeer eerst de titels.")
        found[title.id] = "titelnummer"
    if isbn:
        title = title_with_isbn(desk.store, read_isbn(isbn) or "")
        if title is None and not number:
            raise Refusal(f"ISBN {shown(isbn)} is hier niet bekend: importeer eerst de titels.")
        if title is not None:
            found[title.id] = "ISBN"
    if barcode:
        item = find_item(desk.store, read_item_number(barcode, desk.library))
        if item is None:
            raise Refusal(f"Exemplaar {shown(barcode)} is hier niet bekend: importeer eerst de titels.")
        found[item.title_id] = "exemplaarnummer"
        item_number = item.number
    if not found:
        raise Refusal("Titelnummer, ISBN en exemplaarnummer zijn leeg: vul er een in.")
    if len(found) > 1:
        raise Refusal(f"{' en '.join(found.values())} zijn van verschillende titels: kijk ze na.")
    return next(iter(found)), item_number
