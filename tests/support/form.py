"""A form of a few fields, and keys pressed in it."""

from __future__ import annotations

from collections.abc import Sequence

from balie.refusal import Refusal
from screens.widgets.form_model import Choice, FieldSpec, FormModel

LAND = (Choice("NL", "Nederland"), Choice("BE", "België"), Choice("DE", "Duitsland"), Choice("NO", "Noorwegen"))
FIELDS = (
    FieldSpec("initials", "Voorletters", 0, longest=10),
    FieldSpec("surname", "Achternaam", 1, required=True, longest=20),
    FieldSpec("country", "Land", 2, choices=LAND, initial="NL"),
    FieldSpec("town", "Plaats", 3, longest=12),
)


class Page:
    """Reads towns in capitals, refuses a surname with an x, writes down what it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.stops_at = ""

    def read_field(self, name: str, text: str) -> str:
        if name == "surname" and "x" in text:
            raise Refusal("In een achternaam kan geen x staan.")
        return text.upper() if name == "town" else text

    def field_left(self, name: str) -> None:
        self.heard.append(f"left {name}")

    def field_entered(self, name: str) -> bool:
        return name == self.stops_at

    def form_refused(self) -> None:
        self.heard.append("refused")

    def form_finished(self) -> None:
        self.heard.append("finished")

    def choose(self, name: str) -> None:
        self.heard.append(f"choose {name}")


def form(at: str = "initials") -> tuple[FormModel, Page]:
    page = Page()
    model = FormModel(FIELDS, page)
    model.go_to(at)
    return model, page


def press(model: FormModel, keys: Sequence[str]) -> None:
    for key in keys:
        model.press(key, " " if key == "space" else key if len(key) == 1 else None)
