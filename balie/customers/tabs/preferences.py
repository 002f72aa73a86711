"""Tab 7, Eigenschappen-2, while it is edited: bons, messages, language, external numbers, identity, login name."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.collecting import collecting_text, collects_for
from balie.customers.forms.choices import LANGUAGES, NO, YES, CodeChoice
from balie.customers.forms.lists import lists
from balie.customers.header import Cell
from balie.customers.tabs.edit_fields import EditField, EditTab, Values, changed, or_none, yes_no
from balie.customers.tabs.property_row import write_property
from balie.customers.tabs.tab import Tab, day_text
from balie.dutch.text import read_text
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

CHANNELS = (CodeChoice("email", "E-mail"), CodeChoice("sms", "SMS"), CodeChoice("post", "Post"))
"""How a message reaches a customer. Not filled in: by e-mail where there is an address, else by post."""

BY_MAIL = "email"
_RECEIPTS = (CodeChoice(YES, "Ja"), CodeChoice(BY_MAIL, "E-mail"), CodeChoice(NO, "Nee"))
_USUAL = "E-mail, anders post"
_RENEWING = (CodeChoice("", "Volgens abonnement"), CodeChoice(YES, "Ja"), CodeChoice(NO, "Nee"))
_NEEDED = {"email": ("email", "een e-mailadres"), "sms": ("mobile", "een SMS-nummer")}
_LONGEST_EXTERNAL = 20
_EXTERNAL = re.compile(r"[A-Z0-9][A-Z0-9./-]*")
_SHORTEST_LOGIN, _LONGEST_LOGIN = 4, 80

_SELECT = (
    "SELECT c.language, c.identity_checked_on IS NOT NULL, c.login_account, coalesce(p.receipts, 1), p.hold_messages,"
    " p.service_messages, p.classification, p.external_number, p.external_number_2,"
    " coalesce(p.mail_receipts, 0), p.auto_renew, p.family_collects"
    " FROM customer AS c LEFT JOIN property AS p ON p.customer_id = c.id WHERE c.id = ?"
)


def wants_receipts(reader: Reader, customer_id: int) -> bool:
    """Whether this customer wants bons (Klantbonnen); everybody does who did not say otherwise."""
    row = reader.read_one("SELECT receipts FROM property WHERE customer_id = ?", (customer_id,))
    return row is None or bool(row[0])


def wants_receipts_by_mail(reader: Reader, customer_id: int) -> bool:
    """Whether this customer wants bons by e-mail instead of on paper."""
    row = reader.read_one("SELECT receipts AND mail_receipts FROM property WHERE customer_id = ?", (customer_id,))
    return row is not None and bool(row[0])


def read_external_number(text: str, today: date) -> str:
    """A student number or a number of another system, in capitals without blanks: `s 123.456` → `S123.456`."""
    typed = read_text(text, what="Het externe nummer", longest=2 * _LONGEST_EXTERNAL).replace(" ", "").upper()
    if len(typed) > _LONGEST_EXTERNAL or not _EXTERNAL.fullmatch(typed):
        raise Refusal(f"Een extern nummer heeft hooguit {_LONGEST_EXTERNAL} letters, cijfers, punten of streepjes.")
    return typed


def read_login(text: str, today: date) -> str:
    """A user name: 4 to 80 characters without blanks, at least two letters (rules.md#user-name)."""
    typed = read_text(text, what="De gebruikersnaam", longest=_LONGEST_LOGIN)
    if " " in typed or len(typed) < _SHORTEST_LOGIN or sum(character.isalpha() for character in typed) < 2:
        raise Refusal("Een gebruikersnaam heeft 4 tot 80 tekens zonder spatie, met minstens twee letters.")
    return typed


def show(desk: Desk, customer_id: int) -> Tab:
    """Tab 7 as it is read."""
    values = _read(desk.store, customer_id)
    row = desk.store.read_one(
        "SELECT identity_checked_on, identity_checked_by FROM customer WHERE id = ?", (customer_id,)
    )
    assert row is not None
    checked = "Nee" if row[0] is None else f"{day_text(date.fromisoformat(row[0]))} [{row[1]}]"
    shown = [
        Cell(spec.label.rstrip("?"), checked if spec.name == "identity_checked" else spec.shown(values[spec.name]))
        for spec in _fields(desk, customer_id)
    ]
    if others := "; ".join(one.name for one in collects_for(desk.store, customer_id)):
        shown.append(Cell("Haalt ook af voor", others))
    return Tab(tuple(shown), None)


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    return (
        EditField("receipts", "Klantbonnen", choices=_RECEIPTS, note="Ja: bonnen worden afgedrukt."),
        EditField("hold_messages", "Reserveringsberichten", choices=or_none(CHANNELS, _USUAL)),
        EditField("service_messages", "Overige berichten", choices=or_none(CHANNELS, _USUAL)),
        EditField("auto_renew", "Automatisch verlengen", choices=_RENEWING),
        yes_no("family_collects", "Gezin mag afhalen?", note=collecting_text(desk.store, customer_id)),
        EditField("classification", "Klassificatie", choices=or_none(lists().classifications)),
        EditField("language", "Voorkeurstaal", choices=LANGUAGES, required=True),
        EditField("external_number", "Extern nummer", longest=_LONGEST_EXTERNAL, read=read_external_number),
        EditField("external_number_2", "Extern nummer-2", longest=_LONGEST_EXTERNAL, read=read_external_number),
        yes_no("identity_checked", "Legitimatie gecontroleerd?"),
        EditField("login_account", "Gebruikersnaam", longest=_LONGEST_LOGIN, read=read_login),
    )


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    row = reader.read_one(_SELECT, (customer_id,))
    assert row is not None
    language, checked, login, receipts, holds, service, classification, external, *rest = row
    external_2, mailed, renew, family = rest
    return {
        "receipts": (BY_MAIL if mailed else YES) if receipts else NO,
        "hold_messages": holds or "",
        "service_messages": service or "",
        "classification": classification or "",
        "language": language,
        "auto_renew": "" if renew is None else YES if renew else NO,
        "family_collects": YES if family else NO,
        "external_number": external or "",
        "external_number_2": external_2 or "",
        "identity_checked": YES if checked else NO,
        "login_account": login or "",
    }


def _judge(desk: Desk, reader: Reader, customer_id: int, was: Values, will: Values, reasons: Reasons) -> None:
    for name in ("receipts", "hold_messages", "service_messages"):
        column, what = _NEEDED.get(will[name], ("", ""))
        if not column or was[name] == will[name]:
            continue
        row = reader.read_one(f"SELECT {column} FROM customer WHERE id = ?", (customer_id,))
        if row is None or not row[0]:
            reasons.add(f"Daarvoor is {what} nodig: vul dat eerst in op tabblad 2.", name)
    if changed(was, will, "login_account") and will["login_account"]:
        taken = reader.read_one(
            "SELECT 1 FROM customer WHERE login_account = ? AND id <> ?", (will["login_account"], customer_id)
        )
        if taken is not None:
            reasons.add("Deze gebruikersnaam is al van een andere klant: kies een andere.", "login_account")


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    checked = int(will["identity_checked"] == YES)
    tx.execute(
        "UPDATE customer SET language = ?, login_account = ?,"
        " identity_checked_on = CASE WHEN ? THEN coalesce(identity_checked_on, ?) END,"
        " identity_checked_by = CASE WHEN ? THEN coalesce(identity_checked_by, ?) END WHERE id = ?",
        (
            *(will["language"], will["login_account"] or None),
            *(checked, tx.stamp.working_date.isoformat(), checked, tx.stamp.staff, customer_id),
        ),
    )
    names = ("hold_messages", "service_messages", "classification", "external_number", "external_number_2")
    if changed(was, will, "receipts", "auto_renew", "family_collects", *names):
        write_property(
            tx,
            customer_id,
            receipts=int(will["receipts"] != NO),
            mail_receipts=int(will["receipts"] == BY_MAIL),
            hold_messages=will["hold_messages"] or None,
            service_messages=will["service_messages"] or None,
            classification=will["classification"] or None,
            external_number=will["external_number"] or None,
            external_number_2=will["external_number_2"] or None,
            family_collects=1 if will["family_collects"] == YES else None,
            auto_renew=int(will["auto_renew"] == YES) if will["auto_renew"] else None,
        )


TAB = EditTab(_fields, _read, _judge, _write)
