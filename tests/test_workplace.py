"""Another working date, somebody else at the desk: what may be typed, and what the journal keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from balie.desk import Desk
from balie.library.structs import Library
from balie.refusal import Refusal
from balie.rights import rights_of
from balie.workplace import read_switch, set_working_date, switch_user

BEFORE = date(2024, 4, 2)


def journal(desk: Desk) -> list[tuple[object, ...]]:
    rows = desk.store.read("SELECT action, staff, branch, working_date, before, after FROM journal ORDER BY id")
    return [(*row[:4], json.loads(str(row[4])), json.loads(str(row[5]))) for row in rows]


def test_the_journal_keeps_who_set_the_working_date_from_which_day_and_to_which(desk: Desk) -> None:
    moved = set_working_date(desk, BEFORE)
    assert moved.working_date == BEFORE
    assert desk.today == date(2024, 4, 9)
    told = ("working date set", "ebt", "9428", "2024-04-09")
    assert journal(desk) == [(*told, {"working_date": "2024-04-09"}, {"working_date": "2024-04-02"})]


def test_after_a_switch_the_journal_has_the_code_of_who_works_now(desk: Desk) -> None:
    handed = switch_user(desk, "jvd", desk.branch)
    set_working_date(handed, BEFORE)
    assert [row[:2] for row in journal(desk)] == [("user switched", "ebt"), ("working date set", "jvd")]


def test_who_takes_over_does_not_get_the_rights_of_who_had_it(desk: Desk) -> None:
    trainee = replace(desk, rights=rights_of(["stagiair"], desk.library.roles))
    assert switch_user(trainee, "jvd", desk.branch).rights is None
    machine = switch_user(trainee, "systeem", desk.branch)
    assert machine.rights == rights_of(["systeem"], desk.library.roles)


def test_who_goes_on_and_where_is_read_from_the_form(library: Library) -> None:
    other = library.branches[-1]
    assert read_switch({"staff": " jvd ", "branch": other.number}, library) == ("jvd", other)
    assert read_switch({"staff": "jvd"}, library) == ("jvd", library.branches[0])


@pytest.mark.parametrize("staff", ["", "  ", "x" * 13])
def test_a_code_that_cannot_be_is_refused_beside_a_branch_that_is_not_there(library: Library, staff: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_switch({"staff": staff, "branch": "0000"}, library)
    assert [reason.field for reason in refused.value.reasons] == ["staff", "branch"]
