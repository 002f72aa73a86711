"""Tab 3 while it is edited: the 65+ right, given or taken by a supervisor where the rule allows it.

Source: rules.md#reduced-65.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.subscriptions.change_plan import plan_renewal
from balie.customers.tabs.editing import read_edit, save_edit
from balie.customers.tabs.journal import read_acts
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.library.structs import Library
from balie.refusal import Refusal
from tests.support.applicants import end_membership, enrol_tester

GIVEN = {
    "right_65": "Ja",
    "right_65_since": "12-05-2010",
    "right_65_by": "ans",
    "right_65_because": "stond in Wise op het oude tarief",
}


@pytest.fixture
def at(desk: Desk, poort: Library) -> Desk:
    return replace(desk, library=poort, branch=poort.branches[0])


def save(desk: Desk, customer_id: int, **typed: str) -> None:
    save_edit(desk, customer_id, "3", typed, read_edit(desk, customer_id, "3"))


def shown(desk: Desk, customer_id: int) -> str | None:
    return {cell.label: cell.value for cell in read_tab(desk, customer_id, "3").cells}.get("65+-tarief")


def test_a_supervisor_gives_the_right_and_the_next_period_costs_less(at: Desk) -> None:
    customer_id = enrol_tester(at, subscription="0002", birth_date="04-01-1950").customer_id
    assert read_edit(at, customer_id, "3").fields["right_65_since"] == "09-04-2024"
    save(at, customer_id, **GIVEN)
    assert shown(at, customer_id) == "Ja"
    assert plan_renewal(replace(at, working_date=date(2025, 4, 1)), customer_id).offer.price_cents == 4700
    act = read_acts(at, customer_id).rows[0]
    assert act.what == "65+-tarief toegekend"
    assert {
        *("Recht op 65+-tarief: Nee → Ja", "Toegestaan door: ans", "Ononderbroken lid sinds: 12-05-2010"),
        "Reden toestemming: stond in Wise op het oude tarief",
    } == set(act.lines)
    # What was charged stays what it was.
    assert at.store.read("SELECT price_cents FROM membership") == [(5200,)]

    save(at, customer_id, right_65="Nee", right_65_by="ans", right_65_because="was een jaar weg")
    assert shown(at, customer_id) is None
    assert read_acts(at, customer_id).rows[0].what == "65+-tarief ingetrokken"


OLD = "04-01-1950"
REFUSED = [
    (OLD, {"right_65_since": "01-12-2016"}, ["right_65_since"], "vóór 01-12-2016"),
    ("01-01-1952", {}, ["right_65_since"], "was toen 64 jaar"),
    (OLD, {"right_65_since": ""}, ["right_65_since"], "sinds wanneer"),
    (OLD, {"right_65_by": "", "right_65_because": ""}, ["right_65_by", "right_65_because"], "welke leidinggevende"),
    (OLD, {"right_65": "Nee"}, ["right_65"], "niet gewijzigd"),
    (
        "01-01-1991",
        {"right_65_since": "01-01-2020", "right_65_by": ""},
        ["right_65_by", "right_65_since", "right_65_since"],
        "welke.*vóór.*25 jaar",
    ),
]


@pytest.mark.parametrize(("born", "typed", "fields", "reason"), REFUSED)
def test_what_the_rule_does_not_allow_is_refused_with_every_reason(
    at: Desk, born: str, typed: dict[str, str], fields: list[str], reason: str
) -> None:
    customer_id = enrol_tester(at, subscription="0002", birth_date=born).customer_id
    with pytest.raises(Refusal, match=reason) as refused:
        save(at, customer_id, **{**GIVEN, **typed})
    assert [found.field for found in refused.value.reasons] == fields
    assert at.store.read("SELECT reduced_65 FROM membership") == [(0,)]


def test_who_is_no_member_cannot_have_the_right(at: Desk) -> None:
    customer_id = enrol_tester(at, subscription="0002", birth_date="04-01-1950").customer_id
    end_membership(at, customer_id)
    with pytest.raises(Refusal, match="geen lopend abonnement"):
        save(at, customer_id, **GIVEN)


def test_another_account_needs_no_supervisor(at: Desk) -> None:
    customer_id = enrol_tester(at, subscription="0002", birth_date="04-01-1950").customer_id
    save(at, customer_id, mandate_iban="NL91 ABNA 0417 1643 00")
    assert at.store.read("SELECT count(*) FROM mandate") == [(1,)]
    assert read_acts(at, customer_id).rows[0].what == "Gewijzigd"


def test_a_library_without_the_tariff_does_not_ask(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    assert [spec.name for spec in read_edit(desk, customer_id, "3").specs] == ["mandate_iban", "mandate_holder"]
