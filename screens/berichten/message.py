"""One message: what became of it, and its text as it went out or would go out now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.correspondence.overview import preview, read_line
from balie.refusal import Refusal
from balie.rounds.topics import all_topics
from screens.berichten.acts import MessageActs
from screens.berichten.telling import told_of
from screens.pages.act import Acts, PageAct
from screens.pages.text_page import TextPage

if TYPE_CHECKING:
    from balie.correspondence.overview import MessageLine
    from balie.desk import Desk


class MessagePage(MessageActs, TextPage):
    """The text scrolls; the acts are those of the list."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    def __init__(self, desk: Desk, line: MessageLine) -> None:
        self.desk = desk
        self.line = line
        super().__init__("Bericht", _lines(desk, line))

    def message(self) -> MessageLine:
        """The message that is shown."""
        return self.line

    def done(self, told: str) -> None:
        """Show it as it is now; its text may be another, or gone."""
        self._show_anew()
        self.say(told)

    def tab_shown(self) -> None:
        """Back from its customer."""
        self._show_anew()

    def _show_anew(self) -> None:
        self.line = read_line(self.desk, all_topics(), self.line.key) or self.line
        self.text.show(_lines(self.desk, self.line))
        self.text.refresh()

    async def do_main(self) -> None:
        """Open whom it is to."""
        await self.do_open_addressee()

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Naar klant"),)


def _lines(desk: Desk, line: MessageLine) -> list[str]:
    """What the list tells of it, and its text."""
    whom = f"{line.name or 'Naam onbekend'}  {line.number or 'nog zonder klantnummer'}"
    head = [
        f"Aan:    {whom}",
        f"Soort:  {line.kind}",
        f"Stand:  {line.state.label}{f', per {line.way}' if line.way else ''}",
    ]
    try:
        text = preview(desk, all_topics(), line.key)
    except Refusal as refusal:
        text = str(refusal)
    return [*head, *told_of(line), "", "─" * 72, "", *text.split("\n")]
