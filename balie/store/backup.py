"""The backup of a store: a checked copy under another name, while desks go on writing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from balie.refusal import Refusal
from balie.store.as_it_is import AsItIs
from balie.store.connection import borrow
from balie.store.copying import Look, Progress, copy_checked, no_look, no_progress, rest
from balie.store.output import EXISTS, NAMED_LIBRARY, Guard, Target, choose_target, give_name, library_files


def backup(
    store: Path,
    target: Path,
    *,
    overwrite: bool = False,
    progress: Progress = no_progress,
    pause: Callable[[], None] = rest,
    look: Look = no_look,
) -> list[str]:
    """Write a checked copy of the store to `target`, one file of mode 0600; desks may write meanwhile.

    `progress` is called with pages done and in all, `pause` between the steps. `look` sees the copy before it gets its
    name, and what it says of it comes out. Raises `Refusal`, leaving everything as it was, when the store cannot be
    read, or `target` is the store itself, exists (unless `overwrite`) or cannot be written.
    """
    with borrow(store) as original:
        chosen = _choose(original, store, target)
        if chosen.taken and not overwrite:
            raise Refusal(EXISTS.format(path=chosen.path))

        def name_it(unfinished: Path) -> None:
            give_name(unfinished, choose_target(chosen.path, chosen.guard), overwrite=overwrite)

        return copy_checked(
            original.connection, chosen.path, progress=progress, pause=pause, name_it=name_it, look=look
        )


def backup_target(store: Path, target: Path) -> Target:
    """Look whether a backup of the store may be written at `target`. Raises `Refusal` as `backup` does."""
    with borrow(store) as original:
        return _choose(original, store, target)


def _choose(original: AsItIs, store: Path, target: Path) -> Target:
    named = original.read_one(NAMED_LIBRARY)
    return choose_target(target, Guard(store.absolute(), tuple(library_files(store, named)), backups=True))
