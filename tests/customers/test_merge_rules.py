"""Which two records may be merged: the same person beyond doubt; else every reason is told."""

from __future__ import annotations

import pytest

from balie.customers.merging.merge import preview
from balie.desk import Desk
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester
from tests.support.doubles import enrol_doubles, relate

REFUSED = [
    ({"surname": "Anders"}, "achternaam verschilt"),
    ({"birth_date": "05-01-1991"}, "geboortedatum verschilt"),
    ({"house_number": "43"}, "adres verschilt"),
    ({"house_number": "41a"}, "adres verschilt"),
    ({"person": "Vrouw"}, "als man, de ander als vrouw"),
    ({"initials": "k"}, "tweeling"),
]


@pytest.mark.parametrize(("fields", "reason"), REFUSED)
def test_another_person_is_refused(desk: Desk, fields: dict[str, str], reason: str) -> None:
    keep = enrol_tester(desk).customer_id
    other = enrol_tester(desk, number=None, **fields).customer_id
    with pytest.raises(Refusal, match=reason) as refused:
        preview(desk, keep, other)
    assert len(refused.value.reasons) == 1


def test_all_reasons_come_at_once(desk: Desk) -> None:
    keep = enrol_tester(desk).customer_id
    other = enrol_tester(
        desk, number=None, **{key: value for fields, _ in REFUSED for key, value in fields.items()}
    ).customer_id
    with pytest.raises(Refusal) as refused:
        preview(desk, keep, other)
    assert len(refused.value.reasons) == 5


def test_the_same_record_one_that_is_gone_and_a_child_of_the_other_are_refused(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    with pytest.raises(Refusal, match="tweemaal dezelfde"):
        preview(desk, keep, keep)
    with pytest.raises(Refusal, match="bestaat niet meer"):
        preview(desk, keep, 1)
    relate(desk, gone, keep)
    with pytest.raises(Refusal, match="familiehoofd van de ander"):
        preview(desk, keep, gone)


def test_one_who_died_does_not_go_into_one_who_lives(desk: Desk) -> None:
    from balie.customers.deceased import mark

    keep, gone = enrol_doubles(desk)
    with desk.transaction() as tx:
        mark(tx, gone)
    with pytest.raises(Refusal, match="overleden"):
        preview(desk, keep, gone)
