"""What the coach tells, as rows: a strip above the foot line, or a panel at the side of a wide screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from screens.host.practising import CoachRow
from screens.widgets.row import cut, padded, wrapped

if TYPE_CHECKING:
    from screens.practice.course import Course
    from screens.practice.last_keys import LastKeys

_SAID_ROWS: Final = 2
"""So many rows are kept for what is said, so that the screen does not jump; a text that is longer takes more."""
_KEYS_ROOM: Final = 40
"""So many cells are kept for the last keys at the end of a row."""


def strip(course: Course, width: int, keys: str, pressed: LastKeys | None) -> list[CoachRow]:
    """Which lesson and how far, with the keys of practising; then what is said, whole.

    `pressed`: the last keys of a demonstration, at the bottom right; they never stand over what is said.
    """
    far = "klaar" if course.done else f"{course.place + 1}/{len(course.lesson.step)}"
    room = width - cell_len(keys) - 2
    title = cut(course.lesson.title, room - cell_len(far) - 2)
    said = wrapped(course.said(), width)
    said += [""] * (_SAID_ROWS - len(said))
    if pressed is not None:
        if cell_len(said[-1]) > width - _KEYS_ROOM:
            said.append("")
        said[-1] = _with_right(said[-1], pressed.text(_KEYS_ROOM - 2), width)
    return [CoachRow(_with_right(f"{title}  {far}", keys, width), title=True), *(CoachRow(line) for line in said)]


def panel(course: Course, width: int, height: int, keys: str, pressed: LastKeys | None) -> list[CoachRow]:
    """Everything below each other: the lesson, the steps that are done, what is wanted, what differs, help; the keys.

    Where that is too high, the first steps give way.
    """
    steps = course.lesson.step
    head = [CoachRow(line, title=True) for line in wrapped(course.lesson.title, width)]
    head += [CoachRow("Klaar" if course.done else f"Stap {course.place + 1} van {len(steps)}"), CoachRow("")]
    told = [*(f"! {line}" for line in course.differing), course.say, course.help_given]
    now = [CoachRow(line) for text in told if text for line in (*wrapped(text, width), "")]
    foot = [CoachRow(pressed.text(width), title=True)] if pressed is not None else []
    foot += [CoachRow(line, dimmed=True) for line in _by_key(keys, width)]
    done = [CoachRow(cut(f"✓ {course.names.filled(step.say)}", width), dimmed=True) for step in steps[: course.place]]
    room = height - len(head) - len(now) - len(foot) - 1
    done = done[max(0, len(done) - room) :] if room > 0 else []
    rows = [*head, *done, *([CoachRow("")] if done else []), *now]
    rows += [CoachRow("")] * (height - len(rows) - len(foot))
    return [*rows[: max(0, height - len(foot))], *foot]


def _with_right(left: str, right: str, width: int) -> str:
    return padded(left, max(0, width - cell_len(right))) + right if right else left


def _by_key(keys: str, width: int) -> list[str]:
    """The keys, those that belong together in a row."""
    rows: list[str] = []
    for key in keys.split(" · "):
        if rows and cell_len(rows[-1]) + 3 + cell_len(key) <= width:
            rows[-1] += f" · {key}"
        else:
            rows.append(key)
    return rows
