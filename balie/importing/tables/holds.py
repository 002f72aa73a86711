"""`balie importeer reserveringen`: who waits for what, with their places in the queue as another system had them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.items import find_item
from balie.catalogue.numbers import read_item_number
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.catalogue.title_form import read_isbn
from balie.catalogue.titles import title_where, title_with_isbn
from balie.circulation.bring import BroughtHold, bring_hold
from balie.circulation.hold_changes import make_ready, mark_told
from balie.circulation.hold_rules import LAST_PRIORITY, USUAL_PRIORITY
from balie.circulation.holds import find_hold, open_holds_of
from balie.circulation.loans import open_loan
from balie.dutch.text import shown
from balie.importing.headings import FileColumns
from balie.importing.tables.cells import branch, count, customer_of, day, past_day, yes_no
from balie.importing.tables.table_import import Repeats
from balie.importing.titles.judging import TitleVerdict
from balie.refusal import Reasons, Refusal
from balie.store.pace import FEWEST

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

COLUMNS = FileColumns(
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
        "ready": ("Klaargezet",),
        "expires_on": ("Afhalen t/m",),
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
    """A reservation; `item_number` where only that copy will do, or that copy stands ready."""

    customer_id: int
    title_id: int
    item_number: str | None
    branch: str
    placed_on: date
    priority: int
    ends_on: date | None
    expires_on: date | None
    """Until when the item stands ready; None while the customer waits."""


class HoldsTable:
    """Files of reservations."""

    what = "reserveringen"
    columns = COLUMNS
    repeats = Repeats.MISTAKE
    line_type = HoldLine
    fewest = FEWEST

    def read(self, raw: Mapping[str, str], desk: Desk) -> HoldLine:
        """A line as values. Raises `Refusal` with all reasons."""
        today, reasons = desk.working_date, Reasons()
        customer_id, title_id, item, where, priority = 0, 0, None, "", USUAL_PRIORITY
        placed_on = ends_on = expires_on = None
        ready = False
        with reasons.at("customer"):
            customer_id = customer_of(desk.store, raw["customer"])
        with reasons.at("title"):
            title_id, item = _title(raw, desk)
        with reasons.at("only_item"):
            ready = yes_no(raw.get("ready", ""), "Klaargezet")
            if not yes_no(raw.get("only_item", ""), "Alleen dit exemplaar") and not ready:
                item = None
        with reasons.at("expires_on"):
            expires_on = day(raw.get("expires_on", ""), today, "Afhalen t/m")
            if ready and not (item and expires_on):
                raise Refusal("Wat klaarstaat heeft een exemplaarnummer en een dag in Afhalen t/m.")
            if not ready:
                expires_on = None
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
        return HoldLine(customer_id, title_id, item, where, placed_on or today, priority, ends_on, expires_on)

    def key(self, line: HoldLine) -> str:
        """Who waits for what."""
        return f"{line.customer_id} {line.title_id}"

    def value(self, line: HoldLine) -> str:
        """Nothing more: a customer reserves a title once."""
        return ""

    def judge(self, reader: Reader, desk: Desk, line: HoldLine, nth: int) -> TitleVerdict:
        """What the store has of this reservation. Raises `Refusal` where the customer has the title at home."""
        if any(hold.title_id == line.title_id for hold in open_holds_of(reader, line.customer_id)):
            return TitleVerdict.SAME
        if reader.read_one(_AT_HOME, (line.customer_id, line.title_id)) is not None:
            raise Refusal("De klant heeft deze titel in bezit.")
        if line.expires_on is not None and line.item_number is not None:
            _check_free(reader, line.item_number)
        return TitleVerdict.NEW

    def write(self, tx: Transaction, desk: Desk, line: HoldLine) -> None:
        """Store a reservation."""
        hold_id = bring_hold(
            tx,
            BroughtHold(
                *(line.customer_id, line.title_id, None if line.expires_on else line.item_number, line.branch),
                *(line.placed_on, line.priority, line.ends_on),
            ),
        )
        if line.expires_on is not None and line.item_number is not None:
            _set_aside(tx, hold_id, line.item_number, line.expires_on)


def _check_free(reader: Reader, number: str) -> None:
    """Raise `Refusal` for an item that cannot stand ready, since it is elsewhere or stands ready already."""
    item = find_item(reader, number)
    if item is None or item.status is not ItemStatus.IN:
        raise Refusal(f"Exemplaar {number} kan niet klaarstaan: het is hier niet binnen.")
    if open_loan(reader, number) is not None:
        raise Refusal(f"Exemplaar {number} kan niet klaarstaan: het is hier uitgeleend.")


def _set_aside(tx: Transaction, hold_id: int, number: str, expires_on: date) -> None:
    """Let an item stand ready. The customer was told by the other system."""
    hold, item = find_hold(tx, hold_id), find_item(tx, number)
    assert hold is not None
    assert item is not None
    make_ready(tx, hold, number, expires_on)
    put_status(tx, item, ItemStatus.RESERVED, why="Klaargezet")
    mark_told(tx, hold_id)


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
