"""The installed command in a real pseudo-terminal: bytes in, cells out, and a terminal that is put back as it was.

A small parent runs the command the way a shell does: it stays on the terminal, and tells afterwards how the command
ended. The terminal is drawn by pyte, with the alternate screen as xterm has it. Everything waits for what the screen
shows, nothing for time.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from time import monotonic

import pexpect
import pyte
import pytest

from balie.store.connection import open_store
from tests.support.desk_driver import SCREEN_1_BYTES
from tests.support.shell_terminal import (
    COMMAND,
    PATIENCE,
    PLACE,
    READY,
    Start,
    Terminal,
    is_whole_and_free,
)

pytestmark = pytest.mark.slow


def customers(path: Path) -> list[tuple[object, ...]]:
    """What the enrolments stored, without what differs by chance."""
    with open_store(path) as store:
        return store.read(
            "SELECT c.id, c.initials, c.surname, c.birth_date, k.number, k.plastic, m.code, m.paid_until, h.cents"
            " FROM customer AS c JOIN card AS k ON k.customer_id = c.id JOIN membership AS m ON m.customer_id = c.id"
            " JOIN charge AS h ON h.customer_id = c.id ORDER BY c.id"
        )


TESTER = (480874, "E.B.", "Tester", "1991-01-04", "29428000077727", 0, "0141", "2025-04-30", 4200)


# The main job.


def test_an_enrolment_typed_key_by_key(start: Start, path: Path) -> None:
    terminal = start(*PLACE)
    terminal.wait(READY)
    for keys, shown in (
        ("\x1bk", "▸Klantnummer *"),
        ("v", "Klantnummer *  v"),
        ("\r", "System nummer laten genereren?"),
        ("\r", "VVVVVVVVVVVVVV"),
        ("eb", "▸Voorletters    eb"),
        ("\r", " Voorletters    E.B."),
        ("\r", "▸Achternaam"),
        ("Tester", "Tester"),
        ("\r", "▸Roepnaam"),
        ("\r", "▸Geboortedatum"),
        ("04011991", "04011991"),
        ("\r", "04-01-1991   33 jaar"),
        ("\r", "▸Postcode"),
        ("9468bg", "9468bg"),
        ("\r", "9468 BG"),
        ("41", "▸Huisnummer * 41"),
        ("\r", "Genereer klantnummer voor vestiging: 9428"),
        ("\x1bOQ", "Opbouw abonnementskosten"),
        ("0141", "▸0141"),
        ("\r", "Toegekend eenmalig wachtwoord"),
        ("\r", "29428000077727 [480874]"),
    ):
        terminal.type(keys, shown)
    terminal.send("\x11")

    assert terminal.end() == 0
    assert customers(path) == [TESTER]


def test_the_same_enrolment_in_one_burst_typed_before_the_desk_is_there(start: Start, path: Path) -> None:
    terminal = start(*PLACE, typed=SCREEN_1_BYTES + "\x1bOQ" + "0141\r")
    terminal.wait("Toegekend eenmalig wachtwoord")
    terminal.type("\r", "29428000077727 [480874]")
    terminal.send("\x11")

    assert terminal.end() == 0
    assert customers(path) == [TESTER]


def test_keys_typed_behind_the_first_frame_are_kept(start: Start) -> None:
    terminal = start(*PLACE)
    terminal.wait("▸Klantnummer *")
    terminal.send("v\r\reb\r")
    terminal.wait("E.B.")

    assert "VVVVVVVVVVVVVV" in terminal.text


# The end.


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
@pytest.mark.parametrize("moment", ["▸Klantnummer *", READY, "System nummer laten genereren?"])
def test_a_signal_ends_the_desk_and_puts_the_terminal_back(
    start: Start, path: Path, number: signal.Signals, moment: str
) -> None:
    terminal = start(*PLACE, typed="v\r" if "?" in moment else "")
    before = terminal.attributes
    terminal.wait(moment)
    os.kill(terminal.pid, number)

    assert terminal.end() == 128 + number
    assert terminal.attributes == before
    assert not terminal.screen.alternate
    assert pyte.modes.DECTCEM in terminal.screen.mode
    assert "klaar>" in terminal.text
    assert "Traceback" not in terminal.written
    assert is_whole_and_free(path)


SWALLOWED = """
import os, signal, sys
from balie import opening
number = int(sys.argv.pop(1))

class Gone:
    def __del__(self):
        os.kill(os.getpid(), number)

class Opening(opening.Opening):
    def __enter__(self):
        Gone()
        return super().__enter__()

opening.Opening = Opening
from screens.start import main
sys.exit(main())
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_ends_the_desk_also_where_python_drops_what_it_raises(
    environment: Mapping[str, str], path: Path, number: signal.Signals
) -> None:
    command = ["-c", SWALLOWED, str(int(number)), *PLACE]
    child = pexpect.spawn(sys.executable, command, env=dict(environment), dimensions=(24, 80), timeout=PATIENCE)
    child.expect(pexpect.EOF)

    assert child.wait() == 128 + number
    assert is_whole_and_free(path)


