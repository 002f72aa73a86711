"""A card that is handed out on a customer's account: what was scanned, and whether it is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.barcodes import isbn_in, own_inside
from balie.catalogue.recognise import isbn_text
from balie.customers.cards.numbers import check_number, compact, is_online
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader

GENERATE = "V"
"""What is typed when the system is to make the number (rules.md#customer-number-line)."""


def read_new_card(reader: Reader, typed: str) -> str | None:
    """The number of the card that was scanned, or None for `v`: the system makes a number.

    Raises `Refusal` when it is no number of a card, also for an ISBN, and when it was issued before.
    """
    if compact(typed) == GENERATE:
        return None
    if not compact(typed):
        raise Refusal("Scan de nieuwe pas, of typ v: dan maakt het systeem een nummer.")
    if isbn := isbn_in(typed):
        raise Refusal(isbn_text(reader, isbn, wanted="de pas van de klant"))
    number = card_number(typed)
    check_free(reader, number)
    return number


def card_number(typed: str) -> str:
    """The fourteen digits of a card as scanned. Raises `Refusal`, also for an online number: no card carries one."""
    inside = own_inside(typed)
    number = check_number(inside[0] if len(inside) == 1 else typed)
    if is_online(number):
        raise Refusal("Een online nummer staat nooit op een pas: scan de nieuwe pas.")
    return number


def check_free(reader: Reader, number: str) -> None:
    """Raise `Refusal` when this number was issued before, to whomever (rules.md#number-states)."""
    if reader.read_one("SELECT 1 FROM card WHERE number = ?", (number,)) is not None:
        raise Refusal("Dit nummer is al eens uitgegeven en komt nooit terug: scan een andere pas.")
