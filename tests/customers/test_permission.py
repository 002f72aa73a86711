"""A supervisor tells who it is, with a short code, and why: a few words, not a novel."""

from __future__ import annotations

import pytest

from balie.customers.permission import LONGEST_REASON, SHORTEST_REASON, read_because, read_supervisor
from balie.refusal import Refusal


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


@pytest.mark.parametrize("typed", ["34104000000018", " 77770001 ", "B12345678"])
def test_an_item_that_is_scanned_on_is_no_reason(typed: str) -> None:
    with pytest.raises(Refusal, match="gescand nummer en geen reden"):
        read_because(typed)


def test_a_reason_may_name_an_item() -> None:
    assert read_because("neemt 34104000000018 mee terug") == "neemt 34104000000018 mee terug"
