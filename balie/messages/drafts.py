"""What a message says: the subject and the text of its template, the same by mail and as a letter.

The template data/templates/message-`name`.txt begins with `Onderwerp: ...` and an empty line; then comes the text only.
Who it is to, the salutation, the greeting and the library are put around it (`letters`, `mailing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from balie.dutch.text import clean
from balie.messages.documents import Shown, render_document
from balie.messages.receipts import template_named, wrapped
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.messages.outbox import Way

WIDTH = 70
"""Characters on a line of the text: what is left of 80 columns between the margins of a letter."""

SUBJECT = "Onderwerp:"


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who a message is to, ready to be written: the lines of the address (empty where it is not complete) and so on.

    `number` is the klantnummer in groups, None while it has yet to follow; `email` is empty where there is none.
    """

    address: tuple[str, ...] = field(repr=False)
    salutation: str = field(repr=False)
    number: str | None = field(repr=False)
    email: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """Subject and text of a message."""

    subject: str
    text: str = field(repr=False)


class UnusableTemplate(Exception):
    """A template that is not there, or cannot be filled with what the message tells. It names no values."""


def get_ready(templates: Iterable[str]) -> None:
    """Read templates beforehand: it takes as long as filling hundreds, which nobody should wait for.

    One that cannot be used is told by `render`.
    """
    from jinja2 import TemplateError

    for name in templates:
        with suppress(Refusal, TemplateError):
            template_named(f"message-{name}")


def render(template: str, data: Mapping[str, Shown], library: Library, to: Correspondent, way: Way) -> MessageDraft:
    """Fill a template with what a message tells; beside that it may show `library`, `contact`, `customer_number` and
    `way`. Raises `UnusableTemplate`.
    """
    from jinja2 import TemplateError

    given = {
        "library": library.name,
        "contact": library.contact.email or library.contact.phone,
        "customer_number": to.number,
        "way": str(way),
    }
    try:
        text = render_document(f"message-{template}", {**given, **data}, WIDTH)
    except (Refusal, TemplateError, TypeError, ValueError) as error:
        # The cause is not chained: its text may hold what the message tells.
        raise UnusableTemplate(f"{template}: {type(error).__name__}") from None
    subject, _, rest = text.partition("\n")
    if not subject.startswith(SUBJECT):
        raise UnusableTemplate(f"{template}: no subject")
    # A template lays its text out itself; what it forgot to is cut here, so that nothing falls off the paper.
    lines = [part for line in rest.strip("\n").split("\n") for part in _cut(line)]
    return MessageDraft(clean(subject.removeprefix(SUBJECT)).strip(), "\n".join(lines) + "\n")


def signature(library: Library) -> list[str]:
    """The end of every message: a greeting, the library, and how to reach it."""
    contact = (library.contact.website, library.contact.email, library.contact.phone)
    return ["Met vriendelijke groet,", "", library.name, *filter(None, contact)]


def _cut(line: str) -> list[str]:
    return [line] if len(line) <= WIDTH else wrapped(line, WIDTH).split("\n")
