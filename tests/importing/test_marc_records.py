"""The bytes of MARC 21: which field is which, in which letters, and where the next record begins; never by a guess."""

from __future__ import annotations

import io
import unicodedata
from typing import Literal

import pytest
from pymarc import Field

from balie.importing.titles.marc_frames import LONGEST, frames
from balie.importing.titles.marc_records import parse
from balie.refusal import Refusal
from tests.support.marc import RECORD, field, marc

ACCENTS = field("245", ("a", "Één café € 12"), ("b", "naïef"))
LATER = field("650", ("a", "Ruïnes"))


def texts(data: bytes) -> list[str]:
    return [str(one) for one in parse(data).record.fields]


def counted(record: bytes, count: Literal["NFC", "NFD"]) -> bytes:
    """A record as a system writes it that counts letters (of normal form `count`) in its directory, not bytes."""
    head, *fields = record[24:-1].split(b"\x1e")[:-1]
    directory, start = b"", 0
    for number, data in enumerate(fields):
        length = len(unicodedata.normalize(count, data.decode())) + 1
        directory += head[12 * number : 12 * number + 3] + f"{length:04}{start:05}".encode()
        start += length
    return record[:24] + directory + record[24 + len(directory) :]


@pytest.mark.parametrize("count", ["NFC", "NFD"])
@pytest.mark.parametrize("leader", [b"a", b" "])
def test_a_directory_that_counts_letters_is_repaired_by_the_ends_of_the_fields(
    count: Literal["NFC", "NFD"], leader: bytes
) -> None:
    record = bytes(marc(ACCENTS, LATER, field("700", ("a", "Zoë"))).as_marc())
    damaged = counted(record, count)
    assert damaged != record
    assert texts(damaged[:9] + leader + damaged[10:]) == texts(record)


def test_fields_may_stand_in_another_order_than_in_the_directory() -> None:
    record = bytes(marc(ACCENTS, LATER).as_marc())
    head = record[24 : record.index(b"\x1e")]
    entries = [head[at : at + 12] for at in range(0, len(head), 12)]
    other = record[:24] + b"".join(reversed(entries)) + record[24 + len(head) :]
    assert sorted(texts(other)) == sorted(texts(record))


@pytest.mark.parametrize(
    ("find", "put", "reason"),
    [
        (b"\x1e10\x1fa", b" 10\x1fa", "velden en er staan er"),
        (b"caf", b"\x1eaf", "velden en er staan er"),
        (b"245", b"24\xe9", "inhoudsopgave"),
    ],
)
def test_a_record_of_which_the_fields_cannot_be_told_is_refused(find: bytes, put: bytes, reason: str) -> None:
    title = field("245", ("a", "Een cafe"), first="1", second="0")
    data = bytes(marc(title, LATER).as_marc()).replace(find, put, 1)
    with pytest.raises(Refusal, match=reason):
        parse(data)


def test_a_field_that_is_not_built_as_its_tag_tells_is_damaged() -> None:
    data = bytes(marc(field("245", ("a", "Een cafe"), first="1"), LATER).as_marc()).replace(b"1 \x1fa", b"1  a", 1)
    read = parse(data)
    assert [one.tag for one in read.damaged] == ["245"]
    assert "beschadigd" in read.damaged[0].reason


def test_a_directory_of_another_record_is_not_believed() -> None:
    first, second = (bytes(marc(field("245", ("a", text)), LATER).as_marc()) for text in ("Kort", "Veel langer"))
    directory = second[24 : second.index(b"\x1e")]
    swapped = first[:24] + directory[:24] + directory[36:48] + directory[24:36] + first[24 + 48 :]
    with pytest.raises(Refusal, match="inhoudsopgave"):
        parse(swapped)


def test_a_wrong_letter_costs_its_field_and_no_other() -> None:
    data = bytes(marc(ACCENTS, LATER).as_marc()).replace("ï".encode(), b"\xc3\x29", 1)
    read = parse(data)
    assert [one.tag for one in read.damaged] == ["245"]
    assert "Ruïnes" in str(read.record["650"])


