"""Whether a merge can be undone: every reason against it, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from balie.catalogue.titles import title_of
from balie.circulation.hold_rules import ClosingReason
from balie.circulation.holds import HoldState, open_holds_of
from balie.circulation.loans import titles_at_home
from balie.customers.cards.numbers import current_number
from balie.customers.merging.parts import HOLD, PARTS
from balie.customers.merging.sides import Side, Sides
from balie.dutch.dates import format_iso
from balie.dutch.money import format_cents
from balie.ledger import Method
from balie.refusal import Reasons, Refusal
from balie.store.dialect import member

if TYPE_CHECKING:
    from datetime import date

    from balie.customers.merging.kept import KeptMerge
    from balie.customers.merging.links import Key
    from balie.store.reading import Reader
    from balie.store.transaction import Row

_UNDONE_BEFORE = "Deze samenvoeging is al ongedaan gemaakt."
_REMOVED = "De gegevens van deze klant zijn verwijderd: ongedaan maken kan niet meer."
_MERGED_FURTHER = "Deze klant is later zelf in een andere klant opgegaan: maak die samenvoeging eerst ongedaan."
_LATER = "Later is ook [{id}] in deze klant opgegaan: maak eerst die samenvoeging ongedaan."
_OF_BOTH = "{what}: de samenvoeging kan niet meer ongedaan worden gemaakt. Schrijf de klant zo nodig opnieuw in."
_MADE_AT_ONCE = f"{member('j.after', 'into')} = m.into_id"
_CAN_BE_TAKEN_BACK = (Method.CASH, Method.CARD, Method.BANK, Method.BROUGHT)


def find_merge(reader: Reader, journal_id: int) -> tuple[int, int, str]:
    """The record that went, the one it is in, and what was kept of it as JSON; by the row of the journal.

    Raises `Refusal` where it was undone before, where data were removed since, and where a later merge is to be undone
    first.
    """
    row = reader.read_one(
        f"SELECT m.customer_id, m.into_id, j.before, {_MADE_AT_ONCE} FROM merged AS m"
        " JOIN journal AS j ON j.id = m.journal_id WHERE m.journal_id = ?",
        (journal_id,),
    )
    if row is None:
        raise Refusal(_UNDONE_BEFORE)
    gone, keep, before, is_there = row
    if before is None:
        raise Refusal(_REMOVED)
    if not is_there:
        raise Refusal(_MERGED_FURTHER)
    later = reader.read(
        "SELECT m.customer_id FROM merged AS m JOIN journal AS j ON j.id = m.journal_id"
        f" WHERE m.into_id = ? AND m.journal_id > ? AND {_MADE_AT_ONCE} ORDER BY m.journal_id DESC",
        (keep, journal_id),
    )
    if later:
        raise Refusal(*(_LATER.format(id=id_) for (id_,) in later))
    return gone, keep, before


def judge_undo(reader: Reader, keep: int, kept: KeptMerge, sides: Sides, today: date) -> None:
    """Raise `Refusal` with every reason why this merge cannot be taken apart on the working date `today`."""
    reasons = Reasons()
    for text in dict.fromkeys((*_against_numbers(reader, keep, kept, sides), *_against_money(reader, sides, today))):
        reasons.add(text)
    for text in dict.fromkeys(_against_holds(reader, keep, kept, sides)):
        reasons.add(text)
    reasons.raise_if_any()


def comes_back(reader: Reader, keep: int, kept: KeptMerge, sides: Sides) -> frozenset[int]:
    """The reservations that the merge closed and that can wait again: not on what their customer has at home."""
    at_home = titles_at_home(reader, keep)
    back = set()
    for hold_id, title_id, side in _closed_by_merge(reader, keep, kept, sides):
        if title_id not in at_home or side is not _has_at_home(reader, keep, title_id, sides):
            back.add(hold_id)
    return frozenset(back)


def _has_at_home(reader: Reader, keep: int, title_id: int, sides: Sides) -> Side | None:
    rows = reader.read(
        "SELECT l.id FROM loan AS l JOIN item AS i ON i.number = l.item_number"
        " WHERE l.customer_id = ? AND l.returned_on IS NULL AND i.title_id = ?",
        (keep, title_id),
    )
    found = {sides.of("loan", loan_id) for (loan_id,) in rows}
    return found.pop() if len(found) == 1 else None


def _closed_by_merge(reader: Reader, keep: int, kept: KeptMerge, sides: Sides) -> Iterator[tuple[int, int, Side]]:
    """The reservations that the merge closed and that are so still: id, title, and whose they become."""
    for step in kept["steps"]:
        if step["table"] == HOLD and step["after"] is not None and step["after"].get("reason") == ClosingReason.MERGED:
            row = reader.read_one(
                "SELECT id, title_id FROM hold WHERE id = ? AND customer_id = ? AND state = ? AND reason = ?",
                (step["key"]["id"], keep, HoldState.CLOSED, ClosingReason.MERGED),
            )
            if row is not None:
                yield row[0], row[1], sides.of(HOLD, row[0])


def _against_holds(reader: Reader, keep: int, kept: KeptMerge, sides: Sides) -> Iterator[str]:
    """What was reserved again since, by the one whose reservation would come back."""
    back = comes_back(reader, keep, kept, sides)
    waiting = {(hold.title_id, sides.of(HOLD, hold.id)) for hold in open_holds_of(reader, keep)}
    for hold_id, title_id, side in _closed_by_merge(reader, keep, kept, sides):
        if hold_id in back and (title_id, side) in waiting:
            yield (
                f"Sinds het samenvoegen is bij de reserveringen {title_of(reader, title_id).name} opnieuw gereserveerd:"
                " annuleer eerst die reservering (Alt+R)."
            )


def _against_numbers(reader: Reader, keep: int, kept: KeptMerge, sides: Sides) -> Iterator[str]:
    """Another number was made the customer's own, and that goes to the other: both need the one they had."""
    had_own = any("kind" in (step["after"] or {}) for step in kept["steps"] if step["table"] == "card")
    number = current_number(reader, keep)
    if had_own and number is not None and sides.of("card", number) is Side.GOES:
        rows = reader.read("SELECT number FROM card WHERE customer_id = ? AND state <> 'replaced' ORDER BY 1", (keep,))
        own = " of ".join(found for (found,) in rows if sides.of("card", found) is Side.STAYS)
        yield (
            f"Sinds het samenvoegen is van de klantnummers {number} de hoofdpas geworden: maak eerst weer {own} de"
            " hoofdpas (tabblad 8, H)."
        )


