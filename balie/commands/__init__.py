"""The command line: `balie` itself and its subcommands. `run` is the way in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from balie.options import DeskOptions, plain_options
from balie.refusal import Refusal
from balie.store.engine import refuse_old_sqlite

__all__ = ["DeskOptions", "run"]

_COMPLETION = "_BALIE_COMPLETE"
"""As click calls it; to import click takes longer than to open the desk."""
_ABOUT = frozenset({"--help", "-h", "--versie", "--version"})
"""What is told of the program itself, whatever it needs."""
_VIEWS = frozenset({"overzicht", "rechten", "waar", "aanvullen", *_ABOUT})
OK, REFUSED, USAGE = 0, 1, 2
"""The exit statuses: done; refused or broken off, with the reason on stderr; wrongly asked."""


def run(
    argv: Sequence[str],
    open_desk: Callable[[DeskOptions], int],
    *,
    environment: Mapping[str, str] = os.environ,
    today: Callable[[], date] = date.today,
) -> int:
    """Do what the command line asks and return the exit status (0 done, 1 refused, 2 wrong usage).

    `argv` is without the program's name. Without a subcommand `open_desk` is called with the options, and its status
    returned; click is only imported when there is more to read than these. A `Refusal` is printed on stderr.
    """
    try:
        if _COMPLETION not in environment and not _ABOUT.intersection(argv):
            refuse_old_sqlite()
        if _COMPLETION not in environment:
            options = plain_options(argv, environment, today())
            if options is not None:
                return open_desk(options)
            if argv and argv[0] == "oefenen":
                status = _practise(argv[1:], open_desk, environment, today())
                if status is not None:
                    return status
    except Refusal as refusal:
        return _refuse(refusal)
    from balie.commands.parser import run_click
    from balie.commands.streams import Streams

    # An overview is its output; what else is said of a command tells what was done, and may not be lost.
    with Streams(retold=not _VIEWS.intersection(argv)) as streams:
        try:
            status = run_click(argv, open_desk, environment, today)
        except Refusal as refusal:
            status = _refuse(refusal)
    return streams.status(status)


def _practise(
    argv: Sequence[str], open_desk: Callable[[DeskOptions], int], environment: Mapping[str, str], today: date
) -> int | None:
    """Open a practice desk; None where click has to read what is asked."""
    from balie.practice.asking import plain_wish
    from balie.practice.starting import get_ready

    wish = plain_wish(argv, today)
    return None if wish is None else open_desk(get_ready(wish, environment=environment))


def _refuse(refusal: Refusal) -> int:
    from balie.dutch.text import clean

    for reason in refusal.reasons:
        print(clean(reason.text), file=sys.stderr)
    return REFUSED
