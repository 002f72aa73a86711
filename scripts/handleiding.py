"""Makes docs/handleiding from the lessons: `make handleiding`.

Every lesson is played without a terminal at a fresh practice desk of the first library it is for; its pictures are
taken on the way. With ids of lessons (`make handleiding ARGS="kastlijst"`) only theirs are taken again.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from balie.library.load import load_library
from balie.opening import Opening
from balie.options import DeskOptions
from balie.practice.lessons.reading import all_lessons, library_shown, names_of
from balie.practice.manual.chapters import picture_name
from balie.practice.manual.pages import PICTURES, PRINTED, chapter_page, index_page
from balie.practice.manual.printed import printed_page
from balie.practice.places import DAY
from balie.practice.starting import begin_afresh
from screens.keyboard.actions import ACTIONS
from screens.practice.chapters import chapter_of, told_instead
from screens.practice.player import Player
from tests.support.desk_driver import running
from tests.support.lessons import files_of, same_password, shot, with_clock_stopped

if TYPE_CHECKING:
    from balie.practice.lessons.structs import Lesson

MANUAL = Path(__file__).parents[1] / "docs" / "handleiding"
IDS = frozenset(action.id for action in ACTIONS)


@dataclass(frozen=True, slots=True)
class Manual:
    """What the manual is made of: the lessons, and the folder with their pictures."""

    lessons: list[Lesson]
    folder: Path

    def pages(self) -> dict[str, str]:
        """Every page by the name of its file, but for the pictures."""
        chapters = [
            chapter_of(lesson, names_of(lesson, library_shown(lesson), _branch(lesson)), self._text)
            for lesson in self.lessons
        ]
        pages = {f"{chapter.id}.md": chapter_page(chapter) for chapter in chapters}
        return {**pages, "README.md": index_page(chapters), PRINTED: printed_page(chapters, self._svg)}

    def pictures(self) -> set[str]:
        """The names of the files that the pictures are in."""
        return {
            picture_name(lesson.id, step.picture) + end
            for lesson in self.lessons
            for step in lesson.step
            if step.picture is not None
            for end in (".svg", ".txt")
        }

    def _text(self, name: str) -> str:
        return (self.folder / PICTURES / f"{name}.txt").read_text(encoding="utf-8")

    def _svg(self, name: str) -> str:
        return (self.folder / PICTURES / f"{name}.svg").read_text(encoding="utf-8")


def _branch(lesson: Lesson) -> str:
    return load_library(library_shown(lesson)).branches[0].number


async def taken(lesson: Lesson, folder: Path) -> dict[str, str]:
    """The pictures of a lesson, played in `folder`: the files they are in, by name."""
    library = library_shown(lesson)
    path = folder / lesson.id / f"{library}.balie"
    begin_afresh(path, library, DAY, folder)
    files: dict[str, str] = {}
    with Opening(DeskOptions(path, working_date=DAY, staff="oef", practice=True)) as opening, same_password():
        desk = with_clock_stopped(opening.desk())
        async with running(desk) as driver:
            await driver.keys("escape")
            player = Player(driver.host, names_of(lesson, library, desk.branch.number))
            for nth, step in enumerate(lesson.step, 1):
                await player.play(step)
                await driver.settle()
                if step.picture is not None:
                    name = picture_name(lesson.id, step.picture)
                    files |= files_of(shot(driver), name, told_instead(lesson, nth))
    return files


def make(chosen: Collection[str]) -> None:
    """Make the manual anew; take the pictures of the lessons that were chosen, or of all."""
    lessons = all_lessons(IDS)
    pictures = MANUAL / PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for lesson in lessons:
            if not chosen or lesson.id in chosen:
                for name, text in asyncio.run(taken(lesson, Path(folder))).items():
                    (pictures / name).write_text(text, encoding="utf-8")
                print(lesson.id)
    manual = Manual(lessons, MANUAL)
    pages = manual.pages()
    for name, text in pages.items():
        (MANUAL / name).write_text(text, encoding="utf-8")
    for path, kept in ((MANUAL, pages.keys()), (pictures, manual.pictures())):
        for gone in (file for file in path.iterdir() if file.is_file() and file.name not in kept):
            gone.unlink()


if __name__ == "__main__":
    make(sys.argv[1:])
