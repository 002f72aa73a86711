"""A form while it is filled in: fields, the place of the cursor, what is wrong. Pure state, no Textual.

Every key is handled at once and completely before the next one, so `abc`, Enter, `def` in one burst of bytes fill
two fields just as they do when typed slowly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from balie.dutch.name_capitals import with_capitals
from balie.dutch.text import shown
from balie.refusal import Reason, Refusal
from screens.widgets.editor import LineEditor
from screens.widgets.form_listener import FormListener

_BLANKS = str.maketrans("\r\n\t", "   ")

Reader = Callable[[str], str]
"""Reads what was typed and gives it back as it should stand there; raises `Refusal`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible value of a choice field: `value` is stored, `label` is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a field of a form is.

    `row` and `column` (0 or 1) say where it stands, `at` the cell where its value begins within that column when the
    label alone does not decide. `choices` makes it a choice: ← → and the first letter change it. `initial` is what
    stands in it at first. `digits` is of a field that begins with a digit: one typed in the choice before it goes here.
    `capitals` is of a name, which gets its capitals where it was typed without.
    """

    name: str
    label: str
    row: int
    column: int = 0
    required: bool = False
    longest: int = 60
    choices: tuple[Choice, ...] = ()
    initial: str = ""
    label_width: int = 14
    x: int | None = None
    width: int | None = None
    digits: bool = False
    capitals: bool = False


class Field:
    """A field and what stands in it now.

    `touched` is whether a key changed or moved in it; `before` is what typing replaced, while the
    cursor is still in it.
    """

    __slots__ = ("as_typed", "before", "editor", "error", "note", "spec", "touched")

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self.editor = LineEditor(spec.initial, longest=spec.longest)
        self.error = ""
        self.note = ""
        self.touched = False
        self.before: str | None = None
        self.as_typed: str | None = None

    @property
    def makes_way(self) -> bool:
        """Whether what stands in it makes way as a whole for what is typed: filled in, and not touched."""
        return bool(self.text) and not self.touched and not self.spec.choices

    def put(self, text: str) -> None:
        """Fill it, as not typed."""
        self.editor.replace(text)
        self.touched = False
        self.before = None

    @property
    def text(self) -> str:
        """What stands in the field; for a choice its value."""
        return self.editor.text

    @property
    def shown(self) -> str:
        """What the field shows; for a choice its label."""
        for choice in self.spec.choices:
            if choice.value == self.editor.text:
                return choice.label
        return self.editor.text


class FormModel:
    """The fields of one form, the one with the cursor, and the keys that work in it."""

    def __init__(self, specs: Iterable[FieldSpec], listener: FormListener) -> None:
        self.fields = [Field(spec) for spec in specs]
        self.index = 0
        self.listener = listener
        self.message = ""
        self.seeking = False
        self._sought = ""
        self._put_right: tuple[Field, str] | None = None
        self._tells_put_right = False
        self._names = {field.spec.name: field for field in self.fields}
        self._known = dict(self._names)
        self._at_start = self.values()

    def __getitem__(self, name: str) -> Field:
        return self._names[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def reshape(self, specs: Iterable[FieldSpec]) -> None:
        """Have other fields from now on. What stands in one that stays, stays; one that comes back has what it had."""
        here = self.field.spec.name
        fields = []
        for spec in specs:
            field = self._known.setdefault(spec.name, Field(spec))
            field.spec = spec
            self._at_start.setdefault(spec.name, spec.initial)
            fields.append(field)
        self.fields = fields
        self._names = {field.spec.name: field for field in fields}
        self.index = next((place for place, field in enumerate(fields) if field.spec.name == here), 0)

    @property
    def field(self) -> Field:
        """The field with the cursor."""
        return self.fields[self.index]

    def values(self) -> dict[str, str]:
        """What stands in every field, by name."""
        return {field.spec.name: field.text for field in self.fields}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into fields by name; names the form does not have are passed over. Counts as not typed."""
        for name, value in values.items():
            if name in self._names:
                self._names[name].put(value)
        self._at_start |= self.values()

    def set(self, name: str, value: str) -> None:
        """Put one value into a field: it counts as work that would be lost, and makes way for what is typed there."""
        self._names[name].put(value)

    def clear(self) -> None:
        """Empty the form and put the cursor in its first field."""
        for field in self._known.values():
            field.put(field.spec.initial)
            field.as_typed = None
            field.error = field.note = ""
        self.index = 0
        self.message = ""
        self._put_right = None
        self._at_start = {name: field.text for name, field in self._known.items()}

    @property
    def typed(self) -> bool:
        """Whether anything stands in the form that would be lost by leaving it."""
        return any(self.was_typed(field) for field in self.fields)

    def was_typed(self, field: Field) -> bool:
        """Whether something else stands in a field than what was filled in before."""
        return field.text != self._at_start[field.spec.name]

    def go_to(self, name: str) -> None:
        """Put the cursor in a field."""
        self._stay_replaced()
        self.index = self.fields.index(self._names[name])

    def seek(self) -> None:
        """Let a letter go to the field whose label begins with it, until one is reached or another key comes."""
        self.seeking = True
        self._sought = ""

    @property
    def hint(self) -> str:
        """What the next key can do, where that is not what it always does; empty otherwise."""
        if self.seeking and self._sought:
            return f"Nog eens {self._sought}: het volgende veld met {self._sought}. Enter: hier typen."
        if self.seeking:
            return "Typ de eerste letter van een veld om erheen te gaan, of loop erheen met Tab."
        if self._put_right is not None and self._tells_put_right:
            return f"{shown(self._put_right[0].text)}: hoofdletters gezet. Ctrl+Z: zoals u het typte."
        if self.field.before is not None:
            return f"In plaats van {shown(self.field.before)}. Esc brengt dat terug."
        return ""

    def visit(self, field: Field) -> None:
        """Go to a field as Tab does: the one that is left is read, and marked when it is wrong."""
        right = self.read_current()
        if right:
            self.listener.field_left(self.field.spec.name)
        self._arrive(self.fields.index(field), keep_message=not right)

    def press(self, key: str, character: str | None) -> bool:
        """Handle a key. Returns whether it meant something here."""
        self._tells_put_right = False
        if self.seeking and self._press_while_seeking(key, character):
            return True
        field = self.field
        match key:
            case "enter":
                self._enter()
            case "tab" | "down":
                self._move(1)
            case "shift+tab" | "up":
                self._move(-1)
            case "ctrl+z" if self._put_right is not None:
                self._as_typed(*self._put_right)
            case "escape" if field.before is not None:
                field.put(field.before)
                field.error = self.message = ""
            case _ if field.spec.choices:
                return self._press_in_choice(field, key, character)
            case _ if character is not None and character.isprintable():
                self._type(field, character)
            case _:
                if not field.editor.press(key):
                    return False
                field.touched = True
                field.error = ""
                self.message = ""
        return True

    def paste(self, text: str) -> None:
        """Put pasted text at the cursor; line ends around it are dropped, within it they become blanks."""
        self.seeking = False
        if not self.field.spec.choices:
            one_line = text.strip().replace("\r\n", " ").translate(_BLANKS)
            self._type(self.field, one_line)

    def refuse(self, reasons: Iterable[Reason]) -> None:
        """Mark the fields that are wrong, put the cursor in the first and say what is wrong with it."""
        others: list[str] = []
        wrong: list[Field] = []
        for reason in reasons:
            field = self._names.get(reason.field)
            if field is None:
                others.append(reason.text)
            elif field not in wrong:
                field.error = reason.text
                wrong.append(field)
        first = [field for field in self.fields if field in wrong]
        count = len(first) + len(others)
        if first:
            self._stay_replaced()
            self.index = self.fields.index(first[0])
        text = first[0].error if first else (others[0] if others else "")
        self.message = f"{text} (1 van {count})" if count > 1 else text
        self.listener.form_refused()

    def read_current(self) -> bool:
        """Read the field with the cursor. False when it is wrong; the form then says why."""
        field = self.field
        try:
            text = self.listener.read_field(field.spec.name, field.text)
        except Refusal as refusal:
            field.error = refusal.reasons[0].text
            self.message = field.error
            return False
        if text != field.text:
            field.editor.replace(text)
        field.error = ""
        self.message = ""
        if field.touched:
            self.put_right(field.spec.name)
        return True

    def put_right(self, name: str) -> None:
        """Give a name its capitals, unless they were put back; Ctrl+Z puts them back."""
        field = self._names[name]
        written = with_capitals(field.text) if field.spec.capitals else field.text
        if field.text not in (written, field.as_typed):
            self._put_right = field, field.text
            self._tells_put_right = True
            field.editor.replace(written)

    def _as_typed(self, field: Field, typed: str) -> None:
        """Put a name back as it was typed, where it still is what was made of it; it stays so."""
        if field.text == with_capitals(typed):
            field.editor.replace(typed)
            field.as_typed = typed
        self._put_right = None

    def _enter(self) -> None:
        field = self.field
        if self.listener.field_entered(field.spec.name):
            return
        if not self.read_current():
            self.listener.form_refused()
            return
        self.listener.field_left(field.spec.name)
        if self.field is not field:
            return
        if self.index == len(self.fields) - 1:
            self.listener.form_finished()
        else:
            self._arrive(self.index + 1)

    def _move(self, step: int) -> None:
        self.visit(self.fields[(self.index + step) % len(self.fields)])

    def _arrive(self, index: int, *, keep_message: bool = False) -> None:
        self._stay_replaced()
        self.index = index
        if self.field.error:
            self.message = self.field.error
        elif not keep_message:
            self.message = ""

    def _type(self, field: Field, text: str) -> None:
        replaced = field.text if field.makes_way and text else None
        if replaced is not None:
            field.editor.replace("")
        refused = field.editor.insert(text)
        self.message = refused
        if refused:
            if replaced is not None:
                field.editor.replace(replaced)
            self.listener.form_refused()
            return
        field.error = ""
        field.touched = True
        if replaced is not None:
            field.before = replaced

    def _next_takes_digits(self) -> bool:
        return self.index + 1 < len(self.fields) and self.fields[self.index + 1].spec.digits

    def _stay_replaced(self) -> None:
        """The cursor leaves: Esc no longer brings back what was replaced."""
        for field in self.fields:
            field.before = None

    def _press_while_seeking(self, key: str, character: str | None) -> bool:
        """A letter goes to its field. Returns whether that was all of the key; else it is done where the cursor is."""
        letter = character.upper() if character is not None and character.isalpha() else ""
        if not letter or self._sought not in ("", letter):
            self.seeking = False
            return key == "enter" and bool(self._sought)  # here, then
        found = [place for place, field in enumerate(self.fields) if field.spec.label.upper().startswith(letter)]
        if not found:
            self.message = f"Geen veld op dit tabblad begint met {letter}. Ga erheen met Tab of een pijl."
            self.listener.form_refused()
            return True
        later = [place for place in found if place > self.index] if self._sought else found
        self._arrive(later[0] if later else found[0])
        self.seeking = len(found) > 1
        self._sought = letter
        return True

    def _press_in_choice(self, field: Field, key: str, character: str | None) -> bool:
        choices = field.spec.choices
        here = next((place for place, choice in enumerate(choices) if choice.value == field.text), -1)
        match key:
            case "right":
                here = (here + 1) % len(choices)
            case "left":
                here = (max(here, 0) - 1) % len(choices)
            case "home":
                here = 0
            case "end":
                here = len(choices) - 1
            case "space":
                self.listener.choose(field.spec.name)
                return True
            case _:
                if character is not None and character.isdigit() and self._next_takes_digits():
                    self._move(1)
                    self._type(self.field, character)
                    return True
                if character is None or not character.isalpha():
                    return False
                # The next one that starts with the letter, so that a second press goes on to the second.
                order = [*range(here + 1, len(choices)), *range(here + 1)]
                found = [place for place in order if choices[place].label.casefold().startswith(character.casefold())]
                if not found:
                    return True
                here = found[0]
        field.editor.replace(choices[here].value)
        field.error = ""
        return True
