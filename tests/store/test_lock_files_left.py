"""Stores of a test leave no open file behind."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from balie.store.connection import open_store
from tests.support.lock_files import forget_turnstile

_OWN = Path("/dev/fd")


def test_a_store_that_is_done_with_leaves_no_file_open(empty_store: Path, tmp_path: Path) -> None:
    before = len(os.listdir(_OWN))
    for place in range(3):
        path = tmp_path / f"{place}.balie"
        shutil.copy(empty_store, path)
        with open_store(path):
            forget_turnstile(path)
            assert len(os.listdir(_OWN)) > before  # in use
        forget_turnstile(path)
    assert len(os.listdir(_OWN)) == before
