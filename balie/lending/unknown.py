"""Toch uitlenen: an item that no catalogue knows is noted and lent in one go, if the library wants so.

Source: rules.md#unknown-item.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.catalogue.history import log_item, log_title
from balie.catalogue.item_form import ITEM_FIELDS, ItemValues
from balie.catalogue.item_form import LONGEST as ITEM_LONGEST
from balie.catalogue.items import insert_item
from balie.catalogue.numbers import read_item_number
from balie.catalogue.provisional import mark_provisional
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.title_form import TitleValues, read_title
from balie.catalogue.titles import insert_title
from balie.customers.permission import Override, check_override
from balie.customers.scans import clean_number, read_scan, refuse_wrong_scan
from balie.dutch.text import read_text
from balie.lending.lend import lend_in
from balie.library.rights import Right
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from datetime import date

    from balie.desk import Desk
    from balie.lending.session.acts import Lent
    from balie.store.transaction import Transaction

FIELDS = ("title", "author", "kind", "attachment_note")
"""What the desk is asked; title and kind (materiaalsoort) are required."""
_SCANNED = re.compile(r"[0-9X]{8,}")
ADDED = "item provisional"
"""The word in the journal for the item."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What the desk noted of an unknown item. `attachment_note` is shown whenever it is lent or comes in."""

    title: TitleValues
    attachment_note: str = ""


def read_noted(raw: Mapping[str, str], today: date) -> Noted:
    """The values of `FIELDS` as typed. Raises `Refusal` with all reasons, each at its field."""
    reasons = Reasons()
    title, attachment = None, ""
    try:
        title = read_title({name: raw.get(name, "") for name in ("title", "author", "kind")}, today)
    except Refusal as refusal:
        reasons.extend(refusal.reasons)
    with reasons.at("title"):
        read_title_seen(raw.get("title", ""))
    with reasons.at("attachment_note"):
        if text := raw.get("attachment_note", ""):
            what = f"Het veld {ITEM_FIELDS['attachment_note']}"
            attachment = read_text(text, what=what, longest=ITEM_LONGEST["attachment_note"])
    reasons.raise_if_any()
    assert title is not None
    return Noted(title, attachment)


def read_title_seen(text: str) -> str:
    """A title as it was typed. Raises `Refusal` for a number that was scanned into the field."""
    if _SCANNED.fullmatch(text.strip()):
        raise Refusal("Dit is een gescand nummer en geen titel: neem over wat er op het exemplaar staat.")
    return text


def lend_unknown(
    desk: Desk,
    customer_id: int,
    barcode: str,
    noted: Noted,
    *,
    override: Override | None = None,
    pass_settled: bool = False,
) -> Lent:
    """Note an unknown item as one of this branch, with a title of its own, and lend it: all of it or nothing.

    Both are provisional until somebody completes the title (`catalogue.provisional`); undoing the loan leaves them in
    the stock. Raises `Refusal` where the library does not want this, for a number that can be none of an item, for an
    ISBN, and for one that is known by now, also with something around it; else as `lend`.
    """
    desk.require(Right.LEND)
    allowed = None if override is None else check_override(override, desk)
    if desk.library.loans is not None and not desk.library.loans.lend_unknown:
        raise Refusal("Deze bibliotheek leent niets onbekends uit: voer het eerst op bij de titel (Catalogus, Alt+C).")
    with desk.transaction() as tx:
        scan = read_scan(tx, barcode)
        refuse_wrong_scan(tx, scan)
        number = read_item_number(clean_number(tx, barcode), desk.library)
        if scan is not None:
            raise Refusal("Dit exemplaar is intussen opgevoerd: scan het opnieuw.")
        _add(desk, tx, number, noted)
        return lend_in(desk, tx, customer_id, number, allowed, pass_settled=pass_settled)


def _add(desk: Desk, tx: Transaction, number: str, noted: Noted) -> None:
    title = noted.title
    title_id = insert_title(tx, title)
    told = {name: value for name, value in (("title", title.title), ("author", title.author)) if value}
    log_title(tx, "title added", title_id, before=None, after={**told, "kind": title.kind})
    values = ItemValues(desk.branch.number, title.kind, attachment_note=noted.attachment_note)
    insert_item(tx, number, title_id, values, ItemStatus.IN)
    mark_provisional(tx, number)
    log_item(tx, ADDED, number, before=None, after={"title_id": title_id, "material": title.kind})
