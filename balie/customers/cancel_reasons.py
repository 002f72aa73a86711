"""Why customers cancel: the list of data/reasons/cancellation.toml. Telling it is voluntary (rules.md#settlement)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from balie.library.data_files import data_path


@dataclass(frozen=True, slots=True)
class CancelReason:
    """One reason: the code that is stored, the label that is shown, and whether it says that the customer died."""

    code: str
    label: str
    deceased: bool = False


@cache
def cancel_reasons() -> tuple[CancelReason, ...]:
    """All reasons, in the order of the list."""
    import tomllib

    with data_path("reasons", "cancellation.toml").open("rb") as file:
        return tuple(CancelReason(**reason) for reason in tomllib.load(file)["reasons"])


def cancel_reason(code: str) -> CancelReason | None:
    """The reason with this code, or None."""
    return next((reason for reason in cancel_reasons() if reason.code == code), None)
