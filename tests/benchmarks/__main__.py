"""`make bench`: every measure as a ratio to its floor, as a table on the screen and as bench-results.json.

`BENCH_QUICK=1` measures few times and in smaller stores: to see that it works, not what it costs. Arguments choose
families: `make bench ARGS="start keys"`. The exit status is 1 when a goal is missed.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from tests.benchmarks.bank import measure_bank
from tests.benchmarks.collection import measure_collection
from tests.benchmarks.customer_screen import measure_customer_screen
from tests.benchmarks.enrolments import measure_enrolments
from tests.benchmarks.figures import Line, table
from tests.benchmarks.growth import measure_growth
from tests.benchmarks.imports import measure_imports
from tests.benchmarks.invoicing import measure_invoicing
from tests.benchmarks.keys import measure_keys
from tests.benchmarks.lending import measure_lending, measure_opening
from tests.benchmarks.look_ups import measure_look_ups
from tests.benchmarks.many_desks import measure_many_desks
from tests.benchmarks.memory import measure_memory
from tests.benchmarks.paying import measure_balances, measure_paying
from tests.benchmarks.practising import measure_practising
from tests.benchmarks.rounds import measure_rounds
from tests.benchmarks.scans import measure_scans
from tests.benchmarks.searches import measure_searches
from tests.benchmarks.start import measure_start
from tests.benchmarks.stores import copy_of_store, copy_of_titles
from tests.benchmarks.titles import measure_titles

_RESULTS = Path("bench-results.json")


def main(chosen: list[str]) -> int:
    """Measure the chosen families (all when none is named), print the table, write the results."""
    quick = bool(os.environ.get("BENCH_QUICK"))
    small_size, large_size = (1_000, 20_000) if quick else (10_000, 1_000_000)
    starts, keys, times, seconds, rounds = (5, 60, 100, 1.0, 1) if quick else (21, 300, 500, 3.0, 3)
    sizes = (small_size, large_size)
    entries = 2_000 if quick else 100_000
    titles = 10_000 if quick else 500_000
    with tempfile.TemporaryDirectory(prefix="balie-bench-") as name:
        folder = Path(name)
        store = cache(partial(copy_of_store, folder=folder))
        families: dict[str, Callable[[], list[Line]]] = {
            "start": lambda: measure_start(store(small_size), small_size, starts),
            "keys": lambda: measure_keys(store(small_size), keys),
            "customer": lambda: measure_customer_screen(store(large_size), large_size, keys // 3),
            "scans": lambda: measure_scans(folder, keys, 2 if quick else 7),
            "memory": lambda: measure_memory(store(large_size), large_size),
            "growth": lambda: measure_growth(store(small_size), folder, *((20, 200) if quick else (1_000, 10_000))),
            "look-ups": lambda: measure_look_ups(store(small_size), store(large_size), sizes, times),
            "search": lambda: measure_searches(store(small_size), store(large_size), sizes, times),
            "import": lambda: measure_imports(folder, store(large_size), large_size, large_size // 50),
            "invoicing": lambda: measure_invoicing(folder, store(small_size), store(large_size), sizes),
            "collection": lambda: measure_collection(store(large_size // 10), large_size // 10, store(small_size)),
            "rounds": lambda: measure_rounds(store(large_size // 10), large_size // 10),
            "enrolments": lambda: measure_enrolments(store(small_size), store(large_size), sizes, times),
            "paying": lambda: measure_paying(store(large_size), large_size, times),
            "balances": lambda: measure_balances(store(small_size), times),
            "lending": lambda: [
                *measure_lending(store(large_size), large_size, large_size * 5 // 2, times),
                *measure_opening(
                    store(small_size), store(large_size), sizes, (small_size * 5 // 2, large_size * 5 // 2), times
                ),
            ],
            "bank": lambda: measure_bank(folder, store(entries), entries),
            "practice": lambda: measure_practising(folder, starts, keys, 3 if quick else 15),
            "titles": lambda: measure_titles(copy_of_titles(titles, folder), titles, times, folder),
            "many-desks": lambda: measure_many_desks(store(small_size), seconds, rounds),
        }
        if os.environ.get("BENCH_4M"):  # six minutes and 4 GB to make the first time
            huge = (small_size, 4_000_000)
            loans = (small_size * 5 // 2, huge[1] * 5 // 2)
            families["lending-4m"] = lambda: [
                *measure_lending(store(huge[1]), huge[1], loans[1], times),
                *measure_opening(store(small_size), store(huge[1]), huge, loans, times),
            ]
            families["search-4m"] = lambda: measure_searches(store(small_size), store(huge[1]), huge, times)
        if unknown := set(chosen) - set(families):
            print(f"no such family: {', '.join(sorted(unknown))}; there are {', '.join(families)}", file=sys.stderr)
            return 2
        lines: list[Line] = []
        for family in chosen or families:
            print(f"measuring {family}", file=sys.stderr, flush=True)
            lines += families[family]()
    print(table(lines))
    results = {
        "quick": quick,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "lines": [line.as_json() for line in lines],
    }
    _RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(line.met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
