"""What a payment comes down to before it is made: which lines it settles, what goes back, what stays open. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.dutch.money import format_cents, parse_cents
from balie.ledger.cash_rounding import in_cash, must_be_coins
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.finance.sheet import Sheet, SheetLine


class Tender(StrEnum):
    """With what is paid at the desk. None of them is ever filled in: whoever pays says which."""

    CASH = "contant"
    CARD = "pin"
    BANK = "bank"
    CREDIT = "tegoed"


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """A payment that can be made: `settle` is how much of which line; all in cents.

    `settled_cents` is what that comes to, `change_cents` goes back (`Terug`), `credit_cents` is paid too much and
    becomes credit, `rounding_cents` is what rounding to five cents adds. `settled_lines` and `summary`
    are what the screen and the bon show: texts with their amounts; `warnings` are sentences for the desk.
    """

    sheet: Sheet
    tender: Tender
    settle: tuple[tuple[SheetLine, int], ...]
    settled_cents: int
    received_cents: int
    change_cents: int
    credit_cents: int
    rounding_cents: int
    settled_lines: tuple[tuple[str, str], ...]
    summary: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]

    @property
    def paid_cents(self) -> int:
        """What is booked as paid: what is settled, what becomes credit, and what is rounded."""
        return self.settled_cents + self.credit_cents + self.rounding_cents

    @property
    def left_cents(self) -> int:
        """What of all lines stays open."""
        return self.sheet.open_cents - self.settled_cents


def plan(
    sheet: Sheet, chosen: Collection[int] | None, tender: str, received: str, *, keep_change: bool = False
) -> PaymentPlan:
    """What paying comes down to. Nothing is stored; raises `Refusal` with all reasons at their fields.

    `chosen` holds ids of lines, None means all that are not being collected, oldest first; less money than that settles
    the oldest of them, but where it is exactly what one line has open it is for that line. `tender` is one of `Tender`
    and never guessed (field `tender`). `received` is the amount typed (field `received`); empty means exactly what is
    to be paid, but for cash, which is always counted. What is too much goes back in cash, or becomes credit with
    `keep_change`; by pin and bank it always becomes credit.
    """
    reasons = Reasons()
    lines = _choose(sheet, chosen, reasons)
    with reasons.at("tender"):
        kind = _read_tender(tender)
    due = sum(line.open_cents for line in lines)
    cents = 0
    with reasons.at("received"):
        cents = _read_received(tender, received, due, sheet)
    if not lines and not keep_change and not len(reasons):
        reasons.add(_nothing_chosen(sheet), "chosen")
    reasons.raise_if_any()
    if chosen is None:
        lines = _meant(lines, cents)
    rounding = 0
    if (
        kind is Tender.CASH
        and sheet.rounds_cash
        and due
        and cents >= in_cash(due)
        and not (keep_change and cents > due)
    ):
        rounding = in_cash(due) - due
    settle = []
    left = cents - rounding
    for line in lines:
        if part := min(left, line.open_cents):
            settle.append((line, part))
            left -= part
    change = left if kind is Tender.CASH and not keep_change else 0
    return PaymentPlan(
        sheet=sheet,
        tender=kind,
        settle=tuple(settle),
        settled_cents=cents - rounding - left,
        received_cents=cents,
        change_cents=change,
        credit_cents=left - change,
        rounding_cents=rounding,
        settled_lines=tuple((line.text, format_cents(part)) for line, part in settle),
        summary=_summary(kind, cents, left, change, rounding, sheet.open_cents - cents + rounding + left),
        warnings=_warnings(settle),
    )


def _summary(
    tender: Tender, cents: int, over: int, change: int, rounding: int, left: int
) -> tuple[tuple[str, str], ...]:
    if tender is Tender.CREDIT:
        rows = [("Betaald uit tegoed", cents)]
    else:
        rows = [("Betaald", cents - over), (f"Ontvangen ({tender})", cents)]
    rows += [("Afronding", rounding), ("Terug", change), ("Wordt tegoed", over - change), ("Blijft open", left)]
    return tuple((label, format_cents(amount)) for label, amount in rows if amount or label == "Betaald")


def _choose(sheet: Sheet, chosen: Collection[int] | None, reasons: Reasons) -> list[SheetLine]:
    if chosen is None:
        return [line for line in sheet.lines if not line.collecting]
    if set(chosen) - {line.charge_id for line in sheet.lines}:
        reasons.add("Een gekozen regel staat niet meer open: kijk opnieuw wat er openstaat.", "chosen")
    return [line for line in sheet.lines if line.charge_id in chosen]


def _meant(lines: list[SheetLine], cents: int) -> list[SheetLine]:
    """What is paid where nothing was chosen: the oldest line that has exactly this open, else all."""
    return [line for line in lines if line.open_cents == cents][:1] or lines


def _nothing_chosen(sheet: Sheet) -> str:
    if any(line.collecting for line in sheet.lines):
        return "Wat openstaat wordt al geïncasseerd: kies de regel zelf, als de klant toch hier betaalt."
    if sheet.lines:
        return "Er is niets gekozen: kies minstens één regel."
    return "Er staat niets open. Wil de klant vooruit betalen, kies dan eerst Teveel als tegoed (Ctrl+G)."


def _read_tender(tender: str) -> Tender:
    try:
        return Tender(tender)
    except ValueError:
        raise Refusal("Kies waarmee wordt betaald: contant, pin, bank of tegoed.") from None


def _read_received(tender: str, received: str, due: int, sheet: Sheet) -> int:
    if tender == Tender.CREDIT:
        return _read_from_credit(received, due, sheet.credit_cents)
    rounds = tender == Tender.CASH and sheet.rounds_cash
    if not received.strip():
        if tender == Tender.CASH:
            cash = f"Contant te betalen: {format_cents(in_cash(due))}. " if rounds and due else ""
            raise Refusal(f"{cash}Typ het bedrag dat de klant geeft, dan staat bij Terug het wisselgeld.")
        if not due:
            raise Refusal("Typ het bedrag dat de klant betaalt.")
        return due
    cents = parse_cents(received)
    if cents <= 0:
        raise Refusal("Een betaling is meer dan niets: typ een bedrag als 12,50.")
    if rounds:
        must_be_coins(cents)
    if rounds and due and not in_cash(due):
        raise Refusal(f"{format_cents(due)} is contant afgerond niets: laat met pin of uit tegoed betalen.")
    return cents


def _read_from_credit(received: str, due: int, credit: int) -> int:
    if not credit:
        raise Refusal("Deze klant heeft geen tegoed: kies contant, pin of bank.")
    cents = parse_cents(received) if received.strip() else min(due, credit)
    if cents > credit:
        raise Refusal(f"Het tegoed is {format_cents(credit)}: typ hooguit dat bedrag.")
    if cents > due:
        raise Refusal(f"Er is {format_cents(due)} te betalen: typ hooguit dat bedrag.")
    if cents < 0 or (due and not cents):
        raise Refusal("Een betaling is meer dan niets: typ een bedrag als 12,50.")
    return cents


def _warnings(settle: list[tuple[SheetLine, int]]) -> tuple[str, ...]:
    return tuple(
        f"{line.text} wordt al geïncasseerd: als de klant ook hier betaalt, is dat dubbel."
        for line, _ in settle
        if line.collecting
    )
