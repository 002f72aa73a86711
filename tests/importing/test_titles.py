"""`balie importeer titels`: what is right goes in, what is wrong is told with its place, and twice is once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.catalogue.copies import nothing_lent
from balie.catalogue.history import item_history, title_history
from balie.catalogue.invariants import CATALOGUE_INVARIANTS
from balie.catalogue.items import change_item, item_of, items_of
from balie.catalogue.numbers import make_item_number
from balie.catalogue.search import search_titles
from balie.catalogue.title_form import TITLE_FIELDS
from balie.catalogue.titles import Title, title_of
from balie.desk import Desk
from balie.importing.batches import BadLine
from balie.importing.titles.csv_file import ITEM_COLUMNS, TITLE_COLUMNS
from balie.importing.titles.judging import ANOTHER_IN_FILE, TWICE, TWO_TITLES
from balie.importing.titles.titles import CheckedTitles, StoredTitles, TitleImport
from balie.library.data_files import data_path
from balie.refusal import Refusal
from balie.store.check import check
from balie.store.connection import open_store
from tests.support.stock import EVENINGS, new_item, new_title

HEADING = "ISBN;Titel;Auteur;Jaar;Exemplaarnummer;Vestiging;Kast;Prijs"
FIRST, SECOND, THIRD = (make_item_number("9428", serial) for serial in (1, 2, 3))
EVENING = f"{EVENINGS};De avonden;Reve, Gerard;1947;{FIRST};9428;Romans;12,50"
Run = Callable[..., tuple[CheckedTitles, StoredTitles | None, list[tuple[str, BadLine]]]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def to_file(*lines: str, heading: str = HEADING) -> Path:
        path = tmp_path / "titels.csv"
        path.write_text("\n".join((heading, *lines)), encoding="utf-8")
        return path

    return to_file


@pytest.fixture
def run(desk: Desk) -> Run:
    def import_file(
        path: Path, *, carry_out: bool = True, at: Desk = desk
    ) -> tuple[CheckedTitles, StoredTitles | None, list[tuple[str, BadLine]]]:
        bad: list[tuple[str, BadLine]] = []
        with TitleImport(at, path) as work:
            checked = work.check(lambda line: bad.append((line.place_name, line)))
            done = work.carry_out() if carry_out else None
        assert sorted(found.name for found in at.store.path.parent.glob(".*.nieuw")) == []
        return checked, done, bad

    return import_file


def only_title(desk: Desk) -> Title:
    ((title_id,),) = desk.store.read("SELECT id FROM title")
    return title_of(desk.store, title_id)


def counts(desk: Desk) -> tuple[int, int]:
    return desk.store.read("SELECT (SELECT count(*) FROM title), (SELECT count(*) FROM item)")[0]


def test_a_line_becomes_a_title_with_its_item(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    checked, done, bad = run(write(EVENING))
    assert done is not None
    assert (checked.titles.new, checked.items.new, done.titles.new, done.items.new, bad) == (1, 1, 1, 1, [])
    title = only_title(desk)
    assert (title.name, title.values.isbn, title.values.year, title.values.kind) == (
        *("De avonden / Reve, Gerard", EVENINGS, 1947, "boek"),
    )
    (item,) = items_of(desk.store, title.id)
    assert (item.number, item.values.shelf, item.values.price_cents, item.values.material) == (
        *(FIRST, "Romans", 1250, "boek"),
    )
    assert [row.title for row in search_titles(desk.store, "avonden", nothing_lent).rows] == ["De avonden"]
    assert check(desk.store, CATALOGUE_INVARIANTS, thorough=True) == []


def test_a_trial_stores_nothing(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    checked, _, _ = run(write(EVENING), carry_out=False)
    assert checked.has_work
    assert counts(desk) == (0, 0)
    assert desk.store.read("SELECT count(*) FROM journal") == [(0,)]


def test_lines_of_one_title_are_its_items(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    checked, _, _ = run(write(EVENING, EVENING.replace(FIRST, SECOND), "9023441907;DE AVONDEN;;;;;;"))
    assert (checked.titles.new, checked.items.new, counts(desk)) == (1, 2, (1, 2))


def test_a_title_without_isbn_is_known_by_title_author_year_and_kind(
    desk: Desk, write: Callable[..., Path], run: Run
) -> None:
    lines = [
        f";Max Havelaar;Multatuli;1860;{FIRST};;;",
        f";MAX HAVELAAR;multatuli;1860;{SECOND};;;",
        f";Max Havelaar;Multatuli;1881;{THIRD};;;",
    ]
    run(write(*lines))
    assert counts(desk) == (2, 3)
    checked, _, _ = run(write(*lines))
    assert (checked.titles.same, checked.items.same, checked.has_work) == (2, 3, False)


def test_titles_that_differ_in_a_mark_only_are_different_titles(
    desk: Desk, write: Callable[..., Path], run: Run
) -> None:
    names = ("C", "C++", "C#", "Winst", "Winst %", "Winst!", "J'accuse", "J´accuse")
    lines = [f";{name};;1990;R{number};;;" for number, name in enumerate(names)]
    run(write(*lines))
    found = desk.store.read("SELECT title, count(*) FROM title JOIN item ON title_id = title.id GROUP BY title.id")
    assert found == [("C", 1), ("C++", 1), ("C#", 1), ("Winst", 2), ("Winst %", 1), ("J'accuse", 2)]
    assert not run(write(*lines))[0].has_work


def test_a_detail_that_is_wrong_is_left_out_and_told(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    _, _, bad = run(write(f"ISBN {EVENINGS} (geb.);X;;1376;{FIRST};;;gratis"))
    assert counts(desk) == (1, 1)
    assert (only_title(desk).values.isbn, only_title(desk).values.year) == (EVENINGS, None)
    assert [len(line.reasons) for _, line in bad] == [2]


def test_a_line_of_very_many_separators_is_a_line_like_any_other(write: Callable[..., Path], run: Run) -> None:
    _, _, bad = run(write(";" * 500_000 + "x", f";X{';' * 500_000}", ";Y", heading="ISBN;Titel" + ";" * 100_000))
    assert ["500001 kolommen" in line.reasons[0] for _, line in bad] == [True]


def test_doing_it_twice_changes_nothing(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    path = write(EVENING, f";Los;;;{SECOND};;;")
    run(path)
    before = desk.store.read("SELECT * FROM title"), desk.store.read("SELECT * FROM item")
    checked, done, _ = run(path)
    assert not checked.has_work
    assert done == StoredTitles()
    assert (desk.store.read("SELECT * FROM title"), desk.store.read("SELECT * FROM item")) == before


def test_what_differs_is_changed_and_what_is_empty_stays(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    run(write(EVENING))
    checked, done, _ = run(write(f"{EVENINGS};De avonden;;1948;{FIRST};;Depot;"))
    assert done is not None
    assert (checked.titles.changed, checked.items.changed, done.titles.changed, done.items.changed) == (1, 1, 1, 1)
    title, item = only_title(desk), item_of(desk.store, FIRST)
    assert (title.values.year, title.values.author, item.values.shelf, item.values.price_cents) == (
        *(1948, "Reve, Gerard", "Depot", 1250),
    )
    assert title_history(desk.store, title.id).rows[0].lines == ("Jaar: 1947 → 1948",)
    assert item_history(desk.store, FIRST).rows[0].what == "Exemplaar gewijzigd door import"


def reasons(bad: list[tuple[str, BadLine]]) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(place, line.number, line.reasons) for place, line in bad]


def test_a_line_with_a_mistake_is_told_with_all_reasons_and_the_others_go_in(
    desk: Desk, write: Callable[..., Path], run: Run
) -> None:
    checked, _, bad = run(write("123;;X;9;39428000000017;1;;-", EVENING, ";Kort", f"{EVENINGS};Anders;;;{SECOND};;;"))
    ((place, number, texts), *more) = reasons(bad)
    assert (place, number, len(texts), checked.bad) == ("Regel", 2, 6, 3)
    assert more == [
        ("Regel", 4, more[0][2]),
        ("Regel", 5, (ANOTHER_IN_FILE.format(place=3),)),
    ]
    assert "2 kolommen" in more[0][2][0]
    assert counts(desk) == (1, 1)


def test_an_item_stands_in_a_file_once(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    _, _, bad = run(write(EVENING, f";Ander;;;{FIRST};;;"))
    assert reasons(bad) == [("Regel", 3, (TWICE.format(number=FIRST),))]


def test_numbers_that_are_of_another_title_here_are_left_out(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    title_id = new_title(desk, isbn=EVENINGS)
    number = new_item(desk, title_id)
    _, _, bad = run(write(f"{EVENINGS};Wijn;Proever, P.;;;;;", f";Kaas;Elsschot;;{number};;;"))
    assert [line.number for _, line in bad] == [2, 3]
    assert all("De avonden / Reve, Gerard" in line.reasons[0] for _, line in bad)
    assert only_title(desk).values.isbn == EVENINGS


def test_an_isbn_and_a_control_number_of_two_titles_are_a_mistake(
    desk: Desk, write: Callable[..., Path], run: Run
) -> None:
    heading = "PPN;ISBN;Titel"
    run(write("p1;;Een", f";{EVENINGS};Twee", heading=heading))
    _, _, bad = run(write(f"p1;{EVENINGS};Een", heading=heading))
    assert reasons(bad) == [("Regel", 2, (TWO_TITLES,))]


def test_a_control_number_is_added_to_a_title_that_has_none(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    new_title(desk, isbn=EVENINGS)
    heading = "PPN;ISBN;Titel"
    checked, _, _ = run(write(f"p1;{EVENINGS};De avonden", heading=heading))
    assert checked.titles.changed == 1
    assert only_title(desk).control_number == "p1"
    assert not run(write("p1;;De avonden", heading=heading))[0].has_work


def test_a_file_without_titles_is_refused_by_name(write: Callable[..., Path], run: Run) -> None:
    with pytest.raises(Refusal, match="De kolom Titel ontbreekt"):
        run(write(heading="ISBN;Auteur"))
    with pytest.raises(Refusal, match="ISBN;Titel;Auteur"):
        run(write(heading="Naam;Leeftijd"))


def test_columns_nobody_reads_are_named(write: Callable[..., Path], run: Run) -> None:
    assert run(write(heading="Titel;Geur"), carry_out=False)[0].unused == ("Geur",)


def test_every_field_of_a_title_and_an_item_has_a_column() -> None:
    assert set(TITLE_COLUMNS) == {*TITLE_FIELDS, "control_number"}
    assert all(any(not heading.isupper() for heading in headings) for headings in ITEM_COLUMNS.values())


def test_each_batch_and_the_whole_run_stand_in_the_journal(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    run(write(*(f";Titel {number};;;;;;" for number in range(45))))
    rows = desk.store.read("SELECT action, json_extract(after, '$.titles_added') FROM journal ORDER BY id")
    assert sum(added for action, added in rows if action == "titles imported") == 45
    assert rows[-1] == ("title import done", 45)
    assert len(rows) > 2


def test_an_item_that_another_desk_gave_to_another_title_meanwhile_is_left_there(
    desk: Desk, write: Callable[..., Path]
) -> None:
    with TitleImport(desk, write(EVENING)) as work:
        work.check(lambda line: None)
        with open_store(desk.store.path) as store:
            other = replace(desk, store=store)
            new_item(other, new_title(other, title="Ander"), number=FIRST)
        done = work.carry_out()
    assert (done.titles.new, done.items.new, done.elsewhere) == (1, 0, [FIRST])


def test_what_another_desk_changed_meanwhile_is_not_put_back(desk: Desk, write: Callable[..., Path], run: Run) -> None:
    run(write(EVENING))
    with TitleImport(desk, write(f"{EVENINGS};De avonden;;;{FIRST};;Depot;")) as work:
        work.check(lambda line: None)
        with open_store(desk.store.path) as store:
            item = item_of(store, FIRST)
            change_item(replace(desk, store=store), FIRST, replace(item.values, memo="gift"), version=item.version)
        work.carry_out()
    values = item_of(desk.store, FIRST).values
    assert (values.shelf, values.memo) == ("Depot", "gift")


def test_no_transaction_takes_long(desk: Desk, write: Callable[..., Path]) -> None:
    """However slow the store is, what goes into one transaction follows."""
    ticks = iter(range(10_000))
    with TitleImport(desk, write(*(f";Titel {n};;;;;;" for n in range(60))), clock=lambda: float(next(ticks))) as work:
        work.check(lambda line: None)
        work.carry_out()
    sizes = desk.store.read(
        "SELECT json_extract(after, '$.titles_added') FROM journal WHERE action = 'titles imported'"
    )
    assert sizes == [(20,), *[(5,)] * 8]


def test_killed_half_way_it_is_done_again(desk: Desk, write: Callable[..., Path], run: Run, library: object) -> None:
    path = write(*(f";Titel {n};;;{make_item_number('9428', n)};;;" for n in range(1, 121)))
    program = (
        "import os, sys; from datetime import date; from pathlib import Path;"
        "from balie.desk import Desk; from balie.library.load import load_library;"
        "from balie.store.connection import open_store; from balie.importing.titles.titles import TitleImport;"
        "library = load_library('biblionet-drenthe'); store = open_store(Path(sys.argv[1]));"
        "desk = Desk(store, library, library.branch('9428'), 'ebt', date(2024, 4, 9), Path('.'));"
        "work = TitleImport(desk, Path(sys.argv[2])); work.check(lambda line: None);"
        "work.carry_out(lambda done, total: done >= 40 and os.kill(os.getpid(), 9))"
    )
    command = [sys.executable, "-c", program, str(desk.store.path), str(path)]
    assert (
        subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False).returncode
        == -9
    )
    titles, items = counts(desk)
    assert 40 <= titles == items < 120
    checked, _, _ = run(path)
    assert (checked.titles.same, checked.titles.new, counts(desk)) == (titles, 120 - titles, (120, 120))
    assert check(desk.store, CATALOGUE_INVARIANTS, thorough=True) == []


def test_the_shipped_sample_goes_in_without_a_mistake_and_only_once(desk: Desk, run: Run) -> None:
    sample = data_path("catalogue", "voorbeeld.csv")
    checked, _, bad = run(sample)
    assert (bad, checked.unused, counts(desk)) == ([], (), (checked.titles.new, checked.items.new))
    assert checked.titles.new >= 60
    assert not run(sample)[0].has_work
    assert new_item(desk, 1) == make_item_number("9428", checked.items.new + 1)


@pytest.mark.parametrize("start", [b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"\xfd7zXZ\x00"])
def test_what_is_packed_is_told_as_such_and_not_as_damaged(
    desk: Desk, write: Callable[..., Path], run: Run, start: bytes
) -> None:
    path = write(EVENING)
    path.write_bytes(start + b"00123nam a22\x1e\x1d" * 9)
    with pytest.raises(Refusal, match=r"ingepakt|zip-bestand"):
        run(path)


@pytest.mark.parametrize("typed", ["08-04-2024", "2024-04-08", "20240408", "2024-04-08T10:00:00"])
def test_a_day_is_read_as_other_systems_write_it(desk: Desk, write: Callable[..., Path], run: Run, typed: str) -> None:
    _, _, bad = run(write(f"De avonden;{FIRST};{typed}", heading="Titel;Exemplaarnummer;Aangeschaft"))
    assert (bad, item_of(desk.store, FIRST).values.acquired_on) == ([], date(2024, 4, 8))
