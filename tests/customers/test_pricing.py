"""Who may have which subscription at what price: tables of rules.md#tariffs, for both libraries."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.customers.kinds import CustomerKind
from balie.customers.subscriptions.pricing import (
    Costs,
    Offer,
    PaymentWay,
    cost_breakdown,
    keeps_reduced_65,
    offers,
    payment_ways,
    price_label,
    refused_offers,
    rights,
    without_tariff,
)
from balie.dutch.dates import format_date
from balie.dutch.periods import age_on
from balie.library.load import load_library
from balie.library.structs import Library
from balie.refusal import Refusal

DRENTHE = load_library("biblionet-drenthe")
POORT = load_library("achterhoekse-poort")
SEED_DAY = date(2024, 4, 9)
TESTER = date(1991, 1, 4)
INCASSO, FACTUUR, MAAND = PaymentWay.DIRECT_DEBIT, PaymentWay.INVOICE, PaymentWay.MONTHLY
AGE_BOUND = ["0045", "0049", "0052", "0053"]
FOR_EVERY_AGE = ["0090", "0091", "0140", "0141", "0345"]


def _day(text: str) -> date:
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))


def _offers(
    library: Library,
    born: date | None,
    on: date = SEED_DAY,
    *,
    kind: CustomerKind = CustomerKind.REGULAR,
    way: PaymentWay = FACTUUR,
    reduced_65: bool = False,
) -> dict[str, Offer]:
    found = offers(library, born=born, on=on, kind=kind, way=way, reduced_65=reduced_65)
    assert len({offer.code for offer in found}) == len(found)
    return {offer.code: offer for offer in found}


def _refused(
    library: Library,
    born: date | None,
    on: date = SEED_DAY,
    *,
    kind: CustomerKind = CustomerKind.REGULAR,
    way: PaymentWay = FACTUUR,
) -> dict[str, tuple[Offer, str]]:
    found = refused_offers(library, born=born, on=on, kind=kind, way=way)
    return {offer.code: (offer, reason) for offer, reason in found}


# --- rules.md#tariffs, Drenthe ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "age", "age_bound"),
    [
        ("10-04-2006", 17, []),
        ("09-04-2006", 18, []),
        ("10-04-2005", 18, []),
        ("09-04-2005", 19, ["0045", "0049", "0052", "0053"]),
        ("04-01-1991", 33, ["0045", "0049", "0052", "0053"]),
        ("09-04-1959", 65, ["0045", "0049", "0052", "0053"]),
        ("10-04-1924", 99, ["0045", "0049", "0052", "0053"]),
        ("09-04-1924", 100, ["0052", "0053"]),
        ("09-04-1914", 110, ["0052", "0053"]),
        ("09-04-1913", 111, []),
    ],
)
def test_s1_offers_by_age_and_the_rest_at_every_age(born: str, age: int, age_bound: list[str]) -> None:
    assert age_on(_day(born), SEED_DAY) == age
    offered = _offers(DRENTHE, _day(born))
    assert [code for code in offered if code in AGE_BOUND] == age_bound
    assert [code for code in offered if code not in AGE_BOUND] == FOR_EVERY_AGE
    assert [*_refused(DRENTHE, _day(born))] == [code for code in AGE_BOUND if code not in age_bound]


def test_the_list_of_s1_for_the_person_of_s1() -> None:
    rows = [
        (offer.code, offer.name, price_label(offer), offer.range_label, offer.note)
        for offer in _offers(DRENTHE, TESTER).values()
    ]
    assert rows == [
        ("0045", "Basis", "€ 54,00 /12 mnd", "19-99", ""),
        ("0049", "Basis (maand-incasso)", "€ 5,00 /1 mnd", "19-99", ""),
        ("0052", "Compleet (maand-incasso)", "€ 5,50 /1 mnd", "19-110", ""),
        ("0053", "Compleet", "€ 62,50 /12 mnd", "19-110", "Uitstroom abonnement"),
        ("0090", "proefabonnement", "Gratis", "Tijd.", ""),
        ("0091", "Maandabonnement", "€ 10,50 /1 mnd", "Tijd.", ""),
        ("0140", "e-Book abonnement", "€ 42,00 /12 mnd", "Vast", ""),
        ("0141", "Digital only", "€ 42,00 /12 mnd", "Vast", ""),
        ("0345", "gastleen abonnement", "Gratis", "Tijd.", ""),
    ]


@pytest.mark.parametrize("way", PaymentWay)
def test_s1_prices_are_the_same_for_every_way_of_paying(way: PaymentWay) -> None:
    assert _offers(DRENTHE, TESTER, way=way) == _offers(DRENTHE, TESTER)
    assert payment_ways(DRENTHE, on=SEED_DAY) == []


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("09-04-1913", "Basis (0045) is voor 19 t/m 99 jaar; deze klant is 111 jaar."),
        ("09-04-2006", "Basis (0045) is voor 19 t/m 99 jaar; deze klant is 18 jaar."),
    ],
)
def test_outside_the_range_is_refused_with_the_reason_and_may_be_overridden(born: str, said: str) -> None:
    offer, reason = _refused(DRENTHE, _day(born))["0045"]
    assert reason == f"{said} Een leidinggevende kan dit met een reden toestaan."
    assert offer.price_cents == 5400


def test_a_person_without_a_birth_date_is_refused_what_depends_on_age() -> None:
    assert [*_offers(DRENTHE, None)] == FOR_EVERY_AGE
    assert "de geboortedatum is niet bekend" in _refused(DRENTHE, None)["0045"][1]


# --- under 18: Wsob art. 13 ---------------------------------------------------------------------------------------


@given(
    born=st.dates(date(2006, 4, 10), SEED_DAY),
    way=st.sampled_from(PaymentWay),
    library=st.sampled_from([DRENTHE, POORT]),
    kind=st.sampled_from([CustomerKind.REGULAR, CustomerKind.VOLUNTEER, CustomerKind.STAFF]),
)
def test_under_18_every_amount_is_zero_also_of_what_is_refused(
    born: date, way: PaymentWay, library: Library, kind: CustomerKind
) -> None:
    offered = offers(library, born=born, on=SEED_DAY, kind=kind, way=way)
    refused = refused_offers(library, born=born, on=SEED_DAY, kind=kind, way=way)
    assert offered
    for offer in [*offered, *(offer for offer, _ in refused)]:
        assert (offer.price_cents, offer.enrolment_fee_cents, offer.free_by_law) == (0, 0, True)
        assert price_label(offer) == "Gratis"


def test_digital_only_is_free_at_17_and_paid_at_18() -> None:
    assert _offers(DRENTHE, _day("10-04-2006"))["0141"].price_cents == 0
    assert _offers(DRENTHE, _day("09-04-2006"))["0141"].price_cents == 4200


def test_born_on_29_february_pays_from_1_march() -> None:
    born = date(2008, 2, 29)
    assert _offers(DRENTHE, born, date(2026, 2, 28))["0141"].price_cents == 0
    assert _offers(DRENTHE, born, date(2026, 3, 1))["0141"].price_cents == 4200


def test_the_enrolment_fee_is_never_asked_under_18(tmp_path_factory: pytest.TempPathFactory) -> None:
    from balie.library.data_files import data_path

    text = data_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("library") / "met-inschrijfgeld.toml"
    path.write_text(text.replace('enrolment = [{ price = "0,00"', 'enrolment = [{ price = "3,50"'), encoding="utf-8")
    library = load_library(path)
    adult, child = _offers(library, TESTER)["0141"], _offers(library, _day("10-04-2006"))["0141"]
    assert (adult.enrolment_fee_cents, child.enrolment_fee_cents) == (350, 0)
    assert cost_breakdown(adult, 33).balance == 4550
    # Also where the age turns out lower than the offer was made for.
    assert cost_breakdown(adult, 17) == Costs(0, 0, 0, 0, 0)


# --- rules.md#tariffs, Poort --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "enrolled", "uninterrupted", "on", "incasso", "factuur", "maand"),
    [
        ("02-02-2007", "01-02-2025", True, "01-02-2025", 0, 0, 0),
        ("01-02-2007", "01-02-2025", True, "01-02-2025", 4800, 5200, 400),
        ("04-01-1991", "09-04-2024", True, "09-04-2024", 4800, 5200, 400),
        ("31-12-1951", "01-05-2010", True, "01-02-2025", 4300, 4700, 359),
        ("01-01-1952", "01-05-2010", True, "01-02-2025", 4800, 5200, 400),
        ("01-06-1945", "30-11-2016", True, "01-02-2025", 4300, 4700, 359),
        ("01-06-1945", "01-12-2016", True, "01-02-2025", 4800, 5200, 400),
        ("01-06-1945", "01-12-2016", True, "01-12-2016", 4800, 5200, 400),
        ("01-06-1945", "01-05-2010", False, "01-02-2025", 4800, 5200, 400),
    ],
)
def test_s2_prices_by_birth_enrolment_and_way_of_paying(
    born: str, enrolled: str, uninterrupted: bool, on: str, incasso: int, factuur: int, maand: int
) -> None:
    reduced = keeps_reduced_65(POORT, born=_day(born), enrolled_on=_day(enrolled), uninterrupted=uninterrupted)
    prices = []
    for way in (INCASSO, FACTUUR, MAAND):
        offered = _offers(POORT, _day(born), _day(on), way=way, reduced_65=reduced)
        (yearly,) = (offer for code, offer in offered.items() if code in ("0001", "0002"))
        prices.append(yearly.price_cents)
    assert prices == [incasso, factuur, maand]


@pytest.mark.parametrize(
    ("way", "reduced", "tariff_code", "label"),
    [
        (INCASSO, False, "0002-I", "€ 48,00 /12 mnd"),
        (FACTUUR, False, "0002-F", "€ 52,00 /12 mnd"),
        (MAAND, False, "0002-M", "€ 4,00 /1 mnd"),
        (INCASSO, True, "0002-65I", "€ 43,00 /12 mnd"),
        (FACTUUR, True, "0002-65F", "€ 47,00 /12 mnd"),
        (MAAND, True, "0002-65M", "€ 3,59 /1 mnd"),
    ],
)
def test_the_tariff_code_names_the_price_that_was_used(
    way: PaymentWay, reduced: bool, tariff_code: str, label: str
) -> None:
    offer = _offers(POORT, _day("01-06-1945"), way=way, reduced_65=reduced)["0002"]
    assert (offer.tariff_code, price_label(offer), offer.contract_months) == (tariff_code, label, 12)
    assert offer.range_label == "18+"


def test_the_tariff_code_is_the_subscription_where_the_file_gives_none() -> None:
    assert all(offer.tariff_code == code for code, offer in _offers(DRENTHE, TESTER).items())


@pytest.mark.parametrize("way", PaymentWay)
def test_temporary_and_institution_cost_the_same_in_every_way(way: PaymentWay) -> None:
    temporary = _offers(POORT, TESTER, way=way)["0003"]
    assert (temporary.price_cents, temporary.term_months, temporary.ends_by_itself) == (1500, 3, True)
    institution = _offers(POORT, None, kind=CustomerKind.INSTITUTION, way=way)
    assert [*institution] == ["0004"]
    assert (institution["0004"].price_cents, institution["0004"].note) == (6500, "Niet voor scholen")


def test_an_institution_pays_whatever_birth_date_was_typed_for_it() -> None:
    born_last_year = date(2023, 4, 9)
    assert _offers(POORT, born_last_year, kind=CustomerKind.INSTITUTION)["0004"].price_cents == 6500
    assert [*_offers(DRENTHE, born_last_year, kind=CustomerKind.INSTITUTION)] == FOR_EVERY_AGE
    refused = _refused(DRENTHE, born_last_year, kind=CustomerKind.INSTITUTION)
    assert "een instelling heeft geen leeftijd" in refused["0045"][1]


def test_persons_and_institutions_do_not_get_each_others_subscriptions() -> None:
    assert _refused(POORT, TESTER)["0004"][1].startswith("Instellingsabonnement (0004) is alleen voor instellingen.")
    refused = _refused(POORT, None, kind=CustomerKind.INSTITUTION)
    assert [*refused] == ["0001", "0002", "0003"]
    assert refused["0002"][1].startswith("Jaarabonnement (0002) is voor personen, niet voor een instelling.")


def test_a_17_year_old_gets_the_youth_subscription_and_nothing_from_18() -> None:
    born, on = _day("02-02-2007"), _day("01-02-2025")
    assert [*_offers(POORT, born, on)] == ["0001"]
    assert "is voor 18 jaar en ouder; deze klant is 17 jaar." in _refused(POORT, born, on)["0002"][1]


def test_the_ways_of_paying_that_matter_in_s2() -> None:
    assert payment_ways(POORT, on=SEED_DAY) == [INCASSO, FACTUUR, MAAND]


@pytest.mark.parametrize(
    ("born", "enrolled", "uninterrupted", "kept"),
    [
        ("31-12-1951", "30-11-2016", True, True),
        ("01-01-1952", "30-11-2016", True, False),
        ("31-12-1951", "01-12-2016", True, False),
        ("31-12-1951", "30-11-2016", False, False),
    ],
)
def test_the_reduced_tariff_is_kept_on_three_conditions(
    born: str, enrolled: str, uninterrupted: bool, kept: bool
) -> None:
    birth, enrolment = _day(born), _day(enrolled)
    assert keeps_reduced_65(POORT, born=birth, enrolled_on=enrolment, uninterrupted=uninterrupted) is kept


def test_a_library_without_a_reduced_tariff_keeps_it_for_nobody() -> None:
    assert not keeps_reduced_65(DRENTHE, born=date(1940, 1, 1), enrolled_on=date(2000, 1, 1), uninterrupted=True)
    assert _offers(DRENTHE, date(1940, 1, 1), reduced_65=True) == _offers(DRENTHE, date(1940, 1, 1))


# --- prices have a first day --------------------------------------------------------------------------------------


def test_the_price_is_that_of_the_day(tmp_path_factory: pytest.TempPathFactory) -> None:
    from balie.library.data_files import data_path

    text = data_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
    old = '{ price = "54,00", valid_from = 2024-04-01 }'
    new = '{ price = "54,00", valid_from = 2024-04-01, valid_until = 2024-12-31 }, '
    path = tmp_path_factory.mktemp("library") / "nieuwe-prijs.toml"
    path.write_text(text.replace(old, new + '{ price = "56,00", valid_from = 2025-01-01 }'), encoding="utf-8")
    library = load_library(path)
    assert _offers(library, TESTER, date(2024, 12, 31))["0045"].price_cents == 5400
    assert _offers(library, TESTER, date(2025, 1, 1))["0045"].price_cents == 5600


def test_before_its_first_day_a_price_is_neither_offered_nor_refused_but_explained() -> None:
    day = date(2024, 3, 31)
    assert _offers(DRENTHE, TESTER, day) == {}
    assert _refused(DRENTHE, TESTER, day) == {}
    explained = without_tariff(DRENTHE, on=day, way=FACTUUR)
    assert len(explained) == 10
    assert explained[0] == f"Basis (0045) heeft op {format_date(day)} geen tarief in het bibliotheekbestand."
    assert without_tariff(DRENTHE, on=SEED_DAY, way=FACTUUR) == []
    assert without_tariff(POORT, on=SEED_DAY, way=MAAND) == []


# --- screen 3: the amounts, and what a subscription carries ---------------------------------------------------------


def test_the_two_worked_examples_cost_54_and_42_euros() -> None:
    offered = _offers(DRENTHE, TESTER)
    assert cost_breakdown(offered["0045"], 33) == Costs(5400, 0, 0, 0, 0)
    assert cost_breakdown(offered["0045"], 33).balance == 5400
    assert cost_breakdown(offered["0141"], 33).balance == 4200


def test_the_three_discounts_are_taken_off_the_balance() -> None:
    basis = _offers(DRENTHE, TESTER)["0045"]
    costs = cost_breakdown(basis, 33, discount_subscription=500, discount_transfer=1250, discount=50)
    assert costs == Costs(5400, 0, 500, 1250, 50)
    assert costs.balance == 3600
    assert cost_breakdown(basis, 33, discount=5400).balance == 0


def test_discounts_beyond_the_price_are_refused() -> None:
    basis = _offers(DRENTHE, TESTER)["0045"]
    with pytest.raises(Refusal, match="samen hoogstens € 54,00"):
        cost_breakdown(basis, 33, discount=5401)
    with pytest.raises(Refusal, match="samen hoogstens € 0,00"):
        cost_breakdown(basis, 17, discount_transfer=1)


def test_every_negative_discount_is_refused_at_its_field() -> None:
    basis = _offers(DRENTHE, TESTER)["0045"]
    with pytest.raises(Refusal) as refused:
        cost_breakdown(basis, 33, discount_subscription=-1, discount_transfer=10, discount=-1)
    assert [reason.field for reason in refused.value.reasons] == ["discount_subscription", "discount"]


@pytest.mark.parametrize(
    ("code", "may_borrow", "strips", "plastic_card"),
    [("0045", True, 125, True), ("0053", True, 0, True), ("0140", False, 0, False), ("0141", False, 0, False)],
)
def test_what_a_subscription_carries(code: str, may_borrow: bool, strips: int, plastic_card: bool) -> None:
    carried = rights(_offers(DRENTHE, TESTER)[code])
    assert (carried.may_borrow, carried.strips, carried.plastic_card) == (may_borrow, strips, plastic_card)
    assert carried.digital_only is not may_borrow
    (subscription,) = (row for row in DRENTHE.subscriptions if row.code == code)
    assert rights(subscription) == carried


@pytest.mark.parametrize(("code", "needed"), [("0045", False), ("0049", True), ("0052", True), ("0053", False)])
def test_the_monthly_direct_debits_of_s1_need_a_mandate(code: str, needed: bool) -> None:
    assert _offers(DRENTHE, TESTER)[code].mandate_required is needed
