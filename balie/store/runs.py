"""One run over all customers at a time: invoicing, collecting, taking in what the bank says.

Desks go on working meanwhile. The sign is a lock that the kernel drops when the process dies, so a run that was killed
never stands in the way of the one that finishes its work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from balie.refusal import Refusal
from balie.store.turnstile import turnstile_for

if TYPE_CHECKING:
    from balie.store.connection import Store


@contextmanager
def only_run(store: Store, *, told: str) -> Iterator[None]:
    """Be the only run on this store. Raises `Refusal` with the Dutch text `told` while another one is at work."""
    turnstile = turnstile_for(store.path)
    if not turnstile.start_run():
        raise Refusal(told)
    try:
        yield
    finally:
        turnstile.end_run()
