"""The installed command in a real pseudo-terminal: bytes in, cells out, and a terminal that is put back as it was.

A small parent runs the command the way a shell does: it stays on the terminal, and tells afterwards how the command
ended. The terminal is drawn by pyte, with the alternate screen as xterm has it. Everything waits for what the screen
shows, nothing for time.
"""

from __future__ import annotations

import codecs
import contextlib
import copy
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

import pexpect
import pyte
import pytest

from balie.library.data_files import data_path
from balie.store.connection import create_store, open_store
from tests.support.desk_driver import SCREEN_1_BYTES

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30.0
"""Seconds after which a screen that does not come has failed."""

_INSTALLED = Path(sys.executable).with_name("balie")
COMMAND = [str(_INSTALLED)] if _INSTALLED.exists() else [sys.executable, "-m", "screens.start"]
PLACE = ("--medewerker", "ebt", "--werkdatum", "09-04-2024")
READY = "9428 Gieten · ebt · ! WERKDATUM 09-04-2024"
"""What the screen shows as soon as keys are taken."""

PARENT = """
import os, sys
input("klaar> ")
pid = os.fork()
if pid == 0:
    print(f"pid={os.getpid()}.", flush=True)
    os.execv(sys.argv[1], sys.argv[1:])
print(f"einde={os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}.", flush=True)
input()
"""

# What pyte takes for text: private sequences (keyboard protocol, mode reports). And the start of one, cut by a read.
_PRIVATE = re.compile(r"\x1b\[(?:[<>=][0-9;]*[a-zA-Z]|\?[0-9;]*\$p)|\x1b[P_].*?\x1b\\", re.DOTALL)
_UNFINISHED = re.compile(r"\x1b(?:\[[<>=?0-9;$]*)?\Z")
_ALTERNATE = 1049


class Screen(pyte.Screen):
    """pyte's screen with the alternate screen of xterm: leaving it puts the cursor back, even when left twice."""

    def __init__(self) -> None:
        self.alternate = False
        self._kept: tuple[int, int, Any] = (0, 0, None)
        super().__init__(80, 24)

    def set_mode(self, *modes: int, **kwargs: bool) -> None:
        if kwargs.get("private") and _ALTERNATE in modes:
            if not self.alternate:
                self._kept = (self.cursor.x, self.cursor.y, copy.deepcopy(self.buffer))
            self.alternate = True
            self.erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: bool) -> None:
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and _ALTERNATE in modes:
            x, y, buffer = self._kept
            if self.alternate and buffer is not None:
                self.buffer = copy.deepcopy(buffer)
            self.alternate = False
            self.cursor_position(y + 1, x + 1)


