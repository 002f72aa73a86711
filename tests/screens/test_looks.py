"""Every look can be read: contrast by WCAG 2.2, fields that can be seen without focus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from rich.color import ColorType
from rich.style import Style

from screens.host.looks import DEFAULT_LOOK, LOOKS, Look

COLOURED = [look for look in LOOKS.values() if look.name != "terminal"]
"""What the looks of the terminal contrast with, only the terminal knows."""

LEAST_CONTRAST = {"hoog-contrast": 7.0}
AA_CONTRAST = 4.5
LEAST_FIELD_CONTRAST = 1.2
"""Of a field's ground with the ground around it: what an eye tells apart without being told to look."""


def styles(look: Look) -> Iterator[tuple[str, Style]]:
    for field in fields(look):
        value = getattr(look, field.name)
        if isinstance(value, Style):
            yield field.name, value


def luminance(style: Style, *, ground: bool) -> float:
    colour = style.bgcolor if ground else style.color
    assert colour is not None
    assert colour.triplet is not None

    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in colour.triplet)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_and_white_is_21() -> None:
    style = Style(color="#000000", bgcolor="#ffffff")

    assert contrast(luminance(style, ground=False), luminance(style, ground=True)) == pytest.approx(21)


@pytest.mark.parametrize("look", COLOURED, ids=lambda look: look.name)
def test_every_text_can_be_read_on_its_ground(look: Look) -> None:
    least = LEAST_CONTRAST.get(look.name, AA_CONTRAST)
    too_faint = {
        name: round(found, 2)
        for name, style in styles(look)
        if (found := contrast(luminance(style, ground=False), luminance(style, ground=True))) < least
    }

    assert too_faint == {}


@pytest.mark.parametrize("look", COLOURED, ids=lambda look: look.name)
def test_an_empty_field_can_be_seen_without_focus(look: Look) -> None:
    ground = contrast(luminance(look.field, ground=True), luminance(look.base, ground=True))

    assert look.field.underline or ground >= LEAST_FIELD_CONTRAST


@pytest.mark.parametrize("look", COLOURED, ids=lambda look: look.name)
def test_the_cursor_and_the_marked_line_stand_out_from_what_is_around_them(look: Look) -> None:
    for marked, around in (
        (look.cursor, look.field_focus),
        (look.selected, look.base),
        (look.button_focus, look.dialog),
    ):
        assert contrast(luminance(marked, ground=True), luminance(around, ground=True)) >= 3


@pytest.mark.parametrize("look", LOOKS.values(), ids=lambda look: look.name)
def test_a_field_with_the_cursor_is_underlined_and_the_letter_of_a_tab_too(look: Look) -> None:
    assert look.field_focus.underline
    assert look.tab_letter.underline


def test_the_colours_of_the_terminal_are_the_terminals_own() -> None:
    for _, style in styles(LOOKS["terminal"]):
        for colour in (style.color, style.bgcolor):
            assert colour is not None
            assert colour.type in (ColorType.DEFAULT, ColorType.STANDARD)
    assert LOOKS["terminal"].field.underline


def test_there_are_four_looks_with_dutch_names_of_their_own() -> None:
    assert list(LOOKS) == ["standaard", "licht", "hoog-contrast", "terminal"]
    assert DEFAULT_LOOK in LOOKS
    assert len({look.label for look in LOOKS.values()}) == len(LOOKS)
