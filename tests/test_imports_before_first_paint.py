"""Imports are most of a start (docs/architecture.md): what the desk imports before its first screen stands there.

The desk is started in a pseudo-terminal of its own and asked for its modules at the moment it opens the library,
which is the first thing it does after the first paint. A bare Textual app with one Input is started beside it.
"""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from balie.store.connection import create_store

CHECKOUT = Path(__file__).resolve().parent.parent

DESK = """
import sys
from pathlib import Path
from balie.opening import Opening
from balie.refusal import Refusal

def tell(opening):
    Path(report).write_text("\\n".join(sys.modules))
    raise Refusal("Genoeg gezien.")

Opening.desk = tell
report = sys.argv.pop(1)
from screens.start import main
sys.exit(main())
"""

BARE_APP = """
import sys
from textual.app import App
from textual.widgets import Input

class Bare(App):
    def compose(self):
        yield Input()

    def on_mount(self):
        self.call_after_refresh(self.exit)

Bare().run(headless=True)
print("\\n".join(sys.modules))
"""

ALLOWED = {"balie", "screens", "sqlite3", "_sqlite3", "json", "_json", "getpass", "pwd", "fcntl", "gc"}
"""What the desk may import beside what the bare app does; top-level names. All of it is quick."""


def modules_of_a_bare_app() -> set[str]:
    run = subprocess.run([sys.executable, "-c", BARE_APP], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def modules_of_the_desk(folder: Path) -> set[str]:
    store, report = folder / "desk.balie", folder / "modules"
    create_store(store, {"library": "biblionet-drenthe", "branch": "9428"}).close()
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "BALIE_BESTAND": str(store),
        "BALIE_INSTELLINGEN": str(folder / "instellingen.json"),
        "TERM": "xterm-256color",
    }
    keyboard, terminal = pty.openpty()
    desk = subprocess.Popen(
        [sys.executable, "-c", DESK, str(report)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
        start_new_session=True,
    )
    os.close(terminal)
    screen = drain(keyboard)
    assert desk.wait() == 1, screen
    return set(report.read_text().split())


def drain(terminal: int) -> str:
    """Everything written to a terminal until its last user has closed it."""
    written = b""
    while True:
        try:
            written += os.read(terminal, 65536)
        except OSError:
            os.close(terminal)
            return written.decode(errors="replace")


@pytest.fixture(scope="module")
def extra_modules(tmp_path_factory) -> set[str]:
    return modules_of_the_desk(tmp_path_factory.mktemp("desk")) - modules_of_a_bare_app()


def test_the_desk_shows_its_first_screen_with_hardly_more_imports_than_a_bare_app(extra_modules):
    # Rich reads the table of its terminal's Unicode version when it first measures a wide character.
    unexpected = {
        name
        for name in extra_modules
        if name.split(".")[0] not in ALLOWED and not name.startswith("rich._unicode_data.")
    }

    assert "screens.klanten.enrolling.basic" in extra_modules
    assert sorted(unexpected) == []


@pytest.mark.parametrize(
    "name",
    [
        "balie.commands.parser",
        "balie.library.structs",
        "balie.customers.subscriptions.pricing",
        "balie.enrolment.enrol",
    ],
)
def test_what_only_later_work_needs_is_not_imported_before_the_first_screen(extra_modules, name):
    assert CHECKOUT.joinpath(*name.split(".")).with_suffix(".py").exists()
    assert name not in extra_modules
