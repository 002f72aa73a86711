from __future__ import annotations

from dataclasses import replace

import pytest

from balie.customers.finding.entry import FreeCard, NumberLater
from balie.customers.header import read_header
from balie.customers.tabs.reading import read_tab
from balie.customers.tabs.tab import Tab
from balie.desk import Desk
from balie.library.structs import Library
from balie.refusal import Refusal
from tests.support.applicants import IBAN, end_membership, enrol_tester
from tests.support.borrowers import against_borrowing, strips_desk


def values(tab: Tab) -> dict[str, str]:
    return {cell.label: cell.value for cell in tab.cells}


def test_the_header_of_s1_with_basis(desk: Desk) -> None:
    header = read_header(desk, enrol_tester(desk).customer_id)
    assert header.bar == ("29428000077727 [480874]", "9428 (Gieten)", "Basis", "Gefactureerd t/m April 2025")
    assert header.left == ("Dhr. E.B. Tester", "Kruisakkers 41", "9468 BG  ANNEN", "Factuur aangemaakt")
    assert [cell.text for cell in header.middle] == [
        "geboortedatum 04-01-1991 (33 jr.)",
        "laatste activiteit 09-04-2024",
        "in bezit 0",
        "actieve passen 1",
    ]
    assert [cell.text for cell in header.right] == [
        "contributie € 54,00",
        "registratie € 0,00",
        "strippen 125",
        "tegoed € 0,00",
    ]
    assert header.membership_valid


def test_the_header_of_s1_with_digital_only(desk: Desk, poort: Library) -> None:
    customer_id = enrol_tester(desk, subscription="0141").customer_id
    header = read_header(desk, customer_id)
    assert header.bar == ("29428000077727 [480874]", "9428 (Gieten)", "Digital only", "Gefactureerd t/m April 2025")
    assert header.left[3] == "Factuur aangemaakt"
    assert [cell.text for cell in header.right] == [
        "contributie € 42,00",
        "registratie € 0,00",
        "strippen –",
        "tegoed € 0,00",
    ]
    assert header.middle[3].text == "actieve passen 1"
    (card,) = _rows(desk, customer_id, "8")
    assert card[3] == "zonder pasje"
    assert against_borrowing(strips_desk(desk, poort), customer_id) == [
        "Digital only geeft alleen toegang tot de onlinebibliotheek: er kan niets worden geleend."
    ]


def test_loans_and_strips_are_counted(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    with desk.transaction() as tx:
        for item, returned, strips in (("1", None, 2), ("2", None, 1), ("3", "2024-04-09", 1)):
            tx.execute(
                "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, returned_on, strips)"
                " VALUES (?, 1, ?, '2024-04-09', '2024-05-07', ?, ?)",
                (customer_id, item, returned, strips),
            )
    header = read_header(desk, customer_id)
    assert header.middle[2].text == "in bezit 2"
    assert header.right[2].text == "strippen 121"
    assert values(read_tab(desk, customer_id, "1"))["Geleend deze periode"] == "3"


def test_at_no_strips_left_nothing_is_lent(desk: Desk, poort: Library) -> None:
    desk = strips_desk(desk, poort)
    customer_id = enrol_tester(desk).customer_id
    assert against_borrowing(desk, customer_id) == []
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, strips)"
            " VALUES (?, 1, '1', '2024-04-09', '2024-05-07', 125)",
            (customer_id,),
        )
    assert against_borrowing(desk, customer_id) == ["De strippen zijn op: de klant heeft een nieuw abonnement nodig."]


def test_whoever_left_without_a_pass_hears_every_reason(desk: Desk, poort: Library) -> None:
    desk = strips_desk(desk, poort)
    customer_id = enrol_tester(desk, subscription="0141").customer_id
    end_membership(desk, customer_id)
    with desk.transaction() as tx:
        tx.execute("UPDATE card SET state = 'blocked'")
    assert len(against_borrowing(desk, customer_id)) == 3


