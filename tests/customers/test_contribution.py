"""Tab 3 while it is edited: another account is another mandate, signed today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.tabs.editing import read_edit, save_edit
from balie.customers.tabs.journal import read_acts
from balie.desk import Desk
from balie.library.structs import Library
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester
from tests.support.debtors import that_collects

ONE, OTHER = "NL91 ABNA 0417 1643 00", "NL69 INGB 0123 4567 89"
_MANDATES = "SELECT reference, iban, holder, signed_on, withdrawn_on FROM mandate ORDER BY length(reference), reference"


def change(desk: Desk, customer_id: int, **typed: str) -> None:
    save_edit(desk, customer_id, "3", typed, read_edit(desk, customer_id, "3"))


def later(desk: Desk) -> Desk:
    return replace(desk, working_date=date(2024, 6, 3))


def test_another_account_is_a_new_mandate_and_the_old_one_ends(desk: Desk) -> None:
    customer_id = enrol_tester(desk, direct_debit="ja", iban=ONE).customer_id
    change(later(desk), customer_id, mandate_iban=OTHER)
    assert desk.store.read(_MANDATES) == [
        ("29428000077727", "NL91ABNA0417164300", "E.B. Tester", "2024-04-09", "2024-06-03"),
        ("29428000077727-2", "NL69INGB0123456789", "E.B. Tester", "2024-06-03", None),
    ]
    act = read_acts(desk, customer_id).rows[0]
    assert act.lines == ("Machtiging: 29428000077727 → 29428000077727-2",)


def test_another_holder_is_a_new_mandate_too(desk: Desk) -> None:
    customer_id = enrol_tester(desk, direct_debit="ja", iban=ONE).customer_id
    change(desk, customer_id, mandate_holder="O. Tester")
    assert [row[:3] for row in desk.store.read(_MANDATES)][-1] == (
        *("29428000077727-2", "NL91ABNA0417164300", "O. Tester"),
    )


def test_without_a_holder_it_is_the_customers_own_account(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    change(desk, customer_id, mandate_iban=ONE)
    assert desk.store.read(_MANDATES) == [("29428000077727", "NL91ABNA0417164300", "E.B. Tester", "2024-04-09", None)]


def test_an_account_made_empty_withdraws_the_mandate(desk: Desk) -> None:
    customer_id = enrol_tester(desk, direct_debit="ja", iban=ONE).customer_id
    change(later(desk), customer_id, mandate_iban="")
    assert [row[4] for row in desk.store.read(_MANDATES)] == ["2024-06-03"]
    assert read_acts(desk, customer_id).rows[0].what == "Machtiging ingetrokken"
    assert read_edit(desk, customer_id, "3").fields == {"mandate_iban": "", "mandate_holder": ""}


def test_a_holder_without_an_account_is_refused(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    with pytest.raises(Refusal, match="Vul ook het IBAN in"):
        change(desk, customer_id, mandate_holder="O. Tester")


def test_who_has_no_number_yet_cannot_sign(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    with desk.transaction() as tx:
        tx.execute("UPDATE card SET state = 'replaced'")
    with pytest.raises(Refusal, match="geef de klant eerst een nummer"):
        change(desk, customer_id, mandate_iban=ONE)


@pytest.mark.parametrize("iban", ["CH93 0076 2011 6238 5295 7", "GB29 NWBK 6016 1331 9268 19"])
@pytest.mark.parametrize("collects", [True, False])
def test_no_mandate_is_signed_for_an_account_that_no_bank_collects_from(
    desk: Desk, poort: Library, collects: bool, iban: str
) -> None:
    there = that_collects(desk, poort) if collects else desk
    customer_id = enrol_tester(there, direct_debit="ja", iban=ONE).customer_id
    if not collects:
        change(there, customer_id, mandate_iban=iban)
        return
    with pytest.raises(Refusal, match=f"Van een rekening in {iban[:2]} kan niet worden geïncasseerd") as refused:
        change(there, customer_id, mandate_iban=iban)
    assert [reason.field for reason in refused.value.reasons] == ["mandate_iban"]
    change(there, customer_id, mandate_iban="BE68 5390 0754 7034")
