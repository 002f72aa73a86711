"""Why something is waived: the list of data/finance/waivers.toml (Wise: the A-dagboeken)."""

from __future__ import annotations

from dataclasses import dataclass

from balie.library.data_files import data_table, read_once


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


@read_once
def waiver_reasons() -> tuple[WaiverReason, ...]:
    """All reasons, in the order of the list. Raises `Refusal` when the library's own cannot be read."""
    with data_table("finance", "waivers.toml") as raw:
        return tuple(WaiverReason(**reason) for reason in raw["reasons"])


def waiver_reason(code: str) -> WaiverReason | None:
    """The reason with this code, or None."""
    return next((reason for reason in waiver_reasons() if reason.code == code), None)
