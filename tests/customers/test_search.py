from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.customers.deceased import mark, unmark
from balie.customers.finding.search import PAGE, AfterCustomer, ranges, search
from balie.customers.privacy.removal import wipe
from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from balie.refusal import Refusal
from tests.support.applicants import IBAN, enrol_tester

KINDS_OF_TEXT = [
    "jans",
    "van den berg",
    "vries, e",
    "e.b. tester",
    "9468bg 41",
    "9468BG",
    "04-01-1991",
    "0880128295",
    "06 1234",
    "info@",
    "29428000077727",
    "29428",
    "2X9428",
    "480874",
    IBAN,
    "*jans",
    "*",
    "S1234567",
    "jansen eb",
    "eb jansen",
]


def found(desk: Desk, text: str) -> list[str]:
    return [row.name for row in search(desk.store, desk.library, text, desk.working_date).rows]


@pytest.mark.parametrize(
    "text",
    [
        "Tester",
        "test",
        "TÉSTER",
        "tester, e",
        "tester, e.b.",
        "E.B. Tester",
        "9468bg 41",
        "9468bg41",
        "9468 BG 41a",
        "9468BG",
        "04-01-1991",
        "04011991",
        "4/1/91",
        "info@bibliotheekannen.nl",
        "INFO@",
        "0880128295",
        "(088) 012 82 95",
        "+31 88 0128295",
        "06 1234 5678",
        "29428000077727",
        "29428 0000 7772 7",
        "2942800",
        "480874",
        "[480874]",
        IBAN,
        "NL91 ABNA 0417",
    ],
)
def test_a_customer_is_found_by(desk: Desk, text: str) -> None:
    enrol_tester(desk, mobile="0612345678", iban=IBAN, direct_debit="ja")
    enrol_tester(
        desk,
        surname="Anders",
        initials="q",
        birth_date="05-05-1955",
        postcode="9461AA",
        phone="0592243612",
        email="anders@voorbeeld.nl",
    )
    rows = search(desk.store, desk.library, text, desk.working_date).rows
    assert "Tester, E.B." in [row.name for row in rows]
    assert len(rows) == (2 if text == "2942800" else 1)


@pytest.mark.parametrize(
    "text",
    ["testers", "9468bg 42", "05-01-1991", "x@y.nl", "0880128296", "tester, q", "480999", "tester q", "teste eb"],
)
def test_a_customer_is_not_found_by_what_does_not_fit(desk: Desk, text: str) -> None:
    enrol_tester(desk)
    assert found(desk, text) == []


@pytest.mark.parametrize(
    "text",
    [
        *("berg", "van den berg", "Van den B", "VAN DEN BERG", "van den"),
        *("berg, e", "e.b. van den berg", "berg e.b", "van den berg E.B.", "berg eb", "van den berg e", "eb berg"),
    ],
)
def test_a_name_is_found_with_and_without_its_prefix(desk: Desk, text: str) -> None:
    enrol_tester(desk, prefix="van den", surname="Berg")
    assert found(desk, text) == ["Berg, E.B. van den"]


@pytest.mark.parametrize("initial", ["T", "D", "S", "L"])
def test_an_initial_that_looks_like_a_prefix_is_an_initial(desk: Desk, initial: str) -> None:
    enrol_tester(desk, initials=initial)
    enrol_tester(desk, initials="K")
    assert found(desk, f"Tester, {initial}.") == [f"Tester, {initial}."]


def test_a_belgian_surname_is_found_under_its_full_name(desk: Desk) -> None:
    enrol_tester(desk, surname="Van den Berg")
    enrol_tester(desk, prefix="van den", surname="Berg")
    assert found(desk, "van den berg") == ["Van den Berg, E.B.", "Berg, E.B. van den"]


@pytest.mark.parametrize("text", ["'t Hart", "t hart", "’t H", "af hart", "Af Ha"])
def test_a_prefix_may_be_any_and_needs_no_apostrophe(desk: Desk, text: str) -> None:
    prefix = "af" if text.lower().startswith("af") else "'t"
    enrol_tester(desk, prefix=prefix, surname="Hart")
    assert found(desk, text) == [f"Hart, E.B. {prefix}"]


def test_another_prefix_is_not_found(desk: Desk) -> None:
    enrol_tester(desk, prefix="van der", surname="Berg")
    assert found(desk, "van den berg") == []


