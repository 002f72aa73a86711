"""The manual that is committed is what the lessons make, and can be read by everybody. Pictures: test_lessons.py."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from balie.practice.lessons.keys import repeated
from balie.practice.lessons.reading import all_lessons, library_shown
from balie.practice.manual.chapters import Chapter, Picture, Told, by_question
from balie.practice.manual.drawing import drawn
from balie.practice.manual.pages import PICTURES, PRINTED, chapter_page, index_page
from balie.practice.manual.printed import printed_page
from balie.practice.manual.shots import Run, Shot, merged
from scripts.handleiding import IDS, Manual
from tests.support.lessons import MANUAL, committed

_VOID = {"meta", "img"}
SHOT = Shot(((Run(0, 4, " <&>", "#ffffff", "#000000"), Run(4, 4, "日本", "#ff0000", "#00ff00", bold=True)),), 8)
CHAPTER = Chapter(
    "a-b",
    "Titel <b> & *ster*",
    "Een klant | vraagt",
    3,
    "Altijd_zo_",
    ("<script>",),
    (Told("Zeg `dit`", ("v", "<", "Enter ×2"), "hint", "why", Picture("a-b-c", 'na "stap"', "<td>\n")),),
)


@pytest.fixture(scope="module")
def manual() -> Manual:
    """The manual as the lessons make it of the pictures that are committed."""
    return Manual(all_lessons(IDS), MANUAL)


@pytest.fixture(scope="module")
def pages(manual: Manual) -> dict[str, str]:
    """Its pages."""
    return manual.pages()


def test_the_pages_are_those_that_the_lessons_make(pages):
    stale = sorted(name for name, text in pages.items() if committed(name) != text)
    assert stale == [], "make handleiding"


def test_nothing_is_left_of_lessons_that_are_gone(manual, pages):
    assert {path.name for path in MANUAL.iterdir() if path.is_file()} == set(pages)
    assert {path.name for path in (MANUAL / PICTURES).iterdir()} == manual.pictures()


def test_every_lesson_has_a_page_and_stands_under_its_question(manual, pages):
    for lesson in manual.lessons:
        assert f"({lesson.id}.md)" in pages["README.md"]
        assert f"# {lesson.title}\n" in pages[f"{lesson.id}.md"].replace("\\", "")
        assert library_shown(lesson) in {"biblionet-drenthe", *lesson.values}


class Outline(HTMLParser):
    """What of a page can be wrong without a browser saying so."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.without_alt = 0
        self.addresses: list[str] = []
        self.language: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "html":
            self.language = given.get("lang")
        if found := re.fullmatch("h([1-6])", tag):
            self.headings.append(int(found[1]))
        if tag == "img" and not given.get("alt"):
            self.without_alt += 1
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.addresses += [value for name, value in attrs if name in {"src", "href"} and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@pytest.mark.parametrize("own", [True, False], ids=["the lessons", "signs that mean something in HTML"])
def test_the_page_to_print_is_whole_and_can_be_read_by_a_machine(pages, own):
    text = pages[PRINTED] if own else printed_page([CHAPTER], lambda name: drawn(SHOT, "x"))
    seen = Outline(text)
    assert seen.open == []
    assert seen.language == "nl"
    assert seen.without_alt == 0
    assert len(seen.ids) == len(set(seen.ids))
    assert seen.headings[0] == 1
    assert seen.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    assert all(one.startswith(("#", "data:image/svg+xml;base64,")) for one in seen.addresses), "it asks nobody"
    assert {one[1:] for one in seen.addresses if one.startswith("#")} <= set(seen.ids)


def test_what_a_lesson_says_marks_nothing_up():
    page = chapter_page(CHAPTER)
    assert "# Titel \\<b\\> & \\*ster\\*\n" in page
    assert "Zeg \\`dit\\`" in page
    assert "<kbd>&lt;</kbd>" in page
    assert "<script>" not in page.replace("\\", "").replace("- <script>", "")
    assert "[Een klant \\| vraagt](a-b.md)" in index_page([CHAPTER])


def test_a_picture_has_the_width_of_its_cells_and_names_no_font_from_elsewhere():
    svg = drawn(SHOT, 'A "title" & <more>')
    assert "<title>A &quot;title&quot; &amp; &lt;more&gt;</title>" in svg
    assert 'x="8.4" y="13.5" fill="#ffffff" textLength="25.2">&lt;&amp;&gt;</text>' in svg
    assert 'x="33.6" y="13.5" fill="#ff0000" textLength="33.6" font-weight="bold">日本</text>' in svg
    assert "url(" not in svg
    assert "@font-face" not in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_cells_that_look_the_same_are_one_run():
    one, two = Run(0, 2, "ab", "#1", "#2"), Run(2, 1, "c", "#1", "#2")
    assert merged([one, two, Run(3, 0, "", "#1", "#2"), Run(3, 1, "d", "#3", "#2")]) == (
        Run(0, 3, "abc", "#1", "#2"),
        Run(3, 1, "d", "#3", "#2"),
    )


def test_keys_that_follow_themselves_are_told_once():
    assert repeated(["v", "Enter", "Enter", "v", "Enter"]) == ("v", "Enter ×2", "v", "Enter")


def test_questions_stand_in_the_order_of_the_alphabet():
    def asking(question: str) -> Chapter:
        return Chapter(question, "", question, 1, "", (), ())

    assert [one.id for one in by_question([asking("c"), asking("B"), asking("a")])] == ["a", "B", "c"]
