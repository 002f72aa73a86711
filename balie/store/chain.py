"""The journal as a chain: each row bears a digest of itself and of the row before it.

So a row that is changed, put in, taken out or moved outside Balie is found, and named. A row commits to its values
before and after by a digest of them with a salt; forgetting empties values and salt, and the digest, which nobody can
guess them from, keeps the chain whole.

Whoever can write the file and knows this program can make a chain anew. Against that there are the heads that were
noted elsewhere: on Z-reports, at backups. Source: rules.md#journal-chain.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from os import urandom
from typing import TYPE_CHECKING, NamedTuple, Protocol

from balie.dutch.counts import format_count
from balie.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from balie.store.reading import Reader
    from balie.store.values import Value

    class _Hash(Protocol):
        def digest(self) -> bytes: ...


SALT_BYTES = 16
_SHOWN_DIGITS = 16
_GROUP = 4
_PAGE = 10_000
_HEAD = "SELECT id, chain FROM journal ORDER BY id DESC LIMIT 1"
_LAST_SEALED = "SELECT id, chain FROM journal WHERE chain IS NOT NULL ORDER BY id DESC LIMIT 1"
_ROWS = (
    "SELECT id, at, working_date, branch, staff, action, customer_id, before, after, salt, content, chain FROM journal"
    " WHERE id > ? ORDER BY id LIMIT ?"
)
_SEAL = "UPDATE journal SET salt = ?, content = ?, chain = ? WHERE id = ?"
_NOTED = re.compile(rf"([0-9]+(?:\.[0-9]{{3}})*)\W*([0-9A-F]{{{_SHOWN_DIGITS}}})")
_NO_HEAD = (
    "Zo ziet een kop van het logboek er niet uit: typ hem over zoals hij op de kastelling of bij de reservekopie staat,"
    " bijvoorbeeld “14.532 · 7F3A 91C2 0B44 E1D0”."
)


class ChainHead(NamedTuple):
    """The last row of the journal, by its number and its digest; 0 and nothing of one without rows."""

    row: int
    chain: bytes

    @property
    def text(self) -> str:
        """As it is noted elsewhere: `14.532 · 7F3A 91C2 0B44 E1D0`."""
        return NotedHead(self.row, self.chain.hex().upper()[:_SHOWN_DIGITS]).text


class NotedHead(NamedTuple):
    """A head as somebody noted it: the number of the row and the first digits of its digest."""

    row: int
    digits: str

    @property
    def text(self) -> str:
        """As it is shown: `14.532 · 7F3A 91C2 0B44 E1D0`."""
        groups = [self.digits[place : place + _GROUP] for place in range(0, len(self.digits), _GROUP)]
        return f"{format_count(self.row)} · {' '.join(groups)}"


class _Kept(NamedTuple):
    """A row as it stands in the journal; `told` is everything of it that never changes."""

    row: int
    told: bytes
    before: bytes | None
    after: bytes | None
    salt: bytes | None
    content: bytes | None
    chain: bytes | None


class Broken(NamedTuple):
    """A row that does not fit: by its values (`is_content`), or by what else stands in it or before it."""

    row: int
    is_content: bool


def read_head(reader: Reader) -> ChainHead:
    """The head of the journal as it is now."""
    row = reader.read_one(_HEAD)
    return ChainHead(0, b"") if row is None else ChainHead(int(row[0]), row[1] or b"")


def read_noted(text: str) -> NotedHead:
    """A head that is typed over, with or without dots, blanks and capitals. Raises `Refusal` for anything else."""
    found = _NOTED.fullmatch("".join(text.upper().removeprefix("LOGBOEK").split()))
    if found is None:
        raise Refusal(_NO_HEAD)
    return NotedHead(int(found[1].replace(".", "")), found[2])


def stands_noted(reader: Reader, noted: NotedHead) -> bool:
    """Whether the journal has the row that was noted, with that digest."""
    row = reader.read_one("SELECT chain FROM journal WHERE id = ?", (noted.row,))
    return row is not None and (row[0] or b"").hex().upper().startswith(noted.digits)


def content_of(salt: bytes, before: bytes | None, after: bytes | None) -> bytes:
    """The digest that commits to the values of a row; UTF-8 as the store has it."""
    return _sha256()(b"%b%b\0%b" % (salt, before or b"", after or b"")).digest()


def chain_of(previous: bytes, told: bytes, content: bytes) -> bytes:
    """The digest of a row: of that before it, of what it tells (`told_by`), and of its content."""
    return _sha256()(b"%b%b%b" % (previous, content, told)).digest()


def told_by(row_id: int, *values: Value) -> bytes:
    """Everything that never changes of a row, as bytes: its id, and at, working date, branch, staff, action, customer.

    Text as the store keeps it, decoded or not.
    """
    parts = [value if isinstance(value, bytes) else b"" if value is None else str(value).encode() for value in values]
    return b"\x1f".join((b"%d" % row_id, *parts))


def sealed(head: ChainHead, values: tuple[Value, ...], salt: bytes) -> tuple[tuple[Value, ...], ChainHead]:
    """A new row behind `head`, with its id before its values and its seal after them; and the head that it makes.

    `values`: at, working date, branch, staff, action, customer, and before and after (JSON, UTF-8, or None).
    """
    row_id = head.row + 1
    before, after = (None if value is None else str(value).encode() for value in values[-2:])
    content = content_of(salt, before, after)
    chain = chain_of(head.chain, told_by(row_id, *values[:-2]), content)
    return (row_id, *values, salt, content, chain), ChainHead(row_id, chain)


def seal_rows(connection: sqlite3.Connection) -> None:
    """Seal every row behind the last one that is: of a file that nobody else works in, without triggers."""
    row = connection.execute(
        "SELECT id, chain FROM journal WHERE chain IS NOT NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    last, previous = row or (0, b"")
    while rows := _page(connection, last):
        seals = []
        for row_id, told, before, after, *_ in rows:
            salt = urandom(SALT_BYTES)
            content = content_of(salt, before, after)
            last, previous = row_id, chain_of(previous, told, content)
            seals.append((salt, content, previous, row_id))
        connection.executemany(_SEAL, seals)


def broken_rows(connection: sqlite3.Connection) -> Iterator[Broken]:
    """The rows that do not fit the one before them, or themselves."""
    last, previous = 0, b""
    while rows := _page(connection, last):
        for row_id, told, before, after, salt, content, chain in rows:
            if chain is None or content is None or chain_of(previous, told, content) != chain:
                yield Broken(row_id, is_content=False)
            elif not _holds(before, after, salt, content):
                yield Broken(row_id, is_content=True)
            last, previous = row_id, chain or b""


def _holds(before: bytes | None, after: bytes | None, salt: bytes | None, content: bytes) -> bool:
    """Whether the values are those that were written, or are forgotten, salt and all."""
    if salt is None:
        return before is None and after is None
    return content_of(salt, before, after) == content


def _page(connection: sqlite3.Connection, last: int) -> list[_Kept]:
    """The next rows, text as bytes: so a value that is no text breaks nothing here."""
    factory, connection.text_factory = connection.text_factory, bytes
    try:
        rows = connection.execute(_ROWS, (last, _PAGE)).fetchall()
    finally:
        connection.text_factory = factory
    return [_Kept(row[0], told_by(*row[:7]), *row[7:]) for row in rows]


@cache
def _sha256() -> Callable[[bytes], _Hash]:
    from hashlib import sha256

    return sha256
