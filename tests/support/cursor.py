"""Where the terminal's own cursor must stand: at the mark or the caret that somebody who sees the screen goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from screens.program.app import DeskApp

MARK, BESIDE = "▸", "›"


def misplaced_cursor(app: DeskApp) -> str:
    """What is wrong with the place of the cursor on the screen as it was painted last; empty when nothing is.

    It stands at the caret that is drawn, else in the row with the mark (that of a list beside a field, after walking
    it), and within the box where one is open.
    """
    screen, at = app.screen, app.cursor_position
    strips = screen._compositor.render_strips()
    if not (0 <= at.y < len(strips) and 0 <= at.x < app.size.width):
        return f"outside the window: {at}"
    texts = ["".join(segment.text for segment in strip) for strip in strips]
    left, right, rows = 0, app.size.width, range(len(texts))
    if isinstance(screen, Dialog):
        box = screen.box.region
        left, right, rows = box.x, box.right, range(box.y + 1, box.bottom - 1)
        if not box.contains_point(at):
            return f"outside the box: {at}"
    told = f"at row {at.y}, column {at.x}:\n{texts[at.y]}"
    marked = [y for y in rows if MARK in texts[y][left:right]]
    if BESIDE in texts[at.y][left:right] or (isinstance(screen, Dialog) and at.y in marked):
        return ""
    carets = []
    for y in rows:
        x = 0
        for segment in strips[y]:
            if segment.style == app.look.cursor and left <= x < right:
                carets.append((x, y))
            x += segment.cell_length
    if carets:
        return "" if carets == [tuple(at)] else f"carets are drawn at {carets}; the cursor {told}"
    if marked and at.y not in marked:
        return f"the mark is in row {marked[0]}; the cursor {told}"
    if not marked and not isinstance(screen, Dialog) and not app.too_small:
        return f"nothing is marked; the cursor {told}\n" + "\n".join(texts)
    return ""
