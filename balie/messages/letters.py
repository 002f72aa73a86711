"""Letters: pages of A4 in plain text, 80 columns by 66 lines, with the address where a window envelope shows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.dates import long_date
from balie.dutch.text import clean
from balie.messages.drafts import WIDTH, Correspondent, MessageDraft, signature
from balie.messages.printing import PAGE_END
from balie.messages.receipts import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balie.library.structs import Library

PAGE_LINES = 62
"""Lines used of a page; four stay white below."""

_MARGIN = " " * 5
_WINDOW_LINE = 9
"""The address begins on this line: some 38 mm from the top, within the window."""
_WINDOW_LINES = 6
_LONGEST_NAME = 45
"""What a window shows of a line."""


def letter_pages(draft: MessageDraft, to: Correspondent, library: Library, on: date) -> list[str]:
    """The pages of one letter, without what ends a page. No line is longer than 80 characters.

    `on` is the date it bears. Raises `ValueError` for somebody without an address: there is nowhere to send it.
    """
    if not to.address:
        raise ValueError("a letter without an address")
    facts = [long_date(on)]
    if to.number:
        facts.append(f"Klantnummer: {to.number}")
    body = [
        *facts,
        "",
        *_lines(f"Betreft: {draft.subject}"),
        "",
        *_lines(to.salutation),
        "",
        *draft.text.rstrip("\n").split("\n"),
        "",
        *(line for part in signature(library) for line in _lines(part)),
    ]
    return _paged([*_head(library, to), *body], library)


def print_text(letters: Sequence[Sequence[str]]) -> str:
    """One print job of these letters: every page ends with a form feed, so that each begins on a new sheet."""
    return "".join(page + PAGE_END for pages in letters for page in pages)


def _head(library: Library, to: Correspondent) -> list[str]:
    head = _lines(library.name)
    head += [""] * (_WINDOW_LINE - 1 - len(head))
    window = [line for part in to.address for line in wrapped(clean(part), _LONGEST_NAME).split("\n")]
    return [*head, *window, *[""] * max(_WINDOW_LINES - len(window), 0), "", ""]


def _paged(lines: list[str], library: Library) -> list[str]:
    pages: list[list[str]] = []
    while lines:
        first = [] if not pages else [f"{library.name} - blad {len(pages) + 1}"[:WIDTH], ""]
        room = PAGE_LINES - len(first)
        pages.append([*first, *lines[:room]])
        lines = lines[room:]
        while lines and not lines[0]:
            lines = lines[1:]
    return ["\n".join((_MARGIN + line).rstrip() for line in page) + "\n" for page in pages]


def _lines(text: str) -> list[str]:
    return wrapped(clean(text), WIDTH).split("\n")
