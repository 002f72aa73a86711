"""What a desk does not keep, so that it is as large in the evening as it was in the morning."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from functools import lru_cache, partial

_COLOURS = 256
"""So many pairs of colours: a look has a dozen."""


def forget_lines_of_gone_widgets() -> None:
    """Let the drawn lines of a widget go with it.

    Textual remembers two colours of every widget under the object that also holds its lines, and so keeps the lines of
    the last 1,024 widgets that are gone: forty megabytes. Here they are remembered under the colours they are mixed of.
    """
    from textual._styles_cache import StylesCache

    name = "get_inner_outer"
    method = vars(StylesCache)[name]
    if not isinstance(method, staticmethod):  # it is so for every program of this process
        setattr(StylesCache, name, staticmethod(lru_cache(_COLOURS)(partial(method.__wrapped__, None))))


def work_in_one_thread(loop: AbstractEventLoop) -> None:
    """Have what is done off the event loop done in one thread.

    A hash of a password takes 16 MB for a moment, and every thread that ever took them keeps them. There is never more
    than one such thing to do: keys wait for it.
    """
    from concurrent.futures import ThreadPoolExecutor

    loop.set_default_executor(ThreadPoolExecutor(max_workers=1, thread_name_prefix="balie"))
