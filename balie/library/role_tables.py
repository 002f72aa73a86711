"""The tables of a library file that say who may do what (rules.md#rights)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from balie.library.rights import SYSTEM_ROLE, Right
from balie.library.values import Cents, LibraryTable

RoleName = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z][a-z0-9-]{0,19}\Z",
        extra={"expects": 'een naam van hoogstens 20 kleine letters, cijfers en "-", zoals "balie-plus"'},
    ),
]


class Role(LibraryTable, frozen=True, kw_only=True):
    """What who has this role may do: `everything`, or the `rights` that are named.

    `waive_up_to_cents` and `pay_out_up_to_cents` are the most of one act; None is no limit.
    """

    rights: tuple[Right, ...] = ()
    everything: bool = False
    waive_up_to_cents: Cents | None = field(name="waive_up_to", default=None)
    pay_out_up_to_cents: Cents | None = field(name="pay_out_up_to", default=None)

    def most_cents(self, right: Right) -> int | None:
        """The most that one act with this right may come to, in cents; None where there is no limit."""
        most = {Right.WAIVE: self.waive_up_to_cents, Right.PAY_OUT: self.pay_out_up_to_cents}
        return most.get(right)

    def allows(self, right: Right) -> bool:
        """Whether the role has this right, up to whatever amount."""
        return self.everything or right in self.rights


ADMINISTRATOR = "beheer"


def standard_roles() -> dict[RoleName, Role]:
    """The roles of a library file that names none: a library with staff is never without who may change them."""
    return {ADMINISTRATOR: Role(everything=True), SYSTEM_ROLE: Role(everything=True)}
