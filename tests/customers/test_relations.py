"""Familiehoofd and Kind: a child has one head, a head has none."""

from __future__ import annotations

from json import loads

import pytest

from balie.customers.invariants import CUSTOMER_INVARIANTS
from balie.customers.relations import children_of, head_of
from balie.customers.tabs.editing import read_edit, save_edit
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.refusal import Refusal
from balie.store.check import check
from tests.support.applicants import enrol_tester


@pytest.fixture
def head(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


@pytest.fixture
def child(desk: Desk) -> int:
    return enrol_tester(desk, initials="k", birth_date="02-03-2004").customer_id


def change(desk: Desk, customer_id: int, **typed: str) -> None:
    save_edit(desk, customer_id, "6", typed, read_edit(desk, customer_id, "6"))


def number_of(desk: Desk, customer_id: int) -> str:
    row = desk.store.read_one("SELECT number FROM card WHERE customer_id = ?", (customer_id,))
    assert row is not None
    return str(row[0])


def reasons(desk: Desk, customer_id: int, **typed: str) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refused:
        change(desk, customer_id, **typed)
    return [(reason.field, reason.text) for reason in refused.value.reasons]


def test_a_relation_laid_at_the_child_shows_at_both(desk: Desk, head: int, child: int) -> None:
    change(desk, child, head=number_of(desk, head))
    found = head_of(desk.store, child)
    assert found is not None
    assert (found.customer_id, found.name) == (head, "Tester, E.B.")
    assert [relative.customer_id for relative in children_of(desk.store, head)] == [child]
    table = read_tab(desk, head, "6").table
    assert table is not None
    assert table.rows == (("Kind", f"Tester, K. {number_of(desk, child)}", "09-04-2024", "ebt"),)


def test_a_relation_laid_at_the_head_is_the_same(desk: Desk, head: int, child: int) -> None:
    change(desk, head, new_child=number_of(desk, child))
    assert read_edit(desk, child, "6").fields["head"] == number_of(desk, head)
    assert read_edit(desk, head, "6").fields["new_child"] == ""


def test_both_are_told_to_have_changed_and_neither_journal_holds_data_of_the_other(
    desk: Desk, head: int, child: int
) -> None:
    versions = [read_edit(desk, found, "6").version for found in (head, child)]
    change(desk, child, head=number_of(desk, head))
    assert all(
        read_edit(desk, found, "6").version > version for found, version in zip((head, child), versions, strict=True)
    )
    rows = desk.store.read("SELECT customer_id, after FROM journal WHERE action = 'related' ORDER BY id")
    assert [(found, loads(after)) for found, after in rows] == [(child, {"head_id": head}), (head, {"child_id": child})]


def test_an_emptied_field_ends_the_relation(desk: Desk, head: int, child: int) -> None:
    change(desk, child, head=number_of(desk, head))
    change(desk, child, head="")
    assert head_of(desk.store, child) is None
    assert desk.store.read_one("SELECT count(*) FROM journal WHERE action = 'unrelated'") == (2,)


def test_another_head_takes_the_place_of_the_first(desk: Desk, head: int, child: int) -> None:
    other = enrol_tester(desk, initials="m").customer_id
    change(desk, child, head=number_of(desk, head))
    change(desk, child, head=number_of(desk, other))
    assert [relative.customer_id for relative in children_of(desk.store, other)] == [child]
    assert children_of(desk.store, head) == []


def test_a_head_without_a_number_is_known_by_actor_id(desk: Desk, child: int) -> None:
    from balie.customers.finding.entry import NumberLater

    head = enrol_tester(desk, number=NumberLater()).customer_id
    change(desk, child, head=f"[{head}]")
    assert read_edit(desk, child, "6").fields["head"] == f"[{head}]"


@pytest.mark.parametrize("typed", ["Tester", "29428000077800", "29428000077801", "[1]", "v"])
def test_what_is_nobodys_number_is_refused(desk: Desk, child: int, typed: str) -> None:
    assert reasons(desk, child, head=typed)[0][0] == "head"


def test_who_cannot_be_a_head_is_refused_with_every_reason(desk: Desk, head: int, child: int) -> None:
    young = enrol_tester(
        desk, subscription="0086", initials="j", birth_date="02-03-2012", guardian="E. Tester"
    ).customer_id
    change(desk, young, head=number_of(desk, head))
    found = reasons(desk, child, head=number_of(desk, young))
    assert [field for field, _ in found] == ["head", "head"]
    assert "nog geen 18" in found[0][1]
    assert "zelf als kind" in found[1][1]


def test_nobody_is_their_own_head(desk: Desk, head: int) -> None:
    assert "de klant zelf" in reasons(desk, head, head=number_of(desk, head))[0][1]
    assert "de klant zelf" in reasons(desk, head, new_child=number_of(desk, head))[0][1]


def test_a_head_does_not_become_a_child(desk: Desk, head: int, child: int) -> None:
    other = enrol_tester(desk, initials="m").customer_id
    change(desk, child, head=number_of(desk, head))
    assert "zelf familiehoofd" in reasons(desk, head, head=number_of(desk, other))[0][1]


def test_a_child_is_added_once(desk: Desk, head: int, child: int) -> None:
    other = enrol_tester(desk, initials="m").customer_id
    change(desk, head, new_child=number_of(desk, child))
    assert "al gekoppeld aan deze klant" in reasons(desk, head, new_child=number_of(desk, child))[0][1]
    assert "ander familiehoofd" in reasons(desk, other, new_child=number_of(desk, child))[0][1]


def test_a_child_gets_no_children(desk: Desk, head: int, child: int) -> None:
    other = enrol_tester(desk, initials="m").customer_id
    change(desk, child, head=number_of(desk, head))
    assert "heeft zelf een familiehoofd" in reasons(desk, child, new_child=number_of(desk, other))[0][1]


def test_the_check_finds_a_head_with_a_head(desk: Desk, head: int, child: int) -> None:
    other = enrol_tester(desk, initials="m").customer_id
    change(desk, child, head=number_of(desk, head))
    assert check(desk.store, CUSTOMER_INVARIANTS) == []
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO relation (child_id, head_id, since, made_by) VALUES (?, ?, '2024-04-09', 'ebt')",
            (head, other),
        )
    assert [finding.name for finding in check(desk.store, CUSTOMER_INVARIANTS)] == ["relation.chain"]
