"""The session at the desk: what was done since a customer was opened (or the first item taken in), until Afsluiten.

The store knows no session. What can be undone, and what the bons tell, is what the screen still holds here.
"""

from __future__ import annotations

from collections.abc import Iterator

from balie.catalogue.numbers import compact
from balie.lending.session.acts import (
    Act,
    Claimed,
    DueDateSet,
    FineBooked,
    Lent,
    Renewed,
    ReportedLost,
    Returned,
    UsedInHouse,
)


class Session:
    """The acts of one session in their order; those that were undone are no longer among them.

    `customer_id` is None while taking in, where each item may be somebody else's.
    """

    __slots__ = ("_acts", "customer_id")

    def __init__(self, customer_id: int | None = None) -> None:
        self.customer_id = customer_id
        self._acts: list[Act] = []

    def add(self, act: Act) -> None:
        """Note an act that was done."""
        self._acts.append(act)

    def drop(self, act: Act) -> None:
        """Note that an act was undone. Raises `ValueError` when it was not of this session."""
        self._acts.remove(act)

    @property
    def acts(self) -> tuple[Act, ...]:
        """Everything that was done, first to last."""
        return tuple(self._acts)

    @property
    def loan_ids(self) -> frozenset[int]:
        """The loans that this session made, for `in_bezit`."""
        return frozenset(act.loan_id for act in self._acts if isinstance(act, Lent))

    def lent_by(self, barcode: str) -> Lent | None:
        """The loan of this item, for F4 and a scan; None when this session did not lend it."""
        return next((act for act in self._about(barcode) if isinstance(act, Lent)), None)

    def returned_by(self, barcode: str) -> Returned | None:
        """The last return of this item; None when this session did not take it in.

        A scanner that read it twice brought it in with the first: a scan of what was in already counts only where there
        is no other.
        """
        found = [act for act in self._about(barcode) if isinstance(act, Returned)]
        return next((act for act in found if not act.was_in_already), found[0] if found else None)

    def renewed_by(self, barcode: str) -> Renewed | None:
        """The last renewal of this item; None when this session did not renew it."""
        return next((act for act in self._about(barcode) if isinstance(act, Renewed)), None)

    def booked_by(self, barcode: str) -> FineBooked | None:
        """The last fine that was booked of this item; None when this session booked none."""
        return next((act for act in self._about(barcode) if isinstance(act, FineBooked)), None)

    def due_date_of(self, barcode: str) -> DueDateSet | None:
        """The last own due date of this item; None when this session set none."""
        return next((act for act in self._about(barcode) if isinstance(act, DueDateSet)), None)

    def lost_by(self, barcode: str) -> ReportedLost | None:
        """The last report that this item is lost; None when this session made none."""
        return next((act for act in self._about(barcode) if isinstance(act, ReportedLost)), None)

    def claimed_by(self, barcode: str) -> Claimed | None:
        """The last time this item was said to be back, or not after all; None when this session noted neither."""
        return next((act for act in self._about(barcode) if isinstance(act, Claimed)), None)

    def counted_by(self, barcode: str) -> UsedInHouse | None:
        """The last time this item was counted as used inside the library; None when this session never did."""
        return next((act for act in self._about(barcode) if isinstance(act, UsedInHouse)), None)

    @property
    def made_cents(self) -> int:
        """What the acts of this session cost in fees and fines, in cents: what there is to pay first.

        Source: rules.md#session-costs.
        """
        return sum(_cost(act) for act in self._acts)

    def _about(self, barcode: str) -> Iterator[Act]:
        number = compact(barcode)
        return (act for act in reversed(self._acts) if act.number == number)


def _cost(act: Act) -> int:
    if isinstance(act, DueDateSet | Claimed | UsedInHouse):
        return 0
    fee = 0 if isinstance(act, FineBooked) else act.fee_cents
    fine = 0 if isinstance(act, Lent) else act.fine_cents
    return fee + fine
