"""A backup is put back in the place of a store: which store and which person it is of, not which numbers they have."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from balie.commands.maintenance import restore_store
from balie.customers.finding.entry import NumberLater
from balie.customers.merging.merge import merge, preview, undo
from balie.customers.privacy.removal import remove
from balie.desk import Desk
from balie.library.structs import Library
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.backup import backup
from balie.store.check import check
from balie.store.connection import create_store, open_store
from balie.store.identity import read_identity
from balie.store.migrations import apply_pending
from balie.store.schema import STEPS, VERSION
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.applicants import end_membership, enrol_tester
from tests.support.doubles import enrol_doubles
from tests.support.full_customer import full_customer
from tests.support.members import pay_all


@pytest.fixture
def at(library: Library, tmp_path: Path) -> Callable[[Path], object]:
    """Opens a desk on a store, which is made if there is none."""

    @contextmanager
    def opened(path: Path) -> Iterator[Desk]:
        if not path.exists():
            create_store(path, {"library": "biblionet-drenthe", "branch": "9428"}).close()
        with open_store(path) as store:
            branch = library.branch("9428")
            yield Desk(store, library, branch, "ebt", WORKING_DATE, tmp_path / "spool", lambda: MOMENT)

    return opened


def member(desk: Desk, surname: str = "Tester", **others: object) -> int:
    """Somebody who can be removed: the membership has ended and nothing is open."""
    customer_id = enrol_tester(desk, surname=surname, **others).customer_id  # type: ignore[arg-type]
    pay_all(desk, customer_id)
    end_membership(desk, customer_id)
    return customer_id


def surnames(path: Path) -> list[str]:
    with open_store(path) as store:
        assert check(store, all_invariants()) == []
        return [row[0] for row in store.read("SELECT surname FROM customer ORDER BY id")]


def fork(path: Path, name: str) -> Path:
    """The store as `cp` copies it: the same id, and a life of its own from here on."""
    other = path.with_name(name)
    shutil.copy(path, other)
    return other


def test_nobody_of_another_store_is_removed(at, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs, copy = (tmp_path / f"{name}.balie" for name in ("a", "b", "kopie"))
    with at(ours) as desk:
        remove(desk, member(desk, "Weg"))
    with at(theirs) as desk:
        member(desk, "Blijft")
        backup(theirs, copy)
    assert restore_store(copy, ours, sure=True) == 0
    assert "van een ander bestand" in capsys.readouterr().err
    assert surnames(ours) == ["Blijft"]


def test_nobody_of_a_copy_that_went_its_own_way_is_removed(at, tmp_path: Path) -> None:
    ours = tmp_path / "a.balie"
    with at(ours) as desk:
        member(desk, "Voor")
    theirs = fork(ours, "b.balie")
    with at(ours) as desk:
        for customer_id in (480874, member(desk, "Weg")):
            remove(desk, customer_id)
    with at(theirs) as desk:
        assert member(desk, "Blijft") == 480875
    assert restore_store(theirs, ours, sure=True) == 0
    assert surnames(ours) == ["Verwijderd", "Blijft"]


def test_a_copy_that_went_its_own_way_is_told_as_one(at, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = tmp_path / "a.balie"
    with at(ours) as desk:
        member(desk)
    told = []
    for name, more_here, more_there in (("gelijk", 0, 0), ("ouder", 1, 0), ("nieuwer", 0, 1), ("los", 1, 2)):
        copy = fork(ours, f"{name}.balie")
        for path, more in ((ours, more_here), (copy, more_there)):
            with at(path) as desk:
                desk = replace(desk, now=lambda path=path: MOMENT.replace(minute=30 if path == ours else 45))
                for _ in range(more):
                    enrol_tester(desk, surname="Later")
        restore_store(copy, ours, sure=True)
        err = capsys.readouterr().err
        told.append([word for word in ("staat er straks niet in", "niet meer staat", "los van elkaar") if word in err])
    assert told == [[], ["staat er straks niet in"], ["niet meer staat"], ["los van elkaar"]]


def test_a_store_restored_twice_removes_again_each_time(at, tmp_path: Path) -> None:
    ours, first, second = (tmp_path / f"{name}.balie" for name in ("a", "eerste", "tweede"))
    with at(ours) as desk:
        gone = member(desk, "Weg")
        backup(ours, first)
        member(desk, "Later")
        backup(ours, second)
        remove(desk, gone)
    for copy, expected in ((first, ["Verwijderd"]), (second, ["Verwijderd", "Later"]), (first, ["Verwijderd"])):
        assert restore_store(copy, ours, sure=True) == 0
        assert surnames(ours) == expected


def _no_number(desk: Desk) -> list[int]:
    return [member(desk, "Weg", number=NumberLater())]


def _merged_since(desk: Desk) -> list[int]:
    one, other = enrol_doubles(desk)
    for customer_id in (one, other):
        pay_all(desk, customer_id)
        end_membership(desk, customer_id)
    return [one, other]


@pytest.mark.parametrize("make", [_no_number, _merged_since])
def test_who_had_no_number_or_was_merged_is_removed_again(at, tmp_path: Path, make) -> None:
    ours, copy = tmp_path / "a.balie", tmp_path / "kopie.balie"
    with at(ours) as desk:
        people = make(desk)
        backup(ours, copy)
        keep = people[0]
        for other in people[1:]:
            merge(desk, preview(desk, keep, other))
        remove(desk, keep)
    assert restore_store(copy, ours, sure=True) == 0
    assert surnames(ours) == ["Verwijderd"] * len(people)


def test_a_number_given_since_makes_nobody_else_of_a_customer(at, tmp_path: Path) -> None:
    ours, copy = tmp_path / "a.balie", tmp_path / "kopie.balie"
    with at(ours) as desk:
        gone = member(desk, "Weg", number=NumberLater())
        backup(ours, copy)
        with desk.transaction() as tx:
            tx.execute(
                "INSERT INTO card (number, customer_id, plastic, branch, issued_on)"
                " VALUES ('29428000099994', ?, 1, '9428', '2024-04-09')",
                (gone,),
            )
            tx.execute("UPDATE customer SET number_later = 0 WHERE id = ?", (gone,))
        remove(desk, gone)
    assert restore_store(copy, ours, sure=True) == 0
    assert surnames(ours) == ["Verwijderd"]


def test_who_was_merged_in_the_copy_with_somebody_who_stays_is_named(
    at, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, copy = tmp_path / "a.balie", tmp_path / "kopie.balie"
    with at(ours) as desk:
        one, other = _merged_since(desk)
        journal_id = merge(desk, preview(desk, one, other))
        backup(ours, copy)
        undo(desk, journal_id)
        remove(desk, other)
    assert restore_store(copy, ours, sure=True) == 0
    assert f"klant 29428000077727 [{one}]" in capsys.readouterr().err


@pytest.mark.parametrize("settled", [False, True])
def test_what_speaks_against_removing_in_the_copy_is_no_hindrance(at, tmp_path: Path, settled: bool) -> None:
    ours, copy = tmp_path / "a.balie", tmp_path / "kopie.balie"
    with at(ours) as desk:
        gone = full_customer(desk, "Weg") if settled else enrol_tester(desk, surname="Weg").customer_id
        child = enrol_tester(desk, surname="Kind").customer_id
        with desk.transaction() as tx:
            tx.execute("INSERT INTO relation VALUES (?, ?, 'kind', '2024-04-09')", (child, gone))
        backup(ours, copy)
        with desk.transaction() as tx:
            tx.execute("DELETE FROM relation")
        if not settled:
            pay_all(desk, gone)
            end_membership(desk, gone)
        remove(desk, gone)
    assert restore_store(copy, ours, sure=True) == 0
    assert surnames(ours) == ["Verwijderd", "Kind"]


def _version_23(path: Path, surname: str, second: int) -> None:
    """A store of before there were ids, with one customer in it, enrolled at that second."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        apply_pending(connection, STEPS[:23])
        connection.execute(
            "INSERT INTO customer (id, kind, surname, name_key, birth_date, person, home_branch, registered_on,"
            " last_active_on, changed_on, changed_by, number_later) VALUES (7, 'regulier', ?, 'x', '1991-01-04', 'nvt',"
            " '9428', '2024-04-09', '2024-04-09', '2024-04-09', 'ebt', 1)",
            (surname,),
        )
        connection.execute("INSERT INTO address (customer_id, kind, country) VALUES (7, 'main', 'NL')")
        connection.execute(
            "INSERT INTO journal (at, working_date, branch, staff, action, customer_id)"
            f" VALUES ('2024-04-09T08:00:{second:02}.000+00:00', '2024-04-09', '9428', 'ebt', 'enrolled', 7)"
        )
        connection.execute("INSERT INTO setting VALUES ('library', 'biblionet-drenthe')")


