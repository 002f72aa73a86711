"""Says which customer, item or amount a finding of `balie controle` is about, so that the desk can look it up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import own_number
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.store.check import UNREADABLE
from balie.store.columns import column_names
from balie.store.unreadable import row_key

if TYPE_CHECKING:
    from balie.store.as_it_is import Opened

_TELLS: Mapping[str, str] = {
    "customer": "SELECT id, '', NULL, NULL FROM customer WHERE id = ?",
    "charge": "SELECT customer_id, 'bedrag', cents, booked_on FROM charge WHERE id = ?",
    "payment": "SELECT customer_id, 'betaling', cents, received_on FROM payment WHERE id = ?",
    "allocation": "SELECT c.customer_id, 'afboeking', a.cents, a.booked_on FROM allocation AS a"
    " JOIN charge AS c ON c.id = a.charge_id WHERE a.id = ?",
    "invoice": "SELECT customer_id, 'factuur ' || id, NULL, made_on FROM invoice WHERE id = ?",
    "cancellation": "SELECT customer_id, 'opzegging', NULL, registered_on FROM cancellation WHERE id = ?",
    "loan": "SELECT customer_id, 'exemplaar ' || item_number, NULL, lent_on FROM loan WHERE id = ?",
    "in-house use": "SELECT NULL, 'exemplaar ' || item_number, NULL, used_on FROM in_house_use WHERE id = ?",
    "item": "SELECT NULL, 'exemplaar ' || number, NULL, NULL FROM item WHERE number = ?",
    "title": "SELECT NULL, title, NULL, NULL FROM title WHERE id = ?",
    "hold": "SELECT customer_id, 'reservering ' || id, NULL, placed_on FROM hold WHERE id = ?",
    "card": "SELECT customer_id, 'klantnummer ' || number, NULL, issued_on FROM card WHERE number = ?",
    "collection file": "SELECT NULL, name, cents, made_on FROM collection_file WHERE id = ?",
    "bank entry": "SELECT NULL, 'boeking van de bank', cents, booked_on FROM bank_entry WHERE id = ?",
    "statement": "SELECT NULL, 'afschrift ' || reference, NULL, read_on FROM bank_statement WHERE id = ?",
    "payout": "SELECT o.customer_id, 'uitbetaling', o.cents, f.made_on FROM payout AS o"
    " JOIN payout_file AS f ON f.id = o.file_id WHERE o.id = ?",
    "payout file": "SELECT NULL, 'bestand ' || message_id, cents, made_on FROM payout_file WHERE id = ?",
    "sale": "SELECT NULL, kind || ' kas ' || till, cents, booked_on FROM till_sale WHERE id = ?",
    "z-report": "SELECT NULL, 'vestiging ' || branch || ' kas ' || till || ' kastelling ' || number, NULL, made_on"
    " FROM z_report WHERE id = ?",
    "journal": "SELECT customer_id, 'regel ' || id || ' (' || action || ')', NULL, working_date FROM journal"
    " WHERE id = ?",
    "as it is": "SELECT NULL, NULL, NULL, NULL WHERE ? IS NULL",
}
"""By kind of row: of whom it is, what it is, its cents and its day, by the id that an invariant gives.

No title beside a customer: what is complained of may end in a log.
"""

_KINDS: Mapping[str, str] = {
    "customer": "customer.birth_date customer.born customer.kind customer.institution"
    " customer.number customer.one_number customer.own_number customer.address"
    " customer.deceased customer.name_parts customer.mark credential.number relation.chain interest.email"
    " guardian.removed membership.charged membership.paid membership.days waiver.given_back payment.out"
    " waiver.charged",
    "charge": "charge.rounding charge.kind allocation.charge charge.settled charge.countered collection.once"
    " collection.payment collection.returned settlement.settled loan.booked waiver.countered",
    "payment": "payment.rounded allocation.payment payment.spent payment.countered payment.brought bank.twice",
    "allocation": "allocation.customer",
    "invoice": "invoice.charges invoice.message",
    "cancellation": "cancellation.last_day cancellation.period",
    "loan": "loan.stock loan.days loan.charge loan.unlinked loan.exists loan.renewed loan.own_due loan.unseen"
    " loan.claimed",
    "item": "loan.item item.number item.inside item.lent hold.nobody",
    "in-house use": "in_house.item",
    "title": "title.words",
    "hold": "hold.set_aside hold.lent hold.title hold.waiting hold.twice hold.reason hold.closed_day",
    "card": "card.form card.check_digit",
    "collection file": "collection.file",
    "bank entry": "bank.payment bank.invoice bank.parts",
    "statement": "bank.sum",
    "payout": "payout.payment payout.reason payout.returned",
    "payout file": "payout_file.total",
    "sale": "sale.lines sale.countered",
    "z-report": "till.period till.number till.balance till.parts till.sales till.journal",
    "journal": "journal.json journal.chain journal.values",
    "as it is": "customer.removed store.identity merged.at_work merged.gone merged.journal counter.numbers"
    " counter.positive journal.permit references guards journal file unreadable file.rule",
}

KIND_OF: Mapping[str, str] = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""What the ids of each finding are of, by the finding's name."""

_CUSTOMER = f"SELECT 'klant ' || coalesce({own_number('?1')}, 'zonder klantnummer') || ' [' || ?1 || ']'"


def row_text(store: Opened, finding: str, row_id: str) -> str:
    """`klant 24104000000010 [1], betaling € 52,00 van 10-06-2025`; the id itself where there is nothing to tell."""
    if finding == UNREADABLE:
        return _bad_value(store, row_id)
    told = store.read_one(_TELLS[KIND_OF[finding]], (row_id,))
    if told is None:
        return row_id
    customer_id, what, cents, day = told
    parts = [_customer(store, customer_id)] if customer_id is not None else []
    words = [what] if what else []
    words += [format_cents(cents)] if cents is not None else []
    words += [f"van {_day(day)}"] if day else []
    return ", ".join([*parts, *([" ".join(words)] if words else [])])


def _customer(store: Opened, customer_id: int) -> str:
    row = store.read_one(_CUSTOMER, (customer_id,))
    return f"klant [{customer_id}], die er niet is" if row is None else str(row[0])


def _bad_value(store: Opened, place: str) -> str:
    """`rij 12, kolom surname, klant 24104000000010 [12]`; the value itself may be somebody's."""
    table, column, row = (*place.split(" ", 2), "", "")[:3]
    if not row:
        return place
    told = f"rij {row}, kolom {column}"
    own = "id" if table == "customer" else "customer_id"
    if own not in column_names(store, table):
        return told
    found = store.read_one(f'SELECT {own} FROM "{table}" WHERE {row_key(store.connection, table)} = ?', (row,))
    if found is None or found[0] is None:
        return told
    return f"{told}, {_customer(store, found[0])}"


def _day(text: str) -> str:
    """A day as it is written; as the store has it where that is what is wrong with it."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text
