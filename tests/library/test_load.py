"""A library file is read whole, or refused with file, key and reason of every mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from balie.library.data_files import data_path
from balie.library.load import library_names, load_library
from balie.refusal import Refusal

SMALL = """\
name = "Bibliotheek Proef"

[[branches]]
number = "1234"
name = "Hoofdvestiging"

[one_time_password]
alphabet = "34567CDEFHJKMNPRTVWXY"
length = 8
max_letters_in_row = 2
valid_days = 14
tries = 5

[[subscriptions]]
code = "0001"
name = "Jaar"
min_age = 18
max_age = 99
term_months = 12
tariffs = [{ price = "48,00", valid_from = 2024-01-01 }]
"""
DIRECT_DEBIT = """
[direct_debit]
collection_working_day = 10
announce_days = 14
deliver_working_days = 2
[direct_debit.creditor]
id = "NL36ZZZ410462010000"
name = "Stichting Proef"
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "proef.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _reasons(folder: Path, text: str) -> list[str]:
    """What a file with this text is refused for."""
    with pytest.raises(Refusal) as refused:
        load_library(_write(folder, text))
    return [reason.text for reason in refused.value.reasons]


def _said_about(path: Path) -> str:
    try:
        load_library(path)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _changed(old: str, new: str, text: str = SMALL) -> str:
    assert old in text
    return text.replace(old, new)


def test_a_small_file_with_only_what_is_required_is_enough(tmp_path: Path) -> None:
    library = load_library(_write(tmp_path, SMALL))
    assert library.name == "Bibliotheek Proef"
    assert library.subscriptions[0].tariffs[0].price_cents == 4800
    assert (library.loans, library.fines, library.direct_debit, library.cancellation) == (None, None, None, None)
    assert (library.printing.receipt_width, library.printing.queue) == (42, None)
    assert (library.branches[0].first_serial, library.numbers.online_prefix) == (1, "2X")


def test_a_file_of_ones_own_is_found_by_path_as_text_and_as_path(tmp_path: Path) -> None:
    path = _write(tmp_path, SMALL)
    assert load_library(str(path)) == load_library(path)


def test_a_byte_order_mark_of_a_windows_editor_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert load_library(path).name == "Bibliotheek Proef"


def test_the_names_are_those_of_the_files() -> None:
    assert library_names() == sorted(path.stem for path in data_path("libraries").iterdir())
    assert {"biblionet-drenthe", "achterhoekse-poort"} <= set(library_names())


def test_a_library_cannot_be_changed_once_read(tmp_path: Path) -> None:
    library = load_library(_write(tmp_path, SMALL))
    with pytest.raises(AttributeError):
        library.subscriptions[0].tariffs[0].price_cents = 1  # type: ignore[misc, assignment]