@pytest.mark.parametrize("letters", [b"caf\xe2e", b"\xe8uber", b"\x1bp2\x1bs", b"\x1b(N@\x1b(B"])
def test_marc_8_is_read_also_where_the_leader_says_utf_8(letters: bytes) -> None:
    data = bytearray(marc(field("245", ("a", "*" * len(letters)))).as_marc())
    data[data.index(b"*") : data.index(b"*") + len(letters)] = letters
    found = [parse(bytes(data[:9]) + says + bytes(data[10:])) for says in (b" ", b"a")]
    if letters.isascii():
        assert found[0].damaged == ()
    else:
        assert str(found[0].record["245"]) == str(found[1].record["245"])
        assert [one.in_doubt for one in found] == [False, True]


@pytest.mark.parametrize(
    ("letters", "in_doubt"), [(b"na\xefef", True), (b"b\xe9b\xe9s", True), (b"caf\xe2e", False), (b"\xebi\xeca", False)]
)
def test_accents_where_none_can_be_are_told(letters: bytes, in_doubt: bool) -> None:
    data = bytearray(marc(field("245", ("a", "*" * len(letters)))).as_marc())
    data[data.index(b"*") : data.index(b"*") + len(letters)] = letters
    assert parse(bytes(data[:9] + b" " + data[10:])).in_doubt is in_doubt


@pytest.mark.parametrize("letters", [b"Andr\xe9", b"caf\xe9 x", b"a\x81b", b"a\x00b"])
def test_what_is_neither_is_told_and_never_becomes_another_letter(
    letters: bytes, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    data = bytearray(marc(field("245", ("a", "*" * len(letters)))).as_marc())
    data[data.index(b"*") : data.index(b"*") + len(letters)] = letters
    assert [one.tag for one in parse(bytes(data[:9] + b" " + data[10:])).damaged] == ["245"]
    assert (capfd.readouterr(), caplog.records) == (("", ""), [])


def told_apart(data: bytes) -> list[bytes]:
    return [frame.data for frame in frames(io.BytesIO(data))]


FIRST, SECOND, THIRD = (bytes(marc(*RECORD, number=str(number)).as_marc()) for number in (1, 2, 3))


def test_records_are_told_apart_by_what_stands_between_them() -> None:
    assert told_apart(b"\n".join((FIRST, SECOND, THIRD)) + b"\x1a\r\n") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("end", [b"\x1c", b"", b"xx"])
def test_a_record_without_its_end_does_not_take_the_next_along(end: bytes) -> None:
    assert told_apart(FIRST[:-1] + end + SECOND + THIRD) == [FIRST[:-1] + end, SECOND, THIRD]


def test_an_end_inside_a_record_does_not_make_two_of_it() -> None:
    damaged = FIRST.replace(b"Winter", b"Win\x1der")
    assert told_apart(damaged + SECOND) == [damaged, SECOND]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_record_that_is_too_long_for_its_directory_is_read_and_sinks_no_other(place: int) -> None:
    record = marc(*RECORD, *(field("650", ("a", f"Onderwerp {number} " + "x" * 1_000)) for number in range(120)))
    parts = [one.as_marc() for one in (marc(*RECORD), marc(*record.fields[2:62]), marc(*record.fields[62:]))]
    bodies = [part.split(b"\x1e", 1)[1][:-1] for part in parts]
    heads = [part[24 : part.index(b"\x1e")] for part in parts]
    entries = b"".join(head[at : at + 7] + b"00000" for head in heads for at in range(0, len(head), 12))
    long = b"99999" + parts[0][5:24] + entries + b"\x1e" + b"".join(bodies) + b"\x1d"
    assert len(long) > 99_999
    whole = [FIRST, SECOND]
    whole.insert(place, long)
    assert told_apart(b"".join(whole)) == whole
    assert len(parse(long).record.fields) > 120


def test_what_has_no_end_at_all_is_passed_over_up_to_the_next() -> None:
    endless = b"00100nam a22" + b"x" * (LONGEST + 100_000) + b"\x1d"
    found = list(frames(io.BytesIO(FIRST + endless + SECOND)))
    assert [frame.too_long for frame in found] == [False, True, False]
    assert found[2].data == SECOND


def test_a_field_without_anything_in_it_is_no_mistake() -> None:
    assert parse(bytes(marc(Field("260"), LATER).as_marc())).damaged == ()
