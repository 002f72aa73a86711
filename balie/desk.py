"""The circumstances of one piece of work at the desk: store, library, branch, staff member, working date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from balie.refusal import Refusal
from balie.store.transaction import Stamp

if TYPE_CHECKING:
    from balie.library.rights import Right
    from balie.library.structs import Branch, Library
    from balie.rights import Rights
    from balie.store.connection import Store, Transaction
    from balie.store.pace import Pace

    Piece: TypeAlias = Callable[[], AbstractContextManager[Transaction]]
    """Begins the next transaction of a long work."""

_WRITE_BACK_EVERY = 4
"""Pieces of long work: oftener takes the run a quarter longer, less often makes a desk that commits do much of it."""


def utc_now() -> datetime:
    """The moment that it is."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and by whom the work is done. Everything a rule needs to know about its surroundings.

    `staff` is the short code of the staff member (`ebt`), `working_date` the day the work is booked on (the
    desk may set it back), `now` the clock for the journal, `spool` the folder bons are written to, `till` the code of
    the kassa that money goes into at this desk, `rights` what who logged in may do; None where nobody logs in, and
    everybody may do everything.
    """

    store: Store
    library: Library
    branch: Branch
    staff: str
    working_date: date
    spool: Path
    now: Callable[[], datetime] = utc_now
    till: str = "1"
    rights: Rights | None = None

    def may(self, right: Right, cents: int = 0) -> bool:
        """Whether who works here may do an act that asks this right; `cents` is what goes out with it."""
        return self.rights is None or self.rights.allow(right, cents)

    def why_not(self, right: Right, cents: int = 0) -> str:
        """Why they may not, and who may, in Dutch; empty when they may."""
        if self.rights is None:
            return ""
        from balie.rights import why_not

        return why_not(self.rights, self.library.roles, right, cents)

    def require(self, right: Right, cents: int = 0) -> None:
        """At the head of an act. Raises `Refusal` when who works here may not do it."""
        if told := self.why_not(right, cents):
            raise Refusal(told)

    @property
    def today(self) -> date:
        """The day on the calendar, whatever day is worked on."""
        return self.now().astimezone().date()

    @property
    def is_practice(self) -> bool:
        """Whether people practise here: then nothing leaves the desk, no mail, no paper, no file for a bank."""
        return self.store.is_practice

    def transaction(self) -> AbstractContextManager[Transaction]:
        """One act of the desk: BEGIN IMMEDIATE, stamped with who, where and when; all of it or nothing.

        Raises `Refusal` when the store cannot be written (full disk, read-only, damaged).
        """
        return self.store.transaction(Stamp(self.staff, self.branch.number, self.now(), self.working_date))

    @contextmanager
    def pieces(self, pace: Pace) -> Iterator[Piece]:
        """For long work that others work beside: what it yields begins each of its transactions (as `transaction`).

        `pace` then knows how much goes into the next one, and what each wrote is brought into the file after it: nobody
        waits for that. Each is all or nothing; whoever looks again at what is left can go on where it was killed.
        """
        with self.store.long_work() as write_back:
            done = count(1)

            @contextmanager
            def piece() -> Iterator[Transaction]:
                with pace, self.transaction() as tx:
                    yield tx
                if next(done) % _WRITE_BACK_EVERY == 0:
                    write_back()

            yield piece
            write_back()
