"""The installed desk in a real terminal, with what real terminals and scanners do to it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from balie.store.connection import create_store, open_store
from balie.store.transaction import Stamp
from tests.support.desk_driver import SCREEN_1_BYTES
from tests.support.terminal import Terminal

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-m", "screens.start", "--medewerker", "ebt", "--werkdatum", "09-04-2024"]
READY = "9428 Gieten · ebt · ! WERKDATUM 09-04-2024"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "balie.balie"
    create_store(path, {"library": "biblionet-drenthe", "branch": "9428"}).close()
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "HOME": str(tmp_path),
        "BALIE_BESTAND": str(path),
        "BALIE_INSTELLINGEN": str(tmp_path / "instellingen.json"),
        "BALIE_VERSLAG": str(tmp_path / "fouten.log"),
    }


@pytest.fixture
def terminal(environment: dict[str, str]) -> Iterator[Terminal]:
    with Terminal(COMMAND, environment) as opened:
        opened.wait_for(READY)
        yield opened


def test_a_scanner_that_parts_return_and_line_feed_is_one_enter(terminal: Terminal) -> None:
    terminal.type("v\r")
    terminal.wait_for("System nummer laten genereren?")
    terminal.send(b"\n")
    terminal.type("\r")
    terminal.wait_for("▸Voorletters")


@pytest.mark.parametrize("pieces", [(b"\xc3", b"\xa9"), (b"\xe9", b"")], ids=["utf-8", "latin-1"])
def test_a_letter_in_two_reads_is_that_letter(terminal: Terminal, pieces: tuple[bytes, bytes]) -> None:
    terminal.send(b"v\r\reb\r\rAndr")
    terminal.wait_for("Andr")
    terminal.send(pieces[0])
    terminal.type("")  # the first piece is written before the second
    terminal.send(pieces[1])
    terminal.wait_for("André")


def test_an_unknown_key_types_nothing_and_a_paste_without_an_end_leaves_ctrl_q_alive(terminal: Terminal) -> None:
    terminal.send(b"v\x1b[1;3P\x1b[2;2~\x1b[97;5u\x1b]11;rgb:0/0/0\x07w")
    terminal.wait_for("Klantnummer *  vw")
    terminal.send(b"\x1b[200~xy")
    terminal.wait_for("Klantnummer *  vwxy")
    terminal.type("\x7f\x7f\x7f\x7f\x11")
    assert terminal.wait_for_end() == 0


def test_an_exported_size_is_not_believed(environment: dict[str, str]) -> None:
    with Terminal(COMMAND, environment | {"COLUMNS": "40", "LINES": "10"}) as terminal:
        terminal.wait_for(READY)


def is_stopped(pid: int) -> bool:
    """Whether a process was stopped, as Ctrl+Z does."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "T"


@pytest.mark.skipif(not Path("/proc").exists(), reason="asks Linux whether a process is stopped")
def test_after_a_stop_the_whole_screen_is_there_again(terminal: Terminal) -> None:
    terminal.type("v")
    terminal.wait_for("Klantnummer *  v")
    before = terminal.text
    for _ in range(2):
        os.kill(terminal.pid, signal.SIGTSTP)
        terminal.wait_until(lambda: is_stopped(terminal.pid))
        terminal.forget()
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_until(lambda: terminal.text == before)
    terminal.type("w")
    terminal.wait_for("Klantnummer *  vw")


STAMP = Stamp("ans", "9428", datetime(2024, 4, 9, 8, 15, tzinfo=UTC), date(2024, 4, 9))


def test_a_desk_that_waits_for_another_says_so_and_esc_stops_it(
    terminal: Terminal, environment: dict[str, str]
) -> None:
    terminal.type(SCREEN_1_BYTES + "\x1bOQ" + "0141")
    terminal.wait_for("▸0141")
    with open_store(Path(environment["BALIE_BESTAND"])) as other, other.transaction(STAMP):
        terminal.type("\r")
        terminal.wait_for("Wachten op een andere balie")
        terminal.wait_for("al 2 seconden. Esc stopt.")
        terminal.type("\x1b")
        terminal.wait_for("Het wachten is gestopt. Er is niets opgeslagen")
    terminal.type("\r")
    terminal.wait_for("Toegekend eenmalig wachtwoord")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_desk_that_waits_for_another_ends_when_it_is_told_to(
    terminal: Terminal, environment: dict[str, str], number: signal.Signals
) -> None:
    terminal.type(SCREEN_1_BYTES + "\x1bOQ" + "0141")
    terminal.wait_for("▸0141")
    with open_store(Path(environment["BALIE_BESTAND"])) as other, other.transaction(STAMP):
        terminal.type("\r")
        terminal.wait_for("Wachten op een andere balie")
        os.kill(terminal.pid, number)
        assert terminal.wait_for_end() == 128 + number
