"""Ontdubbelen: nothing of a customer is left behind, no total changes, and all of it can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.customers.finding.entry import KnownCustomer, find_number
from balie.customers.finding.search import search
from balie.customers.identities import all_ids, current_id
from balie.customers.invariants import CUSTOMER_INVARIANTS
from balie.customers.merging.merge import candidates, former_records, merge, preview, undo
from balie.customers.merging.parts import KEPT_APART
from balie.customers.tabs.journal import read_acts
from balie.desk import Desk
from balie.ledger import LEDGER_INVARIANTS, balance
from balie.refusal import Refusal
from balie.store.check import check
from balie.store.errors import BrokenConstraint
from tests.support.applicants import end_membership, enrol_tester
from tests.support.customer_columns import customer_columns
from tests.support.doubles import FOLLOWING, dump, enrol_doubles, furnish, relate

TABLES = sorted({*FOLLOWING, "relation"})


def combine(desk: Desk, keep: int, gone: int) -> int:
    return merge(desk, preview(desk, keep, gone))


def one(desk: Desk, sql: str, *params: object) -> object:
    row = desk.store.read_one(sql, params)  # type: ignore[arg-type]
    assert row is not None
    return row[0]


def sound(desk: Desk) -> None:
    assert check(desk.store, (*CUSTOMER_INVARIANTS, *LEDGER_INVARIANTS)) == []


def totals(desk: Desk, *customers: int) -> list[object]:
    marks = ", ".join("?" * len(customers))
    return [
        one(desk, f"SELECT {what} FROM {table} WHERE customer_id IN ({marks})", *customers)
        for table, what in (
            ("charge", "total(cents)"),
            ("payment", "total(cents)"),
            ("loan", "count(*)"),
            ("loan", "total(strips)"),
            ("card", "count(*)"),
            ("invoice", "count(*)"),
            ("membership", "total(price_cents)"),
            ("mandate", "count(*)"),
            ("receipt", "count(*)"),
        )
    ]


def test_everything_names_the_one_that_stays(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    furnish(desk, gone, 1, frozenset(TABLES))
    before = totals(desk, keep, gone)
    combine(desk, keep, gone)
    for table, column in customer_columns(desk.store) - set(KEPT_APART):
        assert one(desk, f"SELECT count(*) FROM {table} WHERE {column} = ?", gone) == 0, table
        if column not in ("into_id", "child_id"):
            assert one(desk, f"SELECT count(*) FROM {table} WHERE {column} = ?", keep), table
    assert totals(desk, keep) == before
    assert one(desk, "SELECT count(*) FROM customer WHERE id = ?", gone) == 0
    sound(desk)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    seeds=st.tuples(st.integers(0, 99), st.integers(100, 199)),
    tables=st.tuples(st.frozensets(st.sampled_from(TABLES)), st.frozensets(st.sampled_from(TABLES))),
    ended=st.tuples(st.booleans(), st.booleans()),
    swap=st.booleans(),
)
def test_no_row_is_orphaned_no_total_changes_and_undo_brings_all_of_it_back(
    desk: Desk,
    seeds: tuple[int, int],
    tables: tuple[frozenset[str], frozenset[str]],
    ended: tuple[bool, bool],
    swap: bool,
) -> None:
    with desk.transaction() as tx:  # the examples share a store: items lent in an earlier one are back
        tx.execute("UPDATE loan SET returned_on = '2024-04-09' WHERE returned_on IS NULL")
    pair = enrol_doubles(desk)
    for customer_id, seed, which, has_ended in zip(pair, seeds, tables, ended, strict=True):
        if has_ended:
            end_membership(desk, customer_id)
        furnish(desk, customer_id, seed, which)
    keep, gone = pair[::-1] if swap else pair
    before, sums = dump(desk.store), totals(desk, keep, gone)
    secrets = one(desk, "SELECT count(*) FROM pin WHERE customer_id IN (?, ?)", keep, gone) == 2
    journal_id = combine(desk, keep, gone)
    sound(desk)
    assert totals(desk, keep) == sums
    undo(desk, journal_id)
    sound(desk)
    after = dump(desk.store)
    for table in ("credential", *(["pin"] if secrets else [])):  # a secret of which both had one does not come back
        del before[table], after[table]
    assert after == before


def test_what_the_record_that_stays_lacks_is_taken_over(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    shown = preview(desk, keep, gone)
    becomes = {line.label: line.becomes for line in shown.compared}
    assert becomes["SMS-nummer"] == "06-12345678"
    assert becomes["E-mail"] == "info@bibliotheekannen.nl"
    assert becomes["Voorletters"] == "E.B."
    merge(desk, shown)
    row = desk.store.read_one(
        "SELECT initials, given_name, mobile, mobile_key, email FROM customer WHERE id = ?", (keep,)
    )
    assert row == ("E.B.", "Bert", "06-12345678", "0612345678", "info@bibliotheekannen.nl")


def test_the_preview_tells_what_moves_what_is_left_out_and_what_to_know(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    furnish(desk, gone, 3, frozenset({"loan"}))
    shown = preview(desk, keep, gone)
    assert shown.moves == (
        *("1 periode van een abonnement", "1 factuur", "1 geboekt bedrag", "3 uitleningen", "1 klantnummer", "1 bon"),
    )
    assert shown.left_out == ("1 adres", "1 wachtwoord")
    assert shown.warnings == (
        f"Beide klanten zijn lid. Het abonnement Basis van [{gone}] eindigt vandaag;"
        " verreken zo nodig de contributie in Financieel.",
        f"Van [{gone}] staat € 54,00 open; dat gaat mee.",
        "Pas 29428000077735 wordt een volgpas: hij blijft werken tot hij wordt geblokkeerd.",
        f"Wachtwoord van [{gone}] vervalt, en komt bij ongedaan maken niet terug.",
    )
    assert shown.swapped == (gone, keep)
    assert [line.label for line in shown.compared if line.differs][:2] == ["Klantnummer", "Voorletters"]


def test_a_preview_changes_nothing(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    before = dump(desk.store)
    preview(desk, keep, gone)
    assert dump(desk.store) == before


def test_the_card_in_the_pocket_and_the_old_actor_id_find_the_one_that_stays(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    combine(desk, keep, gone)
    assert find_number(desk.store, "29428000077735", desk.working_date) == KnownCustomer(
        keep, "29428000077735", True, "active"
    )
    found = search(desk.store, desk.library, f"[{gone}]", desk.working_date).rows
    assert [row.customer_id for row in found] == [keep]
    assert (current_id(desk.store, gone), all_ids(desk.store, keep)) == (keep, (keep, gone))


def test_somebody_without_a_number_gets_the_one_of_the_other(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    with desk.transaction() as tx:
        tx.execute("DELETE FROM mandate")
        tx.execute("DELETE FROM credential WHERE customer_id = ?", (keep,))
        tx.execute("DELETE FROM card WHERE customer_id = ?", (keep,))
        tx.execute("UPDATE customer SET number_later = 1 WHERE id = ?", (keep,))
    combine(desk, keep, gone)
    assert desk.store.read("SELECT kind FROM card WHERE customer_id = ?", (keep,)) == [("primary",)]
    assert one(desk, "SELECT number_later FROM customer WHERE id = ?", keep) == 0
    sound(desk)


@pytest.mark.parametrize(("keep_ended", "gone_ended"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_membership_that_runs_is_the_last_one(desk: Desk, keep_ended: bool, gone_ended: bool) -> None:
    keep, gone = enrol_doubles(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET code = '0046' WHERE customer_id = ?", (gone,))
    for customer_id, ended in ((keep, keep_ended), (gone, gone_ended)):
        if ended:
            end_membership(desk, customer_id)
    combine(desk, keep, gone)
    rows = desk.store.read("SELECT code, end_reason FROM membership WHERE customer_id = ? ORDER BY number", (keep,))
    if keep_ended and not gone_ended:
        assert rows == [("0045", None), ("0046", None)]
    elif not keep_ended:
        assert rows == [("0046", None if gone_ended else "ontdubbeld"), ("0045", None)]
    else:
        assert len(rows) == 2


def test_an_objection_counts_on_whichever_record_it_was_noted(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    with desk.transaction() as tx:
        for customer_id, kind, yes in ((keep, "post", 1), (gone, "post", 0), (keep, "mail", 0), (gone, "mail", 1)):
            tx.execute("INSERT INTO consent VALUES (?, ?, ?, '2024-04-09', 'ebt')", (customer_id, kind, yes))
    combine(desk, keep, gone)
    assert desk.store.read("SELECT kind, given FROM consent ORDER BY kind") == [("mail", 0), ("post", 0)]


def test_notes_take_a_free_place_and_are_left_out_when_there_is_none(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    with desk.transaction() as tx:
        for customer_id, places in ((keep, (0, 1, 2)), (gone, (0, 1, 2, 3))):
            for place in places:
                tx.execute(
                    "INSERT INTO note VALUES (?, ?, ?, '2024-04-09', 'ebt')", (customer_id, place, f"{customer_id}")
                )
    shown = preview(desk, keep, gone)
    merge(desk, shown)
    assert {row[0] for row in desk.store.read("SELECT place FROM note WHERE customer_id = ?", (keep,))} == {
        0,
        1,
        2,
        3,
        4,
    }
    assert "2 meldingen" in shown.left_out


def test_a_child_keeps_its_head_and_nobody_becomes_both(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    parent = enrol_tester(desk, surname="Ouder").customer_id
    relate(desk, gone, parent)
    journal_id = combine(desk, keep, gone)
    assert desk.store.read("SELECT child_id, head_id FROM relation") == [(keep, parent)]
    undo(desk, journal_id)
    assert desk.store.read("SELECT child_id, head_id FROM relation") == [(gone, parent)]
    relate(desk, enrol_tester(desk, surname="Kind").customer_id, keep)
    with pytest.raises(Refusal, match="zelf een kind"):
        preview(desk, keep, gone)


def test_what_another_desk_changed_since_the_preview_is_looked_at_again(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    shown = preview(desk, keep, gone)
    furnish(desk, gone, 1, frozenset({"loan"}))
    before = dump(desk.store)
    with pytest.raises(Refusal, match="intussen gewijzigd"):
        merge(desk, shown)
    assert dump(desk.store) == before


def test_candidates_are_the_same_person_in_the_same_house(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    ended = enrol_tester(desk, person="N.v.t.").customer_id
    end_membership(desk, ended)
    for fields in ({"person": "Vrouw"}, {"surname": "Testerman"}, {"birth_date": "05-01-1991"}, {"house_number": "43"}):
        enrol_tester(desk, number=None, **fields)
    assert [row.customer_id for row in candidates(desk, keep)] == [gone, ended]


def test_a_candidate_may_have_the_prefix_in_the_other_field_and_the_house_in_other_letters(desk: Desk) -> None:
    keep = enrol_tester(desk, prefix="van den", surname="Berg", house_number="41 bis").customer_id
    gone = enrol_tester(desk, surname="van den Berg", house_number="41-BIS").customer_id
    assert [row.customer_id for row in candidates(desk, keep)] == [gone]
    combine(desk, keep, gone)


def test_undoing_twice_and_undoing_under_a_later_merge_are_refused(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    third = enrol_tester(desk).customer_id
    first = combine(desk, keep, gone)
    second = combine(desk, third, keep)
    assert [record.customer_id for record in former_records(desk, third)] == [keep, gone]
    assert all_ids(desk.store, third) == (third, keep, gone)
    with pytest.raises(Refusal, match="eerst ongedaan"):
        undo(desk, first)
    assert undo(desk, second) == keep
    assert undo(desk, first) == gone
    with pytest.raises(Refusal, match="al ongedaan gemaakt"):
        undo(desk, first)
    sound(desk)


def test_what_was_added_since_stays_and_follows_its_period(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    journal_id = combine(desk, keep, gone)
    later = replace(desk, working_date=date(2024, 5, 2))
    with later.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on)"
            " VALUES (?, 2, 'nieuw', '2024-05-02', '2024-05-23')",
            (keep,),
        )
    undo(later, journal_id)
    row = desk.store.read_one("SELECT customer_id, membership_number FROM loan WHERE item_number = 'nieuw'")
    assert row == (keep, 1)
    sound(desk)


def test_undoing_is_refused_when_what_should_go_back_has_changed(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    journal_id = combine(desk, keep, gone)
    with desk.transaction() as tx:
        tx.execute("UPDATE card SET kind = 'primary' WHERE number = '29428000077735'")
        tx.execute("UPDATE card SET kind = 'additional' WHERE number = '29428000077727'")
    before = dump(desk.store)
    with pytest.raises(Refusal, match="klantnummers"):
        undo(desk, journal_id)
    assert dump(desk.store) == before


def test_what_is_new_on_a_period_that_goes_back_goes_with_it(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    end_membership(desk, keep)
    journal_id = combine(desk, keep, gone)
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on)"
            " VALUES (?, 2, 'nieuw', '2024-05-02', '2024-05-23')",
            (keep,),
        )
    undo(desk, journal_id)
    row = desk.store.read_one("SELECT customer_id, membership_number FROM loan WHERE item_number = 'nieuw'")
    assert row == (gone, 1)


def test_a_change_of_the_desk_since_is_not_undone(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    journal_id = combine(desk, keep, gone)
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET mobile = '06-87654321', mobile_key = '0687654321' WHERE id = ?", (keep,))
    undo(desk, journal_id)
    assert one(desk, "SELECT mobile FROM customer WHERE id = ?", keep) == "06-87654321"
    assert one(desk, "SELECT given_name FROM customer WHERE id = ?", keep) is None


def test_postings_cannot_be_given_to_another_customer_outside_a_merge(desk: Desk) -> None:

    keep, gone = enrol_doubles(desk)
    furnish(desk, gone, 1, frozenset({"payment"}))
    combine(desk, keep, gone)
    other = enrol_tester(desk, surname="Ander").customer_id
    for table in ("charge", "payment"):
        with pytest.raises(BrokenConstraint, match="append-only"), desk.transaction() as tx:
            tx.execute(f"UPDATE {table} SET customer_id = ? WHERE customer_id = ?", (other, keep))


def test_both_journals_read_on_tab_4_of_the_one_that_stays(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    combine(desk, keep, gone)
    acts = [act.what for act in read_acts(desk, keep).rows]
    assert acts == ["Samengevoegd (ontdubbeld)", "Opgegaan in een andere klant", "Ingeschreven", "Ingeschreven"]


def test_no_secret_gets_in_the_journal(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    combine(desk, keep, gone)
    kept = str(one(desk, "SELECT before FROM journal WHERE action = 'merged into'"))
    assert '"table":"credential"' not in kept
    assert "scrypt" not in kept


def test_what_is_owed_together_is_owed_by_the_one_that_stays(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    before = balance(desk.store, keep).contribution + balance(desk.store, gone).contribution
    combine(desk, keep, gone)
    assert balance(desk.store, keep).contribution == before == 10_800