@pytest.mark.parametrize(
    ("second", "expected"), [(1, ["Verwijderd"]), (2, ["Kopie"])], ids=["the same store", "another store"]
)
def test_a_copy_of_before_there_were_ids_is_known_by_its_journal(
    at, tmp_path: Path, second: int, expected: list[str]
) -> None:
    ours, copy = tmp_path / "a.balie", tmp_path / "kopie.balie"
    _version_23(ours, "Weg", 1)
    _version_23(copy, "Kopie", second)
    with at(ours) as desk:
        remove(desk, 7)
    assert restore_store(copy, ours, sure=True) == 0
    assert surnames(ours) == expected
    with open_store(ours) as store:
        assert store.read("PRAGMA user_version") == [(VERSION,)]


def test_a_store_that_was_not_yet_brought_up_to_date_is_known_too(at, tmp_path: Path) -> None:
    ours, copy = tmp_path / "a.balie", tmp_path / "kopie.balie"
    for path in (ours, copy):
        _version_23(path, "Weg", 1)
    with at(copy):
        pass
    with closing(sqlite3.connect(ours, isolation_level=None)) as connection:
        connection.execute("UPDATE customer SET surname = 'Verwijderd'")
        connection.execute("INSERT INTO removal VALUES (7, '2024-04-09', '9428', 'ebt', NULL, NULL)")
    assert restore_store(copy, ours, sure=True) == 0
    assert surnames(ours) == ["Verwijderd"]


