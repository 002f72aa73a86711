"""A mistake in the program, in a real terminal: told in one Dutch line, logged without anybody's data."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.shell_terminal import (
    PLACE,
    READY,
    Start,
    is_whole_and_free,
)

pytestmark = pytest.mark.slow
# A mistake in the program.
CRASH = """
import sys
from balie.opening import Opening
from screens.keyboard.driver import DeskDriver
from screens.klanten.enrolling.basic import BasicPage
from screens.host.settings import Settings
from screens.pages.act import PageAct
from screens.widgets.form import Form

def broken(*arguments):
    iban = "NL91ABNA0417164300"
    raise ValueError(f"Jansen-Vermeulen {{iban}}")

async def broken_later(*arguments):
    broken()

def help_does(something):
    BasicPage.ACTS = (*BasicPage.ACTS, PageAct("help", something))

{where}

from screens.start import main
sys.exit(main())
"""


class _Where:
    ACTION = "help_does(broken)"
    FLOW = "help_does(broken_later)"
    DRAWING = "help_does(lambda page: (setattr(Form, 'render_line', broken), page.form.refresh()) and None)"
    KEYBOARD = "DeskDriver.process_message = broken"
    OPENING = "Settings.__init__ = broken"
    LIBRARY = "Opening.desk = broken"


@pytest.mark.parametrize(
    "where", [_Where.ACTION, _Where.FLOW, _Where.DRAWING, _Where.KEYBOARD, _Where.OPENING, _Where.LIBRARY]
)
def test_a_mistake_in_the_program_is_told_in_one_dutch_line(
    start: Start, path: Path, tmp_path: Path, where: str
) -> None:
    script = CRASH.format(where=where)
    terminal = start(*PLACE, command=[sys.executable, "-c", script])
    before = terminal.attributes
    if where not in (_Where.OPENING, _Where.LIBRARY):
        terminal.wait(READY)
        terminal.send("\x1bOP")

    assert terminal.end() == 1
    told = terminal.text[terminal.text.index("pid=") : terminal.text.index("einde=")].split("\n", 1)[1]
    assert "".join(told.split()) == "".join(
        [
            "Balie",
            "is",
            "gestopt",
            "door",
            "een",
            "fout",
            "in",
            "het",
            "programma.",
            "Wat",
            "was",
            "opgeslagen,",
            "is",
            "bewaard.",
            "Verslag:",
        ]
    ) + str(tmp_path / "fouten.log")
    for secret in ("Jansen", "NL91", "Traceback", "ValueError", "NOTE"):
        assert secret not in terminal.written
    log = (tmp_path / "fouten.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "in broken" in log
    assert "Jansen" not in log
    assert "NL91" not in log
    assert terminal.attributes == before
    assert not terminal.screen.alternate
    assert is_whole_and_free(path)
