"""What waits goes out once: by mail or as a letter, if it is still true, whatever the server or printer does."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from balie.correspondence.judging import NO_ADDRESS
from balie.correspondence.mailing import GIVE_UP
from balie.correspondence.one_sender import only_sender
from balie.correspondence.printing import LETTERS_PER_JOB
from balie.customers.bounces import clear_bounce, read_bounce, report_bounce
from balie.customers.deceased import report_death
from balie.customers.notice import notice
from balie.messages.kinds import MessageKind
from balie.refusal import Refusal
from tests.support.applicants import end_membership
from tests.support.post_room import PostRoom


def test_mail_goes_to_whoever_has_an_address_and_a_letter_to_the_others(post: PostRoom) -> None:
    mailed, written = post.queue(post.person()), post.queue(post.person(email=""))
    report = post.run()
    assert (report.mailed, report.printed, report.went_well) == (1, 1, True)
    assert (post.state(mailed), post.state(written)) == (("sent", "mail"), ("sent", "brief"))
    assert post.server.recipients == ["klant1@lezer.nl"]
    assert "Geachte heer Tester," in post.papers[0]
    assert "Kruisakkers 41\n     9468 BG  ANNEN\n" in post.papers[0]
    assert post.run().changed is False
    assert len(post.server.posts) == len(post.papers) == 1


def test_without_a_mail_server_everything_is_a_letter(on_paper: PostRoom) -> None:
    number = on_paper.queue(on_paper.person())
    assert on_paper.run().printed == 1
    assert on_paper.state(number) == ("sent", "brief")


def test_what_is_not_true_any_more_is_withdrawn(post: PostRoom) -> None:
    people = post.person(), post.person(email="")
    numbers = [post.queue(one) for one in people]
    post.gone = {post.read(number).about for number in numbers}
    report = post.run()
    assert (report.withdrawn, report.mailed, report.printed) == (2, 0, 0)
    assert [post.read(number).reason for number in numbers] == ["al betaald"] * 2
    assert post.server.posts == []
    assert post.papers == []


def test_a_message_is_looked_at_again_in_the_very_moment_it_is_sent(post: PostRoom) -> None:
    first, second = post.queue(post.person()), post.queue(post.person())
    pay_second = post.read(second).about

    def pays(reader: object, message: object, on: object) -> bool:
        # While the first is being looked at, the second is paid.
        still = getattr(message, "about", "") not in post.gone
        post.gone.add(pay_second)
        return still

    post._still_true = pays  # type: ignore[method-assign]
    post.run()
    assert (post.state(first)[0], post.state(second)[0]) == ("sent", "withdrawn")


def test_a_kind_nobody_knows_is_not_sent(post: PostRoom) -> None:
    number = post.queue(post.person(), MessageKind.OVERDUE)
    report = post.run()
    assert not report.went_well
    assert post.state(number) == ("queued", None)
    assert "niet bekend" in post.read(number).reason


def test_an_address_that_bounces_gets_a_letter_in_the_same_run_and_is_told_at_the_customer(post: PostRoom) -> None:
    customer_id = post.person()
    number = post.queue(customer_id)
    post.server.recipient_answers["klant1@lezer.nl"] = "550 5.1.1 <klant1@lezer.nl> unknown"
    report = post.run()
    assert (report.bounced, report.printed, report.mailed, report.went_well) == (1, 1, 0, True)
    assert post.state(number) == ("sent", "brief")
    bounce = read_bounce(post.desk.store, customer_id)
    assert bounce is not None
    assert bounce.text == "e-mail onbestelbaar sinds 09-04-2024"
    assert "lezer" not in bounce.reason
    assert notice(post.desk.store, customer_id) == "e-mail onbestelbaar"
    assert post.queue(customer_id)
    assert post.run().printed == 1


def test_another_address_is_given_another_chance(post: PostRoom) -> None:
    customer_id = post.person()
    report_bounce(post.desk, customer_id, "brief terug")
    post.queue(customer_id)
    assert post.run().printed == 1
    with post.desk.transaction() as tx:
        tx.execute("UPDATE customer SET email = 'nieuw@lezer.nl' WHERE id = ?", (customer_id,))
    assert (read_bounce(post.desk.store, customer_id), notice(post.desk.store, customer_id)) == (None, "")
    post.queue(customer_id)
    post.run()
    assert post.server.recipients == ["nieuw@lezer.nl"]
    with pytest.raises(Refusal, match="niet bekend"):
        clear_bounce(post.desk, customer_id)


def test_the_desk_may_clear_what_was_noted(post: PostRoom) -> None:
    customer_id = post.person()
    report_bounce(post.desk, customer_id)
    clear_bounce(post.desk, customer_id)
    post.queue(customer_id)
    assert post.run().mailed == 1


def test_an_address_no_mail_can_go_to_is_noted_too(post: PostRoom) -> None:
    customer_id = post.person()
    with post.desk.transaction() as tx:
        tx.execute("UPDATE customer SET email = 'geen adres' WHERE id = ?", (customer_id,))
    number = post.queue(customer_id)
    report = post.run()
    assert (report.bounced, report.printed) == (1, 1)
    assert post.state(number) == ("sent", "brief")


@pytest.mark.parametrize(
    ("column", "kind", "way"),
    [
        ("service_messages", MessageKind.INVOICE, "brief"),
        ("service_messages", MessageKind.HOLD_READY, "mail"),
        ("hold_messages", MessageKind.HOLD_READY, "brief"),
        ("hold_messages", MessageKind.DUE_SOON, "mail"),
    ],
)
def test_who_asked_for_paper_gets_paper(post: PostRoom, column: str, kind: MessageKind, way: str) -> None:
    customer_id = post.person()
    with post.desk.transaction() as tx:
        tx.execute(f"INSERT INTO property (customer_id, {column}) VALUES (?, 'post')", (customer_id,))
    number = post.queue(customer_id, kind)
    post.run()
    assert post.state(number) == ("sent", way)


def test_of_somebody_who_died_only_what_is_formal_goes_and_to_the_next_of_kin(post: PostRoom) -> None:
    customer_id = post.person()
    end_membership(post.desk, customer_id)
    report_death(post.desk, customer_id)
    bill, service = post.queue(customer_id), post.queue(customer_id, MessageKind.DUE_SOON)
    post.run()
    assert (post.state(bill), post.state(service)[0]) == (("sent", "brief"), "withdrawn")
    assert post.read(service).reason == "de klant is overleden"
    assert "Aan de nabestaanden van" in post.papers[0]
    assert "Geachte nabestaanden," in post.papers[0]
    assert post.server.posts == []


def test_a_bill_for_a_child_goes_to_the_parents(post: PostRoom) -> None:
    child = post.person()
    with post.desk.transaction() as tx:
        tx.execute("UPDATE customer SET birth_date = '2012-02-01', guardian = 'A. Tester' WHERE id = ?", (child,))
    post.queue(child)
    post.queue(child, MessageKind.DUE_SOON)
    post.run()
    assert [one.text.split("\n")[0] for one in post.server.posts] == [
        "Geachte ouder of verzorger,",
        "Geachte heer Tester,",
    ]


def test_the_invoice_address_is_for_invoices_and_the_post_address_for_the_rest(on_paper: PostRoom) -> None:
    customer_id = on_paper.person()
    with on_paper.desk.transaction() as tx:
        for kind, street in (("post", "Postweg"), ("invoice", "Rekenweg")):
            tx.execute(
                "INSERT INTO address (customer_id, kind, country, postcode, number, street, town)"
                " VALUES (?, ?, 'NL', '9468 BG', 1, ?, 'ANNEN')",
                (customer_id, kind, street),
            )
    on_paper.queue(customer_id)
    on_paper.queue(customer_id, MessageKind.DUE_SOON)
    on_paper.run()
    sheets = on_paper.papers[0].split("\f")
    assert "Rekenweg 1" in sheets[0]
    assert "Postweg 1" in sheets[1]


def test_a_letter_without_an_address_waits_until_there_is_one(on_paper: PostRoom) -> None:
    customer_id = on_paper.person()
    number = on_paper.queue(customer_id)
    with on_paper.desk.transaction() as tx:
        tx.execute("UPDATE address SET street = NULL WHERE customer_id = ?", (customer_id,))
    report = on_paper.run()
    assert (report.not_sent, report.printed) == (1, 0)
    assert report.problems[0].reason == on_paper.read(number).reason == NO_ADDRESS
    assert on_paper.state(number) == ("queued", None)
    with on_paper.desk.transaction() as tx:
        tx.execute("UPDATE address SET street = 'Kruisakkers' WHERE customer_id = ?", (customer_id,))
    assert on_paper.run().printed == 1


def test_a_template_that_is_not_good_fails_one_message_only(post: PostRoom) -> None:
    bad, bad_letter = post.queue(post.person(), template="weg"), post.queue(post.person(email=""), template="weg")
    good = post.queue(post.person())
    report = post.run()
    assert [post.state(number)[0] for number in (bad, bad_letter, good)] == ["failed", "failed", "sent"]
    assert report.not_sent == 2
    assert "sjabloon weg" in post.read(bad).reason


def test_a_refused_mail_fails_and_one_for_later_waits_with_its_attempts(post: PostRoom) -> None:
    refused, later = post.queue(post.person()), post.queue(post.person())
    post.server.data_answers["klant1@lezer.nl"] = "554 5.7.1 spam"
    post.server.recipient_answers[f"klant{3}@lezer.nl"] = "450 4.2.0 greylisted"
    report = post.run()
    assert (post.state(refused)[0], post.state(later)) == ("failed", ("queued", None))
    assert [problem.message_id for problem in report.problems] == [refused, later]
    post.server.recipient_answers.clear()
    assert post.run().mailed == 1
    assert (post.state(later)[0], post.read(later).attempts, post.read(refused).attempts) == ("sent", 2, 1)


def test_a_mail_server_that_is_down_is_tried_once_and_the_letters_still_go(post: PostRoom) -> None:
    waiting, letter = [post.queue(post.person()) for _ in range(3)], post.queue(post.person(email=""))
    post.server.sender_answer = "451 4.3.0 not now"
    report = post.run()
    assert (len(report.stopped), report.printed, report.not_sent) == (1, 1, 1)
    assert [post.read(number).attempts for number in waiting] == [1, 0, 0]
    assert {post.state(number) for number in waiting} == {("queued", None)}
    assert post.state(letter) == ("sent", "brief")


def test_a_run_gives_up_after_many_mails_in_a_row_that_do_not_get_away(post: PostRoom) -> None:
    customer_id = post.person()
    post.server.data_answers["klant1@lezer.nl"] = "554 5.7.1 no more"
    numbers = [post.queue(customer_id) for _ in range(GIVE_UP + 2)]
    report = post.run()
    assert (report.not_sent, len(report.stopped)) == (GIVE_UP, 1)
    assert [post.state(number)[0] for number in numbers] == ["failed"] * GIVE_UP + ["queued"] * 2


def test_a_mail_that_was_never_answered_is_told_and_not_sent_again(post: PostRoom) -> None:
    number = post.queue(post.person())
    post.server.hang = "DATA"
    report = post.run(patience=0.1)
    assert (report.doubtful, report.went_well) == (1, False)
    post.server.hang = ""
    assert post.run().mailed == 0
    assert post.state(number) == ("sending", "mail")
    assert "onzeker" in post.read(number).reason
    assert len(post.server.posts) == 1


def test_a_printer_that_fails_leaves_the_letters_waiting(on_paper: PostRoom) -> None:
    number = on_paper.queue(on_paper.person())
    on_paper.desk.spool.write_text("in the way")
    report = on_paper.run()
    assert (report.printed, report.not_sent, len(report.stopped)) == (0, 1, 1)
    assert on_paper.state(number) == ("queued", None)
    assert "kon niet worden geschreven" in on_paper.read(number).reason
    on_paper.desk.spool.unlink()
    assert on_paper.run().printed == 1


def test_many_letters_are_several_print_jobs_and_no_letter_is_in_two(
    on_paper: PostRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LETTERS_PER_JOB >= 100
    monkeypatch.setattr("balie.correspondence.printing.LETTERS_PER_JOB", 50)
    customer_id = on_paper.person()
    numbers = [on_paper.queue(customer_id) for _ in range(130)]
    report = on_paper.run()
    assert (report.printed, len(report.places)) == (130, 3)
    assert [paper.count("\f") for paper in on_paper.papers] == [50, 50, 30]
    assert "".join(on_paper.papers).count("Bericht") == 130
    assert {on_paper.state(number) for number in numbers} == {("sent", "brief")}


def test_a_print_job_does_not_overwrite_one_of_before_a_restored_backup(on_paper: PostRoom) -> None:
    on_paper.desk.spool.mkdir()
    old = on_paper.desk.spool / "brieven-00000001.txt"
    old.write_text("van vroeger")
    on_paper.queue(on_paper.person())
    assert on_paper.run().places == [str(old.with_name("brieven-00000002.txt"))]
    assert old.read_text() == "van vroeger"


def test_two_senders_at_once_are_refused(post: PostRoom) -> None:
    post.queue(post.person())
    with only_sender(post.desk.store.path), pytest.raises(Refusal, match="al berichten verstuurd"):
        post.run()
    assert post.run().mailed == 1


def test_a_missing_password_is_told_and_the_letters_still_go(post: PostRoom) -> None:
    assert post.desk.library.mail is not None
    locked = msgspec.structs.replace(post.desk.library.mail, user="balie", starttls=True)
    post.desk = replace(post.desk, library=msgspec.structs.replace(post.desk.library, mail=locked))
    post.queue(post.person())
    post.queue(post.person(email=""))
    report = post.run()
    assert (report.printed, report.mailed) == (1, 0)
    assert "BALIE_MAIL_WACHTWOORD" in report.stopped[0]


def test_a_hostile_name_stays_within_its_letter_and_its_mail(post: PostRoom) -> None:
    for email in ("", "boef@lezer.nl"):
        customer_id = post.person(email=email)
        with post.desk.transaction() as tx:
            tx.execute("UPDATE customer SET surname = 'Vries\u202e\f\r\nBcc: x@y.nl' WHERE id = ?", (customer_id,))
        post.queue(customer_id)
    report = post.run()
    assert (report.mailed, report.printed) == (1, 1)
    assert post.server.recipients == ["boef@lezer.nl"]
    assert post.server.posts[0].mail["Bcc"] is None
    assert post.papers[0].count("\f") == 1
    assert "\u202e" not in post.papers[0]


def test_a_run_is_journalled_once_and_names_nobody(post: PostRoom) -> None:
    post.queue(post.person())
    post.run()
    rows = post.desk.store.read("SELECT customer_id, after FROM journal WHERE action = 'messages sent'")
    assert rows == [(None, '{"mailed":1,"printed":0,"withdrawn":0,"bounced":0,"not_sent":0}')]
