from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from balie.customers.cards.credentials import Cost, verify
from balie.customers.finding.entry import FreeCard, KnownCustomer, NumberLater, read_entry
from balie.customers.permission import Override
from balie.desk import Desk
from balie.enrolment.application import Discounts
from balie.enrolment.enrol import enrol
from balie.enrolment.number_later import give_number
from balie.library.structs import Library
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.errors import BrokenConstraint
from tests.support.applicants import IBAN, SECRET, application, end_membership, enrol_tester
from tests.support.debtors import that_collects

TABLES = (
    *("customer", "address", "card", "membership", "mandate", "credential", "invoice", "charge", "receipt"),
    *("journal", "counter"),
)


def contents(desk: Desk) -> dict[str, int]:
    counted = {}
    for table in TABLES:
        row = desk.store.read_one(f"SELECT count(*) FROM {table}")
        assert row is not None
        counted[table] = row[0]
    return counted


@pytest.fixture(autouse=True)
def _sound(desk: Desk):
    """Whatever a test does, the store is sound at its end."""
    yield
    assert check(desk.store, all_invariants()) == []


def test_the_first_enrolment_in_gieten_is_that_of_s1(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    assert (enrolled.customer_id, enrolled.number, enrolled.password_issued) == (480874, "29428000077727", True)
    assert contents(desk) == {
        **dict.fromkeys(TABLES, 1),
        "mandate": 0,
        "counter": 2,
    }


def test_the_next_one_gets_the_next_number(desk: Desk) -> None:
    enrol_tester(desk)
    enrolled = enrol_tester(desk)
    assert (enrolled.customer_id, enrolled.number) == (480875, "29428000077735")


def test_what_is_stored_of_the_password_is_its_hash(desk: Desk) -> None:
    enrol_tester(desk)
    row = desk.store.read_one("SELECT salt, hash, cost, expires_on, tries_left, must_change FROM credential")
    assert row is not None
    salt, stored, cost, *rest = row
    assert verify("E47C 5M6C", salt, stored, Cost.parse(cost))
    assert rest == ["2024-04-23", 5, 1]
    everything = "\n".join(desk.store.connection.iterdump())
    assert "E47C" not in everything
    assert "5M6C" not in everything


def test_a_scanned_card_becomes_the_number(desk: Desk) -> None:
    enrolled = enrol_tester(desk, number=FreeCard("29428000077800"))
    assert enrolled.number == "29428000077800"
    assert desk.store.read("SELECT number, plastic FROM card") == [("29428000077800", 1)]


def test_a_number_in_the_series_that_was_scanned_is_skipped(desk: Desk) -> None:
    enrol_tester(desk, number=FreeCard("29428000077727"))
    assert enrol_tester(desk).number == "29428000077735"


def test_a_card_taken_since_it_was_scanned_is_refused_and_nothing_is_stored(desk: Desk) -> None:
    entry = read_entry(desk.store, "29428000077800", desk.working_date)
    assert isinstance(entry, FreeCard)
    enrol_tester(desk, number=entry)
    before = contents(desk)
    with pytest.raises(Refusal, match="intussen") as refused:
        enrol_tester(desk, number=entry)
    assert [reason.field for reason in refused.value.reasons] == ["number"]
    assert contents(desk) == before


def test_enrolling_again_keeps_actor_id_and_number(desk: Desk) -> None:
    first = enrol_tester(desk, newsletter="ja")
    end_membership(desk, first.customer_id)
    later = replace(desk, working_date=date(2025, 6, 2))
    entry = read_entry(later.store, "29428000077727", later.working_date)
    assert isinstance(entry, KnownCustomer)
    again = enrol_tester(later, number=entry, subscription="0053", street="Brink", newsletter="ja")
    assert (again.customer_id, again.number) == (first.customer_id, first.number)
    assert desk.store.read("SELECT number, code, status FROM membership ORDER BY number") == [
        (1, "0045", 9),
        (2, "0053", 2),
    ]
    assert desk.store.read("SELECT street FROM address") == [("Brink",)]
    assert desk.store.read("SELECT version, registered_on, newsletter_since, last_active_on FROM customer") == [
        (2, "2024-04-09", "2024-04-09", "2025-06-02")
    ]
    action, before, after = desk.store.read("SELECT action, before, after FROM journal ORDER BY id")[-1]
    assert action == "enrolled again"
    assert json.loads(before)["street"] == "Kruisakkers"
    assert json.loads(after)["subscription"] == "0053"


def test_whoever_was_enrolled_again_meanwhile_is_refused(desk: Desk) -> None:
    first = enrol_tester(desk)
    end_membership(desk, first.customer_id)
    entry = read_entry(desk.store, "29428000077727", desk.working_date)
    assert isinstance(entry, KnownCustomer)
    enrol_tester(desk, number=entry)
    before = contents(desk)
    with pytest.raises(Refusal, match="lopend abonnement"):
        enrol_tester(desk, number=entry)
    assert contents(desk) == before


def test_somebody_who_is_not_there_is_not_enrolled_again(desk: Desk) -> None:
    with pytest.raises(Refusal, match="bestaat niet meer"):
        enrol_tester(desk, number=KnownCustomer(99, "29428000077727", running=False, state="active"))


def test_p_keeps_the_customer_without_number_or_password(desk: Desk) -> None:
    enrolled = enrol_tester(desk, number=NumberLater())
    assert (enrolled.number, enrolled.password_issued) == (None, False)
    made = contents(desk)
    assert (made["customer"], made["membership"], made["card"], made["credential"]) == (1, 1, 0, 0)


@pytest.mark.parametrize(("card", "number"), [("2 9428 0000 7780 0", "29428000077800"), (None, "29428000077727")])
def test_the_number_that_follows_brings_password_and_bon(desk: Desk, card: str | None, number: str) -> None:
    enrolled = enrol_tester(desk, number=NumberLater())
    given = give_number(desk, enrolled.customer_id, card, SECRET)
    assert (given.customer_id, given.number, given.password_issued) == (enrolled.customer_id, number, True)
    assert given.receipt_id != enrolled.receipt_id
    assert desk.store.read("SELECT number_later FROM customer") == [(0,)]
    assert desk.store.read("SELECT number, plastic FROM card") == [(number, int(card is not None))]
    with pytest.raises(Refusal, match="al een klantnummer"):
        give_number(desk, enrolled.customer_id, None, SECRET)


def test_a_number_that_follows_is_checked_too(desk: Desk) -> None:
    taken = enrol_tester(desk)
    waiting = enrol_tester(desk, number=NumberLater())
    with pytest.raises(Refusal, match="controlecijfer"):
        give_number(desk, waiting.customer_id, "29428000077801", SECRET)
    with pytest.raises(Refusal, match="intussen"):
        give_number(desk, waiting.customer_id, taken.number, SECRET)
    with pytest.raises(Refusal, match="bestaat niet meer"):
        give_number(desk, 99, None, SECRET)


def test_sepa_incasso_writes_a_mandate_with_the_number_as_reference(desk: Desk) -> None:
    enrol_tester(desk, direct_debit="ja", iban=IBAN, account_holder="M. Tester")
    assert desk.store.read("SELECT reference, signed_on, iban, bic, holder FROM mandate") == [
        ("29428000077727", "2024-04-09", "NL91ABNA0417164300", "ABNANL2A", "M. Tester")
    ]


def test_a_new_signature_gets_a_reference_of_its_own(desk: Desk) -> None:
    first = enrol_tester(desk, direct_debit="ja", iban=IBAN)
    for reference in ("29428000077727-2", "29428000077727-3"):
        end_membership(desk, first.customer_id)
        entry = read_entry(desk.store, "29428000077727", desk.working_date)
        assert isinstance(entry, KnownCustomer)
        enrol_tester(desk, number=entry, direct_debit="ja", iban=IBAN)
        row = desk.store.read_one("SELECT reference FROM mandate ORDER BY length(reference) DESC, reference DESC")
        assert row == (reference,)


def test_without_incasso_no_account_is_kept(desk: Desk) -> None:
    enrol_tester(desk, iban=IBAN)
    assert contents(desk)["mandate"] == 0
    assert IBAN not in "\n".join(desk.store.connection.iterdump())


@pytest.mark.parametrize("subscription", ["0049", "0052"])
def test_a_subscription_by_direct_debit_needs_a_mandate(desk: Desk, poort: Library, subscription: str) -> None:
    there = that_collects(desk, poort)
    with pytest.raises(Refusal, match="alleen met Sepa incasso"):
        enrol_tester(there, subscription=subscription)
    enrol_tester(there, subscription=subscription, direct_debit="ja", iban=IBAN)


@pytest.mark.parametrize("subscription", ["0049", "0052"])
def test_what_the_library_cannot_collect_is_not_sold(desk: Desk, subscription: str) -> None:
    with pytest.raises(Refusal, match="Biblionet Drenthe incasseert niet"):
        enrol_tester(desk, subscription=subscription, direct_debit="ja", iban=IBAN)
    assert desk.store.read("SELECT count(*) FROM customer") == [(0,)]


@pytest.mark.parametrize("iban", ["CH9300762011623852957", "GB29NWBK60161331926819"])
def test_no_mandate_is_signed_for_an_account_that_is_not_collected_from(desk: Desk, poort: Library, iban: str) -> None:
    there = replace(desk, library=poort, branch=poort.branches[0])
    with pytest.raises(Refusal, match="buiten de EER"):
        enrol_tester(there, subscription="0002", direct_debit="ja", iban=iban)


def test_a_mandate_needs_a_number(desk: Desk) -> None:
    with pytest.raises(Refusal, match="kenmerk"):
        enrol_tester(desk, number=NumberLater(), direct_debit="ja", iban=IBAN)


def test_outside_the_ages_a_subscription_is_refused_with_the_reason(desk: Desk) -> None:
    with pytest.raises(Refusal, match="deze klant is 18 jaar") as refused:
        enrol_tester(desk, birth_date="10-04-2005")
    assert [reason.field for reason in refused.value.reasons] == ["subscription"]
    assert contents(desk)["customer"] == 0


def test_a_supervisor_may_allow_it_with_a_reason_that_is_kept(desk: Desk) -> None:
    override = Override(supervisor="hk", because="Overgang van jeugd, afgesproken met ouders")
    enrol(desk, application(desk, birth_date="10-04-2005", override=override), SECRET)
    (after,) = desk.store.read_one("SELECT after FROM journal") or ("",)
    kept = json.loads(after)
    assert (kept["allowed_by"], kept["allowed_because"]) == (override.supervisor, override.because)
    assert "deze klant is 18 jaar" in kept["allowed_though"]


@pytest.mark.parametrize(
    ("override", "field"), [(Override("", "Een goede reden"), "supervisor"), (Override("hk", "x"), "because")]
)
def test_an_override_names_who_and_why(desk: Desk, override: Override, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        enrol(desk, application(desk, birth_date="10-04-2005", override=override), SECRET)
    assert [reason.field for reason in refused.value.reasons] == [field]


def test_an_override_that_was_not_needed_is_not_kept(desk: Desk) -> None:
    enrol(desk, application(desk, override=Override("hk", "voor de zekerheid")), SECRET)
    (after,) = desk.store.read_one("SELECT after FROM journal") or ("",)
    assert "allowed_by" not in json.loads(after)


def test_a_subscription_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="heeft geen tarief"):
        enrol_tester(desk, subscription="9999")


def test_a_temporary_subscription_without_a_term_needs_a_last_day(desk: Desk) -> None:
    asked = application(desk, subscription="0345")
    with pytest.raises(Refusal, match="tijdelijk") as refused:
        enrol(desk, asked, SECRET)
    assert [reason.field for reason in refused.value.reasons] == ["last_day"]
    with pytest.raises(Refusal, match="laatste dag"):
        enrol(desk, replace(asked, last_day=date(2024, 4, 8)), SECRET)
    enrol(desk, replace(asked, last_day=date(2024, 8, 31)), SECRET)
    assert desk.store.read("SELECT rights_until, temporary, status FROM membership") == [("2024-08-31", 1, 5)]


def test_what_is_free_is_neither_charged_nor_invoiced(desk: Desk) -> None:
    enrol_tester(desk, subscription="0141", birth_date="10-04-2006", guardian="M. Tester")
    assert (contents(desk)["charge"], contents(desk)["invoice"]) == (0, 0)
    assert desk.store.read("SELECT status, price_cents FROM membership") == [(5, 0)]


def test_discounts_are_taken_off_what_is_charged(desk: Desk) -> None:
    discounts = Discounts(subscription=500, transfer=1000, other=1)
    enrol(desk, application(desk, discounts=discounts), SECRET)
    assert desk.store.read("SELECT kind, cents FROM charge") == [("contributie", 3899)]
    (after,) = desk.store.read_one("SELECT after FROM journal") or ("",)
    assert json.loads(after)["discounts_cents"] == [500, 1000, 1]


def test_discounts_beyond_the_price_are_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="hoger dan de kosten"):
        enrol(desk, application(desk, discounts=Discounts(other=5401)), SECRET)


