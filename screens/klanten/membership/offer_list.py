"""A list of subscriptions with the fields and amounts that go with the marked one: screen 3, another subscription."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from balie.customers.subscriptions.pricing import Offer, price_label
from balie.dutch.text import shown
from balie.refusal import Reason
from screens.pages.form_page import FormPage
from screens.widgets.form_model import FieldSpec
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel


class OfferListPage(FormPage):
    """Fields above, the list below. The cursor begins in the list; Tab goes to the fields and back.

    A page of this kind says what the marked subscription comes down to in `show_costs`.
    """

    preselects = True
    """Whether a subscription is marked before anybody chose one."""

    def __init__(self, fields: tuple[FieldSpec, ...], *, heading: str, rows: int) -> None:
        super().__init__(fields, heading=heading)
        self.list = ListModel(names_only=True)
        self.list_box = ListBox(self.list, self, heading="Abonnement")
        self.in_list = True
        self.form.styles.height = rows + 1
        self.form.cursor_shown = False
        self.choices: list[tuple[Offer, str]] = []

    def body(self) -> list[Widget]:
        """The fields, and below them the list."""
        return [self.form, self.list_box]

    @property
    def is_marked(self) -> bool:
        """Whether a subscription is marked: there are none, or the library marks none in advance."""
        return bool(self.choices) and self.list.at >= 0

    @property
    def marked(self) -> tuple[Offer, str]:
        """The marked subscription, and why this person may not have it (empty when they may)."""
        return self.choices[self.list.at]

    def show_choices(self, allowed: Sequence[Offer], refused: Sequence[tuple[Offer, str]], *, at: str = "") -> None:
        """Fill the list: first what this person may have, then what only a supervisor may give.

        The mark stays on its subscription; at first it goes to the one with code `at`, else to the first one, or to
        none where the library marks none in advance.
        """
        before = self.marked[0].code if self.is_marked else at
        self.choices = [*((offer, "") for offer in allowed), *refused]
        self.list.show(
            [_line(offer, why) for offer, why in self.choices],
            [(offer.code, offer.name) for offer, _ in self.choices],
            at=next((place for place, (offer, _) in enumerate(self.choices) if offer.code == before), 0),
        )
        if not before and not self.preselects:
            self.list.mark_none()
        self.show_costs()

    def show_costs(self) -> None:
        """Show what belongs to the marked subscription."""
        raise NotImplementedError

    def marked_another(self) -> None:
        """A click marked another subscription."""
        self.go(in_list=True)
        self.show_costs()

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """The list has the keys until Tab; the fields until Tab goes past their last or before their first."""
        if self.in_list:
            return self._press_in_list(key, character)
        last = self.model.index == len(self.model.fields) - 1
        leaves = (key == "tab" and last) or (key == "shift+tab" and self.model.index == 0)
        if leaves and self.model.read_current():
            self.field_left(self.model.field.spec.name)
            self.go(in_list=True)
            return True
        return super().press_in_body(key, character)

    def _press_in_list(self, key: str, character: str | None) -> bool:
        match key:
            case "tab" | "shift+tab":
                self.model.index = 0 if key == "tab" else len(self.model.fields) - 1
                self.go(in_list=False)
            case "enter":
                self.run("main")
            case _:
                if not self.choices or not self.list.press(key, character):
                    return False
                self.show_costs()
        self.show_form()
        if self.list.unknown:
            self.say(f"{shown(self.list.unknown)} staat niet in de lijst. Kies met ↑ of ↓, of typ daarna opnieuw.")
            self.desk_app.bell()
        return True

    def go(self, *, in_list: bool) -> None:
        """Give the keys to the list or to the fields."""
        self.in_list = in_list
        self.form.cursor_shown = not in_list
        self.list_box.focused = in_list
        self.form.refresh()
        self.list_box.refresh()
        self.show_form()

    def form_finished(self) -> None:
        """Enter in the last field goes back to the list."""
        self.go(in_list=True)

    def show_age(self) -> None:
        """There is no birth date on these screens."""

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Show a reason at its field, or else all of them."""
        if any(reason.field in self.model.values() for reason in reasons):
            self.go(in_list=False)
        super().refuse(reasons)


def _line(offer: Offer, why: str) -> str:
    mark = "× " if why else "  "
    note = "leidinggevende" if why else offer.note
    return f"{offer.code} {mark}{offer.name:<25}{price_label(offer):<17}{offer.range_label:<8}{note}"
