"""The two library files say what the seeds say, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from balie.circulation.rules import terms_for
from balie.library.load import load_library
from balie.library.structs import Library
from balie.library.terms import Condition, CustomerKind, PaymentWay, RefundBasis
from balie.library.validity import in_force


@pytest.fixture(scope="module")
def drenthe() -> Library:
    return load_library("biblionet-drenthe")


@pytest.fixture(scope="module")
def poort() -> Library:
    return load_library("achterhoekse-poort")


def test_every_subscription_row_of_s1(drenthe: Library) -> None:
    rows = [
        (row.code, row.name, row.tariffs[0].price_cents, row.term_months, row.min_age, row.max_age, row.kind, row.note)
        for row in drenthe.subscriptions
    ]
    assert rows == [
        ("0045", "Basis", 5400, 12, 19, 99, None, None),
        ("0049", "Basis (maand-incasso)", 500, 1, 19, 99, None, None),
        ("0052", "Compleet (maand-incasso)", 550, 1, 19, 110, None, None),
        ("0053", "Compleet", 6250, 12, 19, 110, None, "Uitstroom abonnement"),
        ("0086", "dBos supplement", 0, None, None, None, "Vast", None),
        ("0090", "proefabonnement", 0, None, None, None, "Tijd.", None),
        ("0091", "Maandabonnement", 1050, 1, None, None, "Tijd.", None),
        ("0140", "e-Book abonnement", 4200, 12, None, None, "Vast", None),
        ("0141", "Digital only", 4200, 12, None, None, "Vast", None),
        ("0345", "gastleen abonnement", 0, None, None, None, "Tijd.", None),
    ]


def test_s1_prices_do_not_depend_on_the_way_of_paying(drenthe: Library) -> None:
    assert all(len(row.tariffs) == 1 and row.tariffs[0].way is None for row in drenthe.subscriptions)


def test_strips_digital_and_mandate_of_s1(drenthe: Library) -> None:
    assert {row.code: row.strips for row in drenthe.subscriptions if row.strips} == {"0045": 125}
    assert [row.code for row in drenthe.subscriptions if row.digital_only] == ["0140", "0141"]
    assert [row.code for row in drenthe.subscriptions if row.mandate_required] == ["0049", "0052"]
    assert [row.code for row in drenthe.subscriptions if row.trial] == ["0090"]


def test_the_numbers_of_drenthe_start_at_those_of_s1(drenthe: Library) -> None:
    (gieten,) = drenthe.branches
    assert (gieten.number, gieten.name, gieten.first_serial) == ("9428", "Gieten", 7772)
    assert (drenthe.numbers.first_actor_id, drenthe.numbers.online_prefix) == (480874, "2X")


def test_what_neither_s1_nor_a_library_in_drenthe_tells_is_not_invented(drenthe: Library) -> None:
    assert (drenthe.direct_debit, drenthe.invoicing, drenthe.reduced_65) == (None, None, None)


def test_loans_in_drenthe_are_those_that_its_libraries_publish(drenthe: Library) -> None:
    """Samples, not from the work instruction; a comment of the file names the page of each."""
    rules, fines, mail = drenthe.loans, drenthe.fines, drenthe.service_mail
    assert rules is not None
    assert (rules.loan_days, rules.max_renewals, rules.top_title_fee, rules.institution) == (21, 2, (), None)
    assert fines is not None
    assert [price.price_cents for price in fines.per_item_per_day] == [15]
    assert (fines.max_per_item_cents, fines.free_under_age, fines.count_closed_days) == (450, 19, True)
    assert (drenthe.holds.keep_days, [price.price_cents for price in drenthe.fees.replacement_card]) == (7, [500])
    assert mail is not None
    assert (mail.first_days_before, mail.overdue_after_days) == (3, (7, 21))


def test_cancelling_in_drenthe_is_that_of_its_reglement(drenthe: Library) -> None:
    """Bibliotheekreglement van de Drentse Bibliotheken 2015: after the first year, with one month's notice."""
    terms = drenthe.cancellation
    assert terms is not None
    assert (terms.notice_months, terms.minimum_months, terms.refund_per) == (1, 12, RefundBasis.DAYS)


