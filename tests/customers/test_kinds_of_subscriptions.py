"""`kinds` of a subscription: only those klanttypen may have it; without the key whoever `audience` allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from balie.customers.kinds import RULES, CustomerKind
from balie.customers.subscriptions.pricing import offer_of, offers, refused_offers
from balie.desk import Desk
from balie.library.load import load_library
from balie.library.structs import Library
from balie.library.terms import PaymentWay
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester

DRENTHE, POORT = load_library("biblionet-drenthe"), load_library("achterhoekse-poort")
BORN, DAY = date(1991, 1, 4), date(2024, 4, 9)


def only_for(library: Library, code: str, *kinds: CustomerKind) -> Library:
    return msgspec.structs.replace(
        library,
        subscriptions=tuple(
            msgspec.structs.replace(one, kinds=kinds) if one.code == code else one for one in library.subscriptions
        ),
    )


def may_have(library: Library, code: str, kind: CustomerKind) -> bool:
    born = BORN if RULES[kind].has_birth_date else None
    terms = {"born": born, "on": DAY, "kind": kind, "way": PaymentWay.INVOICE}
    offered = code in {offer.code for offer in offers(library, **terms)}  # type: ignore[arg-type]
    refused = code in {offer.code for offer, _ in refused_offers(library, **terms)}  # type: ignore[arg-type]
    found = offer_of(library, code, **terms)  # type: ignore[arg-type]
    assert found is not None
    assert offered is not refused
    assert offered is not bool(found[1])
    return offered


@pytest.mark.parametrize("kind", list(CustomerKind))
def test_without_the_key_everybody_may_have_it_whom_the_audience_allows(kind: CustomerKind) -> None:
    assert may_have(DRENTHE, "0141", kind)
    assert may_have(POORT, "0004", kind) is (kind is CustomerKind.INSTITUTION)
    assert may_have(POORT, "0002", kind) is (kind is not CustomerKind.INSTITUTION)


@pytest.mark.parametrize("kind", list(CustomerKind))
def test_with_the_key_only_those_kinds_may(kind: CustomerKind) -> None:
    some = (CustomerKind.VOLUNTEER, CustomerKind.STAFF)
    for library, code in ((DRENTHE, "0141"), (POORT, "0002")):
        assert may_have(only_for(library, code, *some), code, kind) is (kind in some)


def test_why_not_says_for_whom_it_is_and_who_this_is() -> None:
    library = only_for(DRENTHE, "0141", CustomerKind.VOLUNTEER, CustomerKind.STAFF)
    found = offer_of(library, "0141", born=BORN, on=DAY, kind=CustomerKind.REGULAR, way=PaymentWay.INVOICE)
    assert found is not None
    assert "is alleen voor klanttype vrijwilliger of medewerker; dit is een reguliere klant." in found[1]


def test_enrolling_goes_by_the_klanttype_of_screen_1(desk: Desk) -> None:
    here = replace(desk, library=only_for(desk.library, "0141", CustomerKind.VOLUNTEER))
    with pytest.raises(Refusal, match="alleen voor klanttype vrijwilliger"):
        enrol_tester(here, subscription="0141")
    enrol_tester(here, subscription="0141", kind="Vrijwilliger")
    assert here.store.read("SELECT c.kind, m.code FROM customer AS c JOIN membership AS m ON m.customer_id = c.id") == [
        ("vrijwilliger", "0141")
    ]
