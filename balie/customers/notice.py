"""The line in the header that says that there is something to read of this customer (rules.md#notes-notice)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.blocks import BlockKind

if TYPE_CHECKING:
    from balie.store.reading import Reader

_KINDS = (
    "SELECT kind, NULL FROM block WHERE customer_id = :id"
    " UNION ALL SELECT NULL, place FROM note WHERE customer_id = :id"
    " UNION ALL SELECT 'bounced', NULL FROM bounce AS b WHERE b.customer_id = :id"
    " AND b.email = (SELECT email FROM customer WHERE id = :id)"
)


def notice(reader: Reader, customer_id: int) -> str:
    """`Geblokkeerd: adres · 2 meldingen · opmerking · e-mail onbestelbaar`; an empty text for most customers."""
    rows = reader.read(_KINDS, {"id": customer_id})
    blocked = {kind for kind, _ in rows}
    labels = [kind.label.lower() for kind in BlockKind if kind in blocked]
    places = [place for _, place in rows if place is not None]
    public = sum(place > 0 for place in places)
    parts = [f"Geblokkeerd: {', '.join(labels)}"] if labels else []
    if public:
        parts.append("1 melding" if public == 1 else f"{public} meldingen")
    if public < len(places):
        parts.append("opmerking")
    if "bounced" in blocked:
        parts.append("e-mail onbestelbaar")
    return " · ".join(parts)
