"""What the commands of `balie` share: what they need from outside, and the options that most of them have.

Imports click, and so is only imported when there is something to parse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from balie.options import DeskOptions
from balie.refusal import Refusal
from balie.store.place import ENVIRONMENT, choose_store_path

COMPLETION = "_BALIE_COMPLETE"
"""Set by a shell that asks what may follow what was typed."""
_STORE_HELP = f"Bestand van de bibliotheek; anders {ENVIRONMENT}, anders de gewone plaats."


@dataclass(slots=True)
class Call:
    """What the click functions need from outside, and what was said before the subcommand."""

    open_desk: Callable[[DeskOptions], int]
    environment: Mapping[str, str]
    today: Callable[[], date]
    store: str | None = None

    def store_path(self, asked: str | None = None) -> Path:
        """The file of the library: as asked with the command, or before it, or where it usually is."""
        return choose_store_path(asked or self.store, self.environment)


def read_day(context: click.Context, option: click.Parameter, typed: str | None) -> date | None:
    """Read a day for an option. Raises `BadParameter` with what is wrong with it, in Dutch."""
    from balie.dutch.dates import parse_date

    return _read_with(parse_date, context, option, typed)


def _read_working_date(context: click.Context, option: click.Parameter, typed: str | None) -> date | None:
    from balie.working_date import read_working_date

    return _read_with(read_working_date, context, option, typed)


def _read_with(
    read: Callable[[str, date], date], context: click.Context, option: click.Parameter, typed: str | None
) -> date | None:
    if typed is None:
        return None
    try:
        return read(typed, context.ensure_object(Call).today())
    except Refusal as refusal:
        raise click.BadParameter(str(refusal), context, option) from refusal


store_option = click.option("--bestand", "store", metavar="PAD", help=_STORE_HELP)
sure_option = click.option("--ja", "sure", is_flag=True, help="Voer uit zonder te vragen.")
staff_option = click.option("--medewerker", "staff", metavar="CODE", help="Code van de medewerker.")
working_date_option = click.option(
    "--werkdatum",
    "working_date",
    metavar="DD-MM-JJJJ",
    callback=_read_working_date,
    help="Dag waarop het werk wordt geboekt; anders vandaag.",
)