ELSEWHERE = """
import asyncio, os, signal, sys, threading
from screens.program import app
number = int(sys.argv.pop(1))
waits = threading.Event()

def is_asleep():
    return open(f"/proc/self/task/{os.getpid()}/stat").read().rpartition(")")[2].split()[0] == "S"

def to_this_thread():
    waits.wait()
    while not all(is_asleep() for _ in range(100)):
        pass
    signal.pthread_kill(threading.get_ident(), number)

class DeskApp(app.DeskApp):
    def _get_ready(self):
        super()._get_ready()
        selector = asyncio.get_running_loop()._selector
        select = selector.select
        def and_tell(timeout=None):
            if timeout is None or timeout > 60:
                waits.set()
            return select(timeout)
        selector.select = and_tell
        threading.Thread(target=to_this_thread, daemon=True).start()

app.DeskApp = DeskApp
from screens.start import main
sys.exit(main())
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_ends_the_desk_whatever_thread_it_is_given_to(
    environment: Mapping[str, str], path: Path, number: signal.Signals
) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-c", ELSEWHERE, str(int(number)), *PLACE],
        env=dict(environment),
        dimensions=(24, 80),
        timeout=PATIENCE,
    )
    child.expect(pexpect.EOF)

    assert child.wait() == 128 + number
    assert is_whole_and_free(path)


def test_ctrl_c_is_a_key_and_does_not_end_the_desk(start: Start) -> None:
    terminal = start(*PLACE)
    terminal.wait(READY)
    terminal.type("\x03v", "Klantnummer *  v")


@pytest.mark.parametrize("hang_up", ["heard", "ignored", "blocked"])
def test_the_desk_ends_when_its_terminal_goes_away(environment: Mapping[str, str], path: Path, hang_up: str) -> None:
    def prepare() -> None:
        if hang_up == "ignored":
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        elif hang_up == "blocked":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})

    command = [*COMMAND, *PLACE]
    child = pexpect.spawn(
        command[0], command[1:], env=dict(environment), dimensions=(24, 80), timeout=None, preexec_fn=prepare
    )
    terminal = Terminal(child)
    try:
        terminal.wait(READY)
        child.ptyproc.fileobj.close()
        deadline = monotonic() + PATIENCE
        ended = 0
        while not ended and monotonic() < deadline:
            ended, _ = os.waitpid(child.pid, os.WNOHANG)
        assert ended == child.pid
        assert is_whole_and_free(path)
    finally:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)
        child.closed = child.ptyproc.closed = True
        child.child_fd = child.ptyproc.fd = -1


def test_a_signal_to_go_on_does_not_start_a_second_reader_of_keys(start: Start) -> None:
    terminal = start(*PLACE)
    terminal.wait(READY)
    terminal.type("v", "Klantnummer *  v")
    threads = len(os.listdir(f"/proc/{terminal.pid}/task"))
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.type("w", "Klantnummer *  vw")

    assert len(os.listdir(f"/proc/{terminal.pid}/task")) <= threads


# Keys that terminals are odd about.


def test_esc_and_a_digit_in_one_burst_type_nothing_odd(start: Start) -> None:
    terminal = start(*PLACE)
    terminal.wait(READY)
    terminal.type("v", "Klantnummer *  v")
    terminal.type("\x1b3w", "Klantnummer *  vw")

    assert "£" not in terminal.written


def test_a_lone_esc_opens_the_menu_bar_and_a_second_one_closes_it(start: Start) -> None:
    terminal = start(*PLACE)
    terminal.wait(READY)
    terminal.type("\x1b", "← → Enter of de onderstreepte letter")
    terminal.send("\x1b")
    terminal.wait(lambda: "onderstreepte letter" not in terminal.text)
    terminal.type("v", "Klantnummer *  v")


# Room.


def _shows(terminal: Terminal, line: int, text: str) -> bool:
    return terminal.text.split("\n")[line] == text


def test_a_window_made_as_small_as_can_be_loses_nothing_typed(start: Start) -> None:
    terminal = start(*PLACE)
    terminal.wait(READY)
    terminal.type("v\r\reb\r", "▸Voorvoegsel")
    for columns, rows, line, shown in (
        (79, 24, 1, "Nodig: 80 x 24."),
        (1, 1, 0, "M"),
        (80, 1, 0, "Maak het venster groter."),
        (3, 50, 0, "Maa"),
    ):
        terminal.resize(columns, rows)
        terminal.wait(partial(_shows, terminal, line, shown))
    terminal.send("de")
    terminal.resize(120, 40)
    terminal.wait("▸Voorvoegsel")
    terminal.wait("de")

    assert "VVVVVVVVVVVVVV" in terminal.text
    assert "E.B." in terminal.text
    terminal.resize(80, 24)
    terminal.wait("F12 Afsluiten")
    terminal.type("\r", "▸Achternaam")
