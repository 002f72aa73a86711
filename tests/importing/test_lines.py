"""The lines of a CSV file: a wrong byte or quotation mark is told at its own line, and costs no other."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from balie.importing.input_file import readable
from balie.importing.lines import BadText, Lines, open_lines
from balie.refusal import Refusal

LINES = ("naam;plaats", "Zoë;Één", "Jan;Annen", "Änne;Gieten")


def read(path: Path, content: bytes) -> tuple[list[str], dict[int, list[str] | str], str]:
    path.write_bytes(content)
    with open_lines(path) as lines:
        found = {number: one.reason if isinstance(one, BadText) else one for number, one in lines}
        return lines.heading(), found, lines.told


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.csv"


RIGHT = {number: line.split(";") for number, line in enumerate(LINES[1:], 2)}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_letters_are_found_out(path: Path, codec: str, end: str) -> None:
    heading, found, told = read(path, (end.join(LINES) + end).encode(codec))
    assert (heading, found) == (["naam", "plaats"], RIGHT)
    assert bool(told) is (codec == "cp1252")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("wrong", [b"\xe9", b"\xc3", b"\x80\x80", b"\x00", b"\xed\xa0\x80", "\ufffd".encode()])
def test_one_wrong_byte_is_told_at_its_line_and_the_others_are_right(path: Path, mark: bytes, wrong: bytes) -> None:
    content = "\n".join(LINES).encode().replace(b"Jan", b"J" + wrong + b"n")
    _, found, told = read(path, mark + content)
    assert {number: found[number] for number in (2, 4)} == {number: RIGHT[number] for number in (2, 4)}
    assert "niet te lezen" in str(found[3])
    assert told == ""


def test_a_line_of_utf_8_among_lines_of_windows_is_told(path: Path) -> None:
    _, found, told = read(path, "\n".join([*LINES] * 10).encode("cp1252") + "\nZoë;Één\n".encode())
    assert "UTF-8" in str(found[41])
    assert found[2] == RIGHT[2]
    assert "cp1252" in told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a;b\n"x;y";"z"\n', {2: ["x;y", "z"]}),
        ('a;b\n"x\ny";z\nq;r\n', {2: ["x\ny", "z"], 4: ["q", "r"]}),
        ('a;b\n12" lp;z\nq;r\n', {2: ['12" lp', "z"], 3: ["q", "r"]}),
        ('a;b\n"x;z\nq;r\n', {2: "!", 3: ["q", "r"]}),
        ('a;b\n"x;z\n"q";r\ns;t\n', {2: "!", 3: ["q", "r"], 4: ["s", "t"]}),
        ('a;b\n"x"y;z\nq;r\n', {2: "!", 3: ["q", "r"]}),
        ('a;b\n"x;z\nq;r";1;2\ns;t', {2: "!", 3: ["q", 'r"', "1", "2"], 4: ["s", "t"]}),
        ("a;b\n;;;\n\n   ;\nq;r", {5: ["q", "r"]}),
        ("sep=,\na,b\nq,r", {3: ["q", "r"]}),
        ('"sep=|"\r\na|b\r\nq|r', {3: ["q", "r"]}),
        ("\n\na;b\nq;r", {4: ["q", "r"]}),
    ],
)
def test_a_quotation_mark_too_many_costs_its_own_line(path: Path, text: str, found: dict[int, list[str]]) -> None:
    heading, lines, _ = read(path, text.encode())
    assert heading == ["a", "b"]
    assert {number: "!" if isinstance(one, str) else one for number, one in lines.items()} == found


def test_a_heading_with_separators_between_quotation_marks_says_what_separates(path: Path) -> None:
    assert read(path, b'"naam, voor, achter";plaats\nx;y\n')[0] == ["naam, voor, achter", "plaats"]


def test_a_line_that_never_ends_is_told_and_the_next_is_read(path: Path) -> None:
    _, found, _ = read(path, b"a;b\n" + b"x" * 3_000_000 + b"\nq;r\n")
    assert "te lang" in str(found[2])
    assert found[3] == ["q", "r"]


def test_the_heading_may_be_of_any_length(path: Path) -> None:
    assert read(path, b"x" * 131_085)[0] == ["x" * 131_085]
    with pytest.raises(Refusal, match="kolomnamen, is niet te lezen"):
        read(path, b'"' + b"x" * 131_085)
    with pytest.raises(Refusal, match="kolomnamen, is niet te lezen"):
        read(path, b"x" * 3_000_000)


def piped(content: bytes) -> Path:
    reading, writing = os.pipe()

    def write() -> None:
        with os.fdopen(writing, "wb") as file:
            file.write(content)

    threading.Thread(target=write).start()
    return Path(f"/dev/fd/{reading}")


def lines_of(path: Path) -> list[tuple[int, object]]:
    with readable(path) as file, open_lines(file.path) as lines:
        assert isinstance(lines, Lines)
        return list(lines)


def test_what_comes_from_a_pipe_is_read_whole(tmp_path: Path) -> None:
    content = ("\n".join(LINES) + "\n" + "x;y\n" * 100_000).encode()
    expected = [*RIGHT.items(), *((number, ["x", "y"]) for number in range(5, 100_005))]
    assert lines_of(piped(content)) == expected
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    threading.Thread(target=fifo.write_bytes, args=(content,)).start()
    assert lines_of(fifo) == expected


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    wrong = ((tmp_path, "is een map"), (Path("/dev/zero"), "geen bestand"), (tmp_path / "x", "bestaat niet"))
    for path, words in wrong:
        with pytest.raises(Refusal, match=words):
            lines_of(path)


def test_an_empty_pipe_is_not_told_by_a_path_of_the_program() -> None:
    with pytest.raises(Refusal, match="invoer is leeg"), readable(piped(b"")) as file, open_lines(file.path):
        pass
