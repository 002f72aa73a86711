"""`balie berichten`: shows what waits, asks, sends it, and tells what did not go out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from balie.commands.messages import send_messages
from balie.commands.parser import run_click
from balie.correspondence.one_sender import only_sender
from balie.desk import Desk
from balie.ledger import Incoming, Method, open_charges, receive
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.library.structs import Library
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Way, read_message, set_out
from balie.options import DeskOptions
from balie.refusal import Refusal
from balie.rounds.topics import all_topics
from tests.support.catalogue import add_avonden
from tests.support.holds import desk_at, reader
from tests.support.mail_server import MailServer, mail_server
from tests.support.queued import queue_invoice

TODAY = date(2024, 4, 9)


@pytest.fixture
def mailing_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, MailServer]]:
    """Biblionet Drenthe with a mail server of its own, as a file."""
    from balie.library.data_files import data_path

    with mail_server() as server:
        text = data_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
        table = f'[mail]\nhost = "localhost"\nport = {server.port}\nstarttls = false\nfrom = "post@bibliotheek.nl"\n\n'
        path = tmp_path / "drenthe.toml"
        path.write_text(text.replace("[printing]", f"{table}[printing]", 1), encoding="utf-8")
        yield path, server


def run(desk: Desk, *arguments: str) -> int:
    argv = ["berichten", "--bestand", str(desk.store.path), *arguments]
    return run_click(argv, lambda options: 0, {}, lambda: TODAY)


def use(desk: Desk, library: Path) -> None:
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO setting (key, value) VALUES ('library', ?) ON CONFLICT (key) DO UPDATE SET value = ?",
            (str(library), str(library)),
        )


def test_nothing_waits(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk) == 0
    assert capsys.readouterr().out == "Er wacht niets.\n"


def test_the_slips_of_copies_that_go_to_the_next_in_the_queue_are_told(
    desk: Desk, poort: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    east = desk_at(desk, poort)
    with desk.transaction() as tx:
        tx.execute("INSERT INTO setting (key, value) VALUES ('library', 'achterhoekse-poort'), ('branch', '4104')")
    title_id, (copy,) = add_avonden(east, None)
    first, second = reader(east, "Eerste"), reader(east, "Tweede")
    for customer_id in (first, second):
        place_hold(east, customer_id, title_id)
    set_aside(east, copy)
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET ended_on = '2024-04-08' WHERE customer_id = ?", (first,))
    run(east, "--ja")
    assert "1 bon bij exemplaren voor een ander. Afdrukken: Vestigingsbeheer, Bonnen." in capsys.readouterr().out


def test_mail_and_letters_go_out(
    desk: Desk, mailing_library: tuple[Path, MailServer], capsys: pytest.CaptureFixture[str]
) -> None:
    library, server = mailing_library
    use(desk, library)
    queue_invoice(desk)
    queue_invoice(desk, email="")
    assert run(desk, "--ja") == 0
    said = capsys.readouterr()
    assert said.out.startswith("factuur: mail 1, brief 1\nGemaild: 1. Brieven afgedrukt: 1.\nBrieven: ")
    assert said.err == ""
    (post,) = server.posts
    assert post.mail["Subject"] == "Factuur 1, contributie vanaf 01-05-2024"
    assert "Maak € 54,00 over" in post.text
    assert "lezer" not in said.out


def test_it_asks_first_and_no_means_no(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, number = queue_invoice(desk)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(desk) == 1
    said = capsys.readouterr()
    assert "brief 1" in said.out
    assert "geen mailserver" in said.out
    assert "Er is niets verstuurd." in said.err
    message = read_message(desk.store, number)
    assert message is not None
    assert message.state == "queued"


def test_an_invoice_that_was_paid_is_withdrawn_and_one_paid_in_part_tells_what_is_left(
    desk: Desk, mailing_library: tuple[Path, MailServer], capsys: pytest.CaptureFixture[str]
) -> None:
    library, server = mailing_library
    use(desk, library)
    for part in (1, 2):
        customer_id, _ = queue_invoice(desk)
        owed = sum(charge.open_cents for charge in open_charges(desk.store, customer_id))
        with desk.transaction() as tx:
            receive(tx, Incoming(customer_id, owed // part, Method.CASH, TODAY, till="1"))
    assert run(desk, "--ja") == 0
    assert "Ingetrokken, want niet meer nodig: 1." in capsys.readouterr().out
    (post,) = server.posts
    assert "Nog te betalen:   € 27,00" in post.text


def test_what_does_not_go_out_is_told_without_a_name_and_gives_status_1(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    customer_id, _ = queue_invoice(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE address SET town = NULL WHERE customer_id = ?", (customer_id,))
    assert run(desk, "--ja") == 1
    said = capsys.readouterr()
    assert "kan niet weg 1" in said.out
    assert said.err.startswith("Niet verstuurd: factuur, 2 9428 0000 7772 7. Fout (formulier): het adres")
    assert "Tester" not in said.out + said.err


def test_what_is_doubtful_is_told_and_gives_status_1(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    _, number = queue_invoice(desk)
    with desk.transaction() as tx:
        set_out(tx, number, Way.MAIL)
    assert run(desk, "--ja") == 1
    assert "Onzeker: 1 bericht." in capsys.readouterr().err


def test_while_somebody_else_sends_it_is_refused(desk: Desk) -> None:
    queue_invoice(desk)
    options = DeskOptions(desk.store.path)
    with only_sender(desk.store.path), pytest.raises(Refusal, match="al berichten verstuurd"):
        send_messages(options, {}, today=TODAY, sure=True)


def test_every_kind_that_is_queued_has_a_topic() -> None:
    """A kind without one would never be sent."""
    assert set(all_topics()) == set(MessageKind)
