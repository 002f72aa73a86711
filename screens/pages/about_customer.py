"""A page about one customer, whatever tab it is of."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class AboutCustomer(Protocol):
    """What a page about a customer tells the program, so that F8 goes to the one before."""

    @property
    def customer_id(self) -> int | None:
        """Who it is about; None while nobody is there."""
