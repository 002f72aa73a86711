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
class CustomerColumn:
    """One column that names a customer.

    `one` and `many` are what its rows are called. `once`: the columns of which a customer has each value only once;
    where the record that stays has it already, the other's row is left out (`only` limits that to rows for which this
    SQL holds). `wins`: SQL on the row `l` of the other and `k` of the one that stays, for which the other's is taken.
    `fills`: columns that are taken over where they are empty; `adds`: those that are added up. `period`: the column
    with the number of a membership. `secret`: the row is not written in the journal, and does not come back when the
    merge is undone.
    """

    table: str
    one: str
    many: str
    column: str = "customer_id"
    once: tuple[str, ...] | None = None
    only: str = "TRUE"
    wins: str = "0"
    fills: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    period: str | None = None
    secret: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the table, each with its place above."""
        named = (self.column, *(self.once or ()), *self.fills, *self.adds, *_ALONG[self.table].split())
        return frozenset((*named, self.period) if self.period else named)


HOLD = "hold"
_ALONG: dict[str, str] = {
    "membership": "code branch status started_on paid_from paid_until rights_until temporary price_cents way reduced_65"
    " strips ended_on end_reason status_on unlinked_loans unlinked_strips brought_cents",
    "cancellation": "id channel received_on wished_on reason deceased died_on last_day refund_per refund_iban"
    " refund_holder refund_cents told_cents registered_on branch staff withdrawn_on withdrawn_by settled_on",
    "invoice": "id made_on branch staff due_on reference",
    "charge": "id invoice_id kind cents vat_percent vat_basis booked_on branch counters note settled_on",
    "payment": "id cents way received_on branch staff till counters reason bank_reference spent_on",
    "refund_request": "id cents iban holder asked_on branch staff withdrawn_on",
    "payout": "id file_id place cancellation_id refund_request_id end_to_end_id cents iban holder description"
    " payment_id checked_by executed_on returned_on return_reason",
    "loan": "id item_number lent_on due_on returned_on strips renewals lent_branch lent_staff returned_branch"
    " returned_staff fee_charge_id fine_charge_id taken_over unseen_renewals renewal_tried own_due_on"
    " claimed_on searched_on",
    "renewal": "id loan_id renewed_on was_due_on due_on was_branch fee_charge_id fine_charge_id way was_unseen place",
    "card": "number kind state plastic branch issued_on last_used_on reason successor of_other",
    "mandate": "reference signed_on iban bic holder withdrawn_on collected_before",
    "receipt": "id branch staff template data state copies reason made_on made_at dropped_on",
    "message": "id kind about template data state way branch staff made_on sent_at attempts print_job reason"
    " deferred not_before",
    "bounce": "bounced_on reason",
    "address": "country postcode number letter addition street town",
    "note": "text written_on written_by",
    "block": "reason since set_by",
    "consent": "given since noted_by",
    "role": "id branch since until noted_by",
    "interest": "id branch since until noted_by",
    "credential": "salt hash cost issued_on expires_on tries_left must_change",
    "pin": "salt hash cost set_on",
    HOLD: "id title_id item_number branch placed_on placed_by starts_on ends_on priority state ready_item ready_on"
    " expires_on reason closed_on fee_charge_id contact",
    "relation": "since made_by",
    "guardianship": "since made_by",
    "property": "receipts mail_receipts",
    "merged": "customer_id journal_id merged_on at_work",
}
"""Per table the columns that need no choice: they go along with their row, or are left out with it."""

PARTS: tuple[CustomerColumn, ...] = (
    CustomerColumn("membership", "periode van een abonnement", "perioden van abonnementen", period="number"),
    CustomerColumn("cancellation", "opzegging", "opzeggingen", period="membership_number"),
    CustomerColumn("invoice", "factuur", "facturen"),
    CustomerColumn("charge", "geboekt bedrag", "geboekte bedragen", period="membership_number"),
    CustomerColumn("payment", "betaling", "betalingen"),
    CustomerColumn("refund_request", "teruggevraagd tegoed", "keren teruggevraagd tegoed"),
    CustomerColumn("payout", "uitbetaling", "uitbetalingen"),
    CustomerColumn("loan", "uitlening", "uitleningen", period="membership_number"),
    CustomerColumn("renewal", "verlenging", "verlengingen", period="membership_number"),
    CustomerColumn(HOLD, "reservering", "reserveringen"),  # what both reserved: merge_holds
    CustomerColumn("card", "klantnummer", "klantnummers"),
    CustomerColumn("mandate", "machtiging", "machtigingen"),
    CustomerColumn("receipt", "bon", "bonnen"),
    CustomerColumn("message", "bericht", "berichten"),
    CustomerColumn("bounce", "onbestelbaar e-mailadres", "onbestelbare e-mailadressen", once=("email",)),
    CustomerColumn("address", "adres", "adressen", once=("kind",)),
    CustomerColumn("note", "melding", "meldingen", once=("place",)),
    CustomerColumn("block", "blokkade", "blokkades", once=("kind",)),
    # Who objects (given = 0) objects, on whichever record it was noted.
    CustomerColumn("consent", "toestemming", "toestemmingen", once=("kind",), wins="l.given < k.given"),
    CustomerColumn("relation", "familiehoofd", "familiehoofden", column="child_id", once=()),
    CustomerColumn("relation", "kind", "kinderen", column="head_id"),
    CustomerColumn("guardianship", "ouder of voogd", "ouders of voogden", column="child_id", once=()),
    CustomerColumn("guardianship", "kind met toestemming", "kinderen met toestemming", column="guardian_id"),
    CustomerColumn("role", "rol", "rollen", once=("code",), only="l.until IS NULL AND k.until IS NULL"),
    CustomerColumn("interest", "interesse", "interesses", once=("code",), only="l.until IS NULL AND k.until IS NULL"),
    CustomerColumn(
        *("property", "stel eigenschappen", "stellen eigenschappen"),
        once=(),
        fills=(
            *("organisation", "hold_messages", "service_messages", "classification"),
            *("external_number", "external_number_2", "target_group", "labels", "auto_renew", "family_collects"),
        ),
        adds=("irregular_returns",),
    ),
    CustomerColumn("credential", "wachtwoord", "wachtwoorden", once=(), secret=True),
    CustomerColumn("pin", "pincode", "pincodes", once=(), secret=True),
    CustomerColumn("merged", "eerder samengevoegde klant", "eerder samengevoegde klanten", column="into_id"),
)
"""In the order in which the preview tells them."""

FILLED: tuple[tuple[str, ...], ...] = (
    *(("initials",), ("given_name",), ("tag", "tag_key"), ("phone", "phone_key"), ("mobile", "mobile_key")),
    *(
        ("fax",),
        ("email", "email_key"),
        ("contact_name",),
        ("contact_phone",),
        ("department",),
        ("guardian",),
        ("selection",),
    ),
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
