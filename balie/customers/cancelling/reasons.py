"""Why customers cancel: the list of data/reasons/cancellation.toml. Telling it is voluntary (rules.md#settlement)."""

from __future__ import annotations

from dataclasses import dataclass

from balie.library.data_files import data_table, read_once


@dataclass(frozen=True, slots=True)
class CancelReason:
    """One reason: the code that is stored, the label that is shown, and whether it says that the customer died."""

    code: str
    label: str
    deceased: bool = False


@read_once
def cancel_reasons() -> tuple[CancelReason, ...]:
    """All reasons, in the order of the list. Raises `Refusal` when the library's own cannot be read."""
    with data_table("reasons", "cancellation.toml") as raw:
        return tuple(CancelReason(**reason) for reason in raw["reasons"])


def cancel_reason(code: str) -> CancelReason | None:
    """The reason with this code, or None."""
    return next((reason for reason in cancel_reasons() if reason.code == code), None)