class Terminal:
    """A terminal of 80 by 24 in which one command runs."""

    def __init__(self, child: pexpect.spawn) -> None:
        self.child = child
        self.screen = Screen()
        self._stream = pyte.Stream(self.screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self.written = ""

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def attributes(self) -> list[object]:
        """How the terminal treats what is typed."""
        return termios.tcgetattr(self.child.child_fd)

    def send(self, keys: str) -> None:
        """Type, all at once."""
        self.child.send(keys)

    def wait(self, until: str | Callable[[], bool]) -> None:
        """Until the screen shows a text, or something else is so. Raises `TimeoutError` with the screen."""
        deadline = monotonic() + PATIENCE
        while not (until in self.text if isinstance(until, str) else until()):
            if monotonic() > deadline:
                raise TimeoutError(f"never {until!r} on\n{self.text}")
            with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
                self._show(self._decode(self.child.read_nonblocking(65536, 0.05)))

    def type(self, keys: str, until: str) -> None:
        """Type, then wait for what it brings."""
        self.send(keys)
        self.wait(until)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, as a window manager does."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    @property
    def pid(self) -> int:
        """The process of the command."""
        found = re.search(r"pid=(\d+)\.", self.written)
        assert found is not None
        return int(found[1])

    def end(self) -> int:
        """Wait for the end of the command: its exit status, negative when a signal killed it."""
        self.wait(lambda: "einde=" in self.text)
        found = re.search(r"einde=(-?\d+)\.", self.text)
        assert found is not None
        return int(found[1])

    def _show(self, data: str) -> None:
        self.written += data
        data = self._rest + data
        cut = _UNFINISHED.search(data)
        self._rest = cut[0] if cut else ""
        self._stream.feed(_PRIVATE.sub("", data.removesuffix(self._rest) if self._rest else data))


@pytest.fixture(scope="module")
def fresh_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was just made."""
    path = tmp_path_factory.mktemp("store") / "vers.balie"
    create_store(path, {"library": "biblionet-drenthe", "branch": "9428"}).close()
    return path


@pytest.fixture
def path(tmp_path: Path, fresh_store: Path) -> Path:
    """The store of one test."""
    return Path(shutil.copy2(fresh_store, tmp_path / "balie.balie"))


@pytest.fixture
def environment(tmp_path: Path, path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "BALIE_BESTAND": str(path),
        "BALIE_INSTELLINGEN": str(tmp_path / "instellingen.json"),
        "BALIE_VERSLAG": str(tmp_path / "fouten.log"),
    }


Start = Callable[..., Terminal]


@pytest.fixture
def start(environment: Mapping[str, str]) -> Iterator[Start]:
    """Starts a command under a parent in a terminal; `typed` is typed before the command has even begun."""
    started: list[Terminal] = []

    def begin(*arguments: str, command: list[str] = COMMAND, typed: str = "") -> Terminal:
        parent = [sys.executable, "-c", PARENT, *command, *arguments]
        child = pexpect.spawn(parent[0], parent[1:], env=dict(environment), dimensions=(24, 80), timeout=None)
        child.delaybeforesend = None
        terminal = Terminal(child)
        started.append(terminal)
        terminal.wait("klaar>")
        terminal.send("\n" + typed)
        return terminal

    yield begin
    for terminal in started:
        if "pid=" in terminal.written:
            with contextlib.suppress(ProcessLookupError):
                os.kill(terminal.pid, signal.SIGKILL)
        terminal.child.close(force=True)


def customers(path: Path) -> list[tuple[object, ...]]:
    """What the enrolments stored, without what differs by chance."""
    with open_store(path) as store:
        return store.read(
            "SELECT c.id, c.initials, c.surname, c.birth_date, k.number, k.plastic, m.code, m.paid_until, h.cents"
            " FROM customer AS c JOIN card AS k ON k.customer_id = c.id JOIN membership AS m ON m.customer_id = c.id"
            " JOIN charge AS h ON h.customer_id = c.id ORDER BY c.id"
        )


def is_whole_and_free(path: Path) -> bool:
    """Whether a store is undamaged and nobody holds a lock on it."""
    with contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


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


# A mistake in the program.

CRASH = """
import sys
from balie.opening import Opening
from screens.keyboard.driver import DeskDriver
from screens.klanten.enrolling.basic import BasicPage
from screens.host.settings import Settings
from screens.widgets.form import Form

def broken(*arguments):
    iban = "NL91ABNA0417164300"
    raise ValueError(f"Jansen-Vermeulen {{iban}}")

async def broken_later(*arguments):
    broken()

{where}

from screens.start import main
sys.exit(main())
"""


class _Where:
    ACTION = "BasicPage.do_help = broken"
    FLOW = "BasicPage.do_help = broken_later"
    DRAWING = "BasicPage.do_help = lambda page: (setattr(Form, 'render_line', broken), page.form.refresh()) and None"
    KEYBOARD = "DeskDriver.process_message = broken"
    OPENING = "Settings.__init__ = broken"
    LIBRARY = "Opening.desk = broken"


@pytest.mark.parametrize(
    "where", [_Where.ACTION, _Where.FLOW, _Where.DRAWING, _Where.KEYBOARD, _Where.OPENING, _Where.LIBRARY]
)
def test_a_mistake_in_the_program_is_told_in_one_dutch_line(
    start: Start, path: Path, tmp_path: Path, where: str
) -> None:
    script = CRASH.format(where=where)
    terminal = start(*PLACE, command=[sys.executable, "-c", script])
    before = terminal.attributes
    if where not in (_Where.OPENING, _Where.LIBRARY):
        terminal.wait(READY)
        terminal.send("\x1bOP")

    assert terminal.end() == 1
    told = terminal.text[terminal.text.index("pid=") : terminal.text.index("einde=")].split("\n", 1)[1]
    assert "".join(told.split()) == "".join(
        [
            "Balie",
            "is",
            "gestopt",
            "door",
            "een",
            "fout",
            "in",
            "het",
            "programma.",
            "Wat",
            "was",
            "opgeslagen,",
            "is",
            "bewaard.",
            "Verslag:",
        ]
    ) + str(tmp_path / "fouten.log")
    for secret in ("Jansen", "NL91", "Traceback", "ValueError", "NOTE"):
        assert secret not in terminal.written
    log = (tmp_path / "fouten.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "in broken" in log
    assert "Jansen" not in log
    assert "NL91" not in log
    assert terminal.attributes == before
    assert not terminal.screen.alternate
    assert is_whole_and_free(path)


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


# No screen, or nothing to show on it.


def test_without_a_terminal_the_desk_refuses_in_dutch(environment: Mapping[str, str]) -> None:
    run = subprocess.run(
        [*COMMAND, *PLACE], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, check=False
    )

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == ("Balie heeft een terminal nodig om het scherm te tonen. Voor opdrachten: balie --help.\n")


def _damaged(path: Path, folder: Path) -> tuple[str, ...]:
    path.write_bytes(b"\0" * 8192)
    return PLACE


def _wrong_branch(path: Path, folder: Path) -> tuple[str, ...]:
    return (*PLACE, "--vestiging", "0000")


def _wrong_library(path: Path, folder: Path) -> tuple[str, ...]:
    # A file the store was made with, and that somebody has broken since; with what looks like markup in its name.
    library = folder / "[red]eigen[" / "biblio.toml"
    library.parent.mkdir()
    original = data_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
    library.write_text(original + "\n[zomaar]\nx = 1\n", encoding="utf-8")
    path.unlink()
    create_store(path, {"library": str(library), "branch": "9428"}).close()
    return PLACE


def _wrong_settings(path: Path, folder: Path) -> tuple[str, ...]:
    (folder / "instellingen.json").write_text("{", encoding="utf-8")
    return PLACE


def _wrong_keys(path: Path, folder: Path) -> tuple[str, ...]:
    (folder / "instellingen.json").write_text('{"toetsen": {"search": "f2"}}', encoding="utf-8")
    return PLACE


def _wrong_date(path: Path, folder: Path) -> tuple[str, ...]:
    return ("--werkdatum", "31-02-2024")


@pytest.mark.parametrize(
    ("prepare", "status", "told"),
    [
        (_damaged, 1, "balie.balie"),
        (_wrong_branch, 1, "0000"),
        (_wrong_library, 1, "zomaar"),
        (_wrong_settings, 1, "is niet te lezen"),
        (_wrong_keys, 1, "doet twee dingen"),
        (_wrong_date, 2, "31-02-2024"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_keeps_the_desk_from_opening_can_be_read_afterwards(
    start: Start, path: Path, tmp_path: Path, prepare: Callable[[Path, Path], tuple[str, ...]], status: int, told: str
) -> None:
    terminal = start(*prepare(path, tmp_path))
    before = terminal.attributes

    assert terminal.end() == status
    assert terminal.attributes == before
    assert not terminal.screen.alternate
    shown = terminal.text[terminal.text.index("pid=") : terminal.text.index("einde=")]
    assert told in "".join(shown.split("\n")) or told in " ".join(shown.split())
    assert "Traceback" not in terminal.written


def test_a_language_setting_without_utf_8_draws_the_same_screen(start: Start, environment: dict[str, str]) -> None:
    environment |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    terminal = start(*PLACE)
    terminal.wait(READY)
    terminal.type("v", "▸Klantnummer *  v")
    assert terminal.text.splitlines()[3].startswith("────")


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
