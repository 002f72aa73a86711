"""What messages said is forgotten thirty days after they went out; that there was one stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from balie.desk import Desk
from balie.messages.forget import TEXT_DAYS, forget_texts
from balie.messages.outbox import State
from balie.store.pace import Pace
from tests.support.applicants import enrol_tester

SENT = datetime(2024, 4, 9, 8, 15, tzinfo=UTC)


@pytest.fixture
def customer_id(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


def put(desk: Desk, customer_id: int, state: State, job: int | None = None) -> int:
    sent = state is State.SENT
    way = "brief" if state in (State.SENT, State.SENDING) else None
    with desk.transaction() as tx:
        number = tx.execute(
            "INSERT INTO message (customer_id, kind, about, template, data, state, way, branch, staff, made_on,"
            " sent_at, print_job) SELECT ?, 'factuur', 'invoice ' || count(*), 'invoice', '{}', ?, ?, '9428', 'ebt',"
            " '2024-04-01', ?, ? FROM message",
            (customer_id, state, way, "2024-04-09T08:15:00.000+00:00" if sent else None, job),
        ).lastrowid
    assert number is not None
    return number


def with_text(desk: Desk) -> list[str]:
    return [row[0] for row in desk.store.read("SELECT state FROM message WHERE data IS NOT NULL ORDER BY id")]


def on(desk: Desk, day: date) -> Desk:
    return replace(desk, working_date=day)


def test_a_text_is_kept_for_thirty_days_after_it_went_out(desk: Desk, customer_id: int) -> None:
    put(desk, customer_id, State.SENT)
    last = SENT.date() + timedelta(days=TEXT_DAYS)
    assert forget_texts(on(desk, last)) == 0
    assert forget_texts(on(desk, last + timedelta(days=1))) == 1
    assert forget_texts(on(desk, last + timedelta(days=1))) == 0
    assert desk.store.read("SELECT state, data FROM message") == [("sent", None)]


def test_what_still_has_to_go_keeps_its_text(desk: Desk, customer_id: int) -> None:
    for state in State:
        put(desk, customer_id, state)
    assert forget_texts(on(desk, date(2026, 1, 1))) == 3
    assert with_text(desk) == ["queued", "sending"]


def test_the_files_of_letters_go_with_their_texts_and_other_files_stay(desk: Desk, customer_id: int) -> None:
    put(desk, customer_id, State.SENT, job=1)
    put(desk, customer_id, State.SENDING, job=2)
    desk.spool.mkdir()
    for name in ("brieven-00000001.txt", "brieven-00000002.txt", "bon-00000001.txt", "brieven-met-mij.txt"):
        (desk.spool / name).write_text("x")
    forget_texts(on(desk, date(2024, 5, 1)))
    assert len(list(desk.spool.iterdir())) == 4
    forget_texts(on(desk, date(2024, 6, 1)))
    assert {path.name for path in desk.spool.iterdir()} == {
        *("brieven-00000002.txt", "bon-00000001.txt", "brieven-met-mij.txt"),
    }


def test_many_texts_are_forgotten_in_turns(desk: Desk, customer_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.messages.forget.Pace", partial(Pace, lambda: 0.0, fewest=3, most=3))
    for _ in range(8):
        put(desk, customer_id, State.SENT)
    assert forget_texts(on(desk, date(2024, 6, 1))) == 8
    assert desk.store.read("SELECT count(*) FROM journal WHERE action = 'message texts forgotten'") == [(3,)]
