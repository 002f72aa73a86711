"""Changing over by commands: what is left out comes back as a file that is corrected and read again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pymarc import Record
from pymarc.marcxml import record_to_xml

from balie.catalogue.numbers import make_item_number
from balie.customers.cards.numbers import make_number
from balie.store.connection import open_store
from tests.support.command_line import Run
from tests.support.marc import KOHA, RECORD, field, marc, xml_collection, xml_record

HEADING = "Klantnummer;Voorletters;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats"
ONE, TWO, THREE = (make_number("9428", serial) for serial in (1, 2, 3))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def count(path: Path, table: str) -> int:
    with open_store(path) as store:
        return int(store.read(f"SELECT count(*) FROM {table}")[0][0])


def test_lines_come_back_are_corrected_and_read_again(balie: Run, path: Path, tmp_path: Path) -> None:
    source, back = tmp_path / "k.csv", tmp_path / "terug.csv"
    lines = [
        HEADING,
        f"{ONE};eb;Tester;04-01-1991;Brink;1;9468BG;Annen",
        f"{TWO};eb;Zoë;31-02-1991;Brink;2;9468BG;Annen",
        f'{THREE};eb;"Op;den Berg;04-01-1991;Brink;3;9468BG;Annen',
        f"{ONE};eb;Tester;04-01-1991;Brink;1;9468BG;Annen",
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert balie("importeer", "klanten", source, "--ja", "--afgekeurd", back)[0] == 1
    assert count(path, "customer") == 1
    heading, *left = rows(back)
    assert heading == ["Fout", *HEADING.split(";")]
    assert [row[1] for row in left] == [TWO, THREE, ONE]
    assert "datum" in left[0][0]
    assert left[0][3] == "Zoë"
    text = back.read_text(encoding="utf-8-sig").replace("31-02", "28-02").replace('"Op;den Berg', "Berg")
    text = "\n".join(line for line in text.splitlines() if ";Zoë;" in line or line.startswith("Fout"))
    back.write_text(text, encoding="utf-8")
    status, out, _ = balie("importeer", "klanten", back, "--ja", "--afgekeurd", tmp_path / "weer.csv")
    assert (status, count(path, "customer")) == (0, 2)
    assert "Niet gebruikte" not in out
    assert rows(tmp_path / "weer.csv") == [["Fout", *HEADING.split(";")]]


def test_a_reason_of_before_does_not_stay(balie: Run, path: Path, tmp_path: Path) -> None:
    source, back = tmp_path / "k.csv", tmp_path / "terug.csv"
    source.write_text("Fout;Titel;Exemplaarnummer\nwas fout;X;39428000000017\n", encoding="utf-8")
    balie("importeer", "titels", source, "--proef", "--afgekeurd", back)
    ((*heading,), (why, *rest)) = rows(back)
    assert (heading, rest) == (["Fout", "Titel", "Exemplaarnummer"], ["X", "39428000000017"])
    assert "controlecijfer" in why
    assert "was fout" not in why


def test_records_come_back_as_they_are(balie: Run, path: Path, tmp_path: Path) -> None:
    good, bad = (marc(field("245", ("a", text)), number=text) for text in ("Goed", ""))
    damaged = bytes(good.as_marc())[:-9] + b"\x1d"
    source, back = tmp_path / "t.mrc", tmp_path / "terug.mrc"
    source.write_bytes(bytes(good.as_marc()) + bytes(bad.as_marc()) + damaged)
    balie("importeer", "titels", source, "--ja", "--afgekeurd", back)
    assert back.read_bytes() == bytes(bad.as_marc()) + damaged
    assert count(path, "title") == 1


def xml(*records: Record, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    inside = b"".join(record_to_xml(record, namespace=True) for record in records)
    return declaration.encode() + b"<collection>" + inside + b"</collection>"


def test_marc_in_xml_is_read_as_marc_is(balie: Run, path: Path, tmp_path: Path) -> None:
    source, back = tmp_path / "t.xml", tmp_path / "terug.xml"
    source.write_bytes(xml(marc(*RECORD, KOHA), marc(field("245", ("a", "")), number="2")))
    status, out, err = balie("importeer", "titels", source, "--ja", "--afgekeurd", back)
    assert (status, count(path, "title"), count(path, "item")) == (1, 1, 1)
    assert err.startswith("Record 2: De titel is leeg")
    with open_store(path) as store:
        assert store.read("SELECT title, author, year FROM title") == [("De avonden", "Reve, Gerard", 1947)]
    assert "1 titel nieuw" in out
    empty, filled = '<marc:subfield code="a" />', '<marc:subfield code="a">Toch</marc:subfield>'
    back.write_text(back.read_text(encoding="utf-8").replace(empty, filled), "utf-8")
    assert balie("importeer", "titels", back, "--ja")[0] == 0
    assert count(path, "title") == 2


def test_a_field_of_xml_that_is_none_is_left_out_and_told(balie: Run, path: Path, tmp_path: Path) -> None:
    source = tmp_path / "t.xml"
    inside = (
        '<datafield tag="245" ind1=" " ind2=" "><subfield code="a">X</subfield></datafield>'
        '<datafield tag="100" ind1=" " ind2=" "><subfield code="a">Z\ufffd</subfield></datafield>'
        '<controlfield tag="300">x</controlfield><datafield tag="001"/><datafield/><controlfield/>'
    )
    source.write_text(f"<collection><record><leader>x</leader>{inside}</record></collection>", encoding="utf-8")
    status, _, err = balie("importeer", "titels", source, "--ja")
    assert (status, count(path, "title")) == (1, 1)
    assert [line.split(":")[1].split(" is ")[0].strip() for line in err.splitlines()] == [
        *("Veld 100 bevat een teken dat niet te lezen", "Veld 300", "Veld 001"),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (xml(marc(field("245", ("a", "Goed"))))[:-30], "Record 1: Het XML-bestand"),
        (xml(marc(field("245", ("a", "Goed"))))[:-13], "Record 2: Het XML-bestand houdt op"),
        (b"<collection><record><leader></record></collection>", "Record 1: Het record is geen goed XML (regel 1)"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><collection/>', "Record 1: Er staat een DOCTYPE"),
        (b"<?xml version='1.0'?><html/>", "Record 1: Er staan geen records"),
        (b"<?xml version='1.0' encoding='klingon'?><record/>", "Record 1: Het XML-bestand zegt"),
    ],
)
def test_xml_that_is_damaged_or_none_is_told(
    balie: Run, path: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    source = tmp_path / "t.xml"
    source.write_bytes(content)
    status, _, err = balie("importeer", "titels", source, "--ja")
    assert status == 1
    assert err.startswith(words), err


def test_a_bad_record_is_given_back_and_the_others_come_in(balie: Run, path: Path, tmp_path: Path) -> None:
    source, back = tmp_path / "t.xml", tmp_path / "terug.xml"
    bad = xml_record("a<b")
    source.write_text(
        "\n" + xml_collection(xml_record("Een"), bad, xml_record("Aap\x01"), xml_record("Jip & Janneke"), bad)
    )
    status, _, err = balie("importeer", "titels", source, "--ja", "--afgekeurd", back)
    assert (status, count(path, "title")) == (1, 2)
    assert err.splitlines() == [
        "Record 2: Het record is geen goed XML (regel 4) en is niet gelezen.",
        "Record 3: Veld 245 bevat een teken dat niet te lezen is en is niet gelezen.",
        "Record 5: Het record is geen goed XML (regel 7) en is niet gelezen.",
    ]
    back.write_text(back.read_text().replace(bad, xml_record("Verbeterd"), 1).replace(bad, xml_record("Ook")))
    status, _, err = balie("importeer", "titels", back, "--ja")
    assert err.splitlines() == ["Record 2: Veld 245 bevat een teken dat niet te lezen is en is niet gelezen."]
    assert (status, count(path, "title")) == (1, 4)


def test_everything_that_runs_comes_over_in_a_row(balie: Run, path: Path, tmp_path: Path) -> None:
    def importing(name: str, *lines: str) -> str:
        source = tmp_path / f"{name}.csv"
        source.write_text("sep=;\n" + "\n".join(lines), encoding="utf-16")
        status, out, err = balie("importeer", name, source, "--ja")
        assert (status, err) == (0, "")
        return out.splitlines()[-1]

    item = make_item_number("9428", 1)
    importing("klanten", HEADING, f"{ONE};eb;Tester;04-01-1991;Brink;1;9468BG;Annen")
    importing("titels", "Titel;Exemplaarnummer;PPN", f"Ruis;{item};p1", f"Ander;{make_item_number('9428', 2)};p2")
    assert importing("leningen", "Klantnummer;Exemplaarnummer;Inleverdatum", f"{ONE};{item};01-05-2024") == (
        "1 lening toegevoegd."
    )
    assert importing("reserveringen", "Klantnummer;PPN", f"{ONE};p2") == "1 reservering toegevoegd."
    assert importing("kosten", "Klantnummer;Bedrag;Soort", f"{ONE};1,50;boete") == "1 bedrag toegevoegd."
    assert importing("notities", "Klantnummer;Notitie", f"{ONE};Tas") == "1 notitie toegevoegd."
    assert importing("blokkades", "Klantnummer;Reden", f"{ONE};Ruzie") == "1 blokkade toegevoegd."
    assert importing("adressen", "Postcode;Huisnummer;Straat;Plaats", "9468BG;1;Brink;Annen") == "1 adres toegevoegd."
    assert balie("controle", "--grondig")[0] == 0


def test_one_file_cannot_be_both(balie: Run, tmp_path: Path) -> None:
    source = tmp_path / "k.csv"
    source.write_text(HEADING, encoding="utf-8")
    both = ("--fouten", tmp_path / "x", "--afgekeurd", tmp_path / "x")
    status, _, err = balie("importeer", "klanten", source, "--proef", *both)
    assert status == 1
    assert "kies twee namen" in err
    status, _, err = balie("importeer", "klanten", source, "--proef", "--afgekeurd", source)
    assert status == 1
    assert "een bestand dat Balie leest" in err
