"""Several accounts on one machine share a store: what is made beside it takes after the folder that it is in.

A folder in which its group may write (`chmod 2770`) is shared by that group, and so are what every desk needs: the
store, its lock files, the spool, and what goes to the bank. Elsewhere they are made for their owner alone. Nobody else
ever gets a right, whatever the folder grants.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_SHARED_FILE, _SHARED_FOLDER = 0o660, 0o2770
_MAY_MAKE = stat.S_IWGRP | stat.S_IXGRP


def share(path: Path) -> None:
    """Give a file of one's own to the group of the folder that it is in, where that is shared; else it is left."""
    with suppress(OSError):
        folder = path.parent.stat()
        found = path.stat()
        if found.st_uid != os.geteuid() or not _is_shared(folder.st_mode):
            return
        if found.st_gid != folder.st_gid:
            os.chown(path, -1, folder.st_gid)
        if stat.S_IMODE(found.st_mode) != _SHARED_FILE:
            path.chmod(_SHARED_FILE)


def close_to_others(path: Path) -> None:
    """Take away what everybody may do with a file (a store that `cp` made, say), where it is one's own."""
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & stat.S_IRWXO:
            path.chmod(mode & ~stat.S_IRWXO)


def make_shared_folder(folder: Path) -> None:
    """Make a folder (mode 0700) with those above it where there is none; shared as the one it is made in.

    Raises `OSError` as it comes.
    """
    if folder.is_dir():
        return
    above = folder.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):
        found = above.stat()
        if _is_shared(found.st_mode) and folder.stat().st_uid == os.geteuid():
            os.chown(folder, -1, found.st_gid)
            folder.chmod(_SHARED_FOLDER)


def _is_shared(mode: int) -> bool:
    return mode & _MAY_MAKE == _MAY_MAKE
