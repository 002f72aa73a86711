"""Days as other programs write them: with a time behind it that tells nothing."""

from __future__ import annotations

import re

_WITH_TIME = re.compile(r"(.*[0-9])(?:T| +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?")


def without_time(text: str) -> str:
    """`1951-01-04T00:00:00` and `4-1-1951 0:00` without the time.

    With a zone behind it (`1951-01-03T23:00:00Z`) the day may be another one here: then it stays, to be refused.
    """
    found = _WITH_TIME.fullmatch(text.strip())
    return found.group(1) if found else text