def test_every_tariff_of_s2(poort: Library) -> None:
    new, kept = date(2016, 12, 1), date(2017, 1, 1)
    rows = [
        (
            row.name,
            tariff.way,
            tariff.condition,
            tariff.price_cents,
            tariff.per_months or row.term_months,
            tariff.valid_from,
        )
        for row in poort.subscriptions
        for tariff in row.tariffs
    ]
    assert all(tariff.valid_until is None for row in poort.subscriptions for tariff in row.tariffs)
    incasso, factuur, maand = PaymentWay.DIRECT_DEBIT, PaymentWay.INVOICE, PaymentWay.MONTHLY
    reduced = Condition.REDUCED_65
    assert rows == [
        ("Jeugd", None, None, 0, 12, new),
        ("Jaarabonnement", incasso, None, 4800, 12, new),
        ("Jaarabonnement", factuur, None, 5200, 12, new),
        ("Jaarabonnement", maand, None, 400, 1, new),
        ("Jaarabonnement", incasso, reduced, 4300, 12, kept),
        ("Jaarabonnement", factuur, reduced, 4700, 12, kept),
        ("Jaarabonnement", maand, reduced, 359, 1, kept),
        ("Tijdelijk abonnement", None, None, 1500, 3, new),
        ("Instellingsabonnement", None, None, 6500, 12, new),
    ]


def test_the_audiences_and_ages_of_s2(poort: Library) -> None:
    assert [(row.code, row.audience, row.min_age, row.max_age, row.kind) for row in poort.subscriptions] == [
        ("0001", "persoon", 0, 17, None),
        ("0002", "persoon", 18, None, None),
        ("0003", "persoon", 18, None, "Tijd."),
        ("0004", "instelling", None, None, "Vast"),
    ]


def test_the_loan_rules_and_fines_of_s2(poort: Library) -> None:
    assert poort.loans is not None
    assert poort.fines is not None
    rules = poort.loans
    assert (rules.loan_days, rules.max_items, rules.max_renewals, rules.renew_reserved) == (28, 10, 2, False)
    assert [price.price_cents for price in rules.top_title_fee] == [150]
    assert rules.institution is not None
    own = terms_for(rules, CustomerKind.INSTITUTION)
    assert own.max_items > rules.max_items
    assert own.loan_days > rules.loan_days
    assert [price.price_cents for price in poort.fines.per_item_per_day] == [20]
    assert poort.fines.max_per_item_cents is None
    assert [price.price_cents for price in poort.fees.replacement_card] == [250]


def test_the_service_mail_cancellation_and_collection_of_s2(poort: Library) -> None:
    assert poort.service_mail is not None
    assert poort.cancellation is not None
    assert poort.direct_debit is not None
    assert (poort.service_mail.first_days_before, poort.service_mail.last_days_before) == (3, 2)
    ending = poort.cancellation
    assert (ending.notice_months, ending.minimum_months, ending.refund_per) == (1, 12, "dagen")
    assert ending.ways == ("telefonisch", "mondeling", "mail", "brief")
    collecting = poort.direct_debit
    assert (collecting.creditor.id, collecting.creditor.name) == (
        "NL36ZZZ410462010000",
        "Basisbibliotheek Achterhoekse Poort",
    )
    assert (collecting.collection_working_day, collecting.announce_days, collecting.deliver_working_days) == (10, 14, 2)
    assert poort.contact.email == "info@achterhoeksepoort.nl"


@pytest.mark.parametrize(("day", "percent"), [(date(2018, 12, 31), 6), (date(2019, 1, 1), 9), (date(2024, 4, 9), 9)])
def test_the_low_vat_rate_rose_on_1_january_2019(poort: Library, day: date, percent: int) -> None:
    by_hand = {"kopieën", "activiteit", "administratie"}
    rates = {rate.kind: rate.percent for rate in in_force(poort.vat, day) if rate.kind not in by_hand}
    assert set(rates.values()) == {percent}
    assert set(rates) == {"contributie", "leengeld", "te laat", "vervangende pas"}


@pytest.mark.parametrize("name", ["biblionet-drenthe", "achterhoekse-poort"])
def test_both_make_the_one_time_password_of_the_design(name: str) -> None:
    password = load_library(name).one_time_password
    assert password.alphabet == "34567CDEFHJKMNPRTVWXY"
    assert (password.length, password.max_letters_in_row, password.valid_days, password.tries) == (8, 2, 14, 5)
    assert set("E47C5M6C") <= set(password.alphabet)
