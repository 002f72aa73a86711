"""Files of payouts, made and looked into."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import msgspec

from balie.desk import Desk
from balie.finance.settling.payouts import pay_out, preview_payouts
from balie.library.money_tables import Payouts
from tests.support.refund_examples import C1

AFTER = C1.last_day + timedelta(days=1)


def texts(data: bytes, tag: str) -> list[str]:
    """Everything that stands in elements of this name."""
    return [node.text or "" for node in ET.fromstring(data).iter() if node.tag.rpartition("}")[2] == tag]


def with_payouts(desk: Desk, **keys: object) -> Desk:
    """The desk of a library that decided this of paying back."""
    return replace(
        desk, library=msgspec.structs.replace(desk.library, payouts=msgspec.structs.replace(Payouts(), **keys))
    )


def paid_file(desk: Desk) -> bytes:
    made = pay_out(desk).file
    assert made is not None
    return made.path.read_bytes()


def reasons_left_out(desk: Desk) -> list[str]:
    (left_out,) = preview_payouts(desk).left_out
    return list(left_out.reasons)
