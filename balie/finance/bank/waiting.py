"""The movements of a file that was read and checked, put aside until they are booked: out of memory, and under no name.

The file has no name in the folder of the store: whatever happens to this program, nothing is left of it.
"""

from __future__ import annotations

import marshal
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from balie.finance.bank.camt import Statement
from balie.finance.bank.elements import KEY_BYTES
from balie.finance.bank.movements import Movement
from balie.store.errors import refusing

if TYPE_CHECKING:
    from balie.store.transaction import Row

_ROWS = 500
_HASH_BYTES = 8
_SIZE_BYTES = 8


class KeyedMovement(NamedTuple):
    """A movement, and the key under which it is booked: its base, unless the statement has the same one twice.

    `why` says in Dutch why it is left to the desk, whatever it may be about; empty where nothing says so.
    """

    key: bytes
    movement: Movement
    why: str = ""


class WaitingStatements:
    """Statements with their movements, in the order of the file. A context manager, which throws them away.

    `folder` is where the file without a name lies: that of the store. Raises `Refusal` when the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with refusing(folder):
            self._file = TemporaryFile(dir=folder)  # noqa: SIM115, closed by __exit__
        self._rows: list[tuple[object, ...]] = []
        self._hashes = array("Q")
        self._starts: list[int] = []
        self._doubles: list[frozenset[int]] = []
        self._start = 0
        self.statements: list[Statement] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, item: Movement | Statement) -> None:
        """Put a movement aside, or end the statement that the movements before it were of."""
        if isinstance(item, Movement):
            self._rows.append(tuple(item))
            self._hashes.append(_hash(item.base))
            if len(self._rows) == _ROWS:
                self._write()
            return
        self._write()
        ordered = sorted(self._hashes)
        self._doubles.append(frozenset(one for one, other in pairwise(ordered) if one == other))
        self._starts.append(self._start)
        self.statements.append(item)
        self._hashes = array("Q")
        with refusing(self._folder):
            self._start = self._file.tell()

    def movements(self, place: int) -> Iterator[KeyedMovement]:
        """The movements of one statement, `place` counting from 0.

        Two payments of the same amount by the same person on the same day may look the same in every way. Within a
        statement they are two; told again in another they are the same two.
        """
        left = self.statements[place].movements
        doubles = self._doubles[place]
        seen: Counter[bytes] = Counter()
        start = self._starts[place]
        while left:
            with refusing(self._folder):
                self._file.seek(start)
                size = int.from_bytes(self._file.read(_SIZE_BYTES), "big")
                rows: Sequence[Row] = marshal.loads(self._file.read(size))
            start += _SIZE_BYTES + size
            left -= len(rows)
            for row in rows:
                movement = Movement(*row)
                key = movement.base
                if _hash(key) in doubles:
                    seen[key] += 1
                    if seen[key] > 1:
                        twin = key + seen[key].to_bytes(4, "big")
                        key = blake2b(twin, digest_size=KEY_BYTES).digest()
                yield KeyedMovement(key, movement)

    def _write(self) -> None:
        if self._rows:
            with refusing(self._folder):
                data = marshal.dumps(self._rows)  # whole: `dump` and `load` go to the file for every value
                self._file.write(len(data).to_bytes(_SIZE_BYTES, "big") + data)
            self._rows = []


def _hash(base: bytes) -> int:
    return int.from_bytes(base[:_HASH_BYTES], "big")
