"""Counting a till (Kastelling): the empty form, and what was typed in it judged against what went through the till.

What there should be is not told before there is a count: nothing is prefilled (rules.md#cash-up). The period
is everything since the last cash-up of this till, by row id; a payment made while somebody counts belongs to the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents, parse_cents
from balie.dutch.text import read_text, shown
from balie.finance.tills.denominations import DENOMINATIONS, Denomination
from balie.finance.tills.last import LastReport, last_report
from balie.ledger.methods import Method
from balie.ledger.till_sales import last_sale
from balie.ledger.totals import Taking, last_payment, till_rounding, till_takings
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

OPENING = "opening"
ADDED = "added"
LOOSE = "loose"
BANKED = "banked"
TERMINAL = "terminal"

_PIECES = "[0-9]{1,5}"
_NOTHING_COUNTED = "Er is niets geteld. Vul in hoeveel er van elk ligt; is de kas leeg, typ dan 0."


@dataclass(frozen=True, slots=True)
class CountField:
    """A field of the form: always empty at first. `pieces` is a note or coin to be counted, None for an amount."""

    name: str
    label: str
    group: str
    pieces: Denomination | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class CountForm:
    """A cash-up that begins: which till, the number its report will have, and the payments and sales it is about
    (by id).

    `since` says in Dutch from when; `fields` are those to be filled in, in the order of the screen.
    """

    branch: str
    till: str
    number: int
    last: LastReport | None
    until_payment: int
    until_sale: int
    fields: tuple[CountField, ...]

    @property
    def after_payment(self) -> int:
        """The last payment of the period before."""
        return 0 if self.last is None else self.last.until_payment

    @property
    def after_sale(self) -> int:
        """The last sale of the period before."""
        return 0 if self.last is None else self.last.until_sale

    @property
    def float_cents(self) -> int:
        """What stayed in the till at the last cash-up; before the first one it is typed as Beginsaldo."""
        return 0 if self.last is None else self.last.left_cents

    @property
    def since(self) -> str:
        """`sinds kastelling 12 van 09-04-2024`."""
        if self.last is None:
            return "eerste kastelling van deze kas"
        return f"sinds kastelling {self.last.number} van {format_date(self.last.made_on)}"


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted in a till, beside what went through it. Amounts in cents.

    `takings` are those of the period by method; `later` is the cash of this till since the count began, which belongs
    to the next period. `terminal_cents` is what the pin terminal says, None where nobody used it.
    `rounding_cents` is what rounding to five cents added to the cash.
    """

    form: CountForm
    pieces: tuple[tuple[Denomination, int], ...]
    loose_cents: int
    opening_cents: int
    added_cents: int
    banked_cents: int
    terminal_cents: int | None
    takings: Mapping[str, Taking]
    later: Taking
    rounding_cents: int = 0

    @property
    def notes_cents(self) -> int:
        """The notes together."""
        return sum(piece.cents * number for piece, number in self.pieces if piece.is_note)

    @property
    def coins_cents(self) -> int:
        """The coins together."""
        return sum(piece.cents * number for piece, number in self.pieces if not piece.is_note)

    @property
    def counted_cents(self) -> int:
        """Everything that lies in the till."""
        return self.notes_cents + self.coins_cents + self.loose_cents

    @property
    def cash(self) -> Taking:
        """What was received and paid out in cash."""
        return self.takings.get(Method.CASH, Taking())

    @property
    def card(self) -> Taking:
        """What was booked by pin."""
        return self.takings.get(Method.CARD, Taking())

    @property
    def float_cents(self) -> int:
        """What the period began with."""
        return self.form.float_cents + self.opening_cents

    @property
    def expected_cents(self) -> int:
        """What should lie in the till."""
        return self.float_cents + self.added_cents + self.cash.cents

    @property
    def difference_cents(self) -> int:
        """Counted less expected: above zero there is too much, below zero something is missing."""
        return self.counted_cents - self.expected_cents

    @property
    def left_cents(self) -> int:
        """What stays in the till for the next period."""
        return self.counted_cents - self.banked_cents

    @property
    def terminal_difference_cents(self) -> int:
        """What the terminal says less what was booked by pin; nothing where nobody looked."""
        return 0 if self.terminal_cents is None else self.terminal_cents - self.card.cents

    @property
    def needs_initials(self) -> bool:
        """Whether somebody has to answer for a difference."""
        return bool(self.difference_cents or self.terminal_difference_cents)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What the screen shows once there is a count: labels with their values."""
        rows = [("Beginsaldo", self.float_cents)]
        if self.added_cents:
            rows.append(("Wisselgeld erbij", self.added_cents))
        rows += [("Contant ontvangen", self.cash.received_cents), ("Contant uitbetaald", -self.cash.paid_out_cents)]
        if self.rounding_cents:
            rows.append(("Waarvan afronding", self.rounding_cents))
        rows += [("Verwacht", self.expected_cents), ("Geteld", self.counted_cents)]
        rows += [("Kasverschil", self.difference_cents), ("Naar de bank", self.banked_cents)]
        rows += [("Blijft in de kas", self.left_cents), ("Pin geboekt", self.card.cents)]
        if self.terminal_cents is not None:
            rows += [("Pin automaat", self.terminal_cents), ("Pinverschil", self.terminal_difference_cents)]
        return tuple((label, format_cents(cents)) for label, cents in rows)

    def remarks(self) -> tuple[str, ...]:
        """What the desk has to know before it is booked, in Dutch."""
        found = []
        if self.difference_cents:
            word = "te veel" if self.difference_cents > 0 else "te weinig"
            found.append(
                f"Er ligt {format_cents(abs(self.difference_cents))} {word} in de kas: tel na, of boek met paraaf."
            )
        if self.terminal_difference_cents:
            amount = format_cents(abs(self.terminal_difference_cents))
            word = "meer" if self.terminal_difference_cents > 0 else "minder"
            found.append(f"De pinautomaat heeft {amount} {word} dan er is geboekt: kijk de pinbetalingen na.")
        if self.later.count:
            found.append(
                f"Sinds deze telling begon ging er {format_cents(self.later.cents)} contant door deze kas; dat hoort"
                " bij de volgende kastelling. Is het meegeteld? Begin dan opnieuw."
            )
        return tuple(found)


def begin_count(desk: Desk) -> CountForm:
    """Begin to count the till of this desk: the period ends with the last payment made before this moment."""
    last = last_report(desk.store, desk.branch.number, desk.till)
    until = max(last_payment(desk.store), 0 if last is None else last.until_payment)
    until_sale = max(last_sale(desk.store), 0 if last is None else last.until_sale)
    takings = till_takings(
        desk.store,
        desk.branch.number,
        desk.till,
        after=0 if last is None else last.until_payment,
        until=until,
        after_sale=0 if last is None else last.until_sale,
        until_sale=until_sale,
    )
    return CountForm(
        branch=desk.branch.number,
        till=desk.till,
        number=1 if last is None else last.number + 1,
        last=last,
        until_payment=until,
        until_sale=until_sale,
        fields=_fields(first=last is None, card=Method.CARD in takings),
    )


def judge(desk: Desk, form: CountForm, texts: Mapping[str, str]) -> Count:
    """Read what was typed in the fields of the form, by their names. An empty field is nothing, unless it is required.

    Raises `Refusal` with all reasons, each at its field: nothing counted, a number that is none, more to the bank than
    there is, no opening amount at the first count, no total of the terminal while there was paid by pin.
    """
    reasons = Reasons()
    pieces: list[tuple[Denomination, int]] = []
    amounts: dict[str, int] = {}
    counted = False
    for field in form.fields:
        typed = texts.get(field.name, "").strip()
        if not typed:
            if field.required:
                reasons.add(f"{field.label} is nog leeg. Typ een bedrag; 0 als er niets was.", field.name)
            continue
        counted = counted or field.pieces is not None or field.name == LOOSE
        with reasons.at(field.name):
            number = read_field(field, typed)
            if field.pieces is not None:
                pieces.append((field.pieces, number))
            else:
                amounts[field.name] = number
    if not counted:
        reasons.add(_NOTHING_COUNTED, DENOMINATIONS[0].field)
    reasons.raise_if_any()
    period = {
        "after": form.after_payment,
        "until": form.until_payment,
        "after_sale": form.after_sale,
        "until_sale": form.until_sale,
    }
    count = Count(
        form=form,
        pieces=tuple((piece, number) for piece, number in pieces if number),
        loose_cents=amounts.get(LOOSE, 0),
        opening_cents=amounts.get(OPENING, 0),
        added_cents=amounts.get(ADDED, 0),
        banked_cents=amounts.get(BANKED, 0),
        terminal_cents=amounts.get(TERMINAL),
        takings=till_takings(desk.store, form.branch, form.till, **period),
        later=till_takings(
            desk.store, form.branch, form.till, after=form.until_payment, after_sale=form.until_sale
        ).get(Method.CASH, Taking()),
        rounding_cents=till_rounding(desk.store, form.branch, form.till, **period),
    )
    if count.left_cents < 0:
        raise Refusal(
            f"Naar de bank kan hooguit wat er geteld is: {format_cents(count.counted_cents)}. Typ een lager bedrag."
        ).for_field(BANKED)
    return count


def read_field(field: CountField, typed: str) -> int:
    """What was typed in a field: how many there are of a note or coin, or an amount in cents. Raises `Refusal`."""
    return _read_amount(field, typed) if field.pieces is None else _read_pieces(field, typed)


def _fields(*, first: bool, card: bool) -> tuple[CountField, ...]:
    opening = (CountField(OPENING, "Beginsaldo", "Kas", required=True),) if first else ()
    return (
        *opening,
        CountField(ADDED, "Wisselgeld erbij", "Kas"),
        *(
            CountField(piece.field, piece.label, "Biljetten" if piece.is_note else "Munten", piece)
            for piece in DENOMINATIONS
        ),
        CountField(LOOSE, "Overig", "Munten"),
        CountField(BANKED, "Naar de bank", "Kas"),
        CountField(TERMINAL, "Totaal pinautomaat", "Pin", required=card),
    )


def _read_pieces(field: CountField, typed: str) -> int:
    text = read_text(typed, what="Het aantal", longest=20)
    if re.fullmatch(_PIECES, text) is None:
        raise Refusal(
            f"{shown(text)} is geen aantal. Typ hoeveel er van {field.label} zijn, als heel getal tot en met 99999."
        )
    return int(text)


def _read_amount(field: CountField, typed: str) -> int:
    cents = parse_cents(typed)
    if cents < 0 and field.name != TERMINAL:  # a terminal that only gave back has a total below zero
        raise Refusal(f"{field.label} kan niet onder nul zijn. Typ een bedrag als 12,50.")
    return cents
