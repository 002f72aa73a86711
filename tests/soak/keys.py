"""Keys at random through the real terminal: every screen, a store full of hostile text, windows that change size.

What is looked for: a desk that ends, that writes a report of a mistake, that no longer answers, or that works on while
nothing is asked of it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import termios
from pathlib import Path
from random import Random
from time import monotonic

import pexpect

from balie.store.connection import open_store
from screens.keyboard.actions import TABS
from tests.soak.rounds import Round
from tests.soak.stores import CHECKOUT, HOSTILE, controle, make_store
from tests.support.shown import COLUMNS, ROWS, Shown

_BURSTS = (4, 12, 60, 120)
"""Keys in one burst at most: some are typed by hand and looked at, most pile up before a desk that is still busy."""
_LAST = 250
"""Keys that are told with a finding: the last burst, and what went before."""
_QUIET = 0.05
"""Seconds without a byte after which the screen is at rest."""
_PATIENCE = 60.0
"""Seconds after which a desk that shows nothing, or works on, hangs. A loaded machine needs many."""
_BUSY = 0.9
"""The part of the time that a desk at rest may work, measured over two seconds of silence, several times in a row."""

_PLAIN = (
    *("\r", "\r", "\r", "\x1b", "\x1b", "\t", "\x1b[Z", "\x7f", " ", "j", "n", "v", "p"),
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[3~"),
    *("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[19~", "\x1b[20~"),
    *("\x1b[21~", "\x1b[23~", "\x1b[24~"),
)
_ODD = (
    b"\x1b[1;3P",
    b"\x1b[2;2~",
    b"\x1b[97;5u",
    b"\xc3",
    b"\xe9",
    b"\x1b[200~plak\r\x1bx\x1b[201~",
    b"\r\n",
    b"\x00",
    b"\x1b[",
)
_STOP = b"\x11"
_CONTROLS = "abcdefghijklmnoprstuvwxyz"  # without Ctrl+Q: that is typed apart
_SIZES = ((80, 24), (80, 24), (81, 24), (79, 24), (132, 43), (200, 50), (1, 1), (80, 25))


def keys_at_random(given: Round) -> list[str]:
    """Type bursts until the time is over, starting the desk again whenever it was stopped by a key."""
    random = given.random()
    path = given.folder / "balie.balie"
    make_store(path, random)
    with open_store(path) as store:
        numbers = [str(number) for table in ("card", "item") for (number,) in store.read(f"SELECT number FROM {table}")]
    found: list[str] = []
    while not given.is_over and not found:
        with contextlib.closing(_Desk(path)) as desk:
            found += _soak(desk, given, random, numbers)
    return found or controle(path)


def _soak(desk: _Desk, given: Round, random: Random, numbers: list[str]) -> list[str]:
    typed: list[bytes] = []
    wrong = desk.rest()
    small = False
    while not wrong and not desk.ended and not given.is_over:
        if random.random() < (0.5 if small else 0.1):  # in a window that is too small what is typed only waits
            columns, rows = random.choice(_SIZES)
            desk.resize(columns, rows)
            small = columns < COLUMNS or rows < ROWS
        burst = [_key(random, numbers) for _ in range(random.randint(1, random.choice(_BURSTS)))]
        typed = [*typed, *burst][-_LAST:]
        given.volume["keys"] += len(burst)
        wrong = desk.type(b"".join(burst)) or desk.rest()
    if not desk.ended:
        given.volume["desks stopped"] += 1
        wrong = wrong or desk.stop()
    wrong = wrong or desk.mistake()
    return [f"{wrong}\n  the last keys: {typed!r}\n  the screen:\n{desk.screen}"] if wrong else []


def _key(random: Random, numbers: list[str]) -> bytes:
    chance = random.random()
    if chance < 0.5:
        return random.choice(_PLAIN).encode()
    if chance < 0.62:
        return f"\x1b{random.choice(TABS).key[-1]}".encode()
    if chance < 0.74:
        return f"{random.choice(numbers)}\r".encode()
    if chance < 0.84:
        return random.choice("abcdefghijklmnopqrstuvwxyz0123456789-.,").encode()
    if chance < 0.89:
        return random.choice(HOSTILE).encode()
    if chance < 0.94:
        return bytes([ord(random.choice(_CONTROLS)) - 96])
    if chance < 0.97:
        return f"\x1b{random.choice('abcdefghijklmnopqrstuvwxyz0123456789')}".encode()
    return _STOP + b"j" if chance > 0.997 else random.choice(_ODD)


class _Desk:
    """The desk in a terminal."""

    def __init__(self, path: Path) -> None:
        self._shown = Shown()
        self._drawn: list[bytes] = []
        self._log = path.with_name("fouten.log")
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "screens.start", "--medewerker", "ebt", "--werkdatum", "09-04-2024"],
            cwd=str(CHECKOUT),
            env={
                **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
                "TERM": "xterm-256color",
                "HOME": str(path.parent),
                "BALIE_BESTAND": str(path),
                "BALIE_INSTELLINGEN": str(path.with_name("instellingen.json")),
                "BALIE_VERSLAG": str(self._log),
            },
            dimensions=(ROWS, COLUMNS),
        )
        self._child.delaybeforesend = None
        self._drew = False
        self._may_be_leaving = False
        self.ended = False
        self._wait_for_first()

    @property
    def screen(self) -> str:
        """What the terminal shows; not at its real size when the window was made another.

        What was drawn is only put on it when it is asked for: that costs more than the desk takes to draw.
        """
        for data in self._drawn:
            self._shown.feed(data)
        self._drawn.clear()
        return self._shown.text

    def close(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child.pid, signal.SIGKILL)
        self._child.close(force=True)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self._child.setwinsize(rows, columns)

    def type(self, data: bytes) -> str:
        """Type; what is wrong when the desk does not take it."""
        self._may_be_leaving |= _STOP in data
        try:
            self._child.send(data)
        except OSError:
            return self._end()
        return ""

    def rest(self) -> str:
        """Wait until nothing more is drawn and nothing works on; what is wrong when that never comes."""
        begun = monotonic()
        while monotonic() - begun < _PATIENCE:
            before, since = self._worked(), monotonic()
            if not self._follow(_QUIET):
                return self._end() if self.ended else ""
            if self.ended:
                return self._end()
            if not self._drew and self._worked() - before < _BUSY * (monotonic() - since):
                return ""
        return f"it worked on, or drew, for {_PATIENCE:g} seconds after the last key{self._doing}"

    def stop(self) -> str:
        """Close the window; what is wrong when the desk does not end."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child.pid, signal.SIGHUP)
            # As a terminal that goes does: Ctrl+Z behind the keys that ended the desk has stopped it.
            os.kill(self._child.pid, signal.SIGCONT)
        begun = monotonic()
        while not self.ended and monotonic() - begun < _PATIENCE:
            self._follow(0.1)
        if not self.ended:
            return f"it did not end in {_PATIENCE:g} seconds after its window was closed{self._doing}"
        self._child.close()
        # A desk that was stopped by its keys may have been quiet on its way out, and ends as those say.
        meant = {128 + signal.SIGHUP, *((0, 128 + signal.SIGINT) if self._may_be_leaving else ())}
        return "" if self._child.exitstatus in meant else f"its window was closed: it ended with {self._status}"

    @property
    def _doing(self) -> str:
        """What the system says of it: its state, threads, and the signals that wait."""
        try:
            status = Path(f"/proc/{self._child.pid}/status").read_text(encoding="utf-8")
        except OSError:
            return ""
        told = [line for line in status.splitlines() if line.startswith(("State", "Threads", "ShdPnd", "SigPnd"))]
        return f" ({'; '.join(' '.join(line.split()) for line in told)})"

    def mistake(self) -> str:
        """The report of a mistake, when the desk wrote one."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def _wait_for_first(self) -> None:
        begun = monotonic()
        while not (self.ended or self._has_the_keys) and monotonic() - begun < _PATIENCE:
            self._follow(0.1)

    @property
    def _has_the_keys(self) -> bool:
        """Whether it reads the keys itself: before that Ctrl+C ends it, as it should."""
        return not termios.tcgetattr(self._child.child_fd)[3] & termios.ISIG

    def _end(self) -> str:
        self.ended = True
        self._child.close()
        # Once it has let go of the terminal, Ctrl+C behind Ctrl+Q is a signal.
        meant = (0, 128 + signal.SIGINT) if self._may_be_leaving else (0,)
        return self.mistake() or ("" if self._child.exitstatus in meant else f"it ended with {self._status}")

    @property
    def _status(self) -> str:
        return f"{self._child.exitstatus} (signal {self._child.signalstatus})"

    def _follow(self, seconds: float) -> bool:
        """Show what comes until nothing does for so long; whether the desk is still there."""
        self._drew = False
        try:
            data = self._child.read_nonblocking(1 << 16, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            self.ended = True
            return False
        self._drew = True
        self._drawn.append(data)
        return True

    def _worked(self) -> float:
        """The seconds of processor that the desk has had; 0 where that cannot be asked."""
        try:
            fields = Path(f"/proc/{self._child.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
