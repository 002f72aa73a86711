"""From a recording to one SVG that moves: each row that was ever shown is drawn once, and shown while it was there.

CSS alone moves it. Who wants nothing to move sees the last screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from balie.practice.manual.drawing import LINE_HEIGHT, drawn_row, framed, ground_of
from balie.practice.manual.shots import Run, Shot

Frame = tuple[int, Shot]
"""From how many milliseconds on a screen is shown, and the screen."""


def animated(frames: Sequence[Frame], end: int, title: str) -> str:
    """The picture of the frames (the first at 0), over and over again; `end` is when the last one ends."""
    ground = ground_of(frames[0][1])
    spans: dict[tuple[int, tuple[Run, ...]], list[tuple[int, int]]] = {}
    for (begin, shot), until in zip(frames, [at for at, _ in frames[1:]] + [end], strict=True):
        for y, row in enumerate(shot.rows):
            shown = spans.setdefault((y, row), [])
            if shown and shown[-1][1] == begin:
                shown[-1] = (shown[-1][0], until)
            else:
                shown.append((begin, until))
    names: dict[tuple[Run, ...], str] = {}
    drawn: list[str] = []
    used: list[str] = []
    style = [
        f"svg use{{animation-duration:{end / 1000:g}s;"
        "animation-iteration-count:infinite;animation-timing-function:step-end}"
    ]
    for (y, row), shown in spans.items():
        if row not in names:
            lines = list(drawn_row(row, 0, ground))
            names[row] = f"r{len(names)}"
            drawn += [f'<g id="{names[row]}">', *lines, "</g>"]
        if not any(drawn_row(row, 0, ground)):
            continue
        rests = "" if shown[-1][1] == end else ' visibility="hidden"'
        moves = ""
        if shown != [(0, end)]:
            moves = f' style="animation-name:k{len(used)}"'
            style.append(f"@keyframes k{len(used)}{{{_steps(shown, end)}}}")
        used.append(f'<use href="#{names[row]}" y="{y * LINE_HEIGHT}"{moves}{rests}/>')
    style.append("@media (prefers-reduced-motion:reduce){svg use{animation:none!important}}")
    css = "<style>\n" + "\n".join(style) + "\n</style>\n"
    body = "\n".join(["<defs>", *drawn, "</defs>", *used])
    first = frames[0][1]
    return framed(body, title, first.columns, len(first.rows), ground, css)


def _steps(shown: list[tuple[int, int]], end: int) -> str:
    """When it comes and goes, as keyframes."""
    steps = "" if shown[0][0] == 0 else "0%{visibility:hidden}"
    for begin, until in shown:
        steps += f"{begin / end:.3%}{{visibility:visible}}"
        if until < end:
            steps += f"{until / end:.3%}{{visibility:hidden}}"
    return steps
