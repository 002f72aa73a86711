"""What `balie oefenen --voortgang` and `--wis` do. Each returns the exit status; a `Refusal` goes up."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

from balie.commands.terminal import may_replace
from balie.dutch.text import clean
from balie.options import Recording
from balie.practice.places import practice_folder, progress_file, read_learner
from balie.practice.progress import ProgressFile, learners, progress_rows
from balie.refusal import Refusal
from balie.store.output import EXISTS, Guard, choose_target, written

_OK = 0
_LOCAL = "Deze voortgang staat alleen op deze computer; de cursist kan haar wissen: balie oefenen --cursist NAAM --wis."


def tell_progress(learner: str | None, target: Path | None, environment: Mapping[str, str], *, overwrite: bool) -> int:
    """Show what a learner did, or all who practised here, as a table; with `target` as CSV (semicolons) instead."""
    folder = practice_folder(environment)
    asked = learners(folder) if learner is None else [read_learner(learner)]
    rows: list[tuple[str, ...]] = list(progress_rows("", ()))
    for name in asked:
        rows += progress_rows(name, ProgressFile(progress_file(folder, name)).read().values())[1:]
    if target is not None:
        chosen = choose_target(target, Guard(folder / "oefenen.balie"))
        replaced = may_replace(chosen, overwrite=overwrite)
        with written(chosen, overwrite=replaced, newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        print(f"De voortgang staat in {clean(str(target))}.")
    elif len(rows) == 1:
        print("Er is nog niets geoefend.")
    else:
        _print_table(rows)
    print(_LOCAL, file=sys.stderr)
    return _OK


def choose_recording(target: Path, version: int, environment: Mapping[str, str], *, overwrite: bool) -> Recording:
    """Where a desk is recorded; asks whether a file that is there may go. Raises `Refusal` where none may be."""
    chosen = choose_target(target, Guard(practice_folder(environment) / "oefenen.balie"))
    replaced = may_replace(chosen, overwrite=overwrite)
    if chosen.taken and not replaced:
        raise Refusal(EXISTS.format(path=chosen.path))
    return Recording(chosen.path, version, replaced)


def erase_progress(learner: str | None, environment: Mapping[str, str]) -> int:
    """Forget what a learner did; who is logged in unless named."""
    name = read_learner(learner)
    erased = ProgressFile(progress_file(practice_folder(environment), name)).erase()
    print(f"De voortgang van {name} is gewist." if erased else f"Van {name} was er geen voortgang.")
    return _OK


def _print_table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
