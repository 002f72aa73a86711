"""Progress is drawn for a person only, and a question wants a clear answer."""

from __future__ import annotations

import io

import pytest

from balie.commands.terminal import ask, progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("j\n", True), ("JA\n", True), (" ja \n", True), ("n\n", False), ("nee\n", False), ("\n", False), ("", False)],
)
def test_a_question_is_answered_with_j_or_n(monkeypatch: pytest.MonkeyPatch, typed: str, answer: bool) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert ask("Doorgaan?") is answer


def test_an_unclear_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\nyes\nj\n"))
    assert ask("Doorgaan?") is True
    told = capsys.readouterr().err
    assert told.count("Doorgaan? [j/N]") == 3
    assert told.count("Antwoord met j (ja) of n (nee).") == 2


def test_progress_is_drawn_on_a_terminal_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with progress_bar("Reservekopie") as progress:
        for done in (0, 1, 1, 2, 4):
            progress(done, 4)
    drawn = screen.getvalue()
    assert drawn.split("\r")[1:] == [
        "Reservekopie [                    ]   0 %",
        "Reservekopie [#####               ]  25 %",
        "Reservekopie [##########          ]  50 %",
        "Reservekopie [####################] 100 %\n",
    ]


def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    with progress_bar("Reservekopie") as progress:
        progress(1, 2)
    assert written.getvalue() == ""


def test_a_store_without_pages_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with progress_bar("x") as progress:
        progress(0, 0)
    assert "100 %" in screen.getvalue()
