"""The form of a cancellation: what it begins with, how it is read, what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from balie.cancellation.cancel import cancel, plan_cancellation
from balie.cancellation.wish import Wish, read_form, read_wish, read_wish_field
from balie.library.terms import CancellationWay
from balie.refusal import Refusal
from tests.cancellation.conftest import At
from tests.support.applicants import IBAN, enrol_tester
from tests.support.leaving import NOTICE, row_of, wish


@pytest.mark.parametrize(
    ("other", "fields"),
    [
        ({"received_on": date(2026, 8, 16)}, ["received_on"]),
        ({"received_on": date(2025, 1, 19)}, ["received_on"]),
        ({"wished_on": date(2028, 8, 16)}, ["wished_on"]),
        ({"reason": "zomaar"}, ["reason"]),
        ({"died_on": NOTICE}, ["died_on"]),
        ({"reason": "overleden", "died_on": date(2026, 8, 16)}, ["died_on"]),
        ({"refund_iban": "NL92ABNA0417164300"}, ["refund_iban"]),
        (
            {"received_on": date(2027, 1, 1), "reason": "zomaar", "refund_iban": "x"},
            ["received_on", "reason", "refund_iban"],
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    at: At, member: int, other: dict[str, object], fields: list[str]
) -> None:
    with pytest.raises(Refusal) as refusal:
        cancel(at(NOTICE), member, wish(**other))
    assert [reason.field for reason in refusal.value.reasons] == fields
    assert row_of(at(NOTICE), "SELECT count(*) FROM cancellation") == (0,)


def test_a_channel_the_library_does_not_offer_is_refused(at: At, member: int) -> None:
    desk = at(NOTICE)
    terms = desk.library.cancellation
    assert terms is not None
    fewer = msgspec.structs.replace(terms, ways=(CancellationWay.MAIL,))
    other = replace(desk, library=msgspec.structs.replace(desk.library, cancellation=fewer))
    with pytest.raises(Refusal, match="zo: mail"):
        plan_cancellation(other, member, wish())


def test_the_form_begins_with_today_and_the_end_of_what_is_paid(at: At) -> None:
    customer_id = enrol_tester(at(NOTICE), subscription="0002", direct_debit="Ja", iban=IBAN).customer_id
    form = read_form(at(NOTICE), customer_id)
    assert form.fields == {
        "channel": "telefonisch",
        "received_on": "15-08-2026",
        "wished_on": "01-09-2027",
        "reason": "",
        "died_on": "",
        "refund_iban": "NL91 ABNA 0417 1643 00",
        "refund_holder": "E.B. Tester",
    }
    assert [(moment.label, moment.text) for moment in form.moments] == [
        ("Zo snel mogelijk", ""),
        ("Per vervaldatum, 01-09-2027", "01-09-2027"),
    ]
    assert form.channels == tuple(CancellationWay)
    assert [reason.code for reason in form.reasons if reason.deceased] == ["overleden"]


def test_the_fields_are_read_as_people_type_them(at: At) -> None:
    typed = {
        "channel": "Mail",
        "received_on": "140826",
        "wished_on": "1-2-27",
        "reason": "Te duur",
        "died_on": "",
        "refund_iban": "nl91abna0417164300",
        "refund_holder": " E.B.  Tester ",
    }
    expected = Wish(
        CancellationWay.MAIL, date(2026, 8, 14), date(2027, 2, 1), "kosten", "NL91ABNA0417164300", "E.B. Tester"
    )
    assert read_wish(at(NOTICE), {**typed, "wished_on": "1-2-2027"}) == expected
    with pytest.raises(Refusal) as refusal:
        read_wish(at(NOTICE), {"channel": "fax", "received_on": "31-02-2026", "wished_on": "straks", "reason": "x"})
    assert [reason.field for reason in refusal.value.reasons] == ["channel", "received_on", "wished_on", "reason"]


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("received_on", "140826", "14-08-2026"),
        ("wished_on", "1-2-27", "01-02-2027"),
        ("wished_on", "", ""),
        ("died_on", "10082026", "10-08-2026"),
        ("refund_iban", "nl91abna0417164300", "NL91 ABNA 0417 1643 00"),
        ("refund_holder", "  E.B.   Tester ", "E.B. Tester"),
        ("reason", "kosten", "kosten"),
    ],
)
def test_a_field_is_shown_as_it_was_read(at: At, name: str, typed: str, shown: str) -> None:
    assert read_wish_field(at(NOTICE), name, typed) == shown


@pytest.mark.parametrize(
    ("name", "typed"), [("received_on", ""), ("received_on", "31-02-2026"), ("refund_iban", "NL00"), ("died_on", "x")]
)
def test_a_field_that_cannot_be_read_is_refused(at: At, name: str, typed: str) -> None:
    with pytest.raises(Refusal):
        read_wish_field(at(NOTICE), name, typed)
