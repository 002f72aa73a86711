"""What customers owe and paid: charges, payments, and what settles what. Amounts in whole cents, VAT included.

Nothing is changed or deleted: a mistake is countered. What is open is the charges less what was allocated to them.
"""

from __future__ import annotations

from balie.ledger.balances import Balance, OpenCharge, balance, open_charges, unspent
from balie.ledger.charges import (
    Charge,
    book_charge,
    charged_for,
    invoice,
    last_collection,
    vat_included,
    vat_percent,
)
from balie.ledger.costs import CostOffer, book_costs, cost_offers, forget_items, has_items_to_forget
from balie.ledger.counter_payment import counter_payment
from balie.ledger.credit import for_own_period, use_credit
from balie.ledger.give_back import counter_charge, give_back
from balie.ledger.guards import came_in
from balie.ledger.invariants import LEDGER_INVARIANTS
from balie.ledger.methods import Method
from balie.ledger.postings import ChargePosting, PaymentPosting, Posting, postings
from balie.ledger.receive import Incoming, Received, receive, receive_as_seen
from balie.ledger.waivers import Lapsed, let_revive, waived_of_period

__all__ = [
    "LEDGER_INVARIANTS",
    "Balance",
    "Charge",
    "ChargePosting",
    "CostOffer",
    "Incoming",
    "Lapsed",
    "Method",
    "OpenCharge",
    "PaymentPosting",
    "Posting",
    "Received",
    "balance",
    "book_charge",
    "book_costs",
    "came_in",
    "charged_for",
    "cost_offers",
    "counter_charge",
    "counter_payment",
    "for_own_period",
    "forget_items",
    "give_back",
    "has_items_to_forget",
    "invoice",
    "last_collection",
    "let_revive",
    "open_charges",
    "postings",
    "receive",
    "receive_as_seen",
    "unspent",
    "use_credit",
    "vat_included",
    "vat_percent",
    "waived_of_period",
]