def _against_money(reader: Reader, sides: Sides, today: date) -> Iterator[str]:
    """What is tied to both. Payments first, since those can be taken back: credit tied by them is not told then."""
    by_table: dict[str, list[Key]] = {}
    for key in sides.torn:
        by_table.setdefault(key[0], []).append(key)
    payments, charges = by_table.pop("payment", []), by_table.pop("charge", [])
    for _, payment_id in payments:
        row = reader.read_one("SELECT cents, way, received_on FROM payment WHERE id = ?", (payment_id,))
        assert row is not None
        yield _payment_text(row, today)
    if not payments:
        yield from _credit_texts(reader, charges)
    names = {part.table: part.many for part in PARTS}
    for table in by_table:
        yield _OF_BOTH.format(what=f"Bij de {names[table]} hoort er sinds het samenvoegen een bij beide klanten")


def _payment_text(row: Row, today: date) -> str:
    """Money can be taken back on any day, and what was waived on the day itself."""
    cents, way, received_on = row
    told = f"{'betaling' if cents > 0 else 'uitbetaling'} van {format_cents(abs(cents))} van {format_iso(received_on)}"
    waived_today = way == Method.WAIVER and received_on == today.isoformat()
    if cents > 0 and (way in _CAN_BE_TAKEN_BACK or waived_today):
        return f"De {told} ({way}) is afgeboekt op bedragen van beide klanten: boek die eerst terug (Historie)."
    return _OF_BOTH.format(what=f"De {told} ({way}) geldt voor bedragen van beide klanten")


def _credit_texts(reader: Reader, keys: list[Key]) -> Iterator[str]:
    """Credit that settled something of the other: a charge below zero, or one that was taken back after it was paid."""
    for _, charge_id in keys:
        row = reader.read_one("SELECT cents, booked_on FROM charge WHERE id = ?", (charge_id,))
        assert row is not None
        told = f"Tegoed van de een ({format_cents(abs(row[0]))}, {format_iso(row[1])})"
        yield _OF_BOTH.format(what=f"{told} is verrekend met een bedrag van de ander")
