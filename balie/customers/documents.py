"""Print klantgegevens: the documents the desk can print of a customer, from the store (rules.md#documents).

The actor-id is on none of them. Each print is in the journal; a preview is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation import loans
from balie.customers.ages import birth_date_of
from balie.customers.cancelling.cancellations import read_settlement
from balie.customers.cards.cards import read_cards
from balie.customers.cards.numbers import current_number, in_groups
from balie.customers.cards.states import CardKind, CardState
from balie.customers.document_kinds import DOCUMENTS
from balie.customers.finding.listing import one_line
from balie.customers.header import membership_name, read_header, strips_left
from balie.customers.mandates import current_mandate
from balie.customers.memberships import Status, latest_membership
from balie.customers.standing import must_be_there
from balie.customers.tabs.reading import read_tab
from balie.customers.tabs.tab import TabTable
from balie.dutch.dates import format_date, format_iso, long_date
from balie.dutch.money import format_cents
from balie.dutch.names import Person, full_name, header_name
from balie.library.rights import Right
from balie.library.terms import PaymentWay
from balie.messages.documents import Document, Shown, render_document
from balie.messages.documents import print_job as job_of
from balie.refusal import Refusal
from balie.store.counters import next_value

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.messages.printing import PrintJob

_COUNTER = "document"


def preview(desk: Desk, customer_id: int, code: str) -> Document:
    """A document of `DOCUMENTS` as it would be printed now, to be shown first.

    Raises `Refusal` when the customer is not there or the document does not apply; `KeyError` for another code.
    """
    template, values = _MAKERS[code]
    must_be_there(desk.store, customer_id)
    text = render_document(template, {**_common(desk, customer_id), **values(desk, customer_id)})
    title = next(choice.label for choice in DOCUMENTS if choice.code == code)
    return Document(code, title, current_number(desk.store, customer_id) or "", text)


def print_job(desk: Desk, customer_id: int, document: Document) -> PrintJob:
    """The document, ready for `printing.deliver`, noted in the journal. Raises `Refusal` when that cannot be."""
    desk.require(Right.SEE_CUSTOMER)
    with desk.transaction() as tx:
        serial = next_value(tx, _COUNTER, 1)
        tx.journal("document printed", customer_id=customer_id, after={"document": document.code, "serial": serial})
    return job_of(desk, document, serial)


@dataclass(frozen=True, slots=True)
class _Person:
    formal: str
    name: str
    born: date | None
    address: str
    registered_on: date
    keeps_history: bool


def _person(desk: Desk, customer_id: int) -> _Person:
    row = desk.store.read_one(
        "SELECT c.person, c.initials, c.prefix, c.surname, c.birth_date, c.registered_on, c.keep_history_since,"
        " a.street, a.number, a.letter, a.addition, a.postcode, a.town FROM customer AS c"
        " LEFT JOIN address AS a ON a.customer_id = c.id AND a.kind = 'main' WHERE c.id = ?",
        (customer_id,),
    )
    assert row is not None
    person, initials, prefix, surname, born, registered, history, *address = row
    return _Person(
        header_name(Person(person), initials or "", prefix or "", surname),
        full_name(initials or "", prefix or "", surname),
        birth_date_of(born, person),
        one_line(*address),
        date.fromisoformat(registered),
        history is not None,
    )


def _common(desk: Desk, customer_id: int) -> dict[str, Shown]:
    person = _person(desk, customer_id)
    number = current_number(desk.store, customer_id)
    return {
        "library": desk.library.name,
        "branch": f"{desk.branch.number} {desk.branch.name}",
        "date": long_date(desk.working_date),
        "name": person.formal,
        "address": person.address,
        "number": "volgt" if number is None else in_groups(number),
        "born": "" if person.born is None else format_date(person.born),
    }


def _enrolment(desk: Desk, customer_id: int) -> Mapping[str, Shown]:
    row = desk.store.read_one(
        "SELECT number, code, started_on, paid_from, paid_until, rights_until, price_cents, way, strips FROM membership"
        " WHERE customer_id = ? ORDER BY number DESC LIMIT 1",
        (customer_id,),
    )
    membership = latest_membership(desk.store, customer_id)
    if row is None or membership is None or not membership.is_running(desk.working_date):
        raise Refusal("Deze klant heeft geen lopend abonnement: een inschrijfbewijs kan pas na (her)inschrijven.")
    number, code, started, paid_from, paid_until, rights_until, price, way, strips = row
    mandate = current_mandate(desk.store, customer_id)
    facts = [
        ("Abonnement", membership_name(desk, code)),
        ("Ingeschreven op", format_iso(started)),
        *(
            (("Contributie over", f"{format_iso(paid_from)} t/m {format_iso(paid_until)}"),)
            if paid_from and paid_until
            else ()
        ),
        *((("Geldig t/m", format_iso(rights_until)),) if rights_until else ()),
        ("Contributie", f"{format_cents(price)} ({PaymentWay(way).in_a_sentence})"),
        *((("Machtiging", mandate.reference),) if mandate else ()),
        *((("Strippen", strips_left(desk, customer_id, number, strips)),) if strips else ()),
    ]
    return {"facts": facts}


def _leaving(desk: Desk, customer_id: int) -> Mapping[str, Shown]:
    row = desk.store.read_one(
        "SELECT code, started_on, rights_until, ended_on FROM membership WHERE customer_id = ?"
        " ORDER BY number DESC LIMIT 1",
        (customer_id,),
    )
    membership = latest_membership(desk.store, customer_id)
    if row is None or membership is None:
        raise Refusal("Deze klant is nooit lid geweest: er is niets om uit te schrijven.")
    code, started, rights_until, ended = row
    last_day = ended or (None if membership.is_running(desk.working_date) else rights_until)
    if last_day is None and membership.status is not Status.LEFT:
        raise Refusal("Deze klant is niet uitgeschreven: zeg eerst het abonnement op (tabblad 3).")
    facts = [
        ("Abonnement", membership_name(desk, code)),
        ("Ingeschreven op", format_iso(started)),
        ("Laatste dag", format_iso(last_day) or "niet bekend"),
        ("Nog in bezit", str(loans.count_open(desk.store, customer_id))),
        *_left_open(desk, customer_id),
    ]
    return {"facts": facts}


def _left_open(desk: Desk, customer_id: int) -> list[tuple[str, str]]:
    """What is open; of who gave notice what will be, contribution of later days set off against all of it."""
    settlement = read_settlement(desk.store, customer_id)
    if settlement is None:
        open_amounts = read_header(desk, customer_id).right[:2]
        return [(f"Open {cell.label}", cell.value) for cell in open_amounts]
    if settlement.payout_cents:
        return [("Nog terug te krijgen", format_cents(settlement.payout_cents))]
    return [("Nog te betalen", format_cents(settlement.due_cents))]


def _overview(desk: Desk, customer_id: int) -> Mapping[str, Shown]:
    header = read_header(desk, customer_id)
    values: dict[str, Shown] = {"money": [(cell.label, cell.value) for cell in (*header.middle[2:], *header.right)]}
    for name, key in (("person", "2"), ("contribution", "3")):
        tab = read_tab(desk, customer_id, key)
        values[name] = [(cell.label, cell.value) for cell in tab.cells if cell.value]
        found = tab.table or TabTable((), ())
        shown = [place for place, heading in enumerate(found.headings) if heading != "Vestiging"]
        rows = [tuple(row[place] for place in shown) for row in found.rows]
        values[f"{name}_headings"] = [tuple(found.headings[place] for place in shown)]
        values[f"{name}_rows"] = [row for row in rows if any(row[1:])]
    values["passes"] = [
        (card.number, card.kind.label, card.state.label, format_date(card.issued_on))
        for card in read_cards(desk.store, customer_id)
    ]
    return values


def _loans(desk: Desk, customer_id: int) -> Mapping[str, Shown]:
    rows = desk.store.read(
        "SELECT coalesce(t.title, l.item_number), l.lent_on, l.due_on, l.returned_on FROM loan AS l"
        " LEFT JOIN item AS i ON i.number = l.item_number LEFT JOIN title AS t ON t.id = i.title_id"
        " WHERE l.customer_id = ? ORDER BY l.lent_on, l.id",
        (customer_id,),
    )
    kept = _person(desk, customer_id).keeps_history
    return {
        "at_home": [
            (item, format_iso(lent), format_iso(due)) for item, lent, due, returned in rows if returned is None
        ],
        "earlier": [
            (item, format_iso(lent), format_iso(back)) for item, lent, _, back in rows if back is not None and kept
        ],
        "history": "ja" if kept else None,
    }


def _pass(desk: Desk, customer_id: int) -> Mapping[str, Shown]:
    passes = [card for card in read_cards(desk.store, customer_id) if card.state is CardState.ACTIVE]
    if not passes:
        raise Refusal("Deze klant heeft geen actieve pas: deblokkeer of vervang eerst een pas (tabblad 8).")
    person = _person(desk, customer_id)
    own = sorted(passes, key=lambda card: card.kind is not CardKind.PRIMARY)
    return {
        "on_pass": person.name,
        "passes": [(card.kind.label, in_groups(card.number), card.number, card.branch) for card in own],
    }


_MAKERS: dict[str, tuple[str, Callable[[Desk, int], Mapping[str, Shown]]]] = {
    "inschrijfbewijs": ("document-enrolment", _enrolment),
    "uitschrijfbewijs": ("document-leaving", _leaving),
    "overzicht-klant": ("document-overview", _overview),
    "leenoverzicht": ("document-loans", _loans),
    "ledenpas": ("document-pass", _pass),
}
