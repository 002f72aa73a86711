"""Collecting a reservation at another branch, and how the customer hears of one reservation.

Source: rules.md#holds-elsewhere, rules.md#holds-contact.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from balie.catalogue.statuses import ItemStatus
from balie.circulation.holds import HoldContact, HoldState
from balie.correspondence.overview import preview
from balie.correspondence.report import SendingReport
from balie.desk import Desk
from balie.lending.holds.collecting import collect_elsewhere, hear_otherwise
from balie.lending.holds.holds import cancel_hold, place_hold
from balie.lending.holds.lists import holds_on
from balie.lending.holds.ready_messages import note_told
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.reminders import queue_due
from balie.lending.take_back import take_back
from balie.library.structs import Mail
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Queued, State, Way, read_messages
from balie.refusal import Refusal
from balie.rounds.post import send
from balie.rounds.topics import all_topics
from tests.support.borrowers import new_item, new_title, sound
from tests.support.holds import EAST, WEST, status, stored, told
from tests.support.mail_server import MailServer
from tests.support.mailed import run
from tests.support.reserving import avonden


def ready_messages(desk: Desk) -> list[Queued]:
    return read_messages(desk.store, "kind = ? ORDER BY id", (MessageKind.HOLD_READY,))


def mailing(desk: Desk, server: MailServer) -> Desk:
    mail = Mail(host="localhost", port=server.port, starttls=False, sender="post@bibliotheek.nl")
    return replace(desk, library=msgspec.structs.replace(desk.library, mail=mail))


def test_who_waits_keeps_the_place_and_collects_elsewhere(east: Desk, west: Desk, anna: int, bert: int) -> None:
    title_id, (copy,) = avonden(east, "E1")
    first, second = (place_hold(east, one, title_id).hold_id for one in (anna, bert))
    assert collect_elsewhere(east, first, WEST).text == "Afhalen in 4105 (Winterswijk)."
    assert [row.id for row in holds_on(east, title_id)] == [first, second]
    set_aside(east, copy)
    assert told(stored(east, first))[:2] == ("T", copy)
    set_aside(west, copy)
    assert stored(east, first).state == "O"
    sound(east)


def test_what_stands_ready_goes_on_transport_with_its_slip_and_comes_ready_there(
    east: Desk, west: Desk, anna: int
) -> None:
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    set_aside(east, copy)
    moved = collect_elsewhere(east, hold_id, WEST)
    assert moved.text == f"Afhalen in 4105 (Winterswijk). Haal exemplaar {copy} van de plank: op transport."
    assert moved.slip is not None
    assert told(stored(east, hold_id)) == ("T", copy, None)
    assert status(east, copy) is ItemStatus.TRANSPORT
    sound(east)
    assert take_back(west, copy).stands_ready or set_aside(west, copy).is_ready
    assert told(stored(east, hold_id)) == ("O", copy, date(2024, 4, 19))
    lend(west, anna, copy)
    sound(east)


def test_another_desk_is_told_where_the_copy_still_stands(east: Desk, west: Desk, anna: int) -> None:
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    set_aside(east, copy)
    moved = collect_elsewhere(west, hold_id, WEST)
    assert f"Exemplaar {copy} staat nog in 4104 (Achterhoekse Poort): laat het daar" in moved.text
    assert moved.slip is None
    back = collect_elsewhere(west, hold_id, EAST)
    assert "onderweg naar 4105 (Winterswijk) en gaat van daar verder" in back.text
    set_aside(east, copy)
    assert stored(east, hold_id).state == "O"
    sound(east)


@pytest.mark.parametrize(("branch", "why"), [(EAST, "wordt al afgehaald in 4104"), ("9999", "bestaat niet")])
def test_a_branch_that_changes_nothing_or_is_not_there_is_refused(east: Desk, anna: int, branch: str, why: str) -> None:
    hold_id = place_hold(east, anna, avonden(east, "E1")[0]).hold_id
    with pytest.raises(Refusal, match=why):
        collect_elsewhere(east, hold_id, branch)
    cancel_hold(east, hold_id)
    with pytest.raises(Refusal, match="al afgehandeld"):
        collect_elsewhere(east, hold_id, WEST)
    with pytest.raises(Refusal, match="al afgehandeld"):
        hear_otherwise(east, hold_id, HoldContact.LETTER)


@pytest.mark.parametrize("sent", [False, True])
def test_it_is_told_anew_where_it_stands_ready_then_also_on_the_same_day(
    east: Desk, west: Desk, anna: int, server: MailServer, sent: bool
) -> None:
    east, west = mailing(east, server), mailing(west, server)
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    set_aside(east, copy)
    queue_due(east)
    if sent:
        send(east, {}, SendingReport())
    collect_elsewhere(east, hold_id, WEST)
    set_aside(west, copy)
    for _ in range(2):
        run(west)
    said = [post.text for post in server.posts]
    assert ["Winterswijk" in text for text in said] == ([False, True] if sent else [True])
    assert stored(east, hold_id).state is HoldState.TOLD


@pytest.mark.parametrize(
    ("contact", "mails", "letters"),
    [(None, 1, 0), (HoldContact.MAIL, 1, 0), (HoldContact.LETTER, 0, 1), (HoldContact.NONE, 0, 0)],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_the_way_of_one_reservation_goes_before_the_usual_one(
    east: Desk,
    anna: int,
    server: MailServer,
    contact: HoldContact | None,
    mails: int,
    letters: int,
    when: str,
) -> None:
    east = mailing(east, server)
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    if when == "before":
        hear_otherwise(east, hold_id, contact)
    set_aside(east, copy)
    queue_due(east)
    if when == "after":
        hear_otherwise(east, hold_id, contact)
    for _ in range(2):
        run(east)
    assert len(server.posts) == mails
    assert len([one for one in ready_messages(east) if one.state is State.SENT and one.way is Way.LETTER]) == letters
    assert stored(east, hold_id).state is (HoldState.TOLD if contact is not HoldContact.NONE else HoldState.READY)
    sound(east)


def test_one_message_for_each_way(east: Desk, anna: int, server: MailServer) -> None:
    east = mailing(east, server)
    holds = []
    for name in ("Een", "Twee", "Drie"):
        title_id = new_title(east, name)
        copy = new_item(east, title_id)
        holds.append(place_hold(east, anna, title_id).hold_id)
        set_aside(east, copy)
    hear_otherwise(east, holds[1], HoldContact.LETTER)
    assert queue_due(east).hold_ready == 2
    run(east)
    (mail,) = server.posts
    assert [name in mail.text for name in ("Een /", "Twee /", "Drie /")] == [True, False, True]
    letter = next(one for one in ready_messages(east) if one.way is Way.LETTER)
    assert "Twee / Reve" in preview(east, all_topics(), letter.message_id)


def test_who_was_told_is_not_told_otherwise(east: Desk, anna: int, server: MailServer) -> None:
    east = mailing(east, server)
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    set_aside(east, copy)
    run(east)
    note_told(east)
    with pytest.raises(Refusal, match="al bericht gehad"):
        hear_otherwise(east, hold_id, HoldContact.NONE)
    assert len(server.posts) == 1


def test_by_mail_wants_an_address(east: Desk, anna: int) -> None:
    hold_id = place_hold(east, anna, avonden(east, "E1")[0]).hold_id
    with east.transaction() as tx:
        tx.execute("UPDATE customer SET email = NULL")
    with pytest.raises(Refusal, match="geen e-mailadres"):
        hear_otherwise(east, hold_id, HoldContact.MAIL)
    hear_otherwise(east, hold_id, HoldContact.LETTER)
    assert stored(east, hold_id).contact is HoldContact.LETTER
