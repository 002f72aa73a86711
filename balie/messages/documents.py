"""Documents about a customer: plain text of 80 columns from a template, shown first and then printed.

Unlike a bon a document is not queued: it is made from the store when it is asked for, so that no copy of somebody's
data lies about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from balie.dutch.text import clean
from balie.messages.printing import PrintJob, job_of
from balie.messages.receipts import template_named

if TYPE_CHECKING:
    from balie.desk import Desk

WIDTH = 80

Shown: TypeAlias = "str | Sequence[Sequence[str]] | None"
"""What a template tells: a text, nothing, or the rows of a table (also pairs of label and value)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be shown or printed. `code` names it, `whose` is the klantnummer (empty while it follows)."""

    code: str
    title: str
    whose: str
    text: str = field(repr=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the preview."""
        return tuple(self.text.splitlines())


def render_document(template: str, data: Mapping[str, Shown], width: int = WIDTH) -> str:
    """The text of data/templates/`template`.txt: lines of at most `width` characters, values cleaned."""
    shown = {name: _cleaned(value) for name, value in data.items()}
    text = template_named(template).render(**shown, width=width)
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"


def print_job(desk: Desk, document: Document, serial: int) -> PrintJob:
    """The document, ready for `printing.deliver`. `serial` keeps the names of files in the spool folder apart."""
    return job_of(desk, document.text, f"{file_stem(document, serial)}.txt")


def file_stem(document: Document, serial: int) -> str:
    """How a file with this document is called, without its ending: `inschrijfbewijs-29428000077727-00000012`."""
    return f"{document.code}-{document.whose or 'zonder-nummer'}-{serial:08d}"


def _cleaned(value: Shown) -> Shown:
    if value is None or isinstance(value, str):
        return None if value is None else clean(value)
    return [tuple(clean(text) for text in row) for row in value]
