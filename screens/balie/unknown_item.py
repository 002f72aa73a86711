"""Onbekend exemplaar: what it is, as far as the desk can see, and lend it all the same (rules.md#unknown-item)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Self

from balie.catalogue.item_form import ITEM_FIELDS
from balie.catalogue.item_form import LONGEST as ITEM_LONGEST
from balie.catalogue.lists import materials
from balie.catalogue.title_form import LONGEST, TITLE_FIELDS
from balie.customers.permission import Override
from balie.lending.rules.refusals import LendingRefusal
from balie.lending.unknown import lend_unknown, read_noted, read_title_seen
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.session.acts import Lent

_LABEL = 14
_KINDS = tuple(Choice(entry.label, entry.label) for entry in materials().entries)
_FIELDS = (
    FieldSpec("title", TITLE_FIELDS["title"], 0, label_width=_LABEL, required=True, longest=LONGEST["title"]),
    FieldSpec("author", TITLE_FIELDS["author"], 1, label_width=_LABEL, longest=LONGEST["author"]),
    FieldSpec("kind", TITLE_FIELDS["kind"], 2, label_width=_LABEL, required=True, choices=_KINDS),
    FieldSpec(
        "attachment_note",
        ITEM_FIELDS["attachment_note"],
        3,
        label_width=_LABEL,
        longest=ITEM_LONGEST["attachment_note"],
    ),
)


class UnknownItemPage(FormPage):
    """F2 notes the item and lends it; what the customer may not is asked for then, and nothing typed is lost."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    heading = "Onbekend exemplaar"

    def __init__(
        self, desk: Desk, customer_id: int, number: str, lent: Callable[[Lent], None], pass_settled: bool
    ) -> None:
        super().__init__(_FIELDS, heading=f"Exemplaar {number}: neem over wat erop staat.")
        self.desk = desk
        self.customer_id = customer_id
        self.number = number
        self.lent = lent
        self.pass_settled = pass_settled
        self.model.fill({"kind": _KINDS[0].value})

    def read_field(self, name: str, text: str) -> str:
        """A scan is no title."""
        return read_title_seen(text) if name == "title" else text

    def field_left(self, name: str) -> None:
        """Nothing follows from it."""

    async def do_main(self) -> None:
        """Uitlenen: note it and lend it."""
        noted = read_noted(self.model.values(), self.today)
        override = None
        while True:
            try:
                lent = lend_unknown(
                    self.desk,
                    self.customer_id,
                    self.number,
                    noted,
                    override=override,
                    pass_settled=self.pass_settled,
                )
            except LendingRefusal as refusal:
                override = None if override or not refusal.may_override else await self._permission(refusal)
                if override is None:
                    raise
            else:
                break
        await self.desk_app.back()
        self.lent(lent)

    async def _permission(self, refusal: LendingRefusal) -> Override | None:
        from screens.dialogs.permission import ask_permission

        why = " ".join(obstacle.text for obstacle in refusal.obstacles)
        return await ask_permission(self.desk_app, why)

    async def do_back(self) -> None:
        """One step back; asks first when something was typed."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Uitlenen", help="Noteert het exemplaar als voorlopig en leent het uit."),
        PageAct("back", do_back, label="Annuleer"),
    )
