"""The tabs of the customer screen as they are read: 1 Klant, 2 NAW-Gegevens, 3 Contributie, 8 Passen.

The others are shown by the module that also edits them, or keeps them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.circulation import loans
from balie.customers.cancelling.cancellations import cancellation_cells
from balie.customers.cards.states import CardKind, CardState, reason_label
from balie.customers.forms.choices import label_of
from balie.customers.guardians import guardian_text
from balie.customers.header import Cell, branch_label, membership_name
from balie.customers.kinds import rules_of
from balie.customers.mandates import current_mandate
from balie.customers.memberships import Membership, Status, as_day
from balie.customers.notice import notice
from balie.customers.standing import NO_CUSTOMER
from balie.customers.subscriptions.reduced_65 import has_reduced_65
from balie.customers.tabs import journal, marketing, notes, preferences, profiles, properties, roles
from balie.customers.tabs.tab import Tab, TabTable
from balie.dutch.address import HouseNumber
from balie.dutch.dates import format_iso, long_date
from balie.dutch.money import format_cents
from balie.library.terms import PaymentWay
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Row

_ADDRESS_KINDS = {
    "main": "Hoofdadres",
    "post": "Postadres",
    "invoice": "Factuuradres",
    "alternative": "Alternatief adres",
}
_SHOWN_ELSEWHERE = {
    "4": journal.show,
    "5": notes.show,
    "6": properties.show,
    "7": preferences.show,
    "9": marketing.show,
    "A": roles.show,
    "B": profiles.show,
}
"""What shows the other tabs, by their key."""


def read_tab(desk: Desk, customer_id: int, key: str) -> Tab:
    """The contents of a tab of a customer, by its key: `1` to `9`, `A`, `B`.

    Raises `Refusal` when there is no such customer, `KeyError` for a key that is no tab.
    """
    readers = {"1": _customer, "2": _name_and_address, "3": _contribution, "8": _cards}
    if key in readers:
        return readers[key](desk, customer_id)
    show = _SHOWN_ELSEWHERE[key]
    _one(desk, "SELECT id FROM customer WHERE id = ?", customer_id)
    return show(desk, customer_id)


def read_more(desk: Desk, customer_id: int, tab: Tab) -> Tab:
    """Tab 4 with the next page of its table added; as it is where it has none."""
    if tab.after is None or tab.table is None:
        return tab
    more = journal.show(desk, customer_id, tab.after)
    assert more.table is not None
    return Tab(tab.cells, TabTable(tab.table.headings, (*tab.table.rows, *more.table.rows)), more.after)


def _customer(desk: Desk, customer_id: int) -> Tab:
    (kind, registered, phone, email, changed_on, changed_by, checked_on, checked_by, newsletter, history) = _one(
        desk,
        "SELECT kind, registered_on, phone, email, changed_on, changed_by, identity_checked_on, identity_checked_by,"
        " newsletter_since, keep_history_since FROM customer WHERE id = ?",
        customer_id,
    )
    cards = desk.store.read("SELECT number FROM card WHERE customer_id = ? ORDER BY issued_on", (customer_id,))
    membership = desk.store.read_one(
        "SELECT number, code, status FROM membership WHERE customer_id = ? ORDER BY number DESC LIMIT 1",
        (customer_id,),
    )
    period, code, status = membership or (0, "", None)
    in_period = [str(loans.count_in_period(desk.store, customer_id, number)) for number in (period, period - 1)]
    return Tab(
        (
            Cell("Registratiedatum", format_iso(registered)),
            Cell("Klanttype", label_of("kind", kind)),
            Cell("Klantnummers", ", ".join(number for (number,) in cards)),
            Cell("Abonnement", membership_name(desk, code)),
            Cell("Status", "" if status is None else Status(status).label),
            Cell("Telefoon", phone or ""),
            Cell("E-mail", email or ""),
            Cell("IBAN", _mandate(desk, customer_id)[0]),
            Cell(
                "Legitimatie gecontroleerd", "Nee" if checked_on is None else f"{format_iso(checked_on)} [{checked_by}]"
            ),
            Cell("Nieuwsbrief", _since(newsletter)),
            Cell("Leenhistorie", _since(history)),
            Cell("Laatste wijziging", f"{format_iso(changed_on)} [{changed_by}]"),
            Cell("Bijzonderheden", _particulars(desk, customer_id, email)),
            Cell("Geleend deze periode", in_period[0]),
            Cell("Geleend vorige periode", in_period[1]),
            Cell("Geleend totaal", str(loans.count_all(desk.store, customer_id))),
        ),
        None,
    )


def _particulars(desk: Desk, customer_id: int, email: str | None) -> str:
    """What is out of the ordinary: blocks, notes, no e-mail address or one that mail does not reach."""
    return " · ".join(filter(None, (notice(desk.store, customer_id), "" if email else "e-mail ontbreekt")))


def _name_and_address(desk: Desk, customer_id: int) -> Tab:
    row = _one(
        desk,
        "SELECT kind, initials, prefix, surname, given_name, tag, birth_date, phone, fax, mobile, email, contact_name,"
        " contact_phone, department, home_branch FROM customer WHERE id = ?",
        customer_id,
    )
    kind, initials, prefix, surname, given_name, tag, born, phone, fax, mobile, email, *rest = row
    contact, contact_phone, department, home = rest
    rules, guardian = rules_of(kind), guardian_text(desk.store, customer_id)
    of_person = {
        "initials": ("Voorletters", initials),
        "prefix": ("Voorvoegsel", prefix),
        "surname": (rules.name_label, surname),
        "given_name": ("Roepnaam", given_name),
        "tag": ("Zoeknaam", tag),
        "birth_date": ("Geboren", None if born is None else long_date(date.fromisoformat(born))),
    }
    texts = (
        *(told for name, told in of_person.items() if name not in rules.unasked or (told[1] and name != "birth_date")),
        ("Telefoon", phone),
        ("Fax", fax),
        ("SMS-nummer", mobile),
        ("E-mail", email),
        ("Contactpersoon", contact),
        ("Telefoon contactpersoon", contact_phone),
        *((("Afdeling", department),) if rules.has_department else ()),
        *((("Ouder of voogd", guardian),) if guardian else ()),
        ("Filiaal", {branch.number: branch.name for branch in desk.library.branches}.get(home, home)),
    )
    return Tab(tuple(Cell(label, value or "") for label, value in texts), _addresses(desk, customer_id))


def _addresses(desk: Desk, customer_id: int) -> TabTable:
    stored = {
        kind: (street or "", _house(number, letter, addition), postcode or "", town or "", country)
        for kind, street, number, letter, addition, postcode, town, country in desk.store.read(
            "SELECT kind, street, number, letter, addition, postcode, town, country FROM address WHERE customer_id = ?",
            (customer_id,),
        )
    }
    return TabTable(
        ("Type", "Straat", "Huisnummer", "Postcode", "Plaats", "Land"),
        tuple((label, *stored.get(kind, ("",) * 5)) for kind, label in _ADDRESS_KINDS.items()),
    )


def _contribution(desk: Desk, customer_id: int) -> Tab:
    (registered,) = _one(desk, "SELECT registered_on FROM customer WHERE id = ?", customer_id)
    iban, bic, holder, reference = _mandate(desk, customer_id)
    periods = desk.store.read(
        "SELECT branch, started_on, paid_from, paid_until, code, price_cents, way, number, status, rights_until,"
        " temporary, ended_on, end_reason FROM membership"
        " WHERE customer_id = ? ORDER BY number DESC",
        (customer_id,),
    )
    return Tab(
        (
            Cell("Registratiedatum", format_iso(registered)),
            Cell("IBAN", iban),
            Cell("BIC", bic),
            Cell("Rekeninghouder", holder),
            Cell("Machtiging", reference),
            *((Cell("65+-tarief", "Ja"),) if has_reduced_65(desk.store, customer_id) else ()),
            *(Cell(label, value) for label, value in cancellation_cells(desk.store, customer_id)),
        ),
        TabTable(
            ("Vestiging", "Van", "T/m", "Abonnement", "Status", "Kosten", "Betaling"),
            tuple(_period(desk, row) for row in periods),
        ),
    )


def _period(desk: Desk, row: Row) -> tuple[str, ...]:
    branch, started, paid_from, paid_until, code, price, way, number, status, rights, temporary, ended, reason = row
    period = Membership(
        number=number,
        code=code,
        status=Status(status),
        rights_until=as_day(rights),
        temporary=bool(temporary),
        ended_on=as_day(ended),
        end_reason=reason,
    )
    return (
        branch_label(desk, branch),
        format_iso(paid_from or started),
        format_iso(paid_until),
        membership_name(desk, code),
        period.label(desk.working_date),
        format_cents(price),
        PaymentWay(way).label,
    )


def _cards(desk: Desk, customer_id: int) -> Tab:
    _one(desk, "SELECT id FROM customer WHERE id = ?", customer_id)
    rows: list[tuple[str, ...]] = []
    blocked: list[Cell] = []
    for kind, state, number, plastic, issued, used, branch, reason in desk.store.read(
        "SELECT kind, state, number, plastic, issued_on, last_used_on, branch, reason FROM card WHERE customer_id = ?"
        " ORDER BY state = 'replaced', issued_on DESC, number DESC",
        (customer_id,),
    ):
        rows.append(
            (
                CardKind(kind).label,
                CardState(state).label,
                number,
                "pasje" if plastic else "zonder pasje",
                format_iso(issued),
                format_iso(used),
                branch_label(desk, branch),
            )
        )
        if state == CardState.BLOCKED:
            blocked.append(Cell(f"Geblokkeerd {number}", reason_label(reason).lower()))
    headings = ("Type", "Status", "Nummer", "Pas", "Uitgegeven", "Laatst gebruikt", "Vestiging")
    return Tab(tuple(blocked), TabTable(headings, tuple(rows)))


def _mandate(desk: Desk, customer_id: int) -> tuple[str, str, str, str]:
    """IBAN (in groups), BIC, holder and reference of the last mandate that holds; empty texts without one."""
    mandate = current_mandate(desk.store, customer_id)
    if mandate is None:
        return ("", "", "", "")
    account = mandate.account
    return (account.shown, account.bic or "", account.holder, mandate.reference)


def _one(desk: Desk, sql: str, customer_id: int) -> Row:
    row = desk.store.read_one(sql, (customer_id,))
    if row is None:
        raise Refusal(NO_CUSTOMER)
    return row


def _house(number: int | None, letter: str | None, addition: str | None) -> str:
    return "" if number is None else str(HouseNumber(number, letter or "", addition or ""))


def _since(iso: str | None) -> str:
    return "Nee" if iso is None else f"Ja, sinds {format_iso(iso)}"
