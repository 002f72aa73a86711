"""What `balie overzicht` does: list the overviews, show one, or write it to a CSV file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from balie.commands.terminal import may_replace
from balie.dutch.counts import many
from balie.finance.overviews.csv_file import export, read_target
from balie.finance.overviews.paper import text_lines
from balie.finance.overviews.reading import read_scope
from balie.finance.overviews.registry import OVERVIEWS, overview
from balie.opening import Opening
from balie.options import DeskOptions

_OK = 0


def list_overviews() -> int:
    """Print every overview there is: its name, and what it tells."""
    width = max(len(item.id) for item in OVERVIEWS)
    for item in OVERVIEWS:
        print(f"{item.id:<{width}}  {item.help}")
    return _OK


def show_overview(
    options: DeskOptions,
    name: str,
    *,
    today: date,
    first: str,
    last: str,
    branch: str,
    till: str,
    csv_path: Path | None,
    overwrite: bool,
) -> int:
    """Print an overview, or with `csv_path` write it to that file; of the period, branch and till typed.

    Raises `Refusal` for an overview that is not there, and as `read_scope` and `export` do.
    """
    item = overview(name)
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        scope = read_scope(desk, item, first=first, last=last, branch=branch, till=till)
        if csv_path is None:
            for line in text_lines(desk, item, scope):
                print(line)
        else:
            target = read_target(desk, item, scope, str(csv_path))
            written = export(desk, item, scope, target.path, overwrite=may_replace(target, overwrite=overwrite))
            print(f"{item.title}: {many(written.lines, 'regel', 'regels')} in {written.path}.")
    return _OK