@pytest.mark.parametrize(
    ("old", "new", "path", "reason"),
    [
        ('name = "Jaar"', 'nane = "Jaar"', "subscriptions[0].nane", "bestaat niet; bekend zijn hier: code, name,"),
        ('name = "Jaar"', 'nane = "Jaar"', "subscriptions[0].name", "ontbreekt; verwacht tekst"),
        ('"48,00"', "48.0", "subscriptions[0].tariffs[0].price", "er staat 48.0"),
        ('"48,00"', "4800", "subscriptions[0].tariffs[0].price", "er staat 4800"),
        ('"48,00"', "true", "subscriptions[0].tariffs[0].price", "er staat true"),
        ('"48,00"', '"-48,00"', "subscriptions[0].tariffs[0].price", 'er staat "-48,00"'),
        ('"48,00"', '"48,0"', "subscriptions[0].tariffs[0].price", "twee cijfers achter de komma"),
        ('"48,00"', '"48.00"', "subscriptions[0].tariffs[0].price", "twee cijfers achter de komma"),
        ('"48,00"', '"٤٨,00"', "subscriptions[0].tariffs[0].price", "twee cijfers achter de komma"),
        ("min_age = 18", 'min_age = "18"', "subscriptions[0].min_age", 'van 0 tot en met 120; er staat "18"'),
        ("min_age = 18", "min_age = -1", "subscriptions[0].min_age", "van 0 tot en met 120; er staat -1"),
        ("min_age = 18\n", "", "subscriptions[0].min_age", "geef leeftijden"),
        ("min_age = 18", "min_age = 100", "subscriptions[0].max_age", "onmogelijk bereik: van 100 t/m 99"),
        ("min_age = 18", 'kind = "Tijd"', "subscriptions[0].kind", 'een van: "Vast", "Tijd."; er staat "Tijd"'),
        ("term_months = 12\n", "", "subscriptions[0].tariffs[0].price", "heeft een looptijd nodig"),
        ("term_months = 12", "term_months = 0", "subscriptions[0].term_months", "van 1 tot en met 12; er staat 0"),
        ("max_age = 99", "max_age = 17", "subscriptions[0].tariffs[0].price", "Wsob art. 13"),
        ('code = "0001"', 'code = "1"', "subscriptions[0].code", 'vier cijfers, zoals "0045"; er staat "1"'),
        ('code = "0001"', 'code = "00 1"', "subscriptions[0].code", "vier cijfers"),
        ('number = "1234"', 'number = "12345"', "branches[0].number", 'vier cijfers, zoals "9428"; er staat "12345"'),
        ('number = "1234"', 'number = "1234\\n"', "branches[0].number", "vier cijfers"),
        ('number = "1234"', "number = 1234", "branches[0].number", "vier cijfers"),
        ('name = "Hoofdvestiging"', 'name = "Hoofd\\u001b[2J"', "branches[0].name", "niet te zien"),
        ('name = "Hoofdvestiging"', 'name = ""', "branches[0].name", "tekst van 1 tot en met 80"),
        ("2024-01-01", '"01-01-2024"', "subscriptions[0].tariffs[0].valid_from", "zoals 2024-04-01"),
        (
            "valid_from = 2024-01-01",
            "valid_from = 2024-02-01, valid_until = 2024-01-31",
            "subscriptions[0].tariffs[0].valid_until",
            "ligt vóór de eerste",
        ),
        (
            "2024-01-01 }",
            '2024-01-01, way = "giro" }',
            "subscriptions[0].tariffs[0].way",
            '"maandincasso"; er staat "giro"',
        ),
        ("2024-01-01 }", "2024-01-01, per_months = 5 }", "subscriptions[0].tariffs[0].per_months", "past niet"),
        (
            "2024-01-01 }",
            '2024-01-01, condition = "65plus" }',
            "subscriptions[0].tariffs[0].condition",
            "[reduced_65] met de voorwaarden ontbreekt",
        ),
        ("tariffs = [{", "digital_only = true\nstrips = 5\ntariffs = [{", "subscriptions[0].strips", "geen strippen"),
        ('CDEFHJKMNPRTVWXY"', 'CDEFHJKMNPRTVWXYY"', "one_time_password.alphabet", "dubbel"),
        ('alphabet = "34567', 'alphabet = "', "one_time_password.alphabet", "zonder cijfers"),
        ("tries = 5", "tries = 0", "one_time_password.tries", "van 1 tot en met 20; er staat 0"),
        ("[one_time_password]", "[een_wachtwoord]", "one_time_password", "ontbreekt; verwacht een tabel"),
    ],
)
def test_a_mistake_is_refused_with_file_key_and_reason(
    tmp_path: Path, old: str, new: str, path: str, reason: str
) -> None:
    reasons = _reasons(tmp_path, _changed(old, new))
    at_path = [text for text in reasons if text.startswith(f"proef.toml: {path}: ")]
    assert len(at_path) == 1, reasons
    assert reason in at_path[0]


@pytest.mark.parametrize(
    ("tables", "path", "reason"),
    [
        ('[[branches]]\nnumber = "1234"\nname = "Bij"', "branches[1].number", '"1234" staat er al: branches[0].number'),
        (
            '[[subscriptions]]\ncode = "0001"\nname = "Nog een"\nkind = "Vast"\n'
            'tariffs = [{ price = "0,00", valid_from = 2024-01-01 }]',
            "subscriptions[1].code",
            '"0001" staat er al: subscriptions[0].code',
        ),
        (
            '[[subscriptions]]\ncode = "0002"\nname = "Nog een"\nkind = "Vast"\n'
            'tariffs = [{ price = "0,00", valid_from = 2024-01-01, code = "0001" }]',
            "subscriptions[1].tariffs[0].code",
            '"0001" is al van subscriptions[0]',
        ),
        (
            '[[subscriptions.tariffs]]\nprice = "50,00"\nway = "factuur"\nvalid_from = 2025-01-01',
            "subscriptions[0].tariffs[1]",
            "geldt op dezelfde dagen als tariffs[0]",
        ),
        ("[service_mail]\nfirst_days_before = 2\nlast_days_before = 3", "service_mail.first_days_before", "minstens"),
        (
            "[service_mail]\nfirst_days_before = 3\nlast_days_before = 2\noverdue_after_days = [7, 21, 21]",
            "service_mail.overdue_after_days[2]",
            "meer zijn dan 21",
        ),
        (
            '[fines]\nper_item_per_day = [{ price = "0,20", valid_from = 2024-01-01 },'
            ' { price = "0,25", valid_from = 2025-01-01 }]',
            "fines.per_item_per_day[1]",
            "geldt op dezelfde dagen als per_item_per_day[0]",
        ),
        (
            '[[vat]]\nkind = "leengeld"\npercent = 6\nvalid_from = 2016-01-01\nvalid_until = 2019-01-01\n'
            '[[vat]]\nkind = "leengeld"\npercent = 9\nvalid_from = 2019-01-01',
            "vat[1]",
            "geldt op dezelfde dagen als vat[0]",
        ),
        ('[[vat]]\nkind = "boete"\npercent = 9\nvalid_from = 2019-01-01', "vat[0].kind", '"te laat"'),
        ('[printing]\nqueue = "-P x"', "printing.queue", "CUPS-wachtrij"),
        ('[numbers]\nonline_prefix = "3X"', "numbers.online_prefix", 'zoals "2X"; er staat "3X"'),
        ('[contact]\nemail = "info at bieb"', "contact.email", "een e-mailadres"),
        ("[loans]\nloan_days = 28\nmax_items = 10", "loans.max_renewals", "ontbreekt"),
        (
            '[cancellation]\nnotice_months = 1\nminimum_months = 12\nrefund_per = "dagen"\nways = []',
            "cancellation.ways",
            "minstens één manier; er staat een lege lijst",
        ),
    ],
)
def test_a_mistake_in_an_added_table_is_refused(tmp_path: Path, tables: str, path: str, reason: str) -> None:
    text = f"{SMALL}\n{tables}\n"
    if tables.startswith("[[subscriptions.tariffs"):
        text = _changed(
            'tariffs = [{ price = "48,00", valid_from = 2024-01-01 }]',
            '[[subscriptions.tariffs]]\nprice = "48,00"\nvalid_from = 2024-01-01',
            text,
        )
    (found,) = _reasons(tmp_path, text)
    assert found.startswith(f"proef.toml: {path}: ")
    assert reason in found


