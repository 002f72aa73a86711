"""What merging two records (Ontdubbelen) does with each table that names a customer, as data.

A test compares this with the schema of the store: a new table with a customer in it must be given its place here.
"""

from __future__ import annotations

from dataclasses import dataclass

KEPT_APART: dict[tuple[str, str], str] = {
    ("journal", "customer_id"): "append-only: all_ids finds the rows of both",
    ("merged", "customer_id"): "the actor-ids that are gone",
    ("removal", "customer_id"): "who was removed cannot be merged",
    ("erasure_permit", "customer_id"): "empty outside the transaction that fills it",
    ("name_part", "customer_id"): "written by trigger out of the name of whoever stays",
}
"""The columns that name a customer and do not follow a merge, and why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One column that names a customer.

    `one` and `many` are what its rows are called. `once`: the columns of which a customer has each value only once;
    where the record that stays has it already, the other's row is left out (`only` limits that to rows for which this
    SQL holds). `wins`: SQL on the row `l` of the other and `k` of the one that stays, for which the other's is taken.
    `fills`: columns that are taken over where they are empty. `period`: the column with the number of a membership.
    `secret`: the row is not written in the journal, and does not come back when the merge is undone.
    """

    table: str
    one: str
    many: str
    column: str = "customer_id"
    once: tuple[str, ...] | None = None
    only: str = "1"
    wins: str = "0"
    fills: tuple[str, ...] = ()
    period: str | None = None
    secret: bool = False


HOLD = "hold"
PARTS: tuple[Part, ...] = (
    Part("membership", "periode van een abonnement", "perioden van abonnementen", period="number"),
    Part("cancellation", "opzegging", "opzeggingen", period="membership_number"),
    Part("invoice", "factuur", "facturen"),
    Part("charge", "geboekt bedrag", "geboekte bedragen", period="membership_number"),
    Part("payment", "betaling", "betalingen"),
    Part("refund_request", "teruggevraagd tegoed", "keren teruggevraagd tegoed"),
    Part("payout", "uitbetaling", "uitbetalingen"),
    Part("loan", "uitlening", "uitleningen", period="membership_number"),
    Part(HOLD, "reservering", "reserveringen"),  # what both reserved: merge_holds
    Part("card", "klantnummer", "klantnummers"),
    Part("mandate", "machtiging", "machtigingen"),
    Part("receipt", "bon", "bonnen"),
    Part("message", "bericht", "berichten"),
    Part("bounce", "onbestelbaar e-mailadres", "onbestelbare e-mailadressen", once=("email",)),
    Part("address", "adres", "adressen", once=("kind",)),
    Part("note", "melding", "meldingen", once=("place",)),
    Part("block", "blokkade", "blokkades", once=("kind",)),
    # Who objects (given = 0) objects, on whichever record it was noted.
    Part("consent", "toestemming", "toestemmingen", once=("kind",), wins="l.given < k.given"),
    Part("relation", "familiehoofd", "familiehoofden", column="child_id", once=()),
    Part("relation", "kind", "kinderen", column="head_id"),
    Part("role", "rol", "rollen", once=("code",), only="l.until IS NULL AND k.until IS NULL"),
    Part("interest", "interesse", "interesses", once=("code",), only="l.until IS NULL AND k.until IS NULL"),
    Part(
        *("property", "stel eigenschappen", "stellen eigenschappen"),
        once=(),
        fills=(
            *("organisation", "hold_messages", "service_messages", "classification"),
            *("external_number", "external_number_2", "target_group", "labels"),
        ),
    ),
    Part("credential", "wachtwoord", "wachtwoorden", once=(), secret=True),
    Part("pin", "pincode", "pincodes", once=(), secret=True),
    Part("merged", "eerder samengevoegde klant", "eerder samengevoegde klanten", column="into_id"),
)
"""In the order in which the preview tells them."""

FILLED: tuple[tuple[str, ...], ...] = (
    *(("initials",), ("given_name",), ("tag", "tag_key"), ("phone", "phone_key"), ("mobile", "mobile_key")),
    *(("fax",), ("email", "email_key"), ("contact_name",), ("contact_phone",), ("guardian",), ("selection",)),
    *(("identity_checked_on", "identity_checked_by"), ("login_account",)),
)
"""Columns of `customer` that are taken over, together, where the record that stays has none."""

STAYING = frozenset(
    (
        *("id", "version", "kind", "prefix", "surname", "name_key", "prefixed_key", "birth_date", "person", "language"),
        *("newsletter_since", "keep_history_since", "warn_seen_before", "home_branch", "changed_on", "changed_by"),
        "number_later",
    )
)
"""Columns of `customer` that stay as they are: equal on both, or a choice of the customer on the record that stays."""

EARLIEST, LATEST = "registered_on", "last_active_on"
"""Columns of `customer` of which the earlier, or the later, of the two days is kept."""
