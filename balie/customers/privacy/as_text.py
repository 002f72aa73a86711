"""What the store holds of a customer, as a person reads it: columns and codes in Dutch, days and amounts likewise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from balie.customers.blocks import BlockKind
from balie.customers.cancelling.reasons import cancel_reasons
from balie.customers.cards.states import CardKind, CardState, reason_label
from balie.customers.forms.choices import label_of
from balie.customers.forms.lists import label_in, lists
from balie.customers.header import branch_label, membership_name
from balie.customers.memberships import Status
from balie.customers.privacy.tables import PERSONAL_TABLES, PersonalTable
from balie.customers.tabs.consents import CONSENTS
from balie.customers.tabs.editing import all_fields
from balie.customers.tabs.journal_words import ACTIONS, LABELS
from balie.dutch.dates import format_iso
from balie.dutch.money import format_cents
from balie.dutch.text import clean
from balie.library.terms import PaymentWay
from balie.messages.bon_kinds import kind_of
from balie.messages.columns import pairs

if TYPE_CHECKING:
    from balie.desk import Desk

Datum: TypeAlias = "str | int | float | list[Datum] | dict[str, Datum] | None"
"""A value as the store keeps it; JSON that was kept as text is opened."""
Record: TypeAlias = "dict[str, Datum]"
"""A row, by column."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}).*")
_YES_NO = frozenset(
    {
        *("warn_seen_before", "number_later", "plastic", "of_other", "temporary", "reduced_65", "must_change", "given"),
        *("deceased", "receipts", "mail_receipts", "auto_renew", "family_collects"),
    }
)
_ADDRESSES = {
    "main": "Hoofdadres",
    "post": "Postadres",
    "invoice": "Factuuradres",
    "alternative": "Alternatief adres",
}
_RECEIPTS = {"queued": "wacht", "printed": "afgedrukt", "failed": "niet gelukt"}
_WORDS = {
    **{name: label for table in PERSONAL_TABLES[:2] for name, label in table.columns.items()},
    "library": "Bibliotheek",
    "branch": "Vestiging",
    "date": "Datum",
    "name": "Naam",
    "rights_until": "Geldig t/m",
    "expires": "Wachtwoord te gebruiken t/m",
    "creditor": "Incassant",
    "website": "Website",
    "discounts_cents": "Kortingen",
    "paid_from": "Vanaf",
    "paid_until": "Tot en met",
    "amount": "Bedrag",
    "open": "Open",
    "vat": "Btw",
    "day": "Dag",
    "due_on": "Te betalen voor",
    "reference": "Betalingskenmerk",
    "by_transfer": "Per overschrijving",
    "account_name": "Ten name van",
    "account_end": "Laatste cijfers van de rekening",
    "creditor_id": "Incassant-ID",
}
"""Words for what bons and the journal keep of a person, beside those of tab 4."""
KIN = frozenset({"child_id", "head_id", "guardian_id", "ward_id"})
"""Where the journal names somebody else; they are told by klantnummer, never by actor-id."""
_CODES: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("customer", "kind"): lambda code: label_of("kind", code),
    ("customer", "person"): lambda code: label_of("person", code),
    ("customer", "language"): lambda code: label_of("language", code),
    ("address", "kind"): lambda code: _ADDRESSES.get(code, code),
    ("address", "country"): lambda code: label_of("country", code),
    ("card", "kind"): lambda code: CardKind(code).label,
    ("card", "state"): lambda code: CardState(code).label,
    ("card", "reason"): reason_label,
    ("membership", "way"): lambda code: PaymentWay(code).label,
    ("membership", "status"): lambda code: Status(int(code)).label,
    ("note", "place"): lambda code: code if code != "0" else "voor medewerkers",
    ("block", "kind"): lambda code: BlockKind(code).label,
    ("consent", "kind"): lambda code: label_in(CONSENTS, code),
    ("role", "code"): lambda code: label_in(lists().roles, code),
    ("interest", "code"): lambda code: label_in(lists().interests, code),
    ("receipt", "state"): lambda code: _RECEIPTS.get(code, code),
    ("cancellation", "reason"): lambda code: next((why.label for why in cancel_reasons() if why.code == code), code),
    ("receipt", "template"): lambda code: kind_of(code).label,
    ("journal", "action"): lambda code: ACTIONS.get(code, code),
}


def readable(desk: Desk, table: PersonalTable, rows: Sequence[Record], width: int) -> str:
    """A table under its title, every row as lines of label and value; what is not filled in is left out."""
    blocks = [
        pairs(
            [
                (table.columns[name], _shown(desk, table.name, name, value))
                for name, value in row.items()
                if value not in (None, "")
            ],
            width,
        )
        for row in rows
    ]
    return f"{table.title}\n{'-' * len(table.title)}\n" + "\n\n".join(blocks)


def plain(table: PersonalTable, name: str, value: Datum) -> Datum:
    """A value for a machine: words and keys in Dutch, yes and no as true and false; days and amounts as stored."""
    if isinstance(value, dict):
        return {_key_label(key): inner for key, inner in value.items()}
    if name in _YES_NO and value in (0, 1):
        return bool(value)
    if (table.name, name) in _CODES and value is not None:
        return _CODES[table.name, name](str(value))
    return value


def _key_label(key: str) -> str:
    return LABELS[key].label if key in LABELS else _WORDS.get(key, clean(key))


def _shown(desk: Desk, table: str, name: str, value: Datum) -> str:
    if isinstance(value, dict):
        named = _on_paper if table in ("receipt", "message") else _in_journal
        return "; ".join(named(desk, key, inner) for key, inner in value.items() if inner not in (None, ""))
    if isinstance(value, list):
        return ", ".join(_shown(desk, table, name, inner) for inner in value)
    if name in _YES_NO and value in (0, 1):
        return "Ja" if value else "Nee"
    if isinstance(value, int) and (name == "cents" or name.endswith("_cents")):
        return format_cents(value)
    text = clean(str(value))
    if (table, name) in _CODES:
        return _CODES[table, name](text)
    if name in ("branch", "home_branch"):
        return branch_label(desk, text)
    if (table, name) == ("membership", "code"):
        return membership_name(desk, text)
    if _DAY.fullmatch(text):
        return format_iso(text)
    if moment := _MOMENT.fullmatch(text):
        return f"{format_iso(moment[1])} {moment[2]} UTC"
    return text


def _on_paper(desk: Desk, key: str, value: Datum) -> str:
    """A value of a bon or a letter, which is kept as it is printed."""
    return f"{_key_label(key)}: {clean(str(value))}"


def _in_journal(desk: Desk, key: str, value: Datum) -> str:
    """A value of the journal with its label, as tab 4 names it."""
    if key in LABELS and not isinstance(value, dict | list):
        word = LABELS[key]
        return f"{word.label}: {clean(str(value if key in KIN else word.shown(desk, value)))}"
    specs = all_fields(desk)
    if key in specs:
        return f"{specs[key].full_label}: {specs[key].shown(clean(str(value)))}"
    return f"{_key_label(key)}: {_shown(desk, '', key, value)}"