def test_the_creditor_id_of_the_seed_is_right(tmp_path: Path) -> None:
    library = load_library(_write(tmp_path, SMALL + DIRECT_DEBIT))
    assert library.direct_debit is not None
    assert library.direct_debit.creditor.id == "NL36ZZZ410462010000"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("NL63ZZZ410462010000", "het controlegetal 63 klopt niet"),
        ("NL47ZZZ410462010000", "het controlegetal 47 klopt niet"),  # what counting ZZZ in gives
        ("NL36ZZZ410462010001", "het controlegetal 36 klopt niet"),
        ("NL36ZZZ41046201000", "heeft niet de vorm"),
        ("NL36ZZZ410462010000 ", "heeft niet de vorm"),
        ("NL36 ZZZ 410462010000", "heeft niet de vorm"),
        ("nl36zzz410462010000", "heeft niet de vorm"),
        ("DE98ZZZ09999999999", "heeft niet de vorm"),
        ("NL36ZZZ41046201000٠", "heeft niet de vorm"),
        ("", "heeft niet de vorm"),
    ],
)
def test_a_wrong_creditor_id_is_refused(tmp_path: Path, wrong: str, reason: str) -> None:
    (found,) = _reasons(tmp_path, SMALL + _changed("NL36ZZZ410462010000", wrong, DIRECT_DEBIT))
    assert found.startswith("proef.toml: direct_debit.creditor.id: ")
    assert reason in found


def test_all_mistakes_are_named_at_once_also_of_different_kinds(tmp_path: Path) -> None:
    text = _changed("min_age = 18", "min_age = 120", SMALL)
    text = _changed('name = "Bibliotheek Proef"', 'name = "Bibliotheek Proef"\nplaats = "Zutphen"', text)
    text = _changed('number = "1234"', 'number = "x"', text)
    paths = [reason.split(": ")[1] for reason in _reasons(tmp_path, text)]
    assert paths == ["plaats", "branches[0].number", "subscriptions[0].max_age"]


def test_no_reason_is_in_english(tmp_path: Path) -> None:
    """Whatever key holds whatever sort of value: msgspec's own words never come through."""
    english = re.compile(r"\b(expected|got|object|array|field|missing|invalid|required|unknown|value)\b", re.IGNORECASE)
    for value in (
        "12",
        "1.5",
        '"x"',
        "true",
        "[1]",
        "[]",
        "{ a = 1 }",
        "2024-01-01",
        "2024-01-01T00:00:00",
        "07:30:00",
    ):
        for line in SMALL.splitlines():
            key, is_key, _ = line.partition(" = ")
            if is_key:
                said = _said_about(_write(tmp_path, SMALL.replace(line, f"{key} = {value}")))
                assert not english.search(said.replace("valid_", "")), said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('name = "a', "proef.toml: dit is geen geldige TOML"),
        ("name = 'a'\nname = 'b'\n", "geen geldige TOML: regel 2, teken 11"),
        ("[[branches]\n", "geen geldige TOML: regel 1"),
    ],
)
def test_text_that_is_not_toml_is_refused_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    (found,) = _reasons(tmp_path, text)
    assert reason in found
    assert "at line" not in found


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    path.write_bytes(b'name = "caf\xe9"')
    with pytest.raises(Refusal, match=r"proef\.toml: dit is geen UTF-8-tekst"):
        load_library(path)


def test_a_file_that_is_not_there_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"nergens\.toml bestaat niet. Zet het daar neer"):
        load_library(tmp_path / "nergens.toml")


def test_a_folder_is_not_a_library_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="niet te lezen"):
        load_library(tmp_path)


def test_an_unknown_name_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(Refusal, match=r'"zutphen".*achterhoekse-poort, biblionet-drenthe'):
        load_library("zutphen")


def test_an_unknown_branch_is_refused_with_the_branches_that_exist() -> None:
    library = load_library("biblionet-drenthe")
    assert library.branch("9428").name == "Gieten"
    with pytest.raises(Refusal, match=r"1234 bestaat niet.*9428 \(Gieten\)"):
        library.branch("1234")
