"""A table with something of a customer: what it is called, and what is left of it after removal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BY_LAW = "fiscale bewaarplicht van zeven jaar"
"""Why postings are left."""

UNSHOWN = frozenset(
    {
        *("customer_id", "name_key", "prefixed_key", "tag_key", "phone_key", "mobile_key", "email_key"),
        *("salt", "hash", "cost", "content", "chain"),
    }
)
"""Columns nobody is shown: the internal actor-id, what is only there to search by, hashes of passwords, and digests."""

ALL = "TRUE"
"""Every row of a table stays."""


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table with something of a customer. SQL takes `:id`, the actor-id.

    `title` heads it in what the customer is given; `columns` names its columns in Dutch (empty: not shown); `own` is
    the condition for the customer's rows. Removal first runs `freed`, after which some rows are nobody's; it deletes
    those for which `stays` does not hold (empty: all), and then runs `blank` over what is left. `why` says in Dutch why
    it is left.
    """

    name: str
    title: str
    columns: Mapping[str, str]
    own: str = "customer_id = :id"
    stays: str = ""
    blank: tuple[str, ...] = ()
    why: str = ""
    freed: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether there is anything in it but what it is searched by."""
        return any(self.columns.values())

    @property
    def forget(self) -> tuple[str, ...]:
        """The statements of removal; besides `:id` they take `:today` and `:collected_before`."""
        if self.stays == ALL:
            return (*self.freed, *self.blank)
        rest = f" AND NOT ({self.stays})" if self.stays else ""
        return (*self.freed, f"DELETE FROM {self.name} WHERE {self.own}{rest}", *self.blank)

    @property
    def left(self) -> str:
        """The condition for the customer's rows that are left after removal."""
        return f"{self.own} AND ({self.stays or 'FALSE'})"
