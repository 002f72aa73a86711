"""Tab 3, Contributie, while it is edited: the account that contribution is collected from, and the 65+ right.

The memberships on that tab have acts of their own. Another account, or another holder, is another signature: the
mandate that was ends today, and the new one starts anew with a reference of its own (rules.md#mandate).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import current_number
from balie.customers.forms.fields import LONGEST_NAME, read_account_holder, read_field
from balie.customers.mandates import NO_NUMBER, Account, current_mandate, sign_anew, withdraw_mandate
from balie.customers.names import find_name
from balie.customers.subscriptions.next_period import account_not_collected_from
from balie.customers.tabs.contribution_right import judge_right, read_right, right_fields, write_right
from balie.customers.tabs.edit_fields import EditField, EditTab, Values, changed
from balie.refusal import Reasons

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

IBAN, HOLDER = "mandate_iban", "mandate_holder"
_UNIT = "mandate"
_LONGEST_IBAN = 42


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    group = "Machtiging (Sepa incasso)"
    note = "Een ander IBAN is een nieuwe machtiging, vandaag getekend; leeg trekt de machtiging in."
    holder = "Leeg: de klant zelf. Een ander is ook een nieuwe machtiging."
    right = right_fields(desk.library)
    # Not journalled by its fields: the journal tells the references, the accounts stand with those.
    return (
        EditField(
            IBAN,
            "IBAN",
            group,
            _LONGEST_IBAN,
            note=note,
            read=partial(read_field, "iban"),
            unit=_UNIT,
            journalled=False,
        ),
        EditField(
            HOLDER,
            "Rekeninghouder",
            group,
            LONGEST_NAME,
            note=holder,
            read=lambda text, today: read_account_holder(text),
            unit=_UNIT,
            journalled=False,
        ),
        *right,
    )


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    mandate = current_mandate(reader, customer_id)
    account = ("", "") if mandate is None else (mandate.account.shown, mandate.account.holder)
    return {**dict(zip((IBAN, HOLDER), account, strict=True)), **read_right(reader, customer_id)}


def _judge(desk: Desk, reader: Reader, customer_id: int, was: Values, will: Values, reasons: Reasons) -> None:
    if not will[IBAN]:
        if will[HOLDER] and will[HOLDER] != was[HOLDER]:
            reasons.add("Vul ook het IBAN in, of maak de rekeninghouder leeg.", IBAN)
    elif changed(was, will, IBAN, HOLDER):
        if current_number(reader, customer_id) is None:
            reasons.add(NO_NUMBER, IBAN)
        if desk.library.direct_debit is not None and (why := account_not_collected_from(will[IBAN])):
            reasons.add(why, IBAN)
    judge_right(desk, reader, customer_id, was, will, reasons)


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    write_right(tx, customer_id, was, will)
    if changed(was, will, IBAN, HOLDER):
        _write_mandate(tx, customer_id, will)


def _write_mandate(tx: Transaction, customer_id: int, will: Values) -> None:
    now = current_mandate(tx, customer_id)
    if not will[IBAN]:
        if now is not None:
            withdraw_mandate(tx, now.reference)
        return
    from balie.dutch.bank import bic_of, compact_iban

    iban = compact_iban(will[IBAN])
    account = Account(iban, bic_of(iban), will[HOLDER] or _own_name(tx, customer_id))
    if now is not None and now.account == account:
        return
    reference = sign_anew(tx, customer_id, account)
    tx.journal(
        "changed",
        customer_id=customer_id,
        before={"mandate": "" if now is None else now.reference},
        after={"mandate": reference},
    )


def _own_name(reader: Reader, customer_id: int) -> str:
    name = find_name(reader, customer_id)
    assert name is not None
    return name.full


TAB = EditTab(_fields, _read, _judge, _write)
