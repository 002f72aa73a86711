"""What the choice fields of tabs 5 to 7, 9, A and B offer: `data/customers/lists.toml`, read when first asked for."""

from __future__ import annotations

from dataclasses import dataclass

from balie.customers.forms.choices import CodeChoice
from balie.library.data_files import data_table, read_once


@dataclass(frozen=True, slots=True)
class Lists:
    """The rows of the file, in its order; what each list is for stands there."""

    standard_notes: tuple[str, ...]
    organisations: tuple[CodeChoice, ...]
    classifications: tuple[CodeChoice, ...]
    target_groups: tuple[CodeChoice, ...]
    roles: tuple[CodeChoice, ...]
    interests: tuple[CodeChoice, ...]


@read_once
def lists() -> Lists:
    """The lists that come with Balie, or the library's own. Raises `Refusal` when these cannot be read."""
    with data_table("customers", "lists.toml") as raw:
        return Lists(
            standard_notes=tuple(raw["standard_notes"]),
            **{
                name: tuple(CodeChoice(row["code"], row["label"]) for row in raw[name])
                for name in ("organisations", "classifications", "target_groups", "roles", "interests")
            },
        )


def label_in(offered: tuple[CodeChoice, ...], code: str | None) -> str:
    """The label of a stored code; a code that is no longer offered shows as itself, none as an empty text."""
    return next((choice.label for choice in offered if choice.code == code), code or "")
