"""A supervisor tells why: a few words, not a novel."""

from __future__ import annotations

import pytest

from balie.customers.permission import LONGEST_REASON, SHORTEST_REASON, read_because
from balie.refusal import Refusal


def test_a_reason_is_kept_without_needless_blanks() -> None:
    assert read_because("  wordt   volgende week 19 ") == "wordt volgende week 19"


@pytest.mark.parametrize("text", ["", "x" * (SHORTEST_REASON - 1), " a b ", "x" * (LONGEST_REASON + 1)])
def test_what_is_no_reason_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_because(text)
