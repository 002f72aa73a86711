"""A MARC 21 record becomes a title with its items, in whatever letters; what is wrong in it is left out and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pymarc import Field, Record

from balie.catalogue.items import item_of, items_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.titles import Title, title_of
from balie.desk import Desk
from balie.importing.batches import BadLine
from balie.importing.titles.judging import TWICE
from balie.importing.titles.titles import CheckedTitles, StoredTitles, TitleImport
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.marc import FIRST, HOLDING, KOHA, RECORD, SECOND, field, marc
from tests.support.stock import EVENINGS

Run = Callable[..., tuple[CheckedTitles, StoredTitles, list[BadLine]]]


@pytest.fixture
def run(desk: Desk) -> Run:
    def import_file(path: Path) -> tuple[CheckedTitles, StoredTitles, list[BadLine]]:
        bad: list[BadLine] = []
        with TitleImport(desk, path) as work:
            checked = work.check(bad.append)
            done = work.carry_out()
        assert check(desk.store, all_invariants(), thorough=True) == []
        return checked, done, bad

    return import_file


def only_title(desk: Desk) -> Title:
    ((title_id,),) = desk.store.read("SELECT id FROM title")
    return title_of(desk.store, title_id)


def counts(desk: Desk) -> tuple[int, int]:
    return desk.store.read("SELECT (SELECT count(*) FROM title), (SELECT count(*) FROM item)")[0]


@pytest.fixture
def write_marc(tmp_path: Path) -> Callable[..., Path]:
    def to_file(*records: Record | bytes) -> Path:
        path = tmp_path / "titels.mrc"
        path.write_bytes(b"".join(data if isinstance(data, bytes) else data.as_marc() for data in records))
        return path

    return to_file


def test_a_marc_record_becomes_a_title_with_its_items(desk: Desk, write_marc: Callable[..., Path], run: Run) -> None:
    checked, _, bad = run(write_marc(marc(*RECORD, KOHA)))
    assert (bad, checked.titles.new, checked.items.new) == ([], 1, 1)
    title = only_title(desk)
    values = title.values
    assert title.control_number == "(NL-X)123"
    assert (values.title, values.subtitle, values.author, values.contributors, values.isbn, values.kind) == (
        *("De avonden", "een winterverhaal", "Reve, Gerard", "Peeters, Carel", EVENINGS, "boek"),
    )
    assert (values.edition, values.publisher, values.year, values.language, values.audience) == (
        *("60e druk", "De Bezige Bij", 1947, "dut", "jeugd"),
    )
    assert (values.series, values.subjects, values.extent) == (
        *("Reves werk 1", "Winter; Amsterdam - Geschiedenis", "309 pagina's"),
    )
    item = item_of(desk.store, FIRST)
    assert (item.title_id, item.values.branch, item.values.shelf, item.values.call_mark, item.values.price_cents) == (
        *(title.id, "9428", "Romans", "REVE", 1250),
    )
    assert not run(write_marc(marc(*RECORD, KOHA)))[0].has_work


def test_an_item_twice_in_one_record_is_told(desk: Desk, write_marc: Callable[..., Path], run: Run) -> None:
    _, _, bad = run(write_marc(marc(*RECORD, KOHA, KOHA)))
    assert [(line.place_name, line.number, line.reasons) for line in bad] == [
        ("Record", 1, (TWICE.format(number=FIRST),))
    ]
    assert counts(desk) == (1, 1)


def test_holdings_are_items_where_there_is_a_barcode(desk: Desk, write_marc: Callable[..., Path], run: Run) -> None:
    run(write_marc(marc(*RECORD, HOLDING, field("852", ("b", "9428")))))
    (item,) = items_of(desk.store, only_title(desk).id)
    assert (item.number, item.values.shelf, item.values.call_mark) == (SECOND, "Depot", "REVE A")


@pytest.mark.parametrize(
    ("leader", "kind"),
    [("am", "boek"), ("as", "tijdschrift"), ("im", "luisterboek"), ("jm", "cd"), ("gm", "dvd"), ("om", "overig")],
)
def test_the_leader_says_what_it_is(
    desk: Desk, write_marc: Callable[..., Path], run: Run, leader: str, kind: str
) -> None:
    run(write_marc(marc(field("245", ("a", "Iets")), leader=f"00000n{leader} a2200000 i 4500")))
    assert only_title(desk).values.kind == kind


def test_a_wrong_record_is_told_by_its_number_and_a_wrong_item_is_left_out_alone(
    desk: Desk, write_marc: Callable[..., Path], run: Run
) -> None:
    path = write_marc(
        marc(field("245", ("a", "Goed")), HOLDING, field("852", ("p", "39428000000017")), number="1"),
        marc(field("020", ("a", "9789023441909")), field("245", ("a", "Fout")), number="2"),
        marc(number="3"),
        b"00034 rommel die geen record is\x1d",
        b"\n",
        marc(field("245", ("a", "Ook goed")), number="6"),
        marc(field("245", ("a", "Half")), number="7").as_marc()[:-9],
    )
    _, _, bad = run(path)
    assert [line.number for line in bad] == [1, 2, 3, 4, 6]
    assert bad[0].reasons[0].startswith("Exemplaar 39428000000017: Het controlecijfer")
    assert "ISBN" in bad[1].reasons[0]
    assert bad[2].reasons == ("De titel is leeg: vul hem in.",)
    assert counts(desk) == (3, 1)


@pytest.mark.parametrize("leader", ["a", " "])
def test_utf_8_is_read_also_where_the_leader_does_not_say_so(
    desk: Desk, write_marc: Callable[..., Path], run: Run, leader: str
) -> None:
    data = bytearray(marc(field("245", ("a", "Één één"))).as_marc())
    data[9] = ord(leader)
    run(write_marc(bytes(data)))
    assert only_title(desk).values.title == "Één één"


def test_marc_8_is_read(desk: Desk, write_marc: Callable[..., Path], run: Run) -> None:
    data = marc(field("245", ("a", "Cafe*"))).as_marc().replace(b"e*", b"\xe2e")
    run(write_marc(data[:9] + b" " + data[10:]))
    assert only_title(desk).values.title == "Café"


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n", b"\xef\xbb\xbf\n"])
def test_what_stands_before_the_first_record_does_not_matter(
    desk: Desk, write_marc: Callable[..., Path], run: Run, before: bytes
) -> None:
    _, _, bad = run(write_marc(before, marc(*RECORD, KOHA)))
    assert (bad, counts(desk)) == ([], (1, 1))


def test_a_file_of_which_the_first_record_is_damaged_is_marc_all_the_same(
    desk: Desk, write_marc: Callable[..., Path], run: Run
) -> None:
    damaged = b"x" + bytes(marc(*RECORD).as_marc())[1:]
    _, _, bad = run(write_marc(damaged, marc(*RECORD, KOHA)))
    assert ([line.number for line in bad], counts(desk)) == ([1], (1, 1))


def test_what_never_ends_is_told_and_no_marc(write_marc: Callable[..., Path], run: Run) -> None:
    _, _, bad = run(write_marc(b"00100nam a22" + b"x" * 200_000))
    assert [(line.number, line.reasons) for line in bad] == [
        (1, ("De inhoudsopgave (directory) van het record is beschadigd.",))
    ]


@pytest.mark.parametrize(
    ("fields", "found", "told"),
    [
        ((("245", "Alf layla ١٢"),), {"title": "Alf layla 12"}, []),
        ((("245", "X"), ("020", "9789023441909"), ("020", f"ISBN {EVENINGS} : € 12")), {"isbn": EVENINGS}, []),
        ((("245", "X"), ("020", "9789023441909")), {"isbn": None}, ["controlecijfer"]),
        ((("245", "X"), ("041", "Nederlands!"), ("250", "e" * 70)), {"title": "X"}, ["Druk is te lang"]),
        ((("245", "Lang " * 80),), {}, ["Titel is te lang en is ingekort tot 300"]),
        ((("245", "X"), ("260", "[z.j.]")), {"year": None}, []),
    ],
)
def test_a_detail_that_is_wrong_leaves_the_rest(
    desk: Desk,
    write_marc: Callable[..., Path],
    run: Run,
    fields: tuple[tuple[str, str], ...],
    found: dict[str, object],
    told: list[str],
) -> None:
    _, _, bad = run(write_marc(marc(*(field(tag, ("a", text)) for tag, text in fields), KOHA)))
    assert counts(desk) == (1, 1)
    values = only_title(desk).values
    assert {name: getattr(values, name) for name in found} == found
    assert len(bad) == len(told)
    assert all(words in line.reasons[0] for words, line in zip(told, bad, strict=True))


@pytest.mark.parametrize(
    ("printed", "coded", "year"),
    [
        ("c1376 [1997]", "1997", 1997),
        ("1402 [2023]", "2023", 2023),
        ("1376", "1997", 1997),
        ("1376", "||||", None),
        ("[1947]", "1951", 1947),
        ("١٩٩٧", "uuuu", 1997),
        ("5757, 1997", "19uu", 1997),
    ],
)
def test_the_year_is_the_one_that_can_be(
    desk: Desk, write_marc: Callable[..., Path], run: Run, printed: str, coded: str, year: int | None
) -> None:
    coded_field = Field("008", data=f"980917s{coded}    xx                  per  ")
    _, _, bad = run(write_marc(marc(coded_field, field("245", ("a", "X")), field("260", ("c", printed)))))
    assert (only_title(desk).values.year, len(bad)) == (year, int(year is None))


@pytest.mark.parametrize(
    ("subfields", "status", "damage", "never"),
    [
        ((("0", "0"), ("1", "0"), ("4", "0"), ("7", "0")), ItemStatus.IN, "", False),
        ((("0", "1"),), ItemStatus.WRITTEN_OFF, "", False),
        ((("1", "2"),), ItemStatus.MISSING, "", False),
        ((("0", "1"), ("1", "1")), ItemStatus.WRITTEN_OFF, "", False),
        ((("4", "1"),), ItemStatus.IN, "Beschadigd", False),
        ((("7", "-1"),), ItemStatus.ON_ORDER, "", False),
        ((("7", "2"),), ItemStatus.IN, "", True),
        ((("5", "1"),), ItemStatus.IN, "", True),
    ],
)
def test_what_koha_knows_of_an_item_comes_along(
    desk: Desk,
    write_marc: Callable[..., Path],
    run: Run,
    subfields: tuple[tuple[str, str], ...],
    status: ItemStatus,
    damage: str,
    never: bool,
) -> None:
    run(write_marc(marc(field("245", ("a", "X")), field("952", *subfields, ("p", "K1"), ("a", "9428")))))
    item = item_of(desk.store, "K1")
    assert (item.status, item.values.damage_note, item.values.not_for_loan) == (status, damage, never)


def test_a_952_of_another_system_is_no_item(desk: Desk, write_marc: Callable[..., Path], run: Run) -> None:
    other = field("952", ("a", "II lb11 09-05-02"))
    _, _, bad = run(write_marc(marc(field("245", ("a", "X")), other, HOLDING)))
    assert (bad, counts(desk)) == ([], (1, 1))
    assert item_of(desk.store, SECOND).values.shelf == "Depot"


def test_an_item_of_koha_without_a_number_is_told(write_marc: Callable[..., Path], run: Run) -> None:
    _, _, bad = run(write_marc(marc(field("245", ("a", "X")), field("952", ("a", "9428"), ("o", "REVE"), ("y", "BK")))))
    assert "geen exemplaarnummer" in bad[0].reasons[0]


def test_a_number_of_another_series_needs_no_check_digit_of_ours(
    desk: Desk, write_marc: Callable[..., Path], run: Run
) -> None:
    others = [field("952", ("p", number), ("a", "9428")) for number in ("39999000000238", "30000000000001")]
    _, _, bad = run(write_marc(marc(field("245", ("a", "X")), *others)))
    assert (bad, counts(desk)) == ([], (1, 2))


def test_a_detail_of_an_item_that_is_wrong_leaves_the_item(
    desk: Desk, write_marc: Callable[..., Path], run: Run
) -> None:
    item = field("952", ("p", "K1"), ("a", "9428"), ("g", "gratis"), ("d", "2099-01-01"), ("c", "k" * 40), ("o", "R"))
    _, _, bad = run(write_marc(marc(field("245", ("a", "X")), item)))
    values = item_of(desk.store, "K1").values
    assert (values.call_mark, values.price_cents, values.acquired_on, len(values.shelf)) == ("R", None, None, 30)
    assert len(bad) == 1
    assert all(text.startswith("Exemplaar K1: ") for text in bad[0].reasons)