@pytest.mark.parametrize("surname", ["Jansen-de Vries", "Jansen de Vries", "Van der Jansen-de Vries"])
@pytest.mark.parametrize(
    "text", ["Vries", "vri", "de Vries", "DE VRIES", "jansen", "jansen de vr", "vries, e", "e.b. de vries", "de"]
)
def test_a_double_name_is_found_by_each_of_its_parts(desk: Desk, surname: str, text: str) -> None:
    enrol_tester(desk, surname=surname)
    enrol_tester(desk, surname="Bakker-de Wit", initials="q")
    assert found(desk, text) == [f"{surname}, E.B.", *(["Bakker-de Wit, Q."] if text == "de" else [])]


@pytest.mark.parametrize("text", ["ries", "sen", "de vriest", "jansen vries", "vries, q", "*vries"])
def test_a_part_of_a_double_name_begins_at_a_word(desk: Desk, text: str) -> None:
    enrol_tester(desk, surname="Jansen-de Vries")
    assert found(desk, text) == []


def test_the_parts_follow_the_name_when_it_is_changed_and_when_the_customer_is_removed(desk: Desk) -> None:
    customer_id = enrol_tester(desk, surname="Jansen-de Vries").customer_id
    fields = read_edit(desk, customer_id, "2")
    save_edit(desk, customer_id, "2", {"surname": "Jansen-Bakker"}, fields)
    assert (found(desk, "vries"), found(desk, "bakker")) == ([], ["Jansen-Bakker, E.B."])
    save_edit(desk, customer_id, "2", {"surname": "Jansen"}, read_edit(desk, customer_id, "2"))
    assert (found(desk, "bakker"), found(desk, "jansen")) == ([], ["Jansen, E.B."])
    save_edit(desk, customer_id, "2", {"surname": "Jansen Smit"}, read_edit(desk, customer_id, "2"))
    assert found(desk, "smit") == ["Jansen Smit, E.B."]
    with desk.transaction() as tx:
        wipe(tx, customer_id)
    assert found(desk, "smit") == []
    assert desk.store.read("SELECT * FROM name_part") == []


def test_whole_names_come_before_parts_and_nobody_twice(desk: Desk) -> None:
    for surname in ("Jansen-Vries", "De Vries-Vriesman-Vries", "Vries", "Vries-Vriesman"):
        enrol_tester(desk, surname=surname)
    expected = ["Vries, E.B.", "Vries-Vriesman, E.B.", "Jansen-Vries, E.B.", "De Vries-Vriesman-Vries, E.B."]
    assert found(desk, "vries") == expected
    seen: list[str] = []
    after: AfterCustomer | None = None
    while len(seen) < len(expected):
        page = search(desk.store, desk.library, "vries", desk.working_date, after=after, limit=1)
        seen += [row.name for row in page.rows]
        after = page.after
    assert (seen, after) == (expected, None)


@pytest.mark.parametrize(
    ("surname", "text"),
    [("Özdemir", "ozd"), ("Jørgensen", "jorg"), ("Łukasz", "lukasz"), ("IJzerman", "ijz"), ("王", "王")],
)
def test_accents_and_other_letters_do_not_matter(desk: Desk, surname: str, text: str) -> None:
    enrol_tester(desk, surname=surname)
    assert found(desk, text) == [f"{surname}, E.B."]


def test_names_come_in_the_order_of_the_dictionary(desk: Desk) -> None:
    for surname in ("Jansen-de Vries", "Jansens", "Jansen", "Jans"):
        enrol_tester(desk, surname=surname)
    assert found(desk, "jans") == ["Jans, E.B.", "Jansen, E.B.", "Jansen-de Vries, E.B.", "Jansens, E.B."]


