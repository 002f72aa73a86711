"""What stands in a camt.053 or camt.054, as plain values: statements and the transactions in them, checked.

The structure is checked of everything that is read; sums are those of the bank itself: opening balance, entries,
closing balance, and the summary where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from xml.etree.ElementTree import Element

from balie.dutch.bank import grouped_iban
from balie.dutch.dates import format_iso
from balie.dutch.money import format_cents
from balie.dutch.text import shown
from balie.finance.bank.elements import KEY_BYTES, SIGNS, at, first, read_cents, read_day, read_moment
from balie.finance.bank.movements import BookedEntry, Movement, movements_of
from balie.finance.bank.stream import MESSAGES, pieces
from balie.refusal import Refusal

_BOOKED = "BOOK"
_FIRST_YEAR = 2000
"""No bank sends older statements in this form; some write 0001 or 9999 for a day that they do not know."""
_OPENING, _CLOSING = ("OPBD", "PRCD", "ITBD"), ("CLBD", "ITBD")
NOTHING_DONE = "Er is niets geboekt."
_AGAIN = f"Haal het bestand opnieuw op bij de bank. {NOTHING_DONE}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account, told when all of it has been read. Balances in cents, None in a camt.054.

    `pending` counts the entries that the bank has not booked yet, which are left out. `digest` is of the movements.
    `page` is the number of a page of a statement that comes in more than one, else 0.
    """

    message: str
    account: str
    reference: str
    made_at: str
    opening: int | None
    closing: int | None
    movements: int
    pending: int
    digest: bytes
    page: int = 0

    @property
    def label(self) -> str:
        """What the statement is called: `24100`, its further pages `24100 blad 2`."""
        return f"{self.reference} blad {self.page}" if self.page > 1 else self.reference


def read_camt(
    path: Path, ibans: Sequence[str], today: date, progress: Callable[[int], None] = lambda done: None
) -> Iterator[Movement | Statement]:
    """The movements of each statement in the file at `path`, and behind them the statement itself.

    `ibans`: the library's own accounts, without blanks; `today` is the working date; `progress` gets the bytes that
    were read. Raises `Refusal` for a file that is not whole, not of these accounts, not in euros, with days on which
    nothing can be booked, or of which the sums are wrong: possibly after some of it was given.
    """
    stream = pieces(path, progress)
    message = next(stream).text[: len("camt.053")]
    inner = MESSAGES[message][1]
    statement: _StatementReader | None = None
    header, file_made_at = False, ""
    pages_of_file: Element | None = None
    count = 0
    whole = _Pages()
    for piece in stream:
        if piece.name == "GrpHdr":
            header, pages_of_file = True, first(piece.element, "MsgPgntn")
            file_made_at = read_moment(at(piece.element, "CreDtTm"))
        elif piece.name == inner and piece.element is None:
            if not header:
                raise Refusal(f"{path.name} heeft niet de opbouw van een {message}: GrpHdr ontbreekt. {_AGAIN}")
            count += 1
            statement = _StatementReader(message, ibans, today, path.name, count, whole)
            if pages_of_file is not None:
                statement.take("MsgPgntn", pages_of_file)
        elif statement is not None and piece.element is None:
            yield statement.end(file_made_at or today.isoformat())
            statement = None
        elif statement is not None and piece.element is not None:
            yield from statement.take(piece.name, piece.element)
    if not count:
        raise Refusal(f"In {path.name} staat geen afschrift. {NOTHING_DONE}")


class _Pages:
    """What the pages of one statement that came before in this file come to: the whole has to be right."""

    def __init__(self) -> None:
        self.id = ""
        self.next = 1
        self.opening: int | None = None
        self.sum = 0

    def add(self, statement_id: str, number: int, opening: int | None, cents: int) -> None:
        """One page more; a page that does not follow the one before begins anew."""
        if number == 1 or (statement_id, number) != (self.id, self.next):
            self.opening, self.sum = (opening if number == 1 else None), 0
        self.id, self.next = statement_id, number + 1
        self.sum += cents


