"""Where the records of a MARC 21 file (ISO 2709) begin and end, also where one is too long, cut off or damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_BLOCK = 1 << 16
_END = 0x1D
_LEADER = 24
LONGEST = 8_000_000
"""Bytes: what goes on for longer has lost its end. Five digits in a record can say 99,999; longer ones do exist."""
_BETWEEN = b" \t\r\n\x00\x1a"
_BLANKS = re.compile(b"(?:\xef\xbb\xbf)?[" + _BETWEEN + b"]*")  # files of UTF-8 may begin with a mark
# A record that begins inside another: behind the end of a field, maybe with a damaged byte where the end was.
_INNER = re.compile(rb"\x1e(?:[^\x1d]{0,3})(?=[0-9]{5}[ -~]{7}[0-9]{5}[ -~]{3}45[0-9]{2})")
_LEADER_LIKE = re.compile(rb"[0-9]{5}[ -~]{7}[0-9]{5}[ -~]{7}")


@dataclass(frozen=True, slots=True)
class Frame:
    """The bytes of one record, its end included; `done` bytes of the file are behind it.

    `too_long`: no end came; `data` is only how it begins.
    """

    data: bytes
    done: int
    too_long: bool = False


def frames(file: IO[bytes]) -> Iterator[Frame]:
    """The records of a file, each told apart from the others whatever is wrong with it."""
    buffer, searched, done, at_end = bytearray(), 0, 0, False
    while True:
        blank = _BLANKS.match(buffer)
        if blank is not None and (skipped := blank.end()):
            del buffer[:skipped]
            done, searched = done + skipped, 0
        end = buffer.find(_END, searched)
        if end < 0 and not at_end:
            searched = len(buffer)
            if len(buffer) > LONGEST:
                yield Frame(bytes(buffer[:_LEADER]), done, too_long=True)
                done += _skip(file, buffer)
                searched = 0
                continue
            block = file.read(_BLOCK)
            at_end = not block
            buffer += block
            continue
        if end < 0 and not buffer:
            return
        length = _length(file, buffer, len(buffer) if end < 0 else end + 1)
        data = bytes(buffer[:length])
        del buffer[:length]
        done, searched = done + length, 0
        yield Frame(data, done)


def _length(file: IO[bytes], buffer: bytearray, length: int) -> int:
    """How long the record at the beginning really is, of which the first end stands at `length`."""
    said = int(buffer[:5]) if buffer[:5].isdigit() else 0
    if said == length:
        return length
    inner = _INNER.search(buffer, _LEADER, length)
    if inner is not None:
        return inner.end()
    if said > length:  # an end that stands inside it?
        while len(buffer) < said + _LEADER and (block := file.read(_BLOCK)):
            buffer += block
        rest = bytes(buffer[said : said + _LEADER]).lstrip(_BETWEEN)
        if len(buffer) >= said and buffer[said - 1] == _END and (not rest or _LEADER_LIKE.match(rest)):
            between = bytes(buffer[length:said])
            if not _LEADER_LIKE.match(between.lstrip(_BETWEEN)):
                return said
    return length


def _skip(file: IO[bytes], buffer: bytearray) -> int:
    """Drop everything up to and with the next end; how many bytes that were."""
    dropped = len(buffer)
    buffer.clear()
    while block := file.read(_BLOCK):
        end = block.find(_END)
        if end >= 0:
            buffer += block[end + 1 :]
            return dropped + end + 1
        dropped += len(block)
    return dropped
