"""What is open of a charge, and left of a payment, as SQL: the amount less what was allocated. Derived, never kept."""

from __future__ import annotations


def still_open(charge: str) -> str:
    """What is open of a row of `charge`, in cents; `charge` is what that row is called in the statement.

    Of a charge below zero: what of its credit was not used yet, below zero as well.
    """
    return (
        f"({charge}.cents - coalesce((SELECT sum(a.cents) FROM allocation AS a WHERE a.charge_id = {charge}.id), 0)"
        f" + coalesce((SELECT sum(a.cents) FROM allocation AS a WHERE a.credit_id = {charge}.id), 0))"
    )


def not_spent(payment: str) -> str:
    """What is left of a row of `payment`, in cents; `payment` is what that row is called in the statement."""
    return (
        f"({payment}.cents - coalesce((SELECT sum(a.cents) FROM allocation AS a WHERE a.payment_id = {payment}.id), 0))"
    )