class _StatementReader:
    """Reads the parts of one statement, or of one page of it, in the order in which they come."""

    def __init__(self, message: str, ibans: Sequence[str], today: date, file: str, number: int, pages: _Pages) -> None:
        self._pages = pages
        self._page = 0
        self._last = True
        self._message = message
        self._ibans = ibans
        self._today = today
        self._where = f"Afschrift {number} in {file}"
        self._account = ""
        self._id = ""
        self._made_at = ""
        self._balances: dict[str, list[int]] = {}
        self._summary: Element | None = None
        self._entries = 0
        self._booked = 0
        self._sum = 0
        self._turnover = {True: 0, False: 0}
        self._movements = 0
        self._digest = blake2b(digest_size=KEY_BYTES)

    def take(self, name: str, element: Element) -> list[Movement]:
        """One part; the movements in it, if it is an entry."""
        match name:
            case "Ntry":
                return self._take_entry(element)
            case "Id":
                self._id = (element.text or "").strip()
            case "CreDtTm":
                self._made_at = read_moment(element.text or "")
            case "Acct":
                self._take_account(element)
            case "Bal":
                self._balances.setdefault(at(element, "Tp", "CdOrPrtry", "Cd"), []).append(self._cents(element))
            case "TxsSummry":
                self._summary = element
            case "StmtPgntn" | "NtfctnPgntn" | "MsgPgntn":
                self._take_page(element)
        return []

    def end(self, otherwise_made_at: str) -> Statement:
        """The whole, when its sums are right; not every bank says when a statement was made."""
        self._check_head()
        opening = closing = None
        if self._page:
            opening, closing = self._check_pages()
        elif self._message == "camt.053":
            opening, closing = self._check_balances()
        if not self._page:
            self._check_summary()
        return Statement(
            self._message,
            self._account,
            self._id,
            self._made_at or otherwise_made_at,
            opening,
            closing,
            self._movements,
            self._entries - self._booked,
            self._digest.digest(),
            self._page,
        )

    def _take_account(self, element: Element) -> None:
        account = at(element, "Id", "IBAN").replace(" ", "").upper()
        if account not in self._ibans:
            own = ", ".join(grouped_iban(iban) for iban in self._ibans)
            raise Refusal(f"{self._where} is niet van een rekening van deze bibliotheek ({own}). {NOTHING_DONE}")
        if at(element, "Ccy") not in ("", "EUR"):
            raise self._wrong("is niet in euro's")
        self._account = account

    def _take_page(self, element: Element) -> None:
        """Which page this is, by itself or by its file; a statement of one page is no page of anything."""
        number = at(element, "PgNb")
        if not (number.isascii() and number.isdecimal() and 0 < int(number[:6]) == int(number)):
            raise self._misses("PgNb")
        self._last = at(element, "LastPgInd") in ("true", "1")
        self._page = 0 if int(number) == 1 and self._last else int(number)

    def _check_pages(self) -> tuple[int | None, int | None]:
        """The balances of a page where they are its own; those of the whole are looked at when its last page is read.

        A page may bear the balances of the whole statement, or none, and the other pages may be in another file.
        """
        own = [
            next((self._balances[code][place] for code in codes if code in self._balances), None)
            for codes, place in ((_OPENING, 0), (_CLOSING, -1))
        ]
        opening, closing = own
        self._pages.add(self._id, self._page, opening, self._sum)
        if opening is not None and closing is not None and opening + self._sum == closing:
            return opening, closing
        begun = self._pages.opening
        if self._last and begun is not None and closing is not None and begun + self._pages.sum != closing:
            raise self._wrong(
                f"klopt niet: beginsaldo {format_cents(begun)} en de boekingen van alle bladen"
                f" {format_cents(self._pages.sum)} geven niet het eindsaldo {format_cents(closing)}"
            )
        return None, None

    def _check_head(self) -> None:
        for value, what in ((self._id, "Id"), (self._account, "Acct")):
            if not value:
                raise self._misses(what)

    def _check_balances(self) -> tuple[int, int]:
        opening = next((self._balances[code][0] for code in _OPENING if code in self._balances), None)
        closing = next((self._balances[code][-1] for code in _CLOSING if code in self._balances), None)
        if opening is None or closing is None:
            raise self._wrong("heeft geen beginsaldo of geen eindsaldo")
        if opening + self._sum != closing:
            raise self._wrong(
                f"klopt niet: beginsaldo {format_cents(opening)} en boekingen {format_cents(self._sum)} geven niet het"
                f" eindsaldo {format_cents(closing)}"
            )
        return opening, closing

    def _check_summary(self) -> None:
        """What the bank counted beforehand; it may or may not count what is not booked yet."""
        total = None if self._summary is None else self._summary.find("TtlNtries")
        count, cents = at(total, "NbOfNtries"), at(total, "Sum")
        if count and count.lstrip("0") not in {str(number).lstrip("0") for number in (self._entries, self._booked)}:
            raise self._wrong(f"klopt niet: het zegt {shown(count)} boekingen te hebben en het zijn er {self._entries}")
        if cents and read_cents(cents) not in (self._turnover[True], sum(self._turnover.values())):
            raise self._wrong("klopt niet: de som van de boekingen is anders dan het zelf zegt")

    def _take_entry(self, entry: Element) -> list[Movement]:
        self._entries += 1
        if not (self._account and self._id):
            self._check_head()
        cents = self._cents(entry)
        # The text itself until version 03, a choice of codes after it.
        status = at(entry, "Sts", "Cd") or at(entry, "Sts", "Prtry") or at(entry, "Sts")
        for value, what in ((status, "Sts"), (entry.find("BkTxCd") is not None, "BkTxCd")):
            if not value:
                raise self._misses(what)
        booked = status == _BOOKED
        self._turnover[booked] += abs(cents)
        if not booked:
            return []
        self._booked += 1
        self._sum += cents
        found = movements_of(
            entry,
            BookedEntry(
                *(self._id, self._account, self._entries, self._day(entry), cents),
                page=f"/{self._page}" if self._page > 1 else "",
            ),
            self._ibans,
        )
        self._movements += len(found)
        for movement in found:
            self._digest.update(movement.former)
        return found

    def _cents(self, element: Element) -> int:
        """Amt with CdtDbtInd, of an entry or a balance, in cents."""
        amount = element.find("Amt")
        sign = SIGNS.get(at(element, "CdtDbtInd"))
        cents = None if amount is None else read_cents((amount.text or "").strip())
        if amount is None or sign is None or cents is None:
            raise self._misses("Amt of CdtDbtInd")
        if amount.get("Ccy") != "EUR":
            raise self._wrong("is niet in euro's")
        return sign * cents

    def _day(self, entry: Element) -> str:
        """The booking day, else the value day, else that of the statement; as jjjj-mm-dd."""
        for name in ("BookgDt", "ValDt"):
            if text := at(entry, name, "Dt") or at(entry, name, "DtTm"):
                day = read_day(text)
                break
        else:
            day = read_day(self._made_at)
        if not day:
            raise self._misses("BookgDt")
        if not _FIRST_YEAR <= int(day[:4]) <= self._today.year + 1:
            raise self._wrong(f"heeft in boeking {self._entries} een dag die niet kan ({format_iso(day)})")
        return day

    def _wrong(self, what: str) -> Refusal:
        return Refusal(f"{self._where} {what}. {_AGAIN}")

    def _misses(self, what: str) -> Refusal:
        place = f" in boeking {self._entries}" if self._entries else ""
        return self._wrong(f"heeft{place} niet de opbouw van een {self._message}: {what} ontbreekt of klopt niet")
