"""What a movement on the account is about: a collection, a payout, an invoice of ours, or something for the desk.

Only what identifies is trusted: an id or payment reference of ours, or a klantnummer or invoice number together with
the amount that is open; and an invoice counts as paid by itself only when the customer's own people paid it. Looked up
for many movements at once.

Source: rules.md#bank-payments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from balie.dutch.money import format_cents
from balie.finance.bank.invoice_numbers import BREAK, invoice_numbers
from balie.finance.bank.payers import Payer, known_payers
from balie.ledger.open_cents import still_open
from balie.store.dialect import among

if TYPE_CHECKING:
    from balie.finance.bank.movements import Movement
    from balie.store.reading import Reader

# Printed in groups, and typed over as it is printed; one figure more is another one.
_REFERENCE = re.compile(r"(?<![0-9A-Z])RF[^0-9A-Z|]*(?:[0-9][^0-9A-Z|]*){11}[0-9](?![0-9])")
_CARD = re.compile(r"(?<![0-9A-Z])2[0-9A-Z][0-9]{12}(?![0-9])")
_BETWEEN = re.compile(r"[^A-Z0-9]")
_NOT_THIS_AMOUNT = "Er staat een nummer bij, maar niet één factuur waarvan dit bedrag openstaat."
_NOT_KNOWN = "De betaler is bij de klant van deze factuur niet bekend."
_LISTED = among()

_COLLECTIONS = f"SELECT end_to_end_id, cents FROM collection WHERE end_to_end_id IN {_LISTED}"
_PAYOUTS = f"SELECT end_to_end_id, cents FROM payout WHERE end_to_end_id IN {_LISTED}"
_PAYOUT_FILES = f"SELECT message_id, id, cents FROM payout_file WHERE message_id IN {_LISTED}"
_REFERENCES = f"SELECT reference, id FROM invoice WHERE reference IN {_LISTED}"
_OF_FILE = (
    "SELECT f.id, count(*), sum(c.cents), sum(CASE WHEN c.returned_on IS NULL THEN c.cents ELSE 0 END)"
    " FROM collection_file AS f JOIN collection AS c ON c.file_id = f.id WHERE f.message_id = ?"
    " AND (? = '' OR c.sequence = ?) GROUP BY f.id"
)
_OPEN_OF = f"sum({still_open('c')})"
_OPEN_INVOICES = (
    f"SELECT k.number, c.invoice_id, {_OPEN_OF} FROM card AS k JOIN charge AS c ON c.customer_id = k.customer_id"
    f" WHERE k.number IN {_LISTED} AND c.settled_on IS NULL AND c.invoice_id IS NOT NULL GROUP BY 1, 2"
)
_OPEN_NUMBERS = (
    f"SELECT CAST(i.id AS TEXT), i.id, {_OPEN_OF} FROM invoice AS i JOIN charge AS c ON c.customer_id = i.customer_id"
    f" AND c.settled_on IS NULL AND c.invoice_id = i.id WHERE i.id IN {_LISTED} GROUP BY 1, 2"
)


class MovementKind(StrEnum):
    """What a movement is, as the store keeps it."""

    COLLECTED = "collected"
    FILE_COLLECTED = "file collected"
    RETURNED = "returned"
    INVOICE = "invoice"
    PAID_OUT = "paid out"
    FILE_PAID_OUT = "file paid out"
    PAYOUT_BACK = "payout back"
    UNKNOWN = "unknown"


class Match(NamedTuple):
    """What a movement is about.

    `size`: how many transactions it stands for. `number`: the id of the invoice or file. `sequence`: which part of a
    file of collections, empty for all of it. `why` says in Dutch why it is left to the desk, and `proposal` is the id
    of the invoice that it may be about (0: none).
    """

    kind: MovementKind
    size: int = 1
    number: int = 0
    sequence: str = ""
    why: str = ""
    proposal: int = 0


def match(reader: Reader, movements: Sequence[Movement]) -> list[Match]:
    """What each of these movements is about, in their order."""
    return _Matcher(reader, movements).matches()


class _Matcher:
    """Looks up everything that these movements might be about, then judges each."""

    def __init__(self, reader: Reader, movements: Sequence[Movement]) -> None:
        self._reader = reader
        self._movements = movements
        ends = [one.end_to_end for one in movements if one.end_to_end and not one.batch]
        self._collections = self._amounts(_COLLECTIONS, ends)
        self._payouts = self._amounts(_PAYOUTS, ends)
        self._texts = [_words(one) if one.cents > 0 else "" for one in movements]
        self._references = [
            {_joined(one) for one in _REFERENCE.findall(text)} if "RF" in text else set() for text in self._texts
        ]
        self._invoices = self._amounts(_REFERENCES, (one for found in self._references for one in found))

    def matches(self) -> list[Match]:
        found = [self._known(one, place) for place, one in enumerate(self._movements)]
        unknown = [place for place, one in enumerate(found) if one is None]
        guessed = dict(zip(unknown, self._by_number(unknown), strict=True))
        judged = [one if one is not None else guessed[place] for place, one in enumerate(found)]
        return self._by_own_people(judged)

    def _by_own_people(self, judged: list[Match]) -> list[Match]:
        """Invoices that somebody else paid are a proposal for the desk: a number may be a slip, or mean another."""
        paid = [
            (place, Payer(one.number, self._movements[place].name, self._movements[place].iban))
            for place, one in enumerate(judged)
            if one.kind is MovementKind.INVOICE
        ]
        known = known_payers(self._reader, [payer for _, payer in paid])
        for (place, payer), is_known in zip(paid, known, strict=True):
            if not is_known:
                judged[place] = Match(MovementKind.UNKNOWN, why=_NOT_KNOWN, proposal=payer.invoice_id)
        return judged

    def _known(self, movement: Movement, place: int) -> Match | None:
        """What an id or reference of ours says; None when there is none."""
        if movement.batch:
            return self._batch(movement)
        end = movement.end_to_end
        if end in self._collections:
            kind = MovementKind.COLLECTED if movement.cents > 0 else MovementKind.RETURNED
            return _if_equal(kind, self._collections[end], abs(movement.cents), "incasso")
        if end in self._payouts:
            kind = MovementKind.PAYOUT_BACK if movement.cents > 0 else MovementKind.PAID_OUT
            return _if_equal(kind, self._payouts[end], abs(movement.cents), "uitbetaling")
        if movement.cents < 0:
            why = "Teruggehaald, maar geen incasso van ons." if movement.came_back else "Afgeschreven, niet door ons."
            return Match(MovementKind.UNKNOWN, why=why)
        if movement.came_back:
            return Match(MovementKind.UNKNOWN, why="Teruggekomen, maar geen uitbetaling van ons.")
        invoices = {self._invoices[one] for one in self._references[place] if one in self._invoices}
        if len(invoices) > 1:
            return Match(MovementKind.UNKNOWN, why="Er staat meer dan één betalingskenmerk bij.")
        return Match(MovementKind.INVOICE, number=invoices.pop()) if invoices else None

    def _batch(self, movement: Movement) -> Match:
        """A file of ours that the bank booked at once."""
        message, _, sequence = movement.payment_id.rpartition("-")
        for message_id, part in ((message, sequence), (movement.payment_id, ""), (movement.message_id, "")):
            if not message_id:
                continue
            if movement.cents > 0 and (row := self._reader.read_one(_OF_FILE, (message_id, part, part))) is not None:
                number, count, gross, net = row
                if movement.cents not in (gross, net):
                    return Match(MovementKind.UNKNOWN, why=_other_amount("incassobestand", gross))
                return Match(MovementKind.FILE_COLLECTED, count, number, part)
            rows = self._reader.read(_PAYOUT_FILES, (json.dumps([message_id]),)) if movement.cents < 0 else []
            for _, number, cents in rows:
                if -movement.cents != cents:
                    return Match(MovementKind.UNKNOWN, why=_other_amount("betaalbestand", cents))
                return Match(MovementKind.FILE_PAID_OUT, max(movement.batch, 1), number)
        return Match(MovementKind.UNKNOWN, why="De bank boekte dit in één keer, zonder te zeggen wat erin zit.")

    def _by_number(self, places: Sequence[int]) -> list[Match]:
        """Payments that name a klantnummer or the number of an invoice, of which exactly this amount is open."""
        named = [
            (
                self._in(_CARD, f"{self._texts[place]} {_joined(self._texts[place])}"),
                invoice_numbers(self._texts[place]),
            )
            for place in places
        ]
        cards = self._open(_OPEN_INVOICES, (one for found, _ in named for one in found))
        numbers = self._open(_OPEN_NUMBERS, (one for _, found in named for one in found))
        judged = []
        for place, (own_cards, own_numbers) in zip(places, named, strict=True):
            cents = self._movements[place].cents
            invoices = [row for one in own_cards for row in cards.get(one, ())]
            invoices += [row for one in own_numbers for row in numbers.get(str(one), ())]
            fitting = {number for number, open_cents in invoices if open_cents == cents}
            if len(fitting) == 1:
                judged.append(Match(MovementKind.INVOICE, number=fitting.pop()))
            elif own_cards or own_numbers:
                judged.append(Match(MovementKind.UNKNOWN, why=_NOT_THIS_AMOUNT))
            else:
                judged.append(
                    Match(MovementKind.UNKNOWN, why="Geen betalingskenmerk, klantnummer of factuurnummer erbij.")
                )
        return judged

    def _amounts(self, sql: str, keys: Iterable[str]) -> dict[str, int]:
        wanted = sorted(set(keys))
        return dict(self._reader.read(sql, (json.dumps(wanted),))) if wanted else {}

    def _open(self, sql: str, keys: Iterable[str | int]) -> dict[str, list[tuple[int, int]]]:
        wanted = sorted(set(keys))
        found: dict[str, list[tuple[int, int]]] = {}
        if wanted:
            for key, invoice_id, open_cents in self._reader.read(sql, (json.dumps(wanted),)):
                found.setdefault(key, []).append((invoice_id, open_cents))
        return found

    @staticmethod
    def _in(pattern: re.Pattern[str], text: str) -> set[str]:
        return set(pattern.findall(text)) if text else set()


def _words(movement: Movement) -> str:
    """What the sender wrote, in capitals."""
    return f"{movement.reference} {BREAK} {movement.text} {BREAK} {movement.end_to_end}".upper()


def _joined(text: str) -> str:
    """The letters and digits alone."""
    return _BETWEEN.sub("", text)


def _if_equal(kind: MovementKind, known: int, cents: int, what: str) -> Match:
    return Match(kind) if known == cents else Match(MovementKind.UNKNOWN, why=_other_amount(what, known))


def _other_amount(what: str, cents: int) -> str:
    return f"Van een {what} van ons, maar dat was {format_cents(cents)}."
