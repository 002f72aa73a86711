"""A form while it is filled in: every key does its whole work before the next, and touches only its own field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from balie.refusal import Reason
from screens.keyboard.key_order import KeyOrder, TypedEvent
from screens.widgets.form_model import FormModel
from tests.support.form import FIELDS, LAND, form, press

TEXT_FIELDS = ("initials", "surname", "town")
NAMES = tuple(spec.name for spec in FIELDS)
KEYS = (
    *("enter", "tab", "shift+tab", "up", "down", "left", "right", "home", "end"),
    *("backspace", "delete", "ctrl+u", "ctrl+w", "ctrl+left", "ctrl+right", "space", "escape", "f2", "alt+k"),
)


def state(model: FormModel) -> tuple[object, ...]:
    return (
        model.index,
        model.message,
        [(field.text, field.editor.cursor, field.error) for field in model.fields],
    )


# Going from field to field.


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ("initials", "enter", "surname"),
        ("initials", "tab", "surname"),
        ("initials", "down", "surname"),
        ("surname", "shift+tab", "initials"),
        ("surname", "up", "initials"),
        ("country", "enter", "town"),
        ("country", "down", "town"),
        ("town", "tab", "initials"),
        ("initials", "shift+tab", "town"),
    ],
)
def test_the_moving_keys_go_to_the_next_and_previous_field(start: str, key: str, end: str) -> None:
    model, page = form(start)
    press(model, [key])

    assert model.field.spec.name == end
    assert page.heard == [f"left {start}"]


def test_enter_in_the_last_field_finishes_the_form_and_stays() -> None:
    model, page = form("town")
    press(model, ["enter"])

    assert page.heard == ["left town", "finished"]
    assert model.field.spec.name == "town"


def test_enter_that_the_page_deals_with_leaves_the_cursor() -> None:
    model, page = form("surname")
    page.stops_at = "surname"
    press(model, ["x", "enter"])

    assert model.field.spec.name == "surname"
    assert page.heard == []


@pytest.mark.parametrize("key", ["enter", "tab", "up"])
def test_a_field_that_is_left_stands_as_it_is_read(key: str) -> None:
    model, _ = form("town")
    press(model, [*"annen", key])

    assert model["town"].text == "ANNEN"


# What is wrong.


def test_enter_on_a_wrong_field_keeps_text_and_cursor_and_says_why() -> None:
    model, page = form("surname")
    press(model, [*"Maxs", "left", "enter"])

    assert (model.field.spec.name, model.field.text, model.field.editor.cursor) == ("surname", "Maxs", 3)
    assert model.message == model["surname"].error == "In een achternaam kan geen x staan."
    assert page.heard == ["refused"]


@pytest.mark.parametrize("key", ["tab", "shift+tab", "up", "down"])
def test_a_wrong_field_may_be_left_and_stays_marked_with_its_text(key: str) -> None:
    model, page = form("surname")
    press(model, [*"Max", key])

    assert model.field.spec.name != "surname"
    assert model["surname"].text == "Max"
    assert model["surname"].error == model.message == "In een achternaam kan geen x staan."
    assert "left surname" not in page.heard


def test_coming_back_to_a_wrong_field_says_again_what_is_wrong() -> None:
    model, _ = form("surname")
    press(model, ["x", "tab", "tab", "up", "up"])

    assert model.field.spec.name == "surname"
    assert model.message == "In een achternaam kan geen x staan."


@pytest.mark.parametrize("key", ["backspace", "a", "left"])
def test_a_mark_is_gone_as_soon_as_its_field_is_worked_in(key: str) -> None:
    model, _ = form("surname")
    press(model, ["x", "enter", key])

    assert (model["surname"].error, model.message) == ("", "")


def test_a_refusal_puts_the_cursor_in_the_first_wrong_field_and_counts() -> None:
    model, page = form("country")
    model.refuse([Reason("Vul de plaats in.", "town"), Reason("Vul de achternaam in.", "surname"), Reason("Vol.")])

    assert model.field.spec.name == "surname"
    assert model.message == "Vul de achternaam in. (1 van 3)"
    assert [model[name].error for name in NAMES] == ["", "Vul de achternaam in.", "", "Vul de plaats in."]
    assert page.heard == ["refused"]


def test_one_reason_is_not_counted() -> None:
    model, _ = form()
    model.refuse([Reason("Vul de plaats in.", "town")])

    assert model.message == "Vul de plaats in."


def test_a_refusal_without_a_field_leaves_the_cursor() -> None:
    model, _ = form("country")
    model.refuse([Reason("De reeks nummers is vol.")])

    assert (model.field.spec.name, model.message) == ("country", "De reeks nummers is vol.")


def test_two_reasons_at_one_field_count_once_and_the_first_is_shown() -> None:
    model, _ = form()
    model.refuse([Reason("Te lang.", "town"), Reason("Geen letters.", "town")])

    assert model.message == model["town"].error == "Te lang."


def test_the_same_refusal_says_the_same_again() -> None:
    model, _ = form()
    reasons = [Reason("Vul de achternaam in.", "surname"), Reason("Vul de plaats in.", "town")]
    model.refuse(reasons)
    model.go_to("initials")
    model.refuse(reasons)

    assert model.field.spec.name == "surname"
    assert model.message == "Vul de achternaam in. (1 van 2)"


def test_a_field_that_was_left_wrong_counts_in_the_refusal_of_the_whole_form() -> None:
    model, _ = form("surname")
    press(model, ["x", "tab", "tab"])
    model.refuse([Reason("Geen x.", "surname"), Reason("Vul de plaats in.", "town")])

    assert model.field.spec.name == "surname"
    assert model["surname"].error == "Geen x."
    assert model.message == "Geen x. (1 van 2)"


# What cannot be typed.


@pytest.mark.parametrize("name", TEXT_FIELDS)
def test_too_long_a_paste_is_refused_whole(name: str) -> None:
    model, page = form(name)
    press(model, ["a"])
    longest = model[name].spec.longest
    model.paste("b" * longest)

    assert model[name].text == "a"
    assert model.message == f"Hier passen hooguit {longest} tekens."
    assert page.heard == ["refused"]


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\x9b", "\x00", "\u202e", "\u200d"])
def test_a_paste_with_characters_nobody_sees_is_refused_whole(hidden: str) -> None:
    model, page = form("surname")
    model.paste(f"Jan{hidden}sen")

    assert model["surname"].text == ""
    assert "stuurtekens" in model.message
    assert page.heard == ["refused"]


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x9b", "\u202e"])
def test_a_key_without_a_letter_types_nothing(character: str) -> None:
    model, _ = form("surname")

    assert not model.press("unknown", character)
    assert model["surname"].text == ""


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("Jan", "Jan"),
        ("  Jan\n", "Jan"),
        ("Jan\r\n", "Jan"),
        ("de\nVries", "de Vries"),
        ("de\r\nVries", "de Vries"),
        ("de\rVries", "de Vries"),  # a terminal sends line ends of a paste as \r
        ("de\tVries", "de Vries"),
    ],
)
def test_line_ends_in_a_paste_become_blanks(pasted: str, text: str) -> None:
    model, _ = form("surname")
    model.paste(pasted)

    assert model["surname"].text == text


# What counts as typed.


def test_only_what_somebody_typed_would_be_lost() -> None:
    model, _ = form()
    assert not model.typed
    model.fill({"surname": "Jansen", "unknown": "x"})
    assert not model.typed
    press(model, ["a"])
    assert model.typed
    press(model, ["backspace"])
    assert not model.typed
    press(model, ["a"])
    model.clear()
    assert not model.typed
    assert model.values() == {"initials": "", "surname": "", "country": "NL", "town": ""}


# Any keys at all.
anything = st.lists(st.one_of(st.sampled_from(KEYS), st.characters(exclude_categories=["Cs"])), max_size=40)


@given(anything)
def test_no_keys_lose_text_of_another_field_or_put_the_cursor_nowhere(keys: list[str]) -> None:
    model, _ = form()
    for key in keys:
        before, here = model.values(), model.field.spec.name
        press(model, [key])
        after = model.values()
        assert {name for name in NAMES if before[name] != after[name]} <= {here}
        assert 0 <= model.index < len(FIELDS)
        for field in model.fields:
            assert 0 <= field.editor.cursor <= len(field.text) <= field.spec.longest
        assert model["country"].text in {choice.value for choice in LAND}


plain = st.text("abcdefghijKLM -'12", max_size=8)


@given(plain, plain.filter(lambda text: "x" not in text), plain)
def test_text_with_enter_between_fills_the_fields_in_order(initials: str, surname: str, town: str) -> None:
    model, page = form()
    keys = [*initials, "enter", *surname, "enter", "enter", *town, "enter"]
    press(model, ["space" if key == " " else key for key in keys])

    assert [model[name].text for name in NAMES] == [initials, surname, "NL", town.upper()]
    assert page.heard[-1] == "finished"


@given(anything, st.data())
def test_keys_that_waited_do_what_they_do_one_by_one(keys: list[str], data: st.DataObject) -> None:
    straight, _ = form()
    press(straight, keys)

    queued, _ = form()

    def deliver(event: TypedEvent) -> None:
        assert isinstance(event, events.Key)
        queued.press(event.key, event.character)

    order = KeyOrder(deliver)
    for key in keys:
        step = data.draw(st.sampled_from(["put", "hold", "release"]))
        if step == "hold":
            order.hold()
        elif step == "release" and order.held:
            order.release()
        order.put(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))
    while order.held:
        order.release()

    assert state(queued) == state(straight)
