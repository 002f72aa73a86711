"""Makes the picture in the README from the real screen: `make picture`.

The desk runs without a terminal on a store that is thrown away; what it shows after a few keys is written as SVG. Fonts
from elsewhere are taken out, so that whoever looks at the picture asks nobody for anything.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from balie.desk import Desk
from balie.library.load import load_library
from balie.store.connection import create_store
from tests.support.desk_driver import UP_TO_SAVING, running

PICTURE = Path(__file__).parents[1] / "docs" / "balie.svg"


async def picture() -> str:
    """The third screen of the first enrolment, as SVG."""
    library = load_library("biblionet-drenthe")
    with tempfile.TemporaryDirectory() as folder, create_store(Path(folder) / "picture.balie") as store:
        desk = Desk(
            store=store,
            library=library,
            branch=library.branch("9428"),
            staff="ebt",
            working_date=date(2024, 4, 9),
            spool=Path(folder) / "spool",
            now=lambda: datetime(2024, 4, 9, 8, 15, tzinfo=UTC),
        )
        async with running(desk) as driver:
            await driver.keys(*UP_TO_SAVING, "f2", *"0141")
            svg = driver.app.export_screenshot(title="Balie")
    without_fonts = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    same_name = re.sub(r"terminal-\d+", "terminal", without_fonts)
    # Some programs drop the blanks a text begins with unless they are told to keep them.
    return same_name.replace("Fira Code", "monospace").replace("<svg ", '<svg xml:space="preserve" ', 1)


if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(picture()), encoding="utf-8")
    print(PICTURE)