def test_an_ended_membership_stands_out(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    end_membership(desk, customer_id)
    header = read_header(desk, customer_id)
    assert header.left[3] == "Uitgeschreven"
    assert not header.membership_valid


def test_a_temporary_membership_shows_until_when_it_is_valid_and_ends_by_itself(desk: Desk) -> None:
    customer_id = enrol_tester(desk, subscription="0091").customer_id
    assert read_header(desk, customer_id).billed == "Geldig t/m 08-05-2024"
    later = replace(desk, working_date=desk.working_date.replace(month=6))
    header = read_header(later, customer_id)
    assert (header.left[3], header.membership_valid) == ("Uitgeschreven", False)


def test_under_eighteen_nothing_is_open(desk: Desk) -> None:
    customer_id = enrol_tester(desk, subscription="0141", birth_date="10-04-2006", guardian="M. Tester").customer_id
    header = read_header(desk, customer_id)
    assert header.right[0].text == "contributie € 0,00"
    assert (header.billed, header.left[3]) == ("Geldig t/m 30-04-2025", "Normaal")
    assert values(read_tab(desk, customer_id, "2"))["Ouder of voogd"] == "M. Tester"


def test_a_number_that_follows_is_announced(desk: Desk) -> None:
    customer_id = enrol_tester(desk, number=NumberLater()).customer_id
    header = read_header(desk, customer_id)
    assert header.number == "klantnummer volgt [480874]"
    assert header.middle[3].text == "actieve passen 0"


def test_abroad_the_country_is_part_of_the_address(desk: Desk) -> None:
    customer_id = enrol_tester(desk, country="Duitsland", postcode="26789", town="Leer").customer_id
    assert read_header(desk, customer_id).left[2] == "26789  LEER, Duitsland"


def test_tab_2_of_s1(desk: Desk) -> None:
    tab = read_tab(desk, enrol_tester(desk).customer_id, "2")
    assert [(cell.label, cell.value) for cell in tab.cells] == [
        ("Voorletters", "E.B."),
        ("Voorvoegsel", ""),
        ("Achternaam", "Tester"),
        ("Roepnaam", ""),
        ("Zoeknaam", ""),
        ("Geboren", "4 januari 1991"),
        ("Telefoon", "(088) 012 82 95"),
        ("Fax", ""),
        ("SMS-nummer", ""),
        ("E-mail", "info@bibliotheekannen.nl"),
        ("Contactpersoon", ""),
        ("Telefoon contactpersoon", ""),
        ("Filiaal", "Gieten"),
    ]
    assert tab.table is not None
    assert tab.table.headings == ("Type", "Straat", "Huisnummer", "Postcode", "Plaats", "Land")
    assert tab.table.rows[0] == ("Hoofdadres", "Kruisakkers", "41", "9468 BG", "ANNEN", "NL")
    assert [row[0] for row in tab.table.rows] == ["Hoofdadres", "Postadres", "Factuuradres", "Alternatief adres"]
    assert all(row[1:] == ("",) * 5 for row in tab.table.rows[1:])


def test_tab_1_tells_who_changed_what_and_when(desk: Desk) -> None:
    shown = values(read_tab(desk, enrol_tester(desk, identity_checked="ja", newsletter="ja").customer_id, "1"))
    assert shown["Registratiedatum"] == "09-04-2024"
    assert shown["Klantnummers"] == "29428000077727"
    assert shown["Laatste wijziging"] == "09-04-2024 [ebt]"
    assert shown["Legitimatie gecontroleerd"] == "09-04-2024 [ebt]"
    assert (shown["Nieuwsbrief"], shown["Leenhistorie"]) == ("Ja, sinds 09-04-2024", "Nee")


def test_tab_3_shows_the_period_and_the_mandate(desk: Desk) -> None:
    customer_id = enrol_tester(desk, direct_debit="ja", iban=IBAN).customer_id
    shown = values(read_tab(desk, customer_id, "3"))
    assert (shown["IBAN"], shown["BIC"]) == ("NL91 ABNA 0417 1643 00", "ABNANL2A")
    assert (shown["Rekeninghouder"], shown["Machtiging"]) == ("E.B. Tester", "29428000077727")
    assert _rows(desk, customer_id, "3") == (
        ("9428 (Gieten)", "01-05-2024", "30-04-2025", "Basis", "Gefactureerd", "€ 54,00", "Sepa incasso"),
    )


def test_tab_8_shows_every_number_that_was_issued(desk: Desk) -> None:
    customer_id = enrol_tester(desk, number=FreeCard("29428000077800")).customer_id
    with desk.transaction() as tx:
        tx.execute("UPDATE card SET state = 'replaced'")
        tx.execute(
            "INSERT INTO card (number, customer_id, plastic, branch, issued_on)"
            " VALUES ('29428000077818', ?, 1, '9428', '2024-04-10')",
            (customer_id,),
        )
    assert _rows(desk, customer_id, "8") == (
        ("Hoofdpas", "Actief", "29428000077818", "pasje", "10-04-2024", "", "9428 (Gieten)"),
        ("Hoofdpas", "Vervangen", "29428000077800", "pasje", "09-04-2024", "", "9428 (Gieten)"),
    )
    assert read_header(desk, customer_id).number == "29428000077818 [480874]"


@pytest.mark.parametrize("tab", ["1", "2", "3", "8"])
def test_a_customer_who_is_not_there_is_refused(desk: Desk, tab: str) -> None:
    with pytest.raises(Refusal, match="bestaat niet"):
        read_tab(desk, 1, tab)
    with pytest.raises(Refusal, match="bestaat niet"):
        read_header(desk, 1)


def test_markup_in_a_name_is_only_text(desk: Desk) -> None:
    header = read_header(desk, enrol_tester(desk, surname="[red]Jan[/red]").customer_id)
    assert header.name == "Dhr. E.B. [red]Jan[/red]"


def _rows(desk: Desk, customer_id: int, key: str) -> tuple[tuple[str, ...], ...]:
    table = read_tab(desk, customer_id, key).table
    assert table is not None
    return table.rows
