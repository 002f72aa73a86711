"""What stands on the screen, as text: for who looks whether a step of a lesson is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.program.stacked_app import StackedApp


def shown_text(app: StackedApp) -> str:
    """What the desk shows on the screen on top, a line a row: without what the coach says, who tells what to do."""
    screen = app.screen
    if screen._layout_required or screen.size != app.size:
        screen._refresh_layout(app.size)  # its turn to be painted has not come yet
    strips = screen._compositor.render_strips()
    width = app.size.width - app.side_width
    lines = ["".join(segment.text for segment in strip.crop(0, width)).rstrip() for strip in strips]
    coach = app.page.footline.coach_lines()
    return "\n".join("" if coach.get(row) == line else line for row, line in enumerate(lines))
