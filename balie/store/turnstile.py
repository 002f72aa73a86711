"""The fair queue of writers in front of a store, and the sign that says who has it open.

SQLite's own busy handler starves: of 32 busy processes one committed once while another committed 2,630 times. Two
advisory locks on bytes of a lock file beside the store keep the order of arrival: "now" is held by
the writer at work, "next" by the first one waiting; the rest queue for "next" in the kernel. A third byte, "open", is
held shared by every process that has the store open and exclusively by the one that migrates or replaces it. A fourth,
"run", is held by the one that is at work on all customers (`balie.store.runs`). The kernel drops all of them when a
process dies.

The lock file is never the store itself: a POSIX lock belongs to the process, and closing *any* descriptor of a file
drops all the process's locks on it. So a process opens each lock file once (`turnstile_for`) and never closes it.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from balie.dutch.text import clean
from balie.refusal import Refusal
from balie.store.errors import refusing
from balie.store.locks import lock, no_locks, try_lock, unlock
from balie.store.sharing import share
from balie.store.waiting import ANOTHER_DESK, OnWait, Patience

_NEXT, _NOW, _OPEN, _RUN = 0, 1, 2, 3
_WHO, _FILES, _NOTE = 64, 192, 128
"""Where in the lock file, past the locked bytes, is noted whose turn it is and which files are open; bytes of each."""
_PATIENCE = 10.0
"""Seconds a writer waits for its turn: far above the 28 ms measured among 32 writers; only a hung desk gets there."""
_GLANCE = 0.05

_BUSY = (
    "Het bestand {path} wordt al te lang door {holder} vastgehouden. Er is niets opgeslagen."
    " Probeer het opnieuw; sluit anders de balie die hangt."
)
_turnstiles: dict[str, Turnstile] = {}
_turnstiles_guard = threading.Lock()


class Turn(Protocol):
    """What a store asks of whoever keeps its writers in order."""

    def enter(self, on_wait: OnWait | None = None, who: str = "") -> None:
        """Take the turn to write; `who` is told to others who wait for it."""
        ...

    def leave(self) -> None:
        """Give the turn to the next writer."""
        ...

    def part(self) -> None:
        """No longer have the store open."""
        ...


class Alone:
    """The turn of a file that nobody else knows of yet: it is always there."""

    def enter(self, on_wait: OnWait | None = None, who: str = "") -> None:
        """Nobody to wait for."""

    def leave(self) -> None:
        """Nobody waits."""

    def part(self) -> None:
        """Nobody asks."""


def lock_path(store: Path) -> Path:
    """The lock file that belongs to a store."""
    return store.with_name(store.name + ".lock")


def turnstile_for(store: Path) -> Turnstile:
    """The one turnstile of this process for the store at that path. Raises `Refusal` when its file cannot be made."""
    key = os.path.realpath(store)
    with _turnstiles_guard:
        turnstile = _turnstiles.get(key)
        if turnstile is None or turnstile.is_gone():
            turnstile = _turnstiles[key] = Turnstile(Path(key))
        return turnstile


class Turnstile:
    """The locks of one store in this process, shared by all its connections and threads. See `turnstile_for`."""

    def __init__(self, store: Path, patience: float = _PATIENCE) -> None:
        self._store = store
        self._patience = patience
        self._lock = lock_path(store)
        with refusing(self._lock):
            self._file = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            share(self._lock)
        self._here = threading.Lock()  # one writer within this process
        self._place = _Place(self._file, self._lock)
        self._guard = threading.Lock()  # of the three below
        self._openers = 0
        self._alone = False
        self._running = False

    def is_gone(self) -> bool:
        """Whether the lock file was deleted or replaced since, so that this one locks nothing any more."""
        try:
            return not os.path.samestat(os.fstat(self._file), self._lock.stat())
        except FileNotFoundError:
            return True

    def enter(self, on_wait: OnWait | None = None, who: str = "") -> None:
        """Take the turn to write, in order of arrival.

        `on_wait` is told of a wait of more than a second, `who` to others who wait for this one. Raises `Refusal` when
        the turn did not come within ten seconds.
        """
        with Patience(self._patience, on_wait, self.holder) as patience:
            if not patience.until(lambda seconds: self._here.acquire(timeout=seconds)):
                raise Refusal(_BUSY.format(path=self._store, holder=self.holder()))
            try:
                came = self._place.take(patience)
            except BaseException:
                self._here.release()
                raise
            if not came:
                self._here.release()
                raise Refusal(_BUSY.format(path=self._store, holder=self.holder()))
        self._note(_WHO, who)

    def holder(self) -> str:
        """Whose turn it is, for who waits: `een andere balie (ans, vestiging 9428)`."""
        who = self._noted(_WHO)
        return f"{ANOTHER_DESK} ({who})" if who else ANOTHER_DESK

    def note_files(self, files: str) -> None:
        """Write down which files those who have the store open work in."""
        self._note(_FILES, files)

    def noted_files(self) -> str:
        """What was written down last with `note_files`; it says something of now while somebody has the store open."""
        return self._noted(_FILES)

    def _note(self, place: int, text: str) -> None:
        with suppress(OSError):  # told for convenience: on a full disk it is the store that says so
            os.pwrite(self._file, text.encode()[:_NOTE].ljust(_NOTE, b"\0"), place)

    def _noted(self, place: int) -> str:
        with suppress(OSError):
            return clean(os.pread(self._file, _NOTE, place).rstrip(b"\0").decode(errors="replace"))
        return ""

    def leave(self) -> None:
        """Give the turn to the next writer."""
        self._place.give()
        self._here.release()

    def share(self) -> bool:
        """Show that this process has the store open; False when another process wants it alone. Undone by `part`."""
        with self._guard:
            if self._alone or not (self._openers or try_lock(self._file, self._lock, _OPEN, fcntl.LOCK_SH)):
                return False
            self._openers += 1
            return True

    def part(self) -> None:
        """The opposite of `share`: this process (or one connection of it) no longer has the store open."""
        with self._guard:
            self._openers -= 1
            if not self._openers:
                unlock(self._file, _OPEN)

    def claim(self) -> bool:
        """Have the store to this caller alone, to migrate or replace it; False while anybody has it open."""
        with self._guard:
            if self._alone or self._openers or not try_lock(self._file, self._lock, _OPEN, fcntl.LOCK_EX):
                return False
            self._alone = True
            return True

    def settle(self) -> None:
        """From `claim` to `share` without letting anybody in between."""
        with self._guard:
            lock(self._file, _OPEN, fcntl.LOCK_SH)
            self._alone = False
            self._openers = 1

    def unclaim(self) -> None:
        """The opposite of `claim`."""
        with self._guard:
            self._alone = False
            unlock(self._file, _OPEN)

    def start_run(self) -> bool:
        """Be the only one at work on all customers; False while another is. Others read and write meanwhile."""
        with self._guard:
            if self._running or not try_lock(self._file, self._lock, _RUN, fcntl.LOCK_EX):
                return False
            self._running = True
            return True

    def end_run(self) -> None:
        """The opposite of `start_run`."""
        with self._guard:
            self._running = False
            unlock(self._file, _RUN)


class _Place:
    """This process's place in the queue: taken at once when nobody is there, else by a thread that waits in the kernel.

    The kernel's wait has no time limit; the thread is what makes one possible. A place that comes after its
    waiter has given up is given on, and a new waiter takes over the place that is still in the queue. The thread stays,
    and speaks through bare locks: a new one for each wait halves what eight busy desks get done.
    """

    def __init__(self, file: int, lock: Path) -> None:
        self._file = file
        self._lock = lock
        self._guard = threading.Lock()  # of the two flags below
        self._queued = False
        self._wanted = False
        self._failed: OSError | None = None
        self._asked = threading.Lock()  # released to send the thread into the queue
        self._asked.acquire()
        self._came = threading.Lock()  # released when it has come back with the turn
        self._came.acquire()
        self._thread: threading.Thread | None = None

    def take(self, patience: Patience) -> bool:
        """Wait for the turn; whether it came. Raises `Refusal` where the disk knows no locks."""
        with self._guard:
            if not self._queued:
                if self._take_if_free():
                    return True
                self._queue()
            self._wanted = True
        try:
            if patience.until(lambda seconds: self._came.acquire(timeout=seconds)):
                return self._is_mine()
        except BaseException:  # a signal's exception: the turn must not come to somebody who has gone
            if not self._decline():
                self.give()
            raise
        return not self._decline() and self._is_mine()

    def _is_mine(self) -> bool:
        """True, for the turn that has come; what went wrong while it was waited for is raised here."""
        if self._failed is not None:
            raise no_locks(self._lock) from self._failed
        return True

    def give(self) -> None:
        """Let the next one have the turn."""
        unlock(self._file, _NOW)

    def _take_if_free(self) -> bool:
        # "next" and "now" lie side by side: both or neither, in one call to the kernel.
        if not try_lock(self._file, self._lock, _NEXT, fcntl.LOCK_EX, 2):
            return False
        unlock(self._file, _NEXT)
        return True

    def _queue(self) -> None:
        self._queued = True
        if self._thread is None:
            self._thread = threading.Thread(target=self._wait, name="balie-turnstile", daemon=True)
            self._thread.start()
        self._asked.release()

    def _wait(self) -> None:
        while True:
            self._asked.acquire()
            failed = None
            try:
                lock(self._file, _NEXT)
                lock(self._file, _NOW)
                unlock(self._file, _NEXT)
            except OSError as error:
                failed = error
                with suppress(OSError):
                    unlock(self._file, _NEXT)
            with self._guard:
                self._queued = False
                self._failed = failed
                if self._wanted:
                    self._wanted = False
                    self._came.release()
                elif failed is None:
                    self.give()

    def _decline(self) -> bool:
        """Want the turn no longer; False when it has come in the meantime."""
        with self._guard:
            if self._came.acquire(blocking=False):
                return False
            self._wanted = False
            return True


def glances(patience: float) -> Iterator[None]:
    """Come by at once, then every 50 ms until `patience` seconds have passed: a wait in which order does not matter."""
    end = time.monotonic() + patience
    yield
    while time.monotonic() < end:
        time.sleep(_GLANCE)
        yield
