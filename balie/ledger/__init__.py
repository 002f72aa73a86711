"""What customers owe and paid: charges, payments, and what settles what. Amounts in whole cents, VAT included.

Nothing is changed or deleted: a mistake is countered. What is open is the charges less what was allocated to them.
"""

from __future__ import annotations

from balie.ledger.charges import Charge, charged_for, invoice, last_collection, vat_included, vat_percent
from balie.ledger.credit import Balance, OpenCharge, balance, open_charges, unspent
from balie.ledger.invariants import LEDGER_INVARIANTS

__all__ = [
    "LEDGER_INVARIANTS",
    "Balance",
    "Charge",
    "OpenCharge",
    "balance",
    "charged_for",
    "invoice",
    "last_collection",
    "open_charges",
    "unspent",
    "vat_included",
    "vat_percent",
]
