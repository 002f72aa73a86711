"""Verwijder: a customer is removed for good. Refused with all reasons, or everything of the person is wiped at once.

What is left (rules.md#removal): the numbers that were issued, an empty customer that the postings hang on, the postings
for as long as the law wants them with name and address beside them, and the journal without its values. A summary of
that, table by table, stands in `privacy.tables`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation import holds, loans
from balie.customers.cancelling.cancellations import read_settlement
from balie.customers.finding.listing import one_line
from balie.customers.guardians import wards_of
from balie.customers.header import membership_name
from balie.customers.identities import all_ids
from balie.customers.memberships import latest_membership
from balie.customers.privacy.printed import discard_printed, read_printed
from balie.customers.privacy.retention import collected_before, last_posting, postings_kept_until
from balie.customers.privacy.tables import PERSONAL_TABLES
from balie.customers.relations import children_of
from balie.customers.standing import REMOVED_NAME, must_be_there
from balie.customers.versions import touch
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.names import full_name
from balie.dutch.text import enumerated
from balie.ledger import balance
from balie.library.rights import Right
from balie.refusal import Reason, Refusal
from balie.store.columns import columns

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction, Value

_KEPT_COLUMNS = frozenset(
    {
        *("id", "version", "kind", "number_later", "home_branch", "registered_on", "last_active_on"),
        *("changed_on", "changed_by"),
    }
)
# A payment that comes back needs another account, and somebody to ask for it.
_UNDER_WAY = (
    "SELECT o.cents, f.week FROM payout AS o JOIN payout_file AS f ON f.id = o.file_id"
    " WHERE o.customer_id = ? AND o.executed_on IS NULL AND o.returned_on IS NULL ORDER BY o.id"
)
_EMPTY: dict[str, Value] = {"surname": REMOVED_NAME, "name_key": "", "person": "nvt", "language": "nl"}
"""What stands in columns that cannot be empty; an empty name key is found by no name."""


@dataclass(frozen=True, slots=True)
class RemovalPlan:
    """What removing a customer would do: `reasons` against it (none: it can be done), what goes, what stays and why.

    `goes` and `stays` are lines to show, such as `Adressen: 2` and `Passen: 1 (een nummer wordt nooit opnieuw ...)`.
    """

    reasons: tuple[Reason, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """What became of it: until when name and address are kept beside the postings (None: they are not)."""

    postings_until: date | None
    message: str


def plan_removal(desk: Desk, customer_id: int) -> RemovalPlan:
    """What removing this customer would do, to be shown before it is asked for.

    Raises `Refusal` when there is no such customer, or when this one was removed.
    """
    reader = desk.store
    must_be_there(reader, customer_id)
    goes, stays = [], []
    for table in PERSONAL_TABLES:
        ids = all_ids(reader, customer_id) if table.name == "journal" else (customer_id,)
        values = [_values(own_id, desk.working_date) for own_id in ids]
        now = sum(_count(reader, table.name, table.own, one) for one in values)
        left = sum(_count(reader, table.name, table.left, one) for one in values)
        if now > left:
            goes.append(f"{table.title}: {now - left}")
        if left:
            stays.append(f"{table.title}: {left} ({table.why})")
    until = postings_kept_until(last_posting(reader, customer_id), desk.working_date)
    if until is not None:
        stays.append(f"Naam en adres bij de boekingen, t/m {format_date(until)}")
    return RemovalPlan(tuple(_reasons(desk, reader, customer_id)), tuple(goes), tuple(stays))


def remove(desk: Desk, customer_id: int) -> Removed:
    """Remove a customer for good, in one transaction; then what was written of them outside the store (`printed`).

    Raises `Refusal` with all reasons against it, and nothing has changed.
    """
    desk.require(Right.REMOVE)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        reasons = tuple(_reasons(desk, tx, customer_id))
        if reasons:
            raise Refusal(*reasons)
        printed = read_printed(desk, tx, customer_id)
        until = wipe(tx, customer_id)
    discard_printed(desk, printed)
    desk.store.take_up_log()
    kept = "" if until is None else f" Naam en adres bij de boekingen blijven t/m {format_date(until)} bewaard."
    return Removed(until, f"De klant is verwijderd.{kept}")


def wipe(tx: Transaction, customer_id: int) -> date | None:
    """Wipe a customer inside a transaction, whatever speaks against it: `remove` asks first.

    Out: until when name and address are kept beside the postings; None where they are not.
    """
    day = tx.stamp.working_date
    until = postings_kept_until(last_posting(tx, customer_id), day)
    name, address = (None, None) if until is None else _name_and_address(tx, customer_id)
    tx.execute(
        "INSERT INTO removal (customer_id, removed_on, branch, staff, name, address) VALUES (?, ?, ?, ?, ?, ?)",
        (customer_id, day.isoformat(), tx.stamp.branch, tx.stamp.staff, name, address),
    )
    for table in PERSONAL_TABLES:
        for statement in table.forget:
            tx.execute(statement, _values(customer_id, day))
    _empty_customer(tx, customer_id)
    for own_id in all_ids(tx, customer_id):
        tx.forget_customer(own_id)
    touch(tx, customer_id)
    tx.journal("removed", customer_id=customer_id, after={"postings_until": until})
    return until


def _reasons(desk: Desk, reader: Reader, customer_id: int) -> Iterator[Reason]:
    """Everything that speaks against removing now, with what to do about it."""
    at_home = loans.count_open(reader, customer_id)
    if at_home:
        yield Reason(f"De klant heeft nog {at_home} in bezit: neem dat eerst in.")
    reserved = holds.count_open(reader, customer_id)
    if reserved:
        has = many(reserved, "reservering", "reserveringen")
        yield Reason(f"De klant heeft nog {has}: annuleer die eerst (Reserveringen).")
    money = balance(reader, customer_id)
    owed = money.contribution + money.other
    if owed:
        what_to_do = "laat het eerst betalen, of scheld het kwijt (Betalen, F7)."
        yield Reason(f"Er staat nog {format_cents(owed)} open: {what_to_do}")
    if money.credit:
        yield Reason(f"De klant heeft nog {format_cents(money.credit)} tegoed: betaal dat eerst terug.")
    latest = latest_membership(reader, customer_id)
    if latest is not None and latest.is_running(desk.working_date):
        name = membership_name(desk, latest.code)
        if latest.ended_on is None:
            yield Reason(f"Het abonnement {name} loopt nog: zeg het eerst op (tabblad 3).")
        else:
            last_day = format_date(latest.ended_on)
            yield Reason(f"Het abonnement {name} loopt nog t/m {last_day}: verwijder de klant daarna.")
    settlement = read_settlement(reader, customer_id)
    if settlement is not None and settlement.payout_cents and _is_unsettled(reader, customer_id):
        amount = format_cents(settlement.payout_cents)
        yield Reason(f"De opzegging is nog niet verrekend: betaal eerst {amount} terug (Financieel).")
    for cents, week in reader.read(_UNDER_WAY, (customer_id,)):
        amount = format_cents(cents)
        yield Reason(f"Er is {amount} onderweg naar de klant (week {week}): wacht tot de bank dat heeft uitgevoerd.")
    children = len(children_of(reader, customer_id))
    if children:
        yield Reason(f"De klant is familiehoofd van {children}: beëindig eerst die relaties (tabblad 6).")
    wards = wards_of(reader, customer_id, desk.working_date)
    if wards:
        yield Reason(
            f"De klant is ouder of voogd van {enumerated(wards)}: vul daar eerst een ander in (tabblad 2 van dat kind)."
        )


def _is_unsettled(reader: Reader, customer_id: int) -> bool:
    row = reader.read_one(
        "SELECT 1 FROM cancellation WHERE customer_id = ? AND withdrawn_on IS NULL AND settled_on IS NULL",
        (customer_id,),
    )
    return row is not None


def _empty_customer(tx: Transaction, customer_id: int) -> None:
    """Empty every column that is not kept by name: also one that is added to the table later."""
    emptied = [
        (column.name, column.not_null, column.default)
        for column in columns(tx, "customer")
        if column.name not in _KEPT_COLUMNS
    ]
    bound = [name for name, _, _ in emptied if name in _EMPTY]
    # A default stands in the schema as it was written there: it is SQL.
    settings = [
        f"{name} = {'?' if name in _EMPTY else default if not_null else 'NULL'}" for name, not_null, default in emptied
    ]
    tx.execute(
        f"UPDATE customer SET {', '.join(settings)} WHERE id = ?", (*(_EMPTY[name] for name in bound), customer_id)
    )


def _name_and_address(tx: Transaction, customer_id: int) -> tuple[str, str]:
    """As they stand on an invoice; the invoice address where there is one."""
    row = tx.read_one(
        "SELECT c.initials, c.prefix, c.surname, a.street, a.number, a.letter, a.addition, a.postcode, a.town"
        " FROM customer AS c LEFT JOIN address AS a ON a.customer_id = c.id AND a.kind = coalesce((SELECT kind"
        " FROM address WHERE customer_id = c.id AND kind = 'invoice' AND postcode IS NOT NULL), 'main') WHERE c.id = ?",
        (customer_id,),
    )
    assert row is not None
    initials, prefix, surname, *address = row
    return full_name(initials or "", prefix or "", surname), one_line(*address)


def _values(customer_id: int, day: date) -> dict[str, Value]:
    """What the statements of `privacy.tables` take."""
    return {
        "id": customer_id,
        "today": day.isoformat(),
        "collected_before": collected_before(day).isoformat(),
    }


def _count(reader: Reader, table: str, condition: str, values: dict[str, Value]) -> int:
    row = reader.read_one(f"SELECT count(*) FROM {table} WHERE {condition}", values)
    return int(row[0]) if row else 0
