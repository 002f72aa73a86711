"""What a lesson file holds (docs/lessons.md), as it is read.

Imports msgspec: only to be imported where a lesson is read.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from balie.library.values import LibraryTable

LessonId = Annotated[
    str, Meta(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40, extra={"expects": "kleine letters, cijfers en -"})
]
Line = Annotated[str, Meta(pattern=r"\A\S[^\n]*\Z", max_length=80, extra={"expects": "een regel van 1 tot 80 tekens"})]
Told = Annotated[str, Meta(min_length=1, max_length=400, extra={"expects": "tekst van 1 tot en met 400 tekens"})]
Minutes = Annotated[int, Meta(ge=1, le=60, extra={"expects": "een aantal minuten van 1 tot en met 60"})]
Value = str | int | bool


class LessonStep(LibraryTable, frozen=True, kw_only=True):
    """One step: what the customer wants, how it can be done, and how one sees that it is done.

    `say` is what the coach says: the wish, never a key. `do` is one way: texts that are typed and keys by name
    (`@action:main`, `@enter`, `@down*3`). It is done when every `check` of the store holds, whatever way was taken; a
    step without one is done when the screen shows all of `shows`. `hint` helps who asks. `picture` names the picture of
    the manual that is taken after it; `why` is what the manual tells besides.
    """

    say: Told
    do: tuple[str, ...]
    shows: tuple[Line, ...] = ()
    check: dict[str, dict[str, Value]] = field(default_factory=dict)
    hint: Told
    picture: LessonId | None = None
    why: Told | None = None


class Lesson(LibraryTable, frozen=True, kw_only=True):
    """A workflow. `question` is what somebody looks it up by; `when` and `needs` begin its page in the manual.

    `source` is the id of a rule in docs/rules.md, or of the document it comes from. `values` holds, by library, what
    differs between them (`{basis}`); where it is there, the lesson is for those libraries only. `tab` is the tab it
    begins on, `screens` those of which F1 names it (ids of pages).
    """

    id: LessonId
    title: Line
    question: Line
    source: Line
    minutes: Minutes
    when: Told
    needs: tuple[Line, ...] = ()
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    screens: tuple[Line, ...] = ()
    step: Annotated[tuple[LessonStep, ...], Meta(min_length=1, extra={"expects": "minstens één stap ([[step]])"})]
