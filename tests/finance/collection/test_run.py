"""The run of a month: what goes along, what is left out and why, and the files for the bank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from balie.desk import Desk
from balie.finance.collection import preview as previewing
from balie.finance.collection import run as running
from balie.finance.collection.files import files
from balie.finance.collection.folder import collection_folder
from balie.finance.collection.naming import put_in_place
from balie.finance.collection.outcomes import book_collection, collecting
from balie.finance.collection.preview import next_month, preview
from balie.finance.collection.run import collect
from balie.ledger import Incoming, Method, receive
from balie.library.terms import DebitMessage
from balie.refusal import Refusal
from tests.support.debit_runs import MAY, NOW, At, look, sound
from tests.support.debtors import MONTHLY, charge_of, debtor


def three(desk: Desk) -> list[int]:
    """€ 48,00 for the first time; € 4,00 and € 3,59 on mandates that were used before (rules.md#sequence)."""
    ids = [debtor(desk, date(2025, 4, 9))]
    for way, cents in ((MONTHLY, 400), (MONTHLY, 359)):
        customer_id = debtor(desk, date(2025, 4, 9), way=way, surname=f"Maand{cents}")
        ids.append(customer_id)
    return ids


def test_the_preview_counts_first_and_recurrent_and_shows_dates(poort_on: At) -> None:
    desk = poort_on(NOW)
    three(desk)
    found, left_out = look(desk)
    assert not left_out
    assert (found.items, found.cents, found.first, found.first_cents) == (3, 4800 + 400 + 400, 3, 5600)
    assert dict(found.lines())["Incassodatum"] == "15-05-2025"
    assert dict(found.lines())["Inleveren bij de bank"] == "uiterlijk 13-05-2025"
    assert (found.files, found.warnings, found.made) == (1, (), ())
    assert not desk.store.read("SELECT * FROM collection_run")


@pytest.mark.parametrize("message", DebitMessage)
def test_the_file_is_what_the_official_schema_wants(
    poort_on: At, schema: Callable[[str], Any], message: DebitMessage
) -> None:
    from lxml import etree

    desk = poort_on(NOW)
    assert desk.library.direct_debit is not None
    rule = msgspec.structs.replace(desk.library.direct_debit, message=message)
    desk = replace(desk, library=msgspec.structs.replace(desk.library, direct_debit=rule))
    three(desk)
    debtor(desk, date(2025, 4, 9), surname="Müßig", account_holder="Zoë & M. Müßig_€")
    made = collect(desk, MAY)
    (file,) = made.files
    path = collection_folder(desk) / file.name
    document = etree.parse(path)
    schema(message).assertValid(document)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    text = path.read_text(encoding="utf-8")
    assert "<MsgId>410462010000-202505-001</MsgId>" in text
    assert "<PmtInfId>410462010000-202505-001-FRST</PmtInfId>" in text
    assert "<NbOfTxs>4</NbOfTxs><CtrlSum>104.00</CtrlSum>" in text
    assert "<Nm>Zoe + M. Mussig-EUR</Nm>" in text
    assert "<ReqdColltnDt>2025-05-15</ReqdColltnDt>" in text
    assert "<Ustrd>Contributie 05-2025 t/m 04-2026 pas 24104" in text
    assert "<MndtId>24104" in text
    assert "<DtOfSgntr>2025-04-09</DtOfSgntr>" in text
    sound(desk)


def test_one_block_for_each_sequence_type(poort_on: At, schema: Callable[[str], Any]) -> None:
    """rules.md#sequence: 48,00 FRST + 4,00 RCUR + 3,59 RCUR = 3 transactions, 55,59; blocks of 48,00 and 7,59."""
    from lxml import etree

    desk = poort_on(date(2025, 4, 1))
    new, *monthly = [debtor(desk, date(2025, 4, 30), surname="Nieuw")] + [
        debtor(desk, date(2025, 3, 9), way=MONTHLY, surname=f"Maand{cents}") for cents in (400, 359)
    ]
    collect(desk, date(2025, 4, 1))
    with desk.transaction() as tx:
        for row in tx.read("SELECT end_to_end_id FROM collection"):
            book_collection(tx, row[0], date(2025, 4, 14))
        for customer_id, cents in zip(monthly, (400, 359), strict=True):
            tx.execute(
                "INSERT INTO membership (customer_id, number, code, branch, status, started_on, paid_from,"
                " paid_until, price_cents, way) SELECT customer_id, 2, code, branch, 2, '2025-05-01', '2025-05-01',"
                " '2025-05-31', ?, way FROM membership WHERE customer_id = ?",
                (cents, customer_id),
            )
            invoice = tx.execute(
                "INSERT INTO invoice (customer_id, made_on, branch, staff) VALUES (?, '2025-04-01', '4104', 'ebt')",
                (customer_id,),
            ).lastrowid
            tx.execute(
                "INSERT INTO charge (customer_id, invoice_id, kind, cents, vat_percent, vat_basis, membership_number,"
                " booked_on, branch) VALUES (?, ?, 'contributie', ?, 9, 'inbegrepen', 2, '2025-04-01', '4104')",
                (customer_id, invoice, cents),
            )
    desk = poort_on(NOW)
    (file,) = collect(desk, MAY).files
    document = etree.parse(collection_folder(desk) / file.name)
    name = document.getroot().nsmap[None]
    blocks = [
        tuple(block.findtext(path, namespaces={None: name}) for path in ("PmtTpInf/SeqTp", "NbOfTxs", "CtrlSum"))
        for block in document.iter(f"{{{name}}}PmtInf")
    ]
    assert blocks == [("FRST", "1", "48.00"), ("RCUR", "2", "7.59")]
    assert (file.items, file.cents) == (3, 5559)
    assert new not in monthly


def test_a_second_run_makes_nothing_and_shows_what_was_made(poort_on: At) -> None:
    desk = poort_on(NOW)
    ids = three(desk)
    (file,) = collect(desk, MAY).files
    before = (collection_folder(desk) / file.name).read_bytes()
    assert collect(desk, MAY).files == ()
    found, left_out = look(desk)
    assert (found.items, found.under_way, found.made, left_out) == (0, 3, (file,), [])
    assert (collection_folder(desk) / file.name).read_bytes() == before
    assert files(desk.store) == [file]
    assert collecting(desk.store, ids[0]) == {charge_of(desk, ids[0])}
    sound(desk)


def test_a_file_that_is_gone_is_laid_down_again_as_it_was(poort_on: At) -> None:
    desk = poort_on(NOW)
    three(desk)
    (file,) = collect(desk, MAY).files
    path = collection_folder(desk) / file.name
    before = path.read_bytes()
    for spoil in (path.unlink, lambda: path.write_bytes(b"<Document/>")):
        spoil()
        assert put_in_place(desk, file) == path
        assert path.read_bytes() == before
    assert [entry.name for entry in collection_folder(desk).iterdir()] == [file.name]


def test_a_file_is_not_laid_down_otherwise_than_it_was(poort_on: At) -> None:
    desk = poort_on(NOW)
    three(desk)
    (file,) = collect(desk, MAY).files
    path = collection_folder(desk) / file.name
    path.unlink()
    desk.store.connection.execute("UPDATE mandate SET holder = 'Iemand anders'")
    with pytest.raises(Refusal, match="kan niet meer precies zo worden gemaakt"):
        put_in_place(desk, file)
    assert not path.exists()


def test_files_hold_at_most_so_many(poort_on: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST", 2)
    monkeypatch.setattr(previewing, "MOST", 2)
    desk = poort_on(NOW)
    for place in range(5):
        debtor(desk, date(2025, 4, 9), surname=f"Tester{'abcde'[place]}")
    assert look(desk)[0].files == 3
    made = collect(desk, MAY).files
    assert [(file.name, file.items) for file in made] == [
        ("incasso-2025-05-001.xml", 2),
        ("incasso-2025-05-002.xml", 2),
        ("incasso-2025-05-003.xml", 1),
    ]
    assert desk.store.read_one("SELECT count(DISTINCT charge_id), count(*) FROM collection") == (5, 5)
    sound(desk)


# Money that is there already.


def test_what_was_paid_is_not_collected_and_credit_is_used_first(poort_on: At) -> None:
    desk = poort_on(NOW)
    partly, wholly, rich = (debtor(desk, date(2025, 4, 9), surname=name) for name in ("Deels", "Heel", "Tegoed"))
    for customer_id, cents, settle in ((partly, 1000, None), (wholly, 4800, None), (rich, 800, ())):
        with desk.transaction() as tx:
            receive(tx, Incoming(customer_id, cents, Method.BANK, NOW), settle)
    assert (look(desk)[0].items, look(desk)[0].cents) == (2, 3800 + 4000)
    collect(desk, MAY)
    assert desk.store.read("SELECT cents FROM collection ORDER BY charge_id") == [(3800,), (4000,)]
    sound(desk)


# Too early, too late, and libraries that do not collect.


def test_a_run_for_a_month_that_cannot_be_delivered_is_refused(poort_on: At) -> None:
    desk = poort_on(date(2025, 5, 15))
    for act in (preview, collect):
        with pytest.raises(Refusal, match=r"te laat: .* 15-05-2025 .* 14-05-2025 .* Kies juni 2025"):
            act(desk, MAY)
        with pytest.raises(Refusal, match="te vroeg: dat kan vanaf 01-06-2025"):
            act(desk, date(2025, 7, 1))
    assert next_month(desk) == date(2025, 6, 1)
    assert next_month(poort_on(date(2025, 5, 14))) == MAY
    assert not desk.store.read("SELECT * FROM collection_run")


def test_after_two_days_before_it_warns(poort_on: At) -> None:
    assert look(poort_on(date(2025, 5, 13)))[0].warnings == ()
    (warning,) = look(poort_on(date(2025, 5, 14)))[0].warnings
    assert "13-05-2025" in warning


def test_a_library_without_direct_debit_says_so(desk: Desk) -> None:
    with pytest.raises(Refusal, match="incasseert niet"):
        preview(desk, date(2024, 4, 1))
