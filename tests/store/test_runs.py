"""One run over all customers at a time, whatever happened to the one before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.connection import Store
from balie.store.runs import only_run

ROOT = Path(__file__).parents[2]

HOLD = """
import sys
from pathlib import Path
from balie.store.connection import open_store
from balie.store.runs import only_run
with open_store(Path(sys.argv[1])) as store, only_run(store, told="bezig"):
    print("bezig", flush=True)
    sys.stdin.readline()
"""


def test_another_in_the_same_process_is_refused_until_the_first_ends(store: Store) -> None:
    with only_run(store, told="eerst dit"):
        with pytest.raises(Refusal, match="eerst dit"), only_run(store, told="eerst dit"):
            pytest.fail("two runs at once")
        with pytest.raises(Refusal), only_run(store, told="eerst dit"):
            pytest.fail("a refused one ended the first")
    with only_run(store, told="eerst dit"):
        pass


def test_a_run_that_failed_is_over(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), only_run(store, told="bezig"):
        raise ZeroDivisionError
    with only_run(store, told="bezig"):
        pass


def test_another_process_is_refused_until_the_first_is_killed(store: Store) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store.path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "bezig\n"
    with pytest.raises(Refusal, match="bezig"), only_run(store, told="bezig"):
        pytest.fail("two runs at once")
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    with only_run(store, told="bezig"):
        pass
