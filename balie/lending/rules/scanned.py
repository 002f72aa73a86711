"""What was scanned, as the rules of lending see it: item, title and the loan by which it is out, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.items import item_of
from balie.catalogue.numbers import compact
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.titles import with_author
from balie.circulation.loans import Loan, find_loan
from balie.customers.presented import trouble_with
from balie.customers.scans import ItemScan, PassScan, clean_number, read_scan, refuse_wrong_scan
from balie.lending.rules.refusals import CardScanned, UnknownItem

if TYPE_CHECKING:
    from balie.catalogue.items import Item
    from balie.store.reading import Reader
    from balie.store.transaction import Row

_SELECT = (
    "SELECT i.number, i.title_id, t.title, t.author, i.material, i.branch, i.shelf, i.status, i.top_title,"
    " i.not_for_loan, i.attachment_note, i.damage_note,"
    " (SELECT id FROM loan WHERE item_number = i.number AND returned_on IS NULL),"
    " EXISTS (SELECT 1 FROM hold WHERE title_id = i.title_id AND closed_on IS NULL)"
    " FROM item AS i JOIN title AS t ON t.id = i.title_id WHERE i.number = ?"
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """An item that was scanned. `loan_id`: the loan by which it is out, None when it is in.

    `reserved`: somebody has a reservation on its title that is not closed.
    """

    number: str
    title_id: int
    title: str
    author: str
    material: str
    branch: str
    shelf: str
    status: ItemStatus
    top_title: bool
    not_for_loan: bool
    attachment_note: str
    damage_note: str
    loan_id: int | None
    reserved: bool

    @property
    def name(self) -> str:
        """Title and author on one line: `De avonden / Reve, Gerard`."""
        return with_author(self.title, self.author)

    def item(self, reader: Reader) -> Item:
        """The item with all that the catalogue keeps of it, for who changes it."""
        return item_of(reader, self.number)

    def loan(self, reader: Reader) -> Loan | None:
        """The loan by which it is out; None when it is in."""
        return None if self.loan_id is None else find_loan(reader, self.loan_id)


def read_scanned(reader: Reader, barcode: str, *, borrower: int | None = None) -> Scanned:
    """The item with this barcode, as scanned or typed.

    A number that is known is recognised with something around it. Raises `CardScanned` for a klantnummer (of the
    customer who is being helped, or of another), `NotANumber` for an ISBN and where it is not sure which number was
    scanned, and `UnknownItem` for anything else that is no item.
    """
    number = compact(barcode)
    row = reader.read_one(_SELECT, (number,)) or _inside(reader, barcode, borrower)
    (number, title_id, title, author, material, branch, shelf, status, top, never, attachment, damage, loan, held) = row
    return Scanned(
        number=number,
        title_id=title_id,
        title=title,
        author=author,
        material=material,
        branch=branch,
        shelf=shelf,
        status=ItemStatus(status),
        top_title=bool(top),
        not_for_loan=bool(never),
        attachment_note=attachment,
        damage_note=damage,
        loan_id=loan,
        reserved=bool(held),
    )


def _inside(reader: Reader, barcode: str, borrower: int | None) -> Row:
    """The item whose number stands in what was scanned."""
    scan = read_scan(reader, barcode)
    refuse_wrong_scan(reader, scan)
    if isinstance(scan, PassScan):
        holder = reader.read_one("SELECT customer_id FROM card WHERE number = ?", (scan.number,))
        assert holder is not None, "it was read just now"
        trouble = trouble_with(reader, scan.number)
        raise CardScanned(scan.number, int(holder[0]), own=holder[0] == borrower, trouble=trouble)
    row = reader.read_one(_SELECT, (scan.number,)) if isinstance(scan, ItemScan) else None
    if row is None:
        raise UnknownItem(compact(clean_number(reader, barcode)))
    return row


def seen_before(reader: Reader, customer_id: int, title_id: int, since: date) -> date | None:
    """When this customer last borrowed an item of this title, from `since` on; None when that is not known."""
    row = reader.read_one(
        "SELECT max(l.lent_on) FROM loan AS l JOIN item AS i ON i.number = l.item_number"
        " WHERE l.customer_id = ? AND l.returned_on IS NOT NULL AND i.title_id = ? AND l.lent_on >= ?",
        (customer_id, title_id, since.isoformat()),
    )
    return None if row is None or row[0] is None else date.fromisoformat(row[0])
