"""E-mail addresses that mail comes back from: noted and cleared at the desk, and another chance for another address."""

from __future__ import annotations

import pytest

from balie.customers.bounces import BY_THE_DESK, clear_bounce, has_address, read_bounce, report_bounce
from balie.desk import Desk
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester


def test_the_desk_notes_that_mail_comes_back_and_that_it_is_good_again(desk: Desk) -> None:
    customer = enrol_tester(desk, email="eb@lezer.nl").customer_id
    assert read_bounce(desk.store, customer) is None
    report_bounce(desk, customer, "postvak bestaat niet")
    noted = read_bounce(desk.store, customer)
    assert noted is not None
    assert (noted.email, noted.text, noted.reason) == (
        "eb@lezer.nl",
        "e-mail onbestelbaar sinds 09-04-2024",
        "postvak bestaat niet",
    )
    clear_bounce(desk, customer)
    assert read_bounce(desk.store, customer) is None
    words = [action for (action,) in desk.store.read("SELECT action FROM journal ORDER BY id DESC LIMIT 2")]
    assert words == ["mail bounce cleared", "mail bounced"]


def test_a_reason_is_not_needed(desk: Desk) -> None:
    customer = enrol_tester(desk, email="eb@lezer.nl").customer_id
    report_bounce(desk, customer)
    noted = read_bounce(desk.store, customer)
    assert noted is not None
    assert noted.reason == BY_THE_DESK


def test_without_an_address_nothing_comes_back(desk: Desk) -> None:
    customer = enrol_tester(desk, email="").customer_id
    assert not has_address(desk.store, customer)
    with pytest.raises(Refusal, match="geen e-mailadres"):
        report_bounce(desk, customer)


def test_what_was_not_noted_cannot_be_cleared(desk: Desk) -> None:
    customer = enrol_tester(desk, email="eb@lezer.nl").customer_id
    with pytest.raises(Refusal, match="niet bekend dat het onbestelbaar is"):
        clear_bounce(desk, customer)
