"""The groups in which postings are kept apart: Wise's first digit of a boekingscode, and its kinds of dagboek."""

from __future__ import annotations

from collections.abc import Mapping

from balie.ledger.methods import Method
from balie.ledger.till_sales import OUTGOING, SALE
from balie.library.terms import ChargeKind

CONTRIBUTION = "1 contributie"
REGISTRATIONS = "2 registraties"
CREDIT = "R tegoed"
ROUNDING = "R afronding"
SALES = "3 winkelverkoop"
OUTGOINGS = "5 kasuitgaven"

_JOURNALS: Mapping[str, str] = {
    Method.CASH: "K kas",
    Method.CARD: "B bank",
    Method.BANK: "B bank",
    Method.DIRECT_DEBIT: "B bank",
    Method.WAIVER: "A afboeking",
    Method.BROUGHT: "O overgang",
}


def group_of_charge(kind: str) -> str:
    """`1 contributie`; what else is charged is a registratie, but for credit made ready to be paid, and rounding."""
    if kind == ChargeKind.CONTRIBUTION:
        return CONTRIBUTION
    if kind in (SALE, OUTGOING):
        return SALES if kind == SALE else OUTGOINGS
    if kind == ChargeKind.ROUNDING:
        return ROUNDING
    return CREDIT if kind == ChargeKind.CREDIT else REGISTRATIONS


def group_of_payment(way: str) -> str:
    """The dagboek a payment closes on: K kas, B bank (pin and incasso too), A afboeking, O what was brought over."""
    return _JOURNALS.get(way, "B bank")
