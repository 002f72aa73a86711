from __future__ import annotations

import pytest

from balie.customers.cards.states import REASONS, CardAct, CardState, acts_in, next_state, read_reason, reason_label
from balie.refusal import Refusal

ACTIVE, BLOCKED, REPLACED = CardState.ACTIVE, CardState.BLOCKED, CardState.REPLACED


@pytest.mark.parametrize(
    ("state", "act", "after"),
    [
        (ACTIVE, CardAct.BLOCK, BLOCKED),
        (ACTIVE, CardAct.UNBLOCK, "niet geblokkeerd"),
        (ACTIVE, CardAct.REPLACE, REPLACED),
        (BLOCKED, CardAct.BLOCK, "al geblokkeerd"),
        (BLOCKED, CardAct.UNBLOCK, ACTIVE),
        (BLOCKED, CardAct.REPLACE, REPLACED),
        (REPLACED, CardAct.BLOCK, "voor altijd ongeldig"),
        (REPLACED, CardAct.UNBLOCK, "voor altijd ongeldig"),
        (REPLACED, CardAct.REPLACE, "voor altijd ongeldig"),
    ],
)
def test_every_act_in_every_state(state: CardState, act: CardAct, after: CardState | str) -> None:
    if isinstance(after, CardState):
        assert next_state(state, act) is after
        assert act in acts_in(state)
    else:
        with pytest.raises(Refusal, match=after):
            next_state(state, act)
        assert act not in acts_in(state)


def test_the_table_above_leaves_no_state_out() -> None:
    assert len(CardState) * len(CardAct) == 9


@pytest.mark.parametrize("typed", ["vermist", "Vermist", " VERMIST "])
def test_a_reason_is_known_by_code_and_label(typed: str) -> None:
    assert read_reason(typed) == "vermist"


@pytest.mark.parametrize("typed", ["", " ", "kwijt"])
def test_another_reason_is_refused_with_those_that_are(typed: str) -> None:
    with pytest.raises(Refusal, match="Vermist, Gestolen") as refused:
        read_reason(typed)
    assert refused.value.reasons[0].field == "reason"


def test_every_reason_has_a_label() -> None:
    assert [reason_label(choice.code) for choice in REASONS] == [choice.label for choice in REASONS]
    assert reason_label(None) == ""
