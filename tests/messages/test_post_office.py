"""Handing mails to a mail server: what becomes of them, whatever the server does."""

from __future__ import annotations

import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.library.structs import Library, Mail
from balie.messages.drafts import Correspondent, MessageDraft
from balie.messages.mailing import Mailing, compose
from balie.messages.outbox import Queued, State
from balie.messages.post_office import PASSWORD, Delivery, Fate, PostOffice, missing_password
from tests.support.mail_server import MailServer, mail_server

AT = datetime(2024, 4, 9, 8, 15, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def settings(server: MailServer, *, user: str | None = None, starttls: bool = False) -> Mail:
    return Mail(host="localhost", port=server.port, starttls=starttls, user=user, sender="post@bibliotheek.nl")


def queued(message_id: int = 1, about: str = "invoice 1") -> Queued:
    return Queued(
        *(message_id, 480874, "factuur", about, "invoice"), {}, State.QUEUED, None, "2024-04-09", None, 0, None, ""
    )


def a_mail(
    library: Library,
    server: MailServer,
    *,
    email: str = "eb@lezer.nl",
    text: str = "Hallo.\n",
    subject: str = "Factuur",
    salutation: str = "Geachte heer Tester,",
    message_id: int = 1,
) -> Mailing:
    to = Correspondent((), salutation, None, email)
    return compose(queued(message_id), MessageDraft(subject, text), to, library, settings(server), AT)


def hand_over(server: MailServer, mail: Mailing, patience: float = 5.0) -> Delivery:
    with PostOffice(settings(server), {}, patience=patience) as office:
        return office.hand_over(mail)


def test_a_mail_arrives_as_it_was_written(poort: Library, server: MailServer) -> None:
    text = "Graag € 12,50 betalen.\n.\n..twee\nFrom hier\n" + "é" * 1200 + "\n"
    mail = a_mail(poort, server, text=text, subject="Factuur – één")
    assert hand_over(server, mail) == Delivery(Fate.SENT)
    (post,) = server.posts
    assert (post.sender, post.recipients) == ("post@bibliotheek.nl", ["eb@lezer.nl"])
    assert post.mail["From"] == "Bibliotheek Achterhoekse Poort <post@bibliotheek.nl>"
    assert post.mail["Reply-To"] == "Bibliotheek Achterhoekse Poort <info@achterhoeksepoort.nl>"
    assert post.mail["To"] == "eb@lezer.nl"
    assert post.mail["Subject"] == "Factuur – één"
    assert post.mail["Date"] == "Tue, 09 Apr 2024 08:15:00 +0000"
    assert post.mail.get_content_type() == "text/plain"
    assert post.text.startswith(f"Geachte heer Tester,\n\n{text}\nMet vriendelijke groet,\n")


def test_a_mail_sent_again_bears_the_same_id_and_another_mail_another(poort: Library, server: MailServer) -> None:
    ids = [a_mail(poort, server, message_id=number).content for number in (1, 1, 2)]
    found = [next(line for line in one.split(b"\r\n") if line.startswith(b"Message-ID")) for one in ids]
    assert found[0] == found[1] != found[2]
    assert b"invoice" not in found[0]


@pytest.mark.parametrize(
    "bad", ["Jan\r\nBcc: iedereen@lezer.nl", "Jan\nX-Boef: ja\n\nTekst", "Jan\x00\x1b[31m", "\u2028Bcc: a@b.nl"]
)
def test_what_people_are_called_adds_no_header(poort: Library, server: MailServer, bad: str) -> None:
    mail = a_mail(poort, server, subject=f"Factuur {bad}", salutation=f"Geachte {bad},")
    assert hand_over(server, mail).fate is Fate.SENT
    (post,) = server.posts
    assert post.recipients == ["eb@lezer.nl"]
    assert {"Bcc", "X-Boef"}.isdisjoint(post.mail.keys())
    assert "\x1b" not in post.text


def test_a_domain_with_accents_goes_in_its_ascii_form(poort: Library, server: MailServer) -> None:
    assert hand_over(server, a_mail(poort, server, email="eb@café.nl")).fate is Fate.SENT
    assert server.recipients == ["eb@xn--caf-dma.nl"]


@pytest.mark.parametrize(
    ("answer", "fate", "stop"),
    [
        ("550 5.1.1 <eb@lezer.nl> user unknown", Fate.BOUNCED, False),
        ("550 No such user eb@lezer.nl", Fate.BOUNCED, False),
        ("553 5.1.3 Bad address", Fate.BOUNCED, False),
        ("550 5.7.1 Relaying denied for eb@lezer.nl", Fate.REFUSED, False),
        ("554 Go away", Fate.REFUSED, False),
        ("552 5.2.2 Mailbox full", Fate.REFUSED, False),
        ("450 4.2.0 Greylisted", Fate.LATER, False),
        ("452 4.2.2 Mailbox full", Fate.LATER, False),
        ("421 4.3.2 Shutting down", Fate.LATER, True),
    ],
)
def test_what_a_server_says_of_a_recipient(
    poort: Library, server: MailServer, answer: str, fate: Fate, stop: bool
) -> None:
    server.recipient_answers["eb@lezer.nl"] = answer
    delivery = hand_over(server, a_mail(poort, server))
    assert (delivery.fate, delivery.stop) == (fate, stop)
    assert answer[:3] in delivery.reason
    assert "lezer" not in delivery.reason
    assert server.posts == []


@pytest.mark.parametrize(
    ("answer", "fate"), [("554 5.7.1 Spam", Fate.REFUSED), ("451 4.3.0 Try again later", Fate.LATER)]
)
def test_what_a_server_says_of_a_text(poort: Library, server: MailServer, answer: str, fate: Fate) -> None:
    server.data_answers["eb@lezer.nl"] = answer
    assert hand_over(server, a_mail(poort, server)).fate is fate
    assert server.posts == []


def test_a_library_that_is_not_welcome_stops_the_run(poort: Library, server: MailServer) -> None:
    server.sender_answer = "550 5.7.1 Sender not allowed"
    delivery = hand_over(server, a_mail(poort, server))
    assert (delivery.fate, delivery.stop) == (Fate.LATER, True)


def test_a_refused_mail_does_not_spoil_the_next_over_the_same_connection(poort: Library, server: MailServer) -> None:
    server.recipient_answers["weg@lezer.nl"] = "550 5.1.1 unknown"
    server.data_answers["spam@lezer.nl"] = "554 5.6.0 no"
    with PostOffice(settings(server), {}, patience=5) as office:
        fates = [
            office.hand_over(a_mail(poort, server, email=email)).fate
            for email in ("weg@lezer.nl", "eb@lezer.nl", "spam@lezer.nl", "jan@lezer.nl")
        ]
    assert fates == [Fate.BOUNCED, Fate.SENT, Fate.REFUSED, Fate.SENT]
    assert server.recipients == ["eb@lezer.nl", "jan@lezer.nl"]


def test_a_server_that_ends_connections_is_connected_to_again(poort: Library, server: MailServer) -> None:
    server.cut_after = 2
    with PostOffice(settings(server), {}, patience=5) as office:
        fates = {office.hand_over(a_mail(poort, server, email=f"a{number}@lezer.nl")).fate for number in range(5)}
    assert fates == {Fate.SENT}
    assert server.recipients == [f"a{number}@lezer.nl" for number in range(5)]


def test_nobody_there_stops_the_run(poort: Library, server: MailServer) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server.port = taken.getsockname()[1]
        delivery = hand_over(server, a_mail(poort, server))
    assert (delivery.fate, delivery.stop) == (Fate.LATER, True)
    assert "niet te bereiken" in delivery.reason


def test_a_server_that_says_nothing_is_not_waited_for(poort: Library, server: MailServer) -> None:
    server.hang = "MAIL"
    assert hand_over(server, a_mail(poort, server), patience=0.1).fate is Fate.LATER


def test_a_mail_that_was_handed_over_and_never_answered_is_doubtful(poort: Library, server: MailServer) -> None:
    server.hang = "DATA"
    delivery = hand_over(server, a_mail(poort, server), patience=0.1)
    assert delivery.fate is Fate.DOUBTFUL
    assert len(server.posts) == 1


def test_a_connection_that_drops_before_the_end_of_a_mail_has_sent_nothing(
    poort: Library, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dropped(self: smtplib.SMTP, data: bytes | str) -> None:
        if isinstance(data, bytes) and data.endswith(b"\r\n.\r\n"):
            raise BrokenPipeError
        self.sock.sendall(data if isinstance(data, bytes) else data.encode("ascii"))  # type: ignore[union-attr]

    monkeypatch.setattr(smtplib.SMTP, "send", dropped)
    assert hand_over(server, a_mail(poort, server)).fate is Fate.LATER
    assert server.posts == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, signed by itself, with its key."""
    path = tmp_path_factory.mktemp("tls") / "mail.pem"
    key = path.with_suffix(".key")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", str(key), "-out", str(path), "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
        ],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + key.read_text())
    return path


def _tls_server(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize(("password", "fate"), [("geheim", Fate.SENT), ("fout", Fate.LATER)])
def test_user_and_password_go_over_an_encrypted_connection(
    poort: Library, certificate: Path, password: str, fate: Fate
) -> None:
    trusted = ssl.create_default_context(cafile=str(certificate))
    with mail_server(tls=_tls_server(certificate), password="geheim") as server:
        with PostOffice(
            settings(server, user="balie", starttls=True), {PASSWORD: password}, patience=5, context=trusted
        ) as office:
            delivery = office.hand_over(a_mail(poort, server))
        assert (delivery.fate, set(server.logins)) == (fate, {"balie"})
        assert delivery.stop == (fate is Fate.LATER)
        assert ("weigert gebruiker of wachtwoord" in delivery.reason) == delivery.stop
        assert password not in delivery.reason


def test_a_certificate_nobody_vouches_for_gets_no_mail(poort: Library, certificate: Path) -> None:
    with mail_server(tls=_tls_server(certificate)) as server:
        with PostOffice(settings(server, starttls=True), {}, patience=5) as office:
            delivery = office.hand_over(a_mail(poort, server))
        assert delivery.fate is Fate.LATER
        assert "certificaat" in delivery.reason
        assert server.posts == []


def test_a_server_without_encryption_gets_no_mail_where_the_library_asks_for_it(
    poort: Library, server: MailServer
) -> None:
    with PostOffice(settings(server, starttls=True), {}, patience=5) as office:
        delivery = office.hand_over(a_mail(poort, server))
    assert delivery.fate is Fate.LATER
    assert "starttls" in delivery.reason
    assert server.posts == []


def test_a_password_that_is_not_there_is_told_before_anything_is_sent(server: MailServer) -> None:
    wanted = settings(server, user="balie", starttls=True)
    assert PASSWORD in missing_password(wanted, {})
    assert missing_password(wanted, {PASSWORD: "x"}) == missing_password(settings(server), {}) == ""


@given(
    text=st.text(max_size=300),
    subject=st.text(max_size=80),
    salutation=st.text(max_size=60),
)
def test_whatever_is_written_a_mail_can_be_made_of_it(poort: Library, text: str, subject: str, salutation: str) -> None:
    mail = a_mail(poort, MailServer(port=25), text=text, subject=subject, salutation=salutation)
    head = mail.content.split(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    assert {b"Bcc", b"Cc"}.isdisjoint(names)
    assert len(names) == len(set(names))
