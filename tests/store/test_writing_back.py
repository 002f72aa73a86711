"""Long work brings what it committed into the file between its transactions, not in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.store.connection import Stamp, Store, open_store

PAGES = 300
"""More than a commit leaves in the log by itself."""


def commit(store: Store, stamp: Stamp, key: str) -> None:
    with store.transaction(stamp) as tx:
        tx.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (key, "x" * 4096 * PAGES))


def test_a_commit_leaves_the_file_alone_until_it_is_written_back(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store:
        before = path.read_bytes()
        with store.long_work() as write_back:
            commit(store, stamp, "first")
            assert path.read_bytes() == before
            write_back()
        assert path.stat().st_size >= len(before) + 4096 * PAGES


def test_the_log_does_not_grow_with_the_number_of_transactions(path: Path, stamp: Stamp) -> None:
    log = path.with_name(path.name + "-wal")
    with open_store(path) as store, store.long_work() as write_back:
        sizes = []
        for number in range(4):
            commit(store, stamp, str(number))
            write_back()
            sizes.append(log.stat().st_size)
        assert sizes[-1] <= 1.1 * sizes[0]


def test_another_desk_goes_on_writing_meanwhile(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store, open_store(path) as other, store.long_work() as write_back:
        commit(store, stamp, "first")
        with other.transaction(stamp) as tx:
            tx.execute("INSERT INTO setting (key, value) VALUES ('other', '')")
            write_back()
        assert other.read("SELECT count(*) FROM setting WHERE key IN ('first', 'other')") == [(2,)]


def test_afterwards_commits_write_back_by_themselves_again(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store:
        with pytest.raises(ZeroDivisionError), store.long_work():
            raise ZeroDivisionError
        before = path.stat().st_size
        commit(store, stamp, "first")
        assert path.stat().st_size > before
