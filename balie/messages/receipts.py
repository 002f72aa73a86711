"""Bons: queued in the store with what they tell, rendered from a template in data/templates.

The row in the queue never holds the one-time password: it is handed over when the bon is printed for the first time,
and is gone after that.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from balie.dutch.text import clean
from balie.library.data_files import data_name, data_path, data_text, forget_on_change, packaged_path
from balie.messages.columns import amounts, pairs, table
from balie.refusal import Refusal
from balie.store.transaction import utc_text

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from balie.store.transaction import Transaction

ENROLMENT = "receipt-enrolment"
"""The bon of an enrolment: data/templates/receipt-enrolment.txt."""
PASSWORD = "receipt-password"
"""The bon of a new one-time password: data/templates/receipt-password.txt."""
PAYMENT = "receipt-payment"
"""The bon of a payment: data/templates/receipt-payment.txt."""

Told: TypeAlias = str | Sequence[Sequence[str]] | None
"""A value of a bon: a text, rows of texts, or None for what does not apply."""


def queue_receipt(tx: Transaction, template: str, customer_id: int | None, data: Mapping[str, Told]) -> int:
    """Put a bon in the queue of the branch, to be printed after the transaction. Out: its number.

    `data` is what the template tells; `customer_id` None for a slip that goes with an item and is nobody's. Raises
    `ValueError` when it holds a password.
    """
    if "password" in data:
        raise ValueError("a password is never queued")
    stamp = tx.stamp
    return tx.insert(
        "INSERT INTO receipt (customer_id, branch, staff, template, data, made_on, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            customer_id,
            stamp.branch,
            stamp.staff,
            template,
            _encoder().encode(data),
            stamp.working_date.isoformat(),
            utc_text(stamp.at),
        ),
    )


def render_receipt(
    template: str, data: Mapping[str, Told], *, width: int, password: str | None, duplicate: bool
) -> str:
    """The text of a bon: lines of at most `width` characters, ended by a newline.

    Values from people are cleaned; what is too long is wrapped, and a word longer than a line is cut. `password` is
    shown in its groups as given; a duplicate never shows one.
    """
    shown = {name: _cleaned(value) for name, value in data.items()}
    text = template_named(template).render(
        **shown, width=width, password=None if duplicate else password, duplicate=duplicate
    )
    lines = [line.rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


_AMOUNT = "€\u00a0"


@cache
def _encoder() -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _cleaned(value: Told) -> Told:
    if value is None or isinstance(value, str):
        return value and clean(value)
    return [[clean(text) for text in row] for row in value]


def wrapped(text: str, width: int) -> str:
    """Text over as many lines as it needs; a word longer than a line is cut. Leading blanks of the text are dropped.

    An amount stays on one line with its sign.
    """
    kept = textwrap.wrap(text.replace("€ ", _AMOUNT), width, break_long_words=True, break_on_hyphens=False)
    return "\n".join(kept).replace(_AMOUNT, "€ ")


def centred(text: str, width: int) -> str:
    """Every line of the wrapped text in the middle."""
    return "\n".join(line.center(width).rstrip() for line in wrapped(text, width).split("\n"))


def boxed(text: str, width: int) -> str:
    """One line set apart in a box as wide as the bon, so that it is found at once."""
    inner = width - 4
    rows: Iterable[str] = ("", text[:inner], "")
    edge = "+" + "-" * (width - 2) + "+"
    return "\n".join([edge, *(f"| {row.center(inner)} |" for row in rows), edge])


@cache
def template_named(name: str) -> Template:
    """The template data/templates/`name`.txt, or the library's own, with the filters that lay out plain text.

    Raises `Refusal` for one of the library's own that is none.
    """
    from jinja2 import TemplateError

    file_name = f"{name}.txt"
    path, ours = data_name("templates", file_name), packaged_path("templates", file_name)
    try:
        template: Template = template_environment().get_template(file_name)
    except (TemplateError, UnicodeDecodeError) as error:
        if path == str(ours):
            raise
        line = getattr(error, "lineno", None)
        where = f", regel {line}" if line else ""
        raise Refusal(f"{path}{where}: dit is geen geldig sjabloon. Vergelijk het met {ours}.") from error
    return template


forget_on_change(template_named.cache_clear)


def _template_source(file_name: str) -> tuple[str, str, None] | None:
    """What jinja2 asks of a loader: the text, where it stands, and that it need not be looked at again."""
    try:
        return data_text("templates", file_name), str(data_path("templates", file_name)), None
    except OSError:
        return None


def template_environment() -> Environment:
    """What makes templates of the files in data/templates, and of the library's own."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    # Plain text for paper: autoescape would print &amp; for a customer called O'Brien.
    environment = Environment(
        loader=FunctionLoader(_template_source),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(wrapped=wrapped, centred=centred, boxed=boxed, pairs=pairs, table=table, amounts=amounts)
    return environment
