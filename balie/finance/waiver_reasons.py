"""Why something is waived: the list of data/finance/waivers.toml (Wise: the A-dagboeken)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from balie.library.data_files import data_path


@dataclass(frozen=True, slots=True)
class WaiverReason:
    """One reason: the dagboek that is stored, and the label that is shown.

    `contribution` says that it is for contribution, otherwise for all other costs; `supervisor` that a supervisor must
    allow it.
    """

    code: str
    label: str
    contribution: bool = False
    supervisor: bool = False


@cache
def waiver_reasons() -> tuple[WaiverReason, ...]:
    """All reasons, in the order of the list."""
    import tomllib

    with data_path("finance", "waivers.toml").open("rb") as file:
        return tuple(WaiverReason(**reason) for reason in tomllib.load(file)["reasons"])


def waiver_reason(code: str) -> WaiverReason | None:
    """The reason with this code, or None."""
    return next((reason for reason in waiver_reasons() if reason.code == code), None)
