"""The file for the bank: pain.001 by sepaxml, with ids and a time of our own, so that the same payments give the same.

Its own validation (xmlschema) takes seconds; what is written is checked by our own rules (`payments`), and against the
official schemas in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from balie.dutch.bank import bic_of, compact_iban, read_iban
from balie.dutch.sepa import LONGEST_NAME, sepa_text
from balie.library.terms import TransferMessage
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library

_NO_ACCOUNT = "In het bibliotheekbestand ontbreekt de tabel [bank] met de rekening waarvan wordt uitbetaald."


@dataclass(frozen=True, slots=True)
class PayingAccount:
    """From whose account is paid: name, compact IBAN, BIC where known, and the version of the message."""

    name: str
    iban: str
    bic: str | None
    message: TransferMessage


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment as it stands in the file; `cents` is its amount."""

    end_to_end_id: str
    cents: int
    iban: str
    holder: str
    description: str


def payer_of(library: Library) -> PayingAccount:
    """Who pays. Raises `Refusal` where the library file names no account, or one that cannot be."""
    bank = library.bank
    if bank is None:
        raise Refusal(_NO_ACCOUNT)
    iban = compact_iban(read_iban(bank.iban))
    return PayingAccount(sepa_text(bank.name, LONGEST_NAME), iban, bank.bic or bic_of(iban), library.payouts.message)


def pain001(
    payer: PayingAccount, transfers: Sequence[Transfer], *, message_id: str, made_at: datetime, execute_on: date
) -> bytes:
    """The file as bytes: one block of payments, booked as one amount; its id is the message's too.

    Raises `ValueError` when what sepaxml made does not add up to the payments.
    """
    from sepaxml import SepaTransfer

    config: dict[str, str | bool] = {"name": payer.name, "IBAN": payer.iban, "batch": True, "currency": "EUR"}
    if payer.bic:
        config["BIC"] = payer.bic
    document = SepaTransfer(config, schema=payer.message.value, clean=False)
    for transfer in transfers:
        document.add_payment(
            {
                "name": transfer.holder,
                "IBAN": transfer.iban,
                "amount": transfer.cents,
                "execution_date": execute_on,
                "description": transfer.description,
                "endtoend_id": transfer.end_to_end_id,
            }
        )
    made: bytes = document.export(validate=False)
    for tag, value in (
        ("MsgId", message_id),
        ("PmtInfId", message_id),
        ("CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S")),
    ):
        made = re.sub(f"<{tag}>[^<]*</{tag}>".encode(), f"<{tag}>{value}</{tag}>".encode(), made)
    cents = sum(transfer.cents for transfer in transfers)
    total = f"<NbOfTxs>{len(transfers)}</NbOfTxs><CtrlSum>{cents // 100}.{cents % 100:02}</CtrlSum>".encode()
    if made.count(total) != 2:  # of the message and of its one block
        raise ValueError("the file does not hold what it should")
    return made