def test_a_line_tells_who_it_is(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    (row,) = search(desk.store, desk.library, "tester", desk.working_date).rows
    assert row.customer_id == enrolled.customer_id
    assert (row.name, row.birth_date, row.address) == ("Tester, E.B.", "04-01-1991", "Kruisakkers 41, 9468 BG ANNEN")
    assert (row.number, row.membership, row.running) == ("29428000077727", "Basis", True)


def test_the_pages_together_hold_everybody_once_in_order(desk: Desk) -> None:
    names = sorted({f"Jans{a}{b}" for a in "aeiou" for b in "klmnp"})
    for surname in reversed(names):
        enrol_tester(desk, surname=surname)
    enrol_tester(desk, surname="Zwart")
    seen: list[str] = []
    after: AfterCustomer | None = None
    for expected_more in (True, True, True, False):
        page = search(desk.store, desk.library, "jans", desk.working_date, after=after, limit=7)
        seen += [row.name for row in page.rows]
        assert page.more is expected_more
        after = page.after
    assert seen == [f"{name}, E.B." for name in names]


def test_two_of_the_same_name_on_the_edge_of_a_page_are_both_shown(desk: Desk) -> None:
    made = [enrol_tester(desk).customer_id for _ in range(5)]
    first = search(desk.store, desk.library, "tester", desk.working_date, limit=3)
    rest = search(desk.store, desk.library, "tester", desk.working_date, limit=3, after=first.after)
    assert [row.customer_id for row in (*first.rows, *rest.rows)] == made


@pytest.mark.parametrize("text", ["9468BG", "9468bg 41", "04-01-1991", "29428", "0880128295", "info@"])
def test_every_kind_of_search_has_pages(desk: Desk, text: str) -> None:
    made = [enrol_tester(desk).customer_id for _ in range(5)]
    first = search(desk.store, desk.library, text, desk.working_date, limit=2)
    second = search(desk.store, desk.library, text, desk.working_date, limit=2, after=first.after)
    third = search(desk.store, desk.library, text, desk.working_date, limit=2, after=second.after)
    assert [row.customer_id for page in (first, second, third) for row in page.rows] == made


def test_a_page_never_holds_more_than_a_screen(desk: Desk) -> None:
    for _ in range(PAGE + 1):
        enrol_tester(desk)
    page = search(desk.store, desk.library, "t", desk.working_date)
    assert (len(page.rows), page.more) == (PAGE, True)


def test_a_replaced_number_still_finds_its_owner(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE card SET state = 'replaced'")
    assert enrolled.number is not None
    assert found(desk, enrolled.number) == ["Tester, E.B."]


def test_a_double_name_of_somebody_who_died_is_found_with_a_star(desk: Desk) -> None:
    customer_id = enrol_tester(desk, surname="Jansen-de Vries").customer_id
    with desk.transaction() as tx:
        mark(tx, customer_id)
    assert (found(desk, "vries"), found(desk, "*vries")) == ([], ["*Jansen-de Vries, E.B."])
    with desk.transaction() as tx:
        unmark(tx, customer_id)
    assert (found(desk, "vries"), found(desk, "*vries")) == (["Jansen-de Vries, E.B."], [])


@pytest.mark.parametrize("text", ["*tester", "* Tést", "*Tester, E.", "*", "*van den T"])
def test_the_deceased_are_found_by_name_only_with_a_star(desk: Desk, text: str) -> None:
    customer_id = enrol_tester(desk, prefix="van den").customer_id
    with desk.transaction() as tx:
        mark(tx, customer_id)
    assert found(desk, text) == ["*Tester, E.B. van den"]
    assert found(desk, text.strip("* ") or "tester") == []
    assert found(desk, "04-01-1991") == ["*Tester, E.B. van den"]


@pytest.mark.parametrize("text", ["S1234567", "s 123 4567 8", "S12345678"])
def test_an_external_number_is_found_from_eight_signs_on(desk: Desk, text: str) -> None:
    for column, number in (("external_number", "S12345678"), ("external_number_2", "S12345678")):
        customer_id = enrol_tester(desk).customer_id
        with desk.transaction() as tx:
            tx.execute(f"INSERT INTO property (customer_id, {column}) VALUES (?, ?)", (customer_id, number))
    assert found(desk, text) == ["Tester, E.B."] * 2
    assert found(desk, "S123456") == []


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_nothing_is_not_searched_for(desk: Desk, text: str) -> None:
    with pytest.raises(Refusal, match="Typ een naam"):
        search(desk.store, desk.library, text, desk.working_date)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(min_size=1, max_size=30))
def test_no_text_breaks_the_search(desk: Desk, text: str) -> None:
    try:
        rows, refused = search(desk.store, desk.library, text, desk.working_date).rows, ""
    except Refusal as refusal:
        rows, refused = (), str(refusal)
    assert rows == ()
    assert not refused or "Typ een naam" in refused


@pytest.mark.parametrize("text", KINDS_OF_TEXT)
def test_every_search_is_one_range_of_an_index_and_a_line_four_look_ups(desk: Desk, text: str) -> None:
    for wanted in ranges(text, desk.working_date):
        sql, params = wanted.page(wanted.first, 0, 21)
        plan = [row[3] for row in desk.store.read(f"EXPLAIN QUERY PLAN {sql}", params)]
        for step in (step for step in plan if "SCALAR SUBQUERY" not in step):
            assert step.startswith("SEARCH"), f"{text}: {step}"
            assert "USING" in step
        assert [step.split()[1] for step in plan if step.endswith("LEFT-JOIN")] == ["home", "own", "last"]


def test_a_list_of_names_is_read_from_the_index_alone(desk: Desk) -> None:
    sql, params = next(ranges("jans", desk.working_date)).page("jans", 0, 21)
    plan = [row[3] for row in desk.store.read(f"EXPLAIN QUERY PLAN {sql}", params)]
    assert plan[0] == "SEARCH c USING COVERING INDEX customer_name (name_key>? AND name_key<?)"
