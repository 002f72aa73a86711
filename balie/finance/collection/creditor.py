"""Who collects, from the library file: checked once more before anything goes to the bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.bank import bic_of, check_creditor_id, compact_iban, read_iban
from balie.dutch.sepa import LONGEST_NAME, sepa_text
from balie.library.terms import DebitMessage
from balie.refusal import Reasons

if TYPE_CHECKING:
    from balie.library.money_tables import DirectDebit
    from balie.library.structs import Library

_NO_RULE = (
    "Deze bibliotheek incasseert niet: in het bibliotheekbestand ontbreekt de tabel [direct_debit] met het"
    " incassant-ID."
)
_NO_BIC = (
    "Een bestand pain.008.001.02 noemt de BIC van de eigen bank, en die is bij deze rekening niet bekend: zet bic in de"
    " tabel [bank] van het bibliotheekbestand."
)
_NO_ACCOUNT = "In het bibliotheekbestand ontbreekt de tabel [bank] met de rekening waarop de incasso binnenkomt."


@dataclass(frozen=True, slots=True)
class Creditor:
    """What every file names: creditor id, name, account (IBAN without blanks, BIC where known), version of message."""

    id: str
    name: str
    iban: str
    bic: str | None
    message: DebitMessage
    rule: DirectDebit

    @property
    def business(self) -> str:
        """What tells this creditor's files from those of others: the creditor id without country and check digits."""
        return self.id[7:]


def creditor_of(library: Library) -> Creditor:
    """Who collects. Raises `Refusal` with every reason why this library cannot."""
    reasons = Reasons()
    rule, bank = library.direct_debit, library.bank
    if rule is None:
        reasons.add(_NO_RULE)
    else:
        with reasons.at("creditor"):
            check_creditor_id(rule.creditor.id)
    if bank is None:
        reasons.add(_NO_ACCOUNT)
    else:
        with reasons.at("iban"):
            read_iban(bank.iban)
    bic = None if bank is None else bank.bic or bic_of(bank.iban)
    if rule is not None and rule.message is DebitMessage.VERSION_2 and bank is not None and not bic:
        reasons.add(_NO_BIC)
    reasons.raise_if_any()
    assert rule is not None
    assert bank is not None
    return Creditor(
        id=rule.creditor.id,
        name=sepa_text(rule.creditor.name, LONGEST_NAME),
        iban=compact_iban(bank.iban),
        bic=bic,
        message=rule.message,
        rule=rule,
    )
