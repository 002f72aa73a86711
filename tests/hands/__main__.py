"""`make hands`: prints how many keys each task takes."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"  # as the desk does, before Textual is imported


def main() -> None:
    """Count in a folder of its own, with nobody's settings."""
    from tests.hands.table import as_text, count_all

    with tempfile.TemporaryDirectory() as folder:
        os.environ["BALIE_INSTELLINGEN"] = str(Path(folder) / "instellingen.json")
        os.environ["BALIE_VERSLAG"] = str(Path(folder) / "fouten.log")
        print(as_text(asyncio.run(count_all(Path(folder)))))


main()
