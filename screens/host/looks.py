"""The looks of the desk: colours by name. Nothing on a screen is told by colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style


@dataclass(frozen=True, slots=True)
class Look:
    """The styles one theme draws with. `label` is the Dutch name shown when choosing, `dark` picks the base."""

    name: str
    label: str
    dark: bool
    base: Style
    title: Style
    tab: Style
    tab_letter: Style
    tab_active: Style
    dimmed: Style
    rule: Style
    text_label: Style
    field: Style
    field_focus: Style
    cursor: Style
    error: Style
    note: Style
    selected: Style
    dialog: Style
    dialog_title: Style
    button: Style
    button_focus: Style
    key: Style
    warning: Style


def _look(
    name: str,
    label: str,
    *,
    dark: bool,
    text: str,
    background: str,
    accent: str,
    field: str,
    focus: str,
    on_focus: str,
    error: str,
    note: str,
    dimmed: str,
    dialog: str,
    field_underline: bool = False,
) -> Look:
    def on(colour: str, ground: str = background, *, bold: bool = False, underline: bool = False) -> Style:
        return Style(color=colour, bgcolor=ground, bold=bold, underline=underline)

    return Look(
        name=name,
        label=label,
        dark=dark,
        base=on(text),
        title=on(text, bold=True),
        tab=on(text),
        tab_letter=on(text, underline=True),
        tab_active=on(on_focus, accent, bold=True),
        dimmed=on(dimmed),
        rule=on(dimmed),
        text_label=on(text),
        field=on(text, field, underline=field_underline),
        field_focus=on(text, field, underline=True),
        cursor=on(on_focus, focus),
        error=on(error, bold=True),
        note=on(note),
        selected=on(on_focus, focus, bold=True),
        dialog=on(text, dialog),
        dialog_title=on(text, dialog, bold=True),
        button=on(text, dialog),
        button_focus=on(on_focus, focus, bold=True),
        key=on(accent, bold=True),
        warning=on(error, bold=True),
    )


LOOKS: dict[str, Look] = {
    look.name: look
    for look in (
        _look(
            "standaard",
            "Standaard (donker)",
            dark=True,
            text="#e6e6e6",
            background="#101820",
            accent="#7fc8f8",
            field="#26384a",
            focus="#f6c85f",
            on_focus="#101820",
            error="#ff9b8f",
            note="#9fdfb0",
            dimmed="#93a1ad",
            dialog="#1d2c3a",
            field_underline=True,
        ),
        _look(
            "licht",
            "Licht",
            dark=False,
            text="#1a1a1a",
            background="#ffffff",
            accent="#0b4f8a",
            field="#dfe7ef",
            focus="#0b4f8a",
            on_focus="#ffffff",
            error="#a11212",
            note="#0f5c2e",
            dimmed="#5c6670",
            dialog="#eef2f6",
            field_underline=True,
        ),
        _look(
            "hoog-contrast",
            "Hoog contrast",
            dark=True,
            text="#ffffff",
            background="#000000",
            accent="#ffff00",
            field="#000000",
            focus="#ffff00",
            on_focus="#000000",
            error="#ffb0b0",
            note="#b0ffb0",
            dimmed="#c8c8c8",
            dialog="#000000",
            field_underline=True,
        ),
        _look(
            "terminal",
            "Kleuren van de terminal",
            dark=True,
            text="default",
            background="default",
            accent="cyan",
            field="default",
            focus="yellow",
            on_focus="black",
            error="red",
            note="green",
            dimmed="default",
            dialog="default",
            field_underline=True,
        ),
    )
}

DEFAULT_LOOK = "standaard"
