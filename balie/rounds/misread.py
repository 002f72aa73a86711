"""What a mistake may have come of: a value in the store that cannot be, or rows that go against what must be true."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from balie.refusal import Refusal
from balie.store.errors import Unreadable, may_be_unreadable

if TYPE_CHECKING:
    from balie.store.connection import Store

_MOST_TOLD = 3
_NOT_DONE = (
    "Dat kan de balie niet tonen. `balie controle` zegt alles; laat het verbeteren of zet een reservekopie terug."
)


def misread(store: Store, error: Exception) -> Refusal | None:
    """The refusal where `error` may have come of what is wrong in the store, naming it; None for a mistake of ours."""
    if (refusal := store.misread(error)) is not None or store.connection.in_transaction:
        return refusal
    from balie.rounds.found_rows import row_text
    from balie.rounds.invariants import all_invariants
    from balie.store.check import check

    with suppress(Unreadable, Refusal), may_be_unreadable():
        found = [finding for finding in check(store, all_invariants()) if finding.ids]
        told = [
            f"{finding.text.rstrip('.')}: {row_text(store, finding.name, finding.ids[0])}."
            for finding in found[:_MOST_TOLD]
        ]
        return Refusal(*told, _NOT_DONE) if told else None
    return None
