"""The pages of the manual, in Markdown: one for each workflow, and the way to them by question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from balie.practice.manual.chapters import Chapter, Told, by_question

PICTURES: Final = "schermen"
"""The folder of the pictures, beside the pages."""
PRINTED: Final = "handleiding.html"
_MARKED: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_MADE: Final = (
    "<!-- Gemaakt door `make handleiding` uit de lessen in data/training/. Verander de les, niet deze pagina. -->"
)


def index_page(chapters: list[Chapter]) -> str:
    """The way in: every workflow by the question that is asked at the desk."""
    lines = [
        _MADE,
        "",
        "# Handleiding van de balie",
        "",
        "Wat vraagt de klant, of wat is er te doen? Elke pagina is ook een les: `balie oefenen --les NAAM` oefent haar",
        "met een coach ernaast, en `balie oefenen --demo NAAM` laat haar voordoen.",
        f"Om af te drukken of te mailen is er één bestand: [{PRINTED}]({PRINTED}).",
        "",
        "| vraag | werk | minuten |",
        "|---|---|---|",
    ]
    lines += [
        f"| [{_plain(one.question)}]({one.id}.md) | {_plain(one.title)} | {one.minutes} |"
        for one in by_question(chapters)
    ]
    return "\n".join(lines) + "\n"


def chapter_page(chapter: Chapter) -> str:
    """One workflow."""
    lines = [
        _MADE,
        "",
        f"# {_plain(chapter.title)}",
        "",
        f"*{_plain(chapter.question)}*",
        "",
        "## Wanneer",
        "",
        _plain(chapter.when),
        "",
    ]
    if chapter.needs:
        lines += ["## Wat u nodig hebt", "", *(f"- {_plain(need)}" for need in chapter.needs), ""]
    lines += ["## Zo gaat het", ""]
    for nth, step in enumerate(chapter.steps, 1):
        lines += _step(nth, step)
    lines += [
        "## Oefenen",
        "",
        f"Dit duurt de eerste keer ongeveer {chapter.minutes} minuten: `balie oefenen --les {chapter.id}`. Voordoen:"
        f" `balie oefenen --demo {chapter.id}`.",
        "",
        "[Alle vragen](README.md)",
    ]
    return "\n".join(lines) + "\n"


def _step(nth: int, step: Told) -> Iterator[str]:
    yield from (f"### Stap {nth}", "", _plain(step.say), "", _plain(step.hint), "")
    if step.keys:
        yield from (f"Toetsen: {' '.join(f'<kbd>{escape(key)}</kbd>' for key in step.keys)}", "")
    if step.why:
        yield from (_plain(step.why), "")
    if step.picture is not None:
        yield from (f"![{_plain(step.picture.told)}]({PICTURES}/{step.picture.name}.svg)", "")
        yield from ("<details><summary>Dit scherm als tekst</summary>", "", "```text", step.picture.text.rstrip("\n"))
        yield from ("```", "", "</details>", "")


def _plain(text: str) -> str:
    """As it is: nothing in it marks anything up."""
    return _MARKED.sub(r"\\\1", text)
