"""What the tab Berichten shows and does: counts, lists by page, a preview, and acts on one message."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from balie.correspondence.acts import came_back, queue_again, settle_doubt, withdraw
from balie.correspondence.one_sender import only_sender
from balie.correspondence.overview import WaitingMessages, list_messages, list_of_customer, preview, survey
from balie.correspondence.run import recover
from balie.customers.bounces import read_bounce
from balie.messages.kinds import MessageKind
from balie.messages.outbox import State, Way, set_out
from balie.refusal import Refusal
from tests.support.post_room import PostRoom


def set_out_and_die(post: PostRoom, number: int) -> None:
    with post.desk.transaction() as tx:
        assert set_out(tx, number, Way.MAIL)


def test_what_waits_is_counted_by_kind_and_way(post: PostRoom) -> None:
    by_mail, on_paper, nowhere = post.person(), post.person(email=""), post.person(email="")
    with post.desk.transaction() as tx:
        tx.execute("UPDATE address SET town = NULL WHERE customer_id = ?", (nowhere,))
    for customer_id in (by_mail, by_mail, on_paper, nowhere):
        post.queue(customer_id)
    post.queue(by_mail, MessageKind.DUE_SOON)
    found = survey(post.desk, post.topics)
    assert found.kinds == {"factuur": WaitingMessages(2, 1, 1), "vervalt binnenkort": WaitingMessages(1, 0, 0)}
    assert (found.mail, found.letter, found.stuck, found.has_work) == (3, 1, 1, True)
    post.run()
    left = survey(post.desk, post.topics)
    assert (left.mail, left.letter, left.stuck) == (0, 0, 1)


def test_lists_are_shown_by_page_from_either_end(post: PostRoom) -> None:
    customer_id = post.person()
    numbers = [post.queue(customer_id) for _ in range(5)]
    newest = list_messages(post.desk, post.topics, State.QUEUED, limit=2)
    assert [line.key for line in newest] == [numbers[4], numbers[3]]
    older = list_messages(post.desk, post.topics, State.QUEUED, before=newest[-1].key, limit=2)
    assert [line.key for line in older] == [numbers[2], numbers[1]]
    oldest = list_messages(post.desk, post.topics, State.QUEUED, after=0, limit=2)
    assert [line.key for line in oldest] == numbers[:2]
    line = newest[0]
    assert (line.kind, line.name, line.way, line.state, line.made_on) == (
        *("factuur", "Tester, E.B.", "mail", State.QUEUED, "09-04-2024"),
    )
    assert "Tester" not in repr(line)


def test_what_was_sent_shows_when_in_local_time(post: PostRoom) -> None:
    customer_id = post.person()
    post.queue(customer_id)
    post.run()
    (line,) = list_messages(post.desk, post.topics, State.SENT)
    assert (line.state, line.sent_on, line.attempts) == (State.SENT, "09-04-2024 10:15", 1)
    assert list_of_customer(post.desk, post.topics, customer_id) == [line]
    assert list_of_customer(post.desk, post.topics, 1) == []


def test_a_preview_is_what_goes_out(post: PostRoom) -> None:
    mail, letter = post.queue(post.person(), text="Hallo."), post.queue(post.person(email=""), text="Dag.")
    before = preview(post.desk, post.topics, mail), preview(post.desk, post.topics, letter)
    post.run()
    assert before == (preview(post.desk, post.topics, mail), preview(post.desk, post.topics, letter))
    assert before[0] == f"Onderwerp: Proef\n\n{post.server.posts[0].text}"
    assert f"{before[1]}\f" == post.papers[0]


def test_a_preview_without_its_text_says_why(post: PostRoom) -> None:
    number = post.queue(post.person())
    post.run()
    with post.desk.transaction() as tx:
        tx.execute("UPDATE message SET data = NULL")
    with pytest.raises(Refusal, match="vergeten"):
        preview(post.desk, post.topics, number)
    with pytest.raises(Refusal, match="bestaat niet meer"):
        preview(post.desk, post.topics, 99)


def test_what_is_withdrawn_is_not_sent_until_it_is_queued_again(post: PostRoom) -> None:
    number = post.queue(post.person())
    withdraw(post.desk, number, "klant belde")
    assert post.run().mailed == 0
    assert (post.state(number)[0], post.read(number).reason) == ("withdrawn", "klant belde")
    with pytest.raises(Refusal, match="ingetrokken"):
        withdraw(post.desk, number)
    queue_again(post.desk, number)
    assert post.run().mailed == 1
    for act in (withdraw, queue_again):
        with pytest.raises(Refusal, match="het is verstuurd"):
            act(post.desk, number)
    words = [row[0] for row in post.desk.store.read("SELECT action FROM journal WHERE action LIKE 'message %'")]
    assert words == ["message withdrawn", "message queued again"]


def test_without_its_text_a_message_is_not_queued_again(post: PostRoom) -> None:
    number = post.queue(post.person())
    withdraw(post.desk, number)
    with post.desk.transaction() as tx:
        tx.execute("UPDATE message SET data = NULL")
    with pytest.raises(Refusal, match="vergeten"):
        queue_again(post.desk, number)


@pytest.mark.parametrize(("went_out", "mails"), [(True, 0), (False, 1)])
def test_the_desk_says_what_became_of_a_doubtful_mail(post: PostRoom, went_out: bool, mails: int) -> None:
    number = post.queue(post.person())
    set_out_and_die(post, number)
    recover(post.desk)
    assert survey(post.desk, post.topics).doubtful == 1
    assert "onzeker" in post.read(number).reason
    with pytest.raises(Refusal, match="onzeker"):
        withdraw(post.desk, number)
    settle_doubt(post.desk, number, went_out=went_out)
    with pytest.raises(Refusal, match="geen twijfel"):
        settle_doubt(post.desk, number, went_out=went_out)
    assert post.run().mailed == mails
    assert post.state(number) == ("sent", "mail")


def test_nothing_is_doubtful_while_it_is_being_sent(post: PostRoom) -> None:
    number = post.queue(post.person())
    set_out_and_die(post, number)
    with only_sender(post.desk.store.path):
        assert survey(post.desk, post.topics).doubtful == 0
        with pytest.raises(Refusal, match="al berichten verstuurd"):
            settle_doubt(post.desk, number, went_out=False)


def test_letters_that_were_at_the_printer_are_doubtful_and_others_are_not(
    on_paper: PostRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a job of letters is after its program died, for each moment in which it may die."""

    class Died(BaseException):
        pass

    def die(*_: object) -> None:
        raise Died

    printing = msgspec.structs.replace(on_paper.desk.library.printing, queue="brievenprinter")
    library = msgspec.structs.replace(on_paper.desk.library, printing=printing)
    on_paper.desk = replace(on_paper.desk, library=library)
    number = on_paper.queue(on_paper.person())
    for moment, state in (("_deliver", "queued"), ("deliver", "sending")):
        with monkeypatch.context() as patch:
            patch.setattr(f"balie.correspondence.printing.{moment}", die)
            with pytest.raises(Died):
                on_paper.run()
        recover(on_paper.desk)
        assert on_paper.state(number)[0] == state
    assert "printer" in on_paper.read(number).reason


def test_a_mail_that_comes_back_becomes_a_letter(post: PostRoom) -> None:
    customer_id = post.person()
    number = post.queue(customer_id)
    with pytest.raises(Refusal, match="niet gemaild"):
        came_back(post.desk, number)
    post.run()
    came_back(post.desk, number, "mailbox bestaat niet")
    bounce = read_bounce(post.desk.store, customer_id)
    assert bounce is not None
    assert bounce.reason == "mailbox bestaat niet"
    assert post.run().printed == 1
    assert post.state(number) == ("sent", "brief")
