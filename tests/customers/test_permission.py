"""A supervisor tells who it is, with a short code, and why: a few words, not a novel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from balie.customers.cards.states import CardState
from balie.customers.permission import (
    LONGEST_REASON,
    SHORTEST_REASON,
    Override,
    check_override,
    read_because,
    read_supervisor,
)
from balie.customers.presented import PassTrouble, settle_by_supervisor
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from balie.lending.own_due_date import set_own_due_date
from balie.lending.renew import renew
from balie.lending.take_back import take_back
from balie.library.rights import Right
from balie.refusal import Refusal
from balie.rights import Rights


def test_a_reason_is_kept_without_needless_blanks() -> None:
    assert read_because("  wordt   volgende week 19 ") == "wordt volgende week 19"


@pytest.mark.parametrize("text", ["", "x" * (SHORTEST_REASON - 1), " a b ", "x" * (LONGEST_REASON + 1)])
def test_what_is_no_reason_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_because(text)


@pytest.mark.parametrize("typed", ["ans", " ANS ", "m12", "ansdevries12"])
def test_a_supervisor_has_a_short_code(typed: str) -> None:
    assert read_supervisor(typed, ()) == typed.strip()


@pytest.mark.parametrize("typed", ["", "  ", "ans de vries", "34104000000018", "77770001", "ans;", "\x1b[31m"])
def test_what_can_be_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="leidinggevende"):
        read_supervisor(typed, ())


def test_where_the_library_names_its_supervisors_nobody_else_allows_anything() -> None:
    assert read_supervisor("ANS", ("lvd", "ans")) == "ANS"
    with pytest.raises(Refusal, match="ebt mag dit niet toestaan"):
        read_supervisor("ebt", ("lvd", "ans"))


BECAUSE = Override("ans", "Komt morgen terug")


@pytest.mark.parametrize("holds", [None, True, False])
def test_where_somebody_logged_in_a_code_allows_nothing_without_the_right(desk: Desk, holds: bool | None) -> None:
    rights = None if holds is None else Rights(frozenset(Right) if holds else frozenset(Right) - {Right.ALLOW})
    at = replace(desk, rights=rights)
    if holds is False:
        with pytest.raises(Refusal, match=r"het recht lenen\.toestaan nodig") as refused:
            check_override(Override("ans", "ja"), at)
        assert [reason.field for reason in refused.value.reasons] == ["supervisor", "because"]
    else:
        assert check_override(BECAUSE, at) == BECAUSE


@pytest.mark.parametrize(
    "act",
    [
        lambda at: lend(at, 1, "34104000000018", override=BECAUSE),
        lambda at: renew(at, 1, [1], override=BECAUSE),
        lambda at: take_back(at, "34104000000018", amnesty=BECAUSE),
        lambda at: place_hold(at, 1, 1, override=BECAUSE),
        lambda at: set_own_due_date(at, 1, 1, at.working_date, override=BECAUSE),
        lambda at: settle_by_supervisor(at, PassTrouble("1", 1, CardState.BLOCKED, "", "", False), BECAUSE),
    ],
)
def test_each_act_that_sets_rules_aside_asks_that_right(desk: Desk, act: Callable[[Desk], object]) -> None:
    with pytest.raises(Refusal, match=r"het recht lenen\.toestaan nodig"):
        act(replace(desk, rights=Rights(frozenset(Right) - {Right.ALLOW})))
    assert desk.store.read("SELECT * FROM journal") == []


@pytest.mark.parametrize("typed", ["34104000000018", " 77770001 ", "B12345678"])
def test_an_item_that_is_scanned_on_is_no_reason(typed: str) -> None:
    with pytest.raises(Refusal, match="gescand nummer en geen reden"):
        read_because(typed)


def test_a_reason_may_name_an_item() -> None:
    assert read_because("neemt 34104000000018 mee terug") == "neemt 34104000000018 mee terug"
