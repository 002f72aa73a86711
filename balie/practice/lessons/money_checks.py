"""What lessons about money look at: who paid how, the till that was counted, the runs of a month.

`who` is always the number of a pass; amounts and months are typed as on the screen (`"54,00"`, `mm-jjjj`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from balie.dutch.money import format_cents, parse_cents
from balie.practice.lessons.who import Check, customer_of, name_of

if TYPE_CHECKING:
    from balie.desk import Desk


def owes(desk: Desk, who: str, amount: str) -> str:
    """What somebody still has to pay, such as `"0,00"`."""
    from balie.ledger import balance

    customer_id = customer_of(desk, who)
    if customer_id is None:
        return f"Pas {who} is van niemand"
    now = balance(desk.store, customer_id)
    cents = now.contribution + now.other
    if cents == parse_cents(amount):
        return ""
    return f"Er staat {format_cents(cents)} open, gevraagd was {format_cents(parse_cents(amount))}"


def has_paid(desk: Desk, who: str, way: str, amount: str = "") -> str:
    """Somebody paid today, this way (`contant`, `pin`, `bank`); this much, where that is told."""
    row = desk.store.read_one(
        "SELECT coalesce(sum(payment.cents), 0) FROM payment JOIN card ON card.customer_id = payment.customer_id"
        " WHERE card.number = ? AND payment.way = ? AND payment.received_on = ?",
        (who, way, desk.working_date.isoformat()),
    )
    cents = int(row[0]) if row is not None else 0
    if not cents:
        return f"{name_of(desk, who)} heeft vandaag nog niet {way} betaald"
    if not amount or cents == parse_cents(amount):
        return ""
    return f"Betaald is {way} {format_cents(cents)}, gevraagd was {format_cents(parse_cents(amount))}"


def is_invoiced(desk: Desk, month: str) -> str:
    """The contribution of this month was invoiced, wholly."""
    from balie.dutch.dates import format_iso
    from balie.finance.invoicing.runs import RunKind

    rows = desk.store.read(
        "SELECT period FROM invoice_run WHERE kind = ? AND finished_at IS NOT NULL", (RunKind.CONTRIBUTION,)
    )
    done = {format_iso(str(row[0]))[3:] for row in rows}
    return "" if month in done else f"De contributie van {month} is nog niet gefactureerd"


def is_collected(desk: Desk, month: str) -> str:
    """A file for the bank was made of what is collected in this month."""
    from balie.dutch.dates import format_iso

    rows = desk.store.read(
        "SELECT collection_run.collect_on FROM collection_file"
        " JOIN collection_run ON collection_run.id = collection_file.run_id"
    )
    made = {format_iso(str(row[0]))[3:] for row in rows}
    return "" if month in made else f"Voor {month} is nog geen bestand voor de bank gemaakt"


def is_cashed_up(desk: Desk, counted: str) -> str:
    """The till was counted today, and this much lay in it."""
    row = desk.store.read_one(
        "SELECT z_report.loose_cents + coalesce((SELECT sum(z_count.piece_cents * z_count.pieces) FROM z_count"
        " WHERE z_count.z_report_id = z_report.id), 0)"
        " FROM z_report WHERE z_report.made_on = ? AND z_report.branch = ? ORDER BY z_report.id DESC",
        (desk.working_date.isoformat(), desk.branch.number),
    )
    if row is None:
        return "De kas is vandaag nog niet geteld"
    cents = int(row[0])
    if cents == parse_cents(counted):
        return ""
    return f"Geteld is {format_cents(cents)}, gevraagd was {format_cents(parse_cents(counted))}"


MONEY_CHECKS: Mapping[str, Check] = {
    "owes": owes,
    "has_paid": has_paid,
    "is_invoiced": is_invoiced,
    "is_collected": is_collected,
    "is_cashed_up": is_cashed_up,
}
"""Every check about money, by the name that a lesson file calls it."""
