"""The file beside what sepaxml makes of the same collections by itself: the same but for ids and the time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from sepaxml import SepaDD

from balie.customers.mandates import Sequence
from balie.finance.collection.creditor import creditor_of
from balie.finance.collection.items import CollectedCharge
from balie.finance.collection.pain008 import pain008
from balie.library.structs import Library

COLLECT_ON = date(2025, 5, 15)
RANDOM = re.compile(rb"<(MsgId|CreDtTm|PmtInfId)>[^<]*</")


def items(count: int) -> list[CollectedCharge]:
    return [
        CollectedCharge(
            customer_id=number,
            charge_id=number,
            attempt=1,
            cents=359 + number,
            sequence=Sequence.FIRST if number % 3 else Sequence.RECURRENT,
            reference=f"2410400000{number:04}",
            signed_on=date(2025, 4, 9),
            iban="NL91ABNA0417164300",
            debtor="J. 't Hart + Zn. <&>",
            description=f"Contributie 05-2025 t/m 04-2026 pas {number}",
            announced_on=date(2025, 4, 9),
            channel="bon",
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [1, 2, 7, 50])
def test_it_is_the_file_of_sepaxml_with_our_ids(poort: Library, count: int) -> None:
    creditor = creditor_of(poort)
    document = SepaDD(
        {
            "name": creditor.name,
            "IBAN": creditor.iban,
            "BIC": creditor.bic,
            "batch": True,
            "creditor_id": creditor.id,
            "currency": "EUR",
        },
        schema="pain.008.001.08",
        clean=False,
    )
    for item in sorted(items(count), key=lambda item: item.sequence.value):
        document.add_payment(
            {
                "name": item.debtor,
                "IBAN": item.iban,
                "amount": item.cents,
                "type": item.sequence.value,
                "collection_date": COLLECT_ON,
                "mandate_id": item.reference,
                "mandate_date": item.signed_on,
                "description": item.description,
                "endtoend_id": item.end_to_end_id,
            }
        )
    made_at = datetime(2025, 5, 1, 8, 15, 30, tzinfo=UTC)
    made = [
        pain008(creditor, items(count), message_id="410462010000-202505-001", made_at=made_at, collect_on=COLLECT_ON)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert RANDOM.sub(rb"", made[0]) == RANDOM.sub(rb"", document.export(validate=False))
    assert b"<MsgId>410462010000-202505-001</MsgId><CreDtTm>2025-05-01T08:15:30</CreDtTm>" in made[0]
    assert set(re.findall(rb"<PmtInfId>([^<]*)<", made[0])) <= {
        b"410462010000-202505-001-FRST",
        b"410462010000-202505-001-RCUR",
    }