@pytest.mark.parametrize(("direct_debit", "cents"), [("nee", 5200), ("ja", 4800)])
def test_at_the_poort_the_price_depends_on_the_way_of_paying(
    desk: Desk, poort: Library, direct_debit: str, cents: int
) -> None:
    there = replace(desk, library=poort, branch=poort.branches[0])
    code = next(item.code for item in poort.subscriptions if (item.term_months, item.min_age) == (12, 18))
    enrol_tester(there, subscription=code, direct_debit=direct_debit, iban=IBAN)
    assert desk.store.read("SELECT cents FROM charge") == [(cents,)]


def test_every_reason_is_given_at_once(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        enrol_tester(
            desk, subscription="0049", birth_date="10-04-2005", number=NumberLater(), direct_debit="ja", iban=IBAN
        )
    assert {reason.field for reason in refused.value.reasons} == {"subscription", "direct_debit"}


def test_everything_is_written_or_nothing(desk: Desk) -> None:
    with desk.transaction() as tx:
        tx.execute("CREATE TEMP TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(BrokenConstraint):
        enrol_tester(desk)
    desk.store.connection.execute("DROP TRIGGER full")
    assert contents(desk) == dict.fromkeys(TABLES, 0)
    assert enrol_tester(desk).number == "29428000077727"


@pytest.mark.parametrize("name", ["[red]Jan[/red]", 'O\'Brien "x"', "Robert'); DROP TABLE customer;--", "Ĳsbrand €"])
def test_a_name_is_stored_as_it_was_typed(desk: Desk, name: str) -> None:
    enrol_tester(desk, surname=name)
    assert desk.store.read("SELECT surname FROM customer") == [(name.replace("Ĳ", "IJ"),)]
