"""What is read from a bank file, in every form that banks send; and what is no bank file."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.finance.bank.camt import Statement as Told
from balie.finance.bank.camt import read_camt
from balie.finance.bank.elements import read_cents
from balie.finance.bank.movements import Movement
from balie.refusal import Refusal
from tests.support.camt import (
    COLLECTED,
    OWN_IBAN,
    PAYOUT_BACK,
    RECEIVED,
    SENT,
    UNPAID,
    BankFile,
    Batch,
    Detail,
    Entry,
    Statement,
)

SCHEMAS = Path(__file__).parents[2] / "data" / "iso20022"
FORMS = [(message, version) for message in ("camt.053", "camt.054") for version in ("02", "08")]
TODAY = date(2024, 4, 10)
EVERYTHING = (
    Entry(
        5400,
        [
            Detail(
                end_to_end="NOTPROVIDED",
                name="Hr. J. de Vries & <Zn>",
                iban="NL91ABNA0417164300",
                text=("Contributie", "2024"),
                reference="RF120000000001",
            )
        ],
        bank_reference="041000001",
    ),
    Entry(-5400, [Detail(5400, end_to_end="B1-1", mandate="294", reason="MD06")], code=UNPAID, reversal=True),
    Entry(16200, batch=Batch("M-1-RCUR", "M-1", 3, 16200), code=COLLECTED),
    Entry(
        10800,
        [Detail(5400, end_to_end="B2-1"), Detail(5400, end_to_end="B3-1")],
        batch=Batch("M-1-RCUR", count=2),
        code=COLLECTED,
    ),
    Entry(-1340, [Detail(1340, end_to_end="UIT-1", name="M. Bakker", iban="NL18RABO0123459876")], code=SENT),
    Entry(1340, [Detail(1340, end_to_end="UIT-1", reason="AC04")], code=PAYOUT_BACK),
    Entry(999, status="PDNG", info="nog niet geboekt"),
    Entry(-250, info="Kosten betalingsverkeer"),
)


def read(path: Path) -> tuple[list[Movement], list[Told]]:
    items = list(read_camt(path, [OWN_IBAN], TODAY))
    return [one for one in items if isinstance(one, Movement)], [one for one in items if isinstance(one, Told)]


@pytest.mark.parametrize(("message", "version"), FORMS)
def test_the_samples_of_these_tests_are_what_the_official_schema_asks(
    message: str, version: str, tmp_path: Path
) -> None:
    from lxml import etree

    path = BankFile([Statement(EVERYTHING, summary=(8, 0))], message, version).write(tmp_path / "bank.xml")
    schema = etree.XMLSchema(file=str(SCHEMAS / f"{message}.001.{version}.xsd"))
    schema.assertValid(etree.parse(str(path)))


@pytest.mark.parametrize(("message", "version"), FORMS)
def test_every_message_and_version_tells_the_same(message: str, version: str, tmp_path: Path) -> None:
    path = BankFile([Statement(EVERYTHING)], message, version).write(tmp_path / "bank.xml")

    movements, statements = read(path)

    assert [(one.cents, one.end_to_end, one.batch, one.came_back, one.reason) for one in movements] == [
        (5400, "", 0, False, ""),
        (-5400, "B1-1", 0, True, "MD06"),
        (16200, "", 3, False, ""),
        (5400, "B2-1", 0, False, ""),
        (5400, "B3-1", 0, False, ""),
        (-1340, "UIT-1", 0, False, ""),
        (1340, "UIT-1", 0, True, "AC04"),
        (-250, "", 0, False, ""),
    ]
    paid, _, batch, *_, out, back, costs = movements
    assert (paid.name, paid.iban) == ("Hr. J. de Vries & <Zn>", "NL91ABNA0417164300")
    assert (paid.text, paid.reference, paid.bank_reference) == ("Contributie 2024", "RF120000000001", "041000001")
    assert (batch.payment_id, batch.message_id) == ("M-1-RCUR", "M-1")
    assert (out.name, out.iban) == ("M. Bakker", "NL18RABO0123459876")
    assert (back.day, costs.text) == ("2024-04-09", "Kosten betalingsverkeer")
    (statement,) = statements
    assert (statement.account, statement.reference, statement.pending) == (OWN_IBAN, "24100", 1)
    balances = (100_000, 126_750) if message == "camt.053" else (None, None)
    assert (statement.opening, statement.closing) == balances


def test_a_transaction_is_known_again_in_the_other_message_by_what_the_bank_calls_it(tmp_path: Path) -> None:
    entries = [Entry(5400, [Detail(text="Contributie")], bank_reference="041000001")]
    one = BankFile([Statement(entries)], "camt.053", "02").write(tmp_path / "053.xml")
    other = BankFile([Statement(entries, id="N-7")], "camt.054", "08").write(tmp_path / "054.xml")

    assert [found.base for found in read(one)[0]] == [found.base for found in read(other)[0]]


def test_without_a_name_of_the_bank_the_place_in_the_statement_tells_one_from_another(tmp_path: Path) -> None:
    path = BankFile([Statement([Entry(5400), Entry(5400)])]).write(tmp_path / "bank.xml")

    assert len({found.base for found in read(path)[0]}) == 2


def test_details_that_do_not_come_to_the_entry_are_left_as_one(tmp_path: Path) -> None:
    entry = Entry(10_000, [Detail(5400, end_to_end="B1-1"), Detail(5400, end_to_end="B2-1")])
    path = BankFile([Statement([entry])]).write(tmp_path / "bank.xml")

    (movement,), _ = read(path)

    assert (movement.cents, movement.batch, movement.end_to_end) == (10_000, 2, "")


def test_names_of_elements_may_have_a_prefix(tmp_path: Path) -> None:
    path = BankFile([Statement(EVERYTHING)]).write(tmp_path / "bank.xml")
    plain = read(path)
    text = path.read_text().replace("</", "</c:").replace("<", "<c:").replace("<c:/c:", "</c:").replace("<c:?", "<?")
    path.write_text(text.replace("xmlns=", "xmlns:c="))

    assert read(path) == plain


def test_a_file_is_read_the_same_in_whatever_pieces_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = BankFile([Statement(EVERYTHING), Statement(EVERYTHING, id="24101")]).write(tmp_path / "bank.xml")
    whole = read(path)
    for size in (1, 7, 64):
        monkeypatch.setattr("balie.finance.bank.stream._CHUNK", size)
        assert read(path) == whole


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{place} "{f"&lol{place - 1};" * 10}">'.replace("&lol0;", "&lol;") for place in range(1, 10))
    + "]><Document>&lol9;</Document>"
)
INCLUDES = '<!DOCTYPE Document [<!ENTITY own SYSTEM "file:///etc/passwd">]><Document>&own;</Document>'


@pytest.mark.parametrize("text", [BOMB, INCLUDES, '<!DOCTYPE Document SYSTEM "http://example.org/x.dtd"><Document/>'])
def test_a_doctype_is_refused_before_anything_of_it_is_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bank.xml"
    path.write_text(text)

    with pytest.raises(Refusal, match="DOCTYPE"):
        read(path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("camt.053.001.08", "camt.052.001.08", "is een camt.052-bericht"),
        ("camt.053.001.08", "camt.053.001.01", "camt.053 versie 01, die Balie niet leest"),
        ("camt.053.001.08", "pain.008.001.08", "geen afschrift van een bank"),
        (OWN_IBAN, "NL91ABNA0417164300", "niet van een rekening van deze bibliotheek"),
        ("<Ccy>EUR</Ccy>", "<Ccy>USD</Ccy>", "niet in euro's"),
        ('<Amt Ccy="EUR">54.00', '<Amt Ccy="USD">54.00', "niet in euro's"),
        ("54.00</Amt>", "54.005</Amt>", "Amt of CdtDbtInd"),
        ("54.00</Amt>", "-54.00</Amt>", "Amt of CdtDbtInd"),
        ("162.00</Amt>", "163.00</Amt>", "beginsaldo € 1.000,00"),
        ("CLBD", "XPCD", "geen eindsaldo"),
        ("<BookgDt><Dt>2024-04-09", "<BookgDt><Dt>2024-04-31", "BookgDt"),
        ("<BookgDt><Dt>2024-04-09", "<BookgDt><Dt>0001-01-01", r"een dag die niet kan \(01-01-0001\)"),
        ("<BookgDt><Dt>2024-04-09", "<BookgDt><Dt>9999-12-31", r"een dag die niet kan \(31-12-9999\)"),
        ("<BookgDt><Dt>2024-04-09", "<BookgDt><Dt>1999-12-31", "een dag die niet kan"),
        ("<BookgDt><Dt>2024-04-09", "<BookgDt><Dt>2042-04-09", "een dag die niet kan"),
        ("<BookgDt><Dt>2024-04-09", "<BookgDt><Dt>2024-W15-2", "BookgDt"),
        ("<Sts><Cd>BOOK</Cd></Sts>", "", "Sts"),
        ("<Id>24100</Id>", "", "Id ontbreekt"),
        ("<NbOfNtries>8", "<NbOfNtries>9", "9 boekingen te hebben"),
        ("<GrpHdr>", "<GrpHd>", "geen XML, of het is beschadigd"),
        ("BkToCstmrStmt", "BkToCstmrAcctRpt", "niet de opbouw"),
        ("</Document>", "", "niet compleet"),
        ("</Document>", "</Document><Document/>", "beschadigd"),
        ('encoding="UTF-8"', 'encoding="TF-8"', "geen leesbaar bankbestand"),
        ('encoding="UTF-8"', 'encoding="hex"', "geen leesbaar bankbestand"),
        ('encoding="UTF-8"', 'encoding="utf-7"', "geen leesbaar bankbestand"),
    ],
)
def test_a_damaged_or_foreign_file_is_refused_with_one_message_without_anybodys_data(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    path = BankFile([Statement(EVERYTHING, summary=(8, 41729))]).write(tmp_path / "bank.xml")
    read(path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))

    with pytest.raises(Refusal, match=told) as refusal:
        read(path)

    assert len(refusal.value.reasons) == 1
    assert "niets geboekt" in str(refusal.value)
    for data in ("de Vries", "Bakker", "NL91ABNA", "NL91 ABNA"):
        assert data not in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b":20:940S240409\r\n:25:NL91ABNA0417164300 EUR\r\n:28C:0\r\n", "een afschrift als MT940"),
        (b"{1:F01INGBNL2A}{4:\r\n:20:1\r\n:25:NL91\r\n", "een afschrift als MT940"),
        (b"\r\nABNANL2A\r\n940\r\nABNANL2A\r\n:20:ABN\r\n:25:1\r\n", "een afschrift als MT940"),
        (gzip.compress(b"<Document/>", mtime=0), "het is ingepakt. Pak het eerst uit. Er is niets geboekt"),
        (b"PK\x03\x04....", "een zip-bestand of een werkmap"),
        (b"%PDF-1.7\n", "het is een PDF"),
        (b"\xef\xbb\xbfDatum;Naam;Bedrag\r\n1;2;3\r\n", "het is een CSV"),
        (b'"Date","Name","Amount"\n', "het is een CSV"),
        (b"<html><body>U bent uitgelogd", "geen afschrift van een bank"),
    ],
)
def test_another_kind_of_file_is_told_as_what_it_is(data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "bank.sta"
    path.write_bytes(data)
    with pytest.raises(Refusal, match=told):
        read(path)


@pytest.mark.parametrize("before", ["\n", "\r\n  ", "\ufeff", "\ufeff\n", "\n\ufeff"])
def test_what_stands_before_the_declaration_is_nothing(before: str, tmp_path: Path) -> None:
    path = BankFile([Statement(EVERYTHING)]).write(tmp_path / "bank.xml")
    told = read(path)
    path.write_text(before + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read(path) == told


def test_what_is_no_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bank.xml"
    for data in (b"", b"klantnummer;naam\n", b"\x00\x01\x02", b"PK\x03\x04", "<?xml".encode("utf-16")):
        path.write_bytes(data)
        with pytest.raises(Refusal, match="geen leesbaar bankbestand"):
            read(path)
    for missing in (tmp_path / "weg.xml", tmp_path):
        with pytest.raises(Refusal, match=r"bestaat niet|is een map"):
            read(missing)


@given(data=st.data())
def test_a_file_that_was_cut_off_or_changed_anywhere_is_read_or_refused_and_never_crashes(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.xml"
    whole = BankFile([Statement(EVERYTHING)]).write(path).read_bytes()
    place = data.draw(st.integers(0, len(whole) - 12))
    if data.draw(st.booleans()):
        path.write_bytes(whole[:place])
        with pytest.raises(Refusal):
            read(path)
        return
    path.write_bytes(whole[:place] + data.draw(st.binary(max_size=3)) + whole[place + 1 :])
    try:
        _, statements = read(path)
    except Refusal:
        return
    assert all(one.opening is not None and one.closing is not None for one in statements)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        *(("54.00", 5400), ("54", 5400), ("54.1", 5410), ("0.01", 1), ("54.00000", 5400), ("1234567890123.45", None)),
        *(("54.001", None), ("54,00", None), ("1e5", None), ("-1", None), ("", None), ("٥٤", None), ("+5", None)),
    ],
)
def test_an_amount_is_read_as_xml_writes_it(text: str, cents: int | None) -> None:
    assert read_cents(text) == (123_456_789_012_345 if text.startswith("12345") else cents)


def test_entries_of_nothing_are_no_movements(tmp_path: Path) -> None:
    movements, (statement,) = read(BankFile([Statement([Entry(0), Entry(100, code=RECEIVED)])]).write(tmp_path / "b"))

    assert [one.cents for one in movements] == [100]
    assert statement.movements == 1
