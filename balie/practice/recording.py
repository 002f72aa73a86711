"""A practice desk that is recorded: where to, and the file that is there when the desk has been closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from balie.practice.asciicast import Cast
from balie.store.errors import refusing
from balie.store.output import Guard, choose_target, written

if TYPE_CHECKING:
    from balie.options import DeskOptions


@contextmanager
def recorded(
    options: DeskOptions, size: tuple[int, int], *, clock: Callable[[], float] = monotonic
) -> Iterator[Cast | None]:
    """Meanwhile what is given to the cast is recorded, as `options.recording` wants; None where it wants nothing.

    Only where people practise: of a real desk nothing is ever recorded. The file gets its name at the end, whatever
    the desk ended by. Raises `Refusal` when it may not be written, before anything is shown, or could not.
    """
    wish = options.recording
    if wish is None or not options.practice:
        yield None
        return
    target = choose_target(wish.path, Guard(options.store))
    with written(target, overwrite=wish.overwrite) as file:
        cast = Cast(file, size, f"Balie: {options.lesson}" if options.lesson else "Balie", clock, version=wish.version)
        yield cast
        with refusing(target.path):
            if cast.failed is not None:
                raise cast.failed
