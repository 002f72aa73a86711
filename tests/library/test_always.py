"""A library to practise with on a day from before its first prices: those hold then, and never two at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest
from msgspec.structs import replace

from balie.library.always import with_prices_always
from balie.library.load import library_names, load_library
from balie.library.money_tables import DatedPrice, VatRate
from balie.library.structs import Fees, Library, Tariff
from balie.library.terms import ChargeKind, Condition, PaymentWay
from balie.library.validity import clashes, in_force
from balie.library.values import Cents

EARLY = date(2015, 1, 1)
INVOICE, MONTHLY = PaymentWay.INVOICE, PaymentWay.MONTHLY


@pytest.fixture
def library() -> Library:
    return load_library("biblionet-drenthe")


@dataclass(frozen=True)
class Of:
    """A tariff in few words: from the first of January of this year, or up to the end of one."""

    begins: int
    ends: int | None = None
    way: PaymentWay | None = None
    condition: Condition | None = None
    per_months: int | None = None

    def tariff(self) -> Tariff:
        until = None if self.ends is None else date(self.ends, 12, 31)
        return Tariff(
            price_cents=Cents(100),
            per_months=self.per_months,
            way=self.way,
            condition=self.condition,
            valid_from=date(self.begins, 1, 1),
            valid_until=until,
        )


def _with(library: Library, tariffs: Iterable[Of]) -> Library:
    first = replace(library.subscriptions[0], tariffs=tuple(of.tariff() for of in tariffs))
    return replace(library, subscriptions=(first,))


@pytest.mark.parametrize(
    ("tariffs", "begins"),
    [
        ([Of(2024)], [2015]),
        ([Of(2024, 2024), Of(2025)], [2015, 2025]),
        ([Of(2025), Of(2024, 2024)], [2025, 2015]),
        ([Of(2010, 2014), Of(2024)], [2010, 2024]),
        ([Of(2010)], [2010]),
        ([Of(2024, way=INVOICE), Of(2025, way=MONTHLY)], [2015, 2015]),
        ([Of(2024), Of(2024, condition=Condition.REDUCED_65)], [2015, 2015]),
        ([Of(2024, 2024), Of(2025, per_months=1)], [2015, 2025]),
        ([Of(2024, 2024), Of(2025, way=INVOICE), Of(2025, way=MONTHLY)], [2015, 2025, 2025]),
        ([Of(2024, 2024, way=INVOICE), Of(2025)], [2015, 2025]),
    ],
)
def test_the_first_tariff_of_those_that_follow_one_another_is_brought_forward(library, tariffs, begins):
    (subscription,) = with_prices_always(_with(library, tariffs), EARLY).subscriptions
    assert [tariff.valid_from.year for tariff in subscription.tariffs] == begins
    assert list(clashes(subscription.tariffs)) == []


def test_a_rate_is_brought_forward_for_each_kind(library):
    rates = [(ChargeKind.CONTRIBUTION, 2024), (ChargeKind.FINE, 2025), (ChargeKind.FINE, 2024)]
    vat = tuple(VatRate(kind=kind, percent=9, valid_from=date(year, 1, 1)) for kind, year in rates)
    found = with_prices_always(replace(library, vat=vat), EARLY).vat
    assert [rate.valid_from.year for rate in found] == [2015, 2025, 2015]


def test_a_price_is_brought_forward_however_deep_it_stands_and_keeps_its_amount(library):
    fees = Fees(
        enrolment=(DatedPrice(price_cents=Cents(250), valid_from=date(2024, 3, 1), valid_until=date(2024, 12, 31)),)
    )
    found = with_prices_always(replace(library, fees=fees), EARLY).fees
    assert found.enrolment == (DatedPrice(price_cents=Cents(250), valid_from=EARLY, valid_until=date(2024, 12, 31)),)


@pytest.mark.parametrize("name", library_names())
def test_every_library_has_tariffs_on_an_early_day_and_is_else_as_it_was(name):
    library = load_library(name)
    found = with_prices_always(library, EARLY)
    for before, after in zip(library.subscriptions, found.subscriptions, strict=True):
        assert in_force(after.tariffs, EARLY)
        assert list(clashes(after.tariffs)) == []
        assert replace(after, tariffs=before.tariffs) == before
    assert with_prices_always(library, date(2199, 1, 1)) == library