def test_every_store_has_an_id_of_its_own_and_every_copy_the_same(at, tmp_path: Path) -> None:
    ids = []
    for name in ("a", "b"):
        with at(tmp_path / f"{name}.balie") as desk:
            ids.append(read_identity(desk.store).store_id)
            backup(desk.store.path, tmp_path / f"kopie {name}.balie")
        with open_store(tmp_path / f"kopie {name}.balie") as copy:
            assert read_identity(copy).store_id == ids[-1]
    assert len(set(ids)) == 2


def test_another_library_is_refused_unless_it_is_said(at, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = tmp_path / "a.balie", tmp_path / "b.balie"
    with at(ours) as desk:
        member(desk, "Hier")
    create_store(theirs, {"library": "achterhoekse-poort", "branch": "4104"}).close()
    with pytest.raises(Refusal, match=r"Achterhoekse Poort; .* Biblionet Drenthe.*--andere-bibliotheek"):
        restore_store(theirs, ours, sure=True)
    assert surnames(ours) == ["Hier"]
    assert restore_store(theirs, ours, sure=True, other_library=True) == 0
    assert surnames(ours) == []


def test_a_library_is_known_by_its_name_and_not_by_that_of_its_file(at, tmp_path: Path) -> None:
    ours, theirs, third = (tmp_path / f"{name}.balie" for name in ("a", "b", "c"))
    for path, named, library in (
        (ours, "x/mijn.toml", "Hier"),
        (theirs, "mijn.toml", "Daar"),
        (third, "y.toml", "Hier"),
    ):
        create_store(path, {"library": named}).close()
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("INSERT INTO library_file VALUES (1, ?, 'mijn.toml', '', '2024-04-09')", (library,))
    with pytest.raises(Refusal, match=r"van bibliotheek Daar; .* van bibliotheek Hier"):
        restore_store(theirs, ours, sure=True)
    assert restore_store(third, ours, sure=True) == 0


def test_the_question_tells_what_each_of_the_two_holds(at, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, copy = tmp_path / "a.balie", tmp_path / "kopie.balie"
    with at(ours) as desk:
        remove(desk, member(desk, "Weg"))
        member(desk, "Blijft")
        backup(ours, copy)
        member(desk, "Later")
    restore_store(copy, ours, sure=True)
    first, second, *_ = capsys.readouterr().err.splitlines()
    day = MOMENT.astimezone().strftime("%d-%m-%Y %H:%M")
    library = f"bibliotheek Biblionet Drenthe, bestandsversie {VERSION}, werk van {day} t/m {day}"
    assert first == f"Reservekopie {copy}: {library}, 1 klant, 0 exemplaren, 0 uitleningen, 4 boekingen."
    assert second == f"Er staat nu {ours}: {library}, 2 klanten, 0 exemplaren, 0 uitleningen, 6 boekingen."


def test_whoever_is_killed_leaves_the_old_store_or_the_new_one_whole(
    at, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, copy = tmp_path / "a.balie", tmp_path / "kopie.balie"
    with at(ours) as desk:
        gone = member(desk, "Weg")
        backup(ours, copy)
        remove(desk, gone)
        member(desk, "Later")
    real, seen = os.replace, []

    def die(source: Path, target: Path) -> None:
        if target == ours:
            with closing(sqlite3.connect(f"file:{source}?immutable=1", uri=True)) as connection:
                assert connection.execute("SELECT surname FROM customer").fetchall() == [("Verwijderd",)]
            assert not [path for path in tmp_path.iterdir() if path.name.startswith(source.name + "-")]
            seen.append(source)
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        restore_store(copy, ours, sure=True)
    monkeypatch.undo()
    assert len(seen) == 1
    assert surnames(ours) == ["Verwijderd", "Later"]
