"""The log of a session: a line for each scan, the newest first, also for those that were refused. Pure state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rich.cells import cell_len

from balie.customers.permission import Override
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.claims import claim_told
from balie.lending.holds.catching import Caught
from balie.lending.rules.refusals import (
    AlreadyLent,
    CountedJustNow,
    ForFamily,
    LendingRefusal,
    OnOtherName,
    UnknownItem,
)
from balie.lending.session.acts import (
    Act,
    Claimed,
    DueDateSet,
    FineBooked,
    Lent,
    Renewed,
    ReportedLost,
    Returned,
    UsedInHouse,
)
from balie.lending.session.session import Session
from balie.lending.slips import Slip
from balie.refusal import Refusal
from screens.widgets.row import cut, padded

_NUMBER = 3
_WORD = 11
_DATE = 10
_AMOUNT = 7
_SHARE_OF_TITLE = 0.6
"""What of the room beside the fixed columns is the title's; the rest is the remark's."""


class Open(StrEnum):
    """What a line still asks. The words are what F2 does about it."""

    ALLOW = "Toestaan"
    TAKE_OVER = "Doorgaan"
    COLLECT = "Voor gezinslid"
    RENEW = "Verlengen"
    LEND_UNKNOWN = "Toch uitlenen"
    SET_ASIDE = "Klaarzetten"
    SLIP = "Bon"
    COUNT_AGAIN = "Nog eens tellen"


@dataclass(slots=True)
class Line:
    """One line. `told` is all there is to tell, of which the line shows what fits.

    `refusal` makes it a wrong one, until it is answered; `asks` is what F2 does about it. `act` can be undone. `seen`:
    the desk has had time to read it. `override`, `take_over` and `collect` are what was answered already when it was
    refused, `renewing` the loan that was not renewed, where it was no lending, `caught` what was set aside for who
    waited, and `slip` the one it still asks about. `put_off`: a key asked for something else while it was asked about.
    """

    place: int
    word: str
    title: str
    number: str
    told: tuple[str, ...] = ()
    day: date | None = None
    cents: int = 0
    act: Act | None = None
    refusal: Refusal | None = None
    asks: Open | None = None
    answer: str = ""
    seen: bool = False
    override: Override | None = None
    take_over: int | None = None
    collect: int | None = None
    renewing: int | None = None
    caught: Caught | None = None
    slip: Slip | None = None
    put_off: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether the scan came to nothing, and nobody said what to do about it."""
        return self.refusal is not None and not self.answer

    @property
    def is_waiting(self) -> bool:
        """Whether an item that came in is still to be put somewhere."""
        return self.asks in (Open.SET_ASIDE, Open.SLIP)

    @property
    def still(self) -> str:
        """What is told of it at the end of a session, where it was not answered."""
        if self.asks is Open.SET_ASIDE and isinstance(self.act, Returned) and self.act.waits is not None:
            return f"er wacht nog een reservering. {self.act.waits.text}"
        return self.remark

    @property
    def remark(self) -> str:
        """What became of it first, then what there is to tell."""
        return " ".join((f"({self.answer})", *self.told)) if self.answer else " ".join(self.told)

    def text(self, width: int) -> str:
        """The line in at most `width` cells."""
        head = f"{self.place:>{_NUMBER}} {padded(self.word, _WORD)} "
        room = max(20, width - cell_len(head))
        if self.refusal is not None:
            title = min(cell_len(self.title), room // 3)
            return f"{head}{padded(self.title, title)}  {cut(self.remark, room - title - 2)}"
        rest = room - _DATE - _AMOUNT - 3
        title = int(rest * _SHARE_OF_TITLE)
        day = "" if self.day is None else format_date(self.day)
        amount = format_cents(self.cents) if self.cents else ""
        fixed = f"{day:<{_DATE}} {amount:>{_AMOUNT}}"
        return f"{head}{padded(self.title, title)} {fixed} {cut(self.remark, rest - title)}"


def heading(day: str, width: int) -> str:
    """What stands above the columns; `day` names the days."""
    room = width - _NUMBER - _WORD - 2
    rest = room - _DATE - _AMOUNT - 3
    title = int(rest * _SHARE_OF_TITLE)
    return f"{'Nr':>{_NUMBER}} {'Wat':<{_WORD}} {'Titel':<{title}} {day:<{_DATE}} {'Bedrag':>{_AMOUNT}} Opmerking"


def word_of(act: Act) -> str:
    """What was done, in one word; an item that was not lent did not come in, it was only scanned."""
    return "Gescand" if isinstance(act, Returned) and act.loan_id is None else _WORDS[type(act)]


class Work:
    """A session with its log: what a page works at. `returned_on` is the day that returns count for, None for today.

    `amnesty`: who let this pile come in without fines, and why; None where nobody did. `in_house`: what is scanned was
    used inside the library, and is counted.
    """

    def __init__(self, customer_id: int | None = None) -> None:
        self.session = Session(customer_id)
        self.log = Log()
        self.returned_on: date | None = None
        self.amnesty: Override | None = None
        self.in_house = False


class Log:
    """The lines of a session, the newest first."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, word: str, title: str, number: str, told: Sequence[str] = ()) -> Line:
        """Put a line on top; it gets the next number."""
        line = Line(len(self.lines) + 1, word, title, number, tuple(told))
        self.lines.insert(0, line)
        return line

    def did(self, act: Act, who: str = "") -> Line:
        """Put what was done on top; `who` tells of whoever brought the item back."""
        line = self.add(word_of(act), act.title, act.number, _told(act, who))
        line.act = act
        line.day = act.due_on
        if isinstance(act, FineBooked | Renewed | Returned | ReportedLost):
            line.cents += act.fine_cents
        if isinstance(act, Lent | Renewed | Returned | ReportedLost):
            line.cents += act.fee_cents
        return line

    def refused(self, title: str, number: str, refusal: Refusal) -> Line:
        """Put a scan that came to nothing on top, with every reason."""
        line = self.add("! Geweigerd", title, number, [reason.text for reason in refusal.reasons])
        line.refusal = refusal
        line.asks = _asks(refusal)
        return line

    def undone(self, act: Act, stays: str = "") -> Line:
        """Put on top that an act was taken back; the line of the act says so too and can not be undone again.

        `stays`: what was not taken back with it. The slip of another copy that was passed on is asked about here now.
        """
        slip = None
        for line in self.lines:
            if line.act == act:
                slip = line.slip if isinstance(act, Lent) and line.asks is Open.SLIP else None
                line.act, line.answer, line.asks = None, "geannuleerd", None
        taken_back = self.add("Geannuleerd", act.title, act.number, (stays,) if stays else ())
        if slip is not None:
            taken_back.slip, taken_back.asks = slip, Open.SLIP
        return taken_back

    @property
    def newest(self) -> Line | None:
        """The line on top; None while there is none."""
        return self.lines[0] if self.lines else None

    @property
    def unseen(self) -> list[Line]:
        """What came to nothing or still asks something, and passed by in a burst; the oldest first."""
        return [line for line in reversed(self.lines) if (line.is_wrong and not line.seen) or line.is_waiting]

    def count(self, kind: type[Act]) -> int:
        """To how many items something of this kind was done that stands; one that was scanned twice counts once.

        What was taken in without having been lent is no return.
        """
        done = (line.act for line in self.lines if isinstance(line.act, kind))
        return len({act.number for act in done if not isinstance(act, Returned) or act.loan_id is not None})

    @property
    def used_in_house(self) -> int:
        """How many uses inside the library were counted that stand; an item may be used more than once."""
        return sum(1 for line in self.lines if isinstance(line.act, UsedInHouse))

    @property
    def forgiven(self) -> list[int]:
        """The fines in cents that an amnesty did not charge, of each return that stands."""
        returned = [line.act for line in self.lines if isinstance(line.act, Returned)]
        return [act.forgiven_cents for act in returned if act.forgiven_cents]

    @property
    def not_lent(self) -> int:
        """How many items were scanned at Innemen that nobody had."""
        returned = [line.act for line in self.lines if isinstance(line.act, Returned)]
        had = {act.number for act in returned if act.loan_id is not None}
        return len({act.number for act in returned} - had)


_WORDS: dict[type[Act], str] = {
    Lent: "Geleend",
    Returned: "Ingenomen",
    Renewed: "Verlengd",
    FineBooked: "Boete",
    DueDateSet: "Datum",
    ReportedLost: "Kwijt",
    Claimed: "Zoek",
    UsedInHouse: "In huis",
}


def _told(act: Act, who: str) -> list[str]:
    if isinstance(act, Renewed):
        late = f" Te laat: {format_cents(act.fine_cents)}." if act.fine_cents else ""
        return [f"Was {format_date(act.was_due_on)}.{late}"]
    if isinstance(act, FineBooked):
        return [f"{many(act.days, 'dag', 'dagen')} te laat, t/m {format_date(act.booked_to)}; blijft uitgeleend."]
    if isinstance(act, DueDateSet):
        return [f"Eigen inleverdatum, was {format_date(act.was_due_on)}."]
    if isinstance(act, ReportedLost):
        return ["Kwijt gemeld door de lener; uit de collectie."]
    if isinstance(act, Claimed):
        return [claim_told(act)]
    told = list(act.notes)
    if isinstance(act, Returned):
        if act.days_late:
            told.insert(0, f"{many(act.days_late, 'dag', 'dagen')} te laat.")
        if act.waits is not None:
            told.insert(0, act.waits.text)
        told += [who] if who else []
        told += [act.place] if act.place else []
    elif isinstance(act, Lent) and act.strips_left is not None:
        told.append(f"Nog {many(act.strips_left, 'strip', 'strippen')}.")
    return told


def _asks(refusal: Refusal) -> Open | None:
    match refusal:
        case OnOtherName():
            return Open.TAKE_OVER
        case AlreadyLent():
            return Open.RENEW
        case CountedJustNow():
            return Open.COUNT_AGAIN
        case ForFamily():
            return Open.COLLECT
        case UnknownItem(may_lend=True):
            return Open.LEND_UNKNOWN
        case LendingRefusal() if refusal.may_override:
            return Open.ALLOW
        case _:
            return None
