"""Importing the room is cheap: the libraries behind it are loaded by the functions that need them."""

import subprocess
import sys
from pathlib import Path

import balie.dutch

HEAVY = ("phonenumbers", "email_validator", "stdnum", "schwifty", "idna")


def test_importing_the_room_loads_no_library() -> None:
    folder = Path(balie.dutch.__file__).parent
    rooms = sorted(f"balie.dutch.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__")
    code = f"import sys, {', '.join(rooms)}; print([name for name in {HEAVY} if name in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=folder.parent.parent, capture_output=True, text=True, check=True
    )
    assert len(rooms) > 5
    assert result.stdout.strip() == "[]"
