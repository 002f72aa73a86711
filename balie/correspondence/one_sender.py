"""One sender at a time: a lock beside the store, which the kernel drops when its process dies.

Who has it knows that whatever is still marked as being sent was left behind by a sender that died.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from balie.refusal import Refusal
from balie.store.errors import refusing
from balie.store.locks import try_lock_whole
from balie.store.place import sender_lock_path
from balie.store.sharing import share

_BUSY = "Er worden al berichten verstuurd, door een andere balie of opdracht. Wacht tot die klaar is."


@contextmanager
def only_sender(store: Path) -> Iterator[None]:
    """Be the only one who sends messages of this store. Raises `Refusal` while somebody else does."""
    path = sender_lock_path(store)
    with refusing(path):
        # Not lockf: such a lock is lost when anything else in the process closes the same file.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        share(path)
    try:
        if not try_lock_whole(descriptor, path):
            raise Refusal(_BUSY)
        yield
    finally:
        os.close(descriptor)


def somebody_sends(store: Path) -> bool:
    """Whether messages are being sent at this moment."""
    try:
        with only_sender(store):
            return False
    except Refusal:
        return True
