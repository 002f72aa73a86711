"""What roles allow together, what is told who may not, and that a desk without log-in may do everything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.library.load import library_names, load_library
from balie.library.rights import MACHINES, Right
from balie.library.role_tables import Role, standard_roles
from balie.library.structs import Library
from balie.library.values import Cents
from balie.refusal import Refusal
from balie.rights import Rights, machine_rights, rights_of, why_not

ROLES = {
    "stagiair": Role(rights=(Right.LEND,)),
    "balie": Role(rights=(Right.LEND, Right.WAIVE), waive_up_to_cents=Cents(1000)),
    "plus": Role(rights=(Right.WAIVE, Right.PAY_OUT), waive_up_to_cents=Cents(2500), pay_out_up_to_cents=Cents(0)),
    "geld": Role(rights=(Right.WAIVE,)),
    "beheer": Role(everything=True),
    "systeem": Role(everything=True),
}


def _as(desk: Desk, *names: str) -> Desk:
    return replace(desk, rights=rights_of(names, desk.library.roles))


@pytest.mark.parametrize(
    ("names", "right", "cents", "may"),
    [
        ([], Right.LEND, 0, False),
        (["stagiair"], Right.LEND, 0, True),
        (["stagiair"], Right.WAIVE, 0, False),
        (["stagiair", "balie"], Right.WAIVE, 1000, True),
        (["balie"], Right.WAIVE, 1001, False),
        (["balie", "plus"], Right.WAIVE, 2500, True),
        (["balie", "plus"], Right.WAIVE, 2501, False),
        (["balie", "geld"], Right.WAIVE, 999_999, True),
        (["plus"], Right.PAY_OUT, 0, True),
        (["plus"], Right.PAY_OUT, 1, False),
        (["plus", "beheer"], Right.PAY_OUT, 999_999, True),
        (["weg"], Right.LEND, 0, False),
        (["weg", "stagiair"], Right.LEND, 0, True),
    ],
)
def test_roles_allow_what_any_of_them_allows_up_to_the_highest_limit(
    names: list[str], right: Right, cents: int, may: bool
) -> None:
    rights = rights_of(names, ROLES)
    assert rights.allow(right, cents) is may
    assert (why_not(rights, ROLES, right, cents) == "") is may


@pytest.mark.parametrize(
    ("names", "right", "cents", "told"),
    [
        (
            ["stagiair"],
            Right.WAIVE,
            1500,
            "recht geld.kwijtschelden nodig. Vraag het een collega met de rol: plus, ",
        ),
        (
            ["balie"],
            Right.WAIVE,
            1500,
            "tot en met € 10,00; dit is € 15,00. Vraag het een collega met de rol: plus",
        ),
        (["weg"], Right.LEND, 0, "Van uw rollen staat niet meer in het bibliotheekbestand: weg."),
    ],
)
def test_who_may_not_is_told_which_right_it_takes_and_who_has_it(
    names: list[str], right: Right, cents: int, told: str
) -> None:
    refusal = why_not(rights_of(names, ROLES), ROLES, right, cents)
    assert told in refusal
    assert "systeem" not in refusal


@pytest.mark.parametrize(
    ("staff", "role"),
    [
        ("systeem", "systeem"),
        ("Systeem", "systeem"),
        ("web", "web"),
        ("sip", "sip"),
        ("sip:kast2", "sip"),
        ("sippe", None),
        ("ebt", None),
        ("beheer", None),
        ("", None),
    ],
)
def test_a_machine_has_the_role_of_its_name_and_a_person_none_by_their_code(
    library: Library, staff: str, role: str | None
) -> None:
    found = machine_rights(staff, library.roles)
    assert found == (None if role is None else rights_of([role], library.roles))


def test_a_machine_whose_role_the_file_does_not_have_may_nothing() -> None:
    found = machine_rights("systeem", {"beheer": Role(everything=True)})
    assert found == Rights(frozenset(), gone=("systeem",))


def test_a_right_that_no_person_has_says_so() -> None:
    roles = {"balie": Role(rights=(Right.LEND,)), "systeem": Role(everything=True)}
    assert "Geen enkele rol heeft het" in why_not(rights_of(["balie"], roles), roles, Right.TIDY)


@pytest.mark.parametrize("right", Right)
def test_a_desk_where_nobody_logs_in_may_do_everything(desk: Desk, right: Right) -> None:
    assert desk.may(right, 10**9)
    desk.require(right, 10**9)
    stopped = replace(desk, rights=Rights(frozenset()))
    assert not stopped.may(right)
    with pytest.raises(Refusal, match=right.value):
        stopped.require(right)


@pytest.mark.parametrize("name", library_names())
def test_the_roles_that_come_with_a_library_are_those_of_the_rules(name: str) -> None:
    roles = load_library(name).roles
    assert list(roles) == [
        "stagiair", "balie", "balie-plus", "teamleider", "administratie", "beheer", *MACHINES,
    ]  # fmt: skip
    people = {role: rights_of([role], roles) for role in roles if role not in MACHINES}
    assert people["stagiair"].held < people["balie"].held < people["balie-plus"].held < people["teamleider"].held
    assert people["beheer"].held == set(Right)
    assert all(Right.STAFF not in rights.held for role, rights in people.items() if role != "beheer")


def test_a_file_without_roles_is_never_without_who_may_change_them() -> None:
    roles = standard_roles()
    assert rights_of(["beheer"], roles).held == set(Right)
