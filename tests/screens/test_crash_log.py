"""What is kept of a mistake in the program: where it happened, nothing of anybody's data."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from balie.store.place import log_path
from screens.program.crash import describe, write_log

NAME, IBAN, NUMBER = "Jansen-Vermeulen", "NL91ABNA0417164300", "29428000077727"
DATA = (NAME, IBAN, NUMBER)


def raised(work: Callable[[], None]) -> Exception:
    try:
        work()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def plain() -> None:
    customer = {"name": NAME, "iban": IBAN}
    raise ValueError(f"{customer} heeft geen adres bij {NUMBER}")


def with_a_cause() -> None:
    try:
        plain()
    except ValueError as error:
        account = IBAN
        raise RuntimeError(f"incasso van {account} voor {NAME}") from error


def with_a_context() -> None:
    customers: dict[str, int] = {}
    try:
        plain()
    except ValueError:
        customers[NAME] += 1


def with_a_note() -> None:
    error = ValueError(NAME)
    error.add_note(f"bij {IBAN}")
    raise error


class CustomerError(Exception):
    """A mistake that tells all it knows whenever it can."""

    def __init__(self) -> None:
        super().__init__(NAME, IBAN)
        self.number = NUMBER

    def __repr__(self) -> str:
        return f"{NAME} {IBAN} {NUMBER}"

    __str__ = __repr__


def talkative() -> None:
    raise CustomerError


@pytest.mark.parametrize("work", [plain, with_a_cause, with_a_context, with_a_note, talkative])
def test_neither_messages_nor_values_are_in_the_log(work: Callable[[], None]) -> None:
    told = describe(raised(work))

    assert [word for word in DATA if word in told] == []
    assert f"in {work.__name__}" in told


def test_the_log_tells_the_kinds_of_error_and_the_lines_they_came_through() -> None:
    first, *rest = describe(raised(with_a_cause)).splitlines()

    assert "Balie" in first
    assert [line for line in rest if not line.startswith(" ")] == ["RuntimeError", "ValueError"]
    frames = [line for line in rest if line.startswith(" ")]
    assert all(f"  {__file__}:" in frame for frame in frames)
    assert [frame.rsplit(" ", 1)[-1] for frame in frames] == ["raised", "with_a_cause", "with_a_cause", "plain"]


def test_an_error_that_is_its_own_cause_is_described_once() -> None:
    error = raised(plain)
    error.__cause__ = error

    assert describe(error).count("ValueError") == 1


def test_without_an_error_there_is_only_the_moment() -> None:
    assert len(describe(None).splitlines()) == 1


def test_the_environment_says_where_the_log_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALIE_VERSLAG", str(tmp_path / "fouten.log"))

    assert log_path() == tmp_path / "fouten.log"


def test_without_it_the_log_is_in_the_users_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BALIE_VERSLAG", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))

    assert log_path().is_relative_to(tmp_path)


def test_the_log_grows_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "map" / "fouten.log"
    monkeypatch.setenv("BALIE_VERSLAG", str(path))
    error = raised(plain)

    assert write_log(error) == write_log(error) == path
    assert path.read_text(encoding="utf-8").count("ValueError") == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "bestand"
    in_the_way.write_text("", encoding="utf-8")
    monkeypatch.setenv("BALIE_VERSLAG", str(in_the_way / "fouten.log"))

    assert write_log(raised(plain)) == in_the_way / "fouten.log"
