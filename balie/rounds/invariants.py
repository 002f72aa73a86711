"""Brings together what each department says must always be true of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.check import Invariant


def all_invariants() -> tuple[Invariant, ...]:
    """Every department's invariants, for `balie controle` and `balie herstel`; `check` has the desk's own."""
    from balie.catalogue.invariants import CATALOGUE_INVARIANTS
    from balie.circulation.hold_invariants import HOLD_INVARIANTS
    from balie.circulation.invariants import CIRCULATION_INVARIANTS
    from balie.customers.invariants import CUSTOMER_INVARIANTS
    from balie.finance.bank.invariants import BANK_INVARIANTS
    from balie.finance.collection.invariants import COLLECTION_INVARIANTS
    from balie.finance.invoicing.invariants import INVOICING_INVARIANTS
    from balie.finance.settling.invariants import SETTLING_INVARIANTS
    from balie.finance.tills.invariants import TILL_INVARIANTS
    from balie.ledger import LEDGER_INVARIANTS

    return (
        *CUSTOMER_INVARIANTS,
        *CATALOGUE_INVARIANTS,
        *LEDGER_INVARIANTS,
        *INVOICING_INVARIANTS,
        *SETTLING_INVARIANTS,
        *TILL_INVARIANTS,
        *COLLECTION_INVARIANTS,
        *BANK_INVARIANTS,
        *HOLD_INVARIANTS,
        *CIRCULATION_INVARIANTS,
    )
