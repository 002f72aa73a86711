"""Makes the recording in docs/, and the picture of it that moves in the README: `make recording`.

The desk shows the e-book lesson by itself in a real terminal, at its own speed: it takes most of a minute. With
`--picture` only the picture is made again, of the recording that is there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from balie.practice.manual.animation import animated
from tests.support.casts import played
from tests.support.terminal import Terminal

LESSON = "ebook-inschrijven"
DOCS = Path(__file__).parents[1] / "docs"
CAST = DOCS / f"{LESSON}.cast"
PICTURE = DOCS / f"{LESSON}.svg"
TOLD = "De balie schrijft zelf een klant in die alleen e-books wil lezen, met de toetsen erbij"


def record() -> None:
    """Let the desk show the lesson, and record it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "BALIE_OEFENEN": folder, "COLORTERM": "truecolor"}
        asked = ["oefenen", "--cursist", "ebt", "--demo", LESSON, "--opname", str(CAST), "--overschrijf"]
        with Terminal([sys.executable, "-m", "balie", *asked], environment, str(DOCS.parent)) as terminal:
            for step in range(1, 7):
                terminal.wait_for(f"  {step}/6")
            terminal.wait_for("De opname is klaar")
            terminal.type("\r")
            terminal.wait_until(lambda: "eenmalig wachtwoord" not in terminal.text)
            terminal.type("\x11")
            terminal.wait_for_end()


def picture(text: str) -> str:
    """The picture of a recording."""
    seen = played(text)
    begin = next(at for at, _, _ in seen.markers)
    frames = [(max(0, at - begin), shot) for at, shot in seen.frames]
    first = max(place for place, (at, _) in enumerate(frames) if at == 0)
    return animated(frames[first:], seen.end - begin, TOLD)


if __name__ == "__main__":
    if "--picture" not in sys.argv[1:]:
        record()
    PICTURE.write_text(picture(CAST.read_text(encoding="utf-8")), encoding="utf-8")
    print(CAST, PICTURE, sep="\n")
