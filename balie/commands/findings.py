"""How the command line tells what a check of a store found: each finding, and the rows it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balie.dutch.counts import format_count
from balie.rounds.found_rows import row_text
from balie.store.as_it_is import Opened
from balie.store.check import Finding

_IDS_SHOWN = 10


def finding_lines(store: Opened, findings: Sequence[Finding]) -> Iterator[str]:
    """What was found, each with at most ten of its rows under it."""
    for finding in findings:
        yield finding.text
        for one in finding.ids[:_IDS_SHOWN]:
            yield f"  {row_text(store, finding.name, one)}"
        if (more := len(finding.ids) - _IDS_SHOWN) > 0:
            yield f"  en nog {format_count(more)}"
