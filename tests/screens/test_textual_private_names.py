"""The private names of Textual that the desk leans on: one test each, so that another version fails here first."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase, digits

import pytest
import textual
from textual import _styles_cache, constants
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message_pump import MessagePump
from textual.screen import Screen

from screens.keyboard.driver import DeskDriver
from screens.keyboard.key_reader import KeyReader
from screens.keyboard.terminal_input import PATIENCE
from tests.support.keyboard import ESCAPE_SECONDS

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def keys_of(*pieces: str) -> list[tuple[str, str | None]]:
    """The keys that pieces of bytes become, each piece read at once; then the time for a lone Esc is over."""
    reader = KeyReader(ESCAPE_SECONDS)
    found = [message for piece in pieces for message in reader.feed(piece.encode(), 0.0)]
    found += list(reader.tick(PATIENCE))
    assert all(isinstance(message, Key) for message in found)
    return [(message.key, message.character) for message in found if isinstance(message, Key)]


def names_of(*pieces: str) -> list[str]:
    return [key for key, _ in keys_of(*pieces)]


# The version, and that nothing else is leaned on.


def test_textual_is_the_version_whose_private_names_are_used() -> None:
    pinned = re.search(r'"textual==([\d.]+)"', (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))

    assert pinned is not None
    assert textual.__version__ == pinned[1] == "8.2.8"


def test_no_other_private_module_of_textual_is_used() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (CHECKOUT / "screens").rglob("*.py")]
    used = {name for source in sources for name in re.findall(r"\btextual(?:\.| import )(_\w+)", source)}

    assert used == {"_styles_cache", "_xterm_parser"}


# textual._xterm_parser.


@pytest.mark.parametrize("character", ascii_lowercase + digits)
def test_alt_with_a_letter_or_digit_arrives_as_such_and_types_nothing(character: str) -> None:
    ((key, typed),) = keys_of(f"\x1b{character}")

    assert key == f"alt+{character}"
    assert typed is None


@pytest.mark.parametrize("character", ascii_lowercase + digits)
def test_alt_with_a_letter_does_not_take_the_keys_behind_it(character: str) -> None:
    assert names_of(f"\x1b{character}v\r9\r") == [f"alt+{character}", "v", "enter", "9", "enter"]


def test_a_burst_that_begins_with_alt_k_is_three_keys() -> None:
    assert keys_of("\x1bkv\r") == [("alt+k", None), ("v", "v"), ("enter", "\r")]


def test_esc_and_3_is_never_a_pound_sign() -> None:
    assert keys_of("\x1b3") == keys_of("\x1b", "3") == [("alt+3", None)]
    assert not any(typed == "£" for piece in ("\x1b3", "\x1b33", "a\x1b3b") for _, typed in keys_of(piece))


def test_an_esc_whose_time_is_over_is_esc() -> None:
    assert names_of("\x1b") == ["escape"]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1bOP", "f1"),
        ("\x1bOQ", "f2"),
        ("\x1bOR", "f3"),
        ("\x1bOS", "f4"),
        ("\x1b[11~", "f1"),
        ("\x1b[[A", "f1"),
        ("\x1b[15~", "f5"),
        ("\x1b[17~", "f6"),
        ("\x1b[18~", "f7"),
        ("\x1b[19~", "f8"),
        ("\x1b[20~", "f9"),
        ("\x1b[21~", "f10"),
        ("\x1b[23~", "f11"),
        ("\x1b[24~", "f12"),
        ("\x1b[A", "up"),
        ("\x1b[B", "down"),
        ("\x1b[C", "right"),
        ("\x1b[D", "left"),
        ("\x1bOA", "up"),
        ("\x1bOB", "down"),
        ("\x1b[H", "home"),
        ("\x1b[F", "end"),
        ("\x1b[5~", "pageup"),
        ("\x1b[6~", "pagedown"),
        ("\x1b[3~", "delete"),
        ("\x1b[Z", "shift+tab"),
        ("\x7f", "backspace"),
        ("\r", "enter"),
        ("\t", "tab"),
        (" ", "space"),
        ("\x10", "ctrl+p"),
        ("\x11", "ctrl+q"),
        ("\x14", "ctrl+t"),
        ("\x1b[1;5C", "ctrl+right"),
    ],
)
def test_the_other_keys_arrive_as_before_also_between_letters(sequence: str, key: str) -> None:
    assert names_of(sequence) == [key]
    assert names_of(f"a{sequence}b{sequence}") == ["a", key, "b", key]


def test_a_line_feed_is_enter() -> None:
    assert names_of("v\n") == ["v", "enter"]


def test_letters_beyond_ascii_are_letters() -> None:
    assert [typed for _, typed in keys_of("éë日£")] == ["é", "ë", "日", "£"]


def test_the_parser_says_that_it_waits_for_more_of_a_code() -> None:
    parser = XTermParser()
    assert parser._timeout_time is None
    assert list(parser.feed("\x1b[97;5u")) == []
    assert parser._timeout_time is not None


def test_the_parser_rests_behind_a_code_that_it_knows() -> None:
    parser = XTermParser()
    for code in ("\x1b[A", "\x1bOP", "\x1b[<0;3;4M", "\x1b[?2026;2$y", "\x1b[I"):
        list(parser.feed(code))
        assert parser._timeout_time is None


def test_the_delay_of_esc_is_read_from_the_environment_when_textual_is_imported() -> None:
    assert isinstance(constants.ESCAPE_DELAY, float)
    assert "ESCDELAY" in inspect.getsource(constants)


# The driver.


def test_the_thread_that_reads_the_keyboard_can_be_replaced() -> None:
    assert "self.run_input_thread()" in inspect.getsource(LinuxDriver._run_input_thread)
    assert DeskDriver.run_input_thread is not LinuxDriver.run_input_thread


@pytest.mark.parametrize("name", ["_app", "_debug", "_loop"])
def test_a_driver_knows_its_app_and_its_loop(name: str) -> None:
    assert f"self.{name} = " in inspect.getsource(Driver.__init__)


@pytest.mark.parametrize("name", ["exit_event", "fileno"])
def test_the_driver_of_linux_has_its_keyboard_and_the_sign_to_stop(name: str) -> None:
    assert f"self.{name} = " in inspect.getsource(LinuxDriver.__init__)


def test_the_driver_waits_for_its_thread_when_it_stops() -> None:
    source = inspect.getsource(LinuxDriver.disable_input)

    assert "self.exit_event.set()" in source
    assert "self._key_thread.join()" in source


def test_a_stop_that_textual_prepared_is_told_from_other_signals_to_go_on() -> None:
    assert "self._must_signal_resume = False" in inspect.getsource(LinuxDriver.__init__)
    assert "self._must_signal_resume = True" in inspect.getsource(LinuxDriver._sigtstp_application)
    assert "signal.SIGCONT, self._sigcont_application" in inspect.getsource(LinuxDriver.__init__)


# What is remembered of widgets.


def test_two_colours_of_a_widget_are_remembered_under_the_object_that_holds_its_lines() -> None:
    source = inspect.getsource(_styles_cache)

    assert (
        "@lru_cache(1024)\n    def get_inner_outer(\n        cls, base_background: Color, background: Color\n" in source
    )
    assert "self.get_inner_outer(base_background, background)" in source


# The app.


def test_the_app_keeps_the_error_it_ends_with() -> None:
    assert "self._exception = error" in inspect.getsource(App._handle_exception)


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (App, "_fatal_error", ["self"]),
        (App, "_handle_exception", ["self", "error"]),
        (MessagePump, "_close_messages_no_wait", ["self"]),
        (MessagePump, "_dispatch_message", ["self", "message"]),
        (Screen, "_compositor_refresh", ["self"]),
        (Screen, "_refresh_layout", ["self", "size", "scroll"]),
        (App, "exit", ["self", "result", "return_code", "message"]),
        (App, "on_event", ["self", "event"]),
        (App, "switch_mode", ["self", "mode"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_methods_the_app_calls_or_replaces_are_there(owner: type, name: str, parameters: list[str]) -> None:
    method: Callable[..., object] = getattr(owner, name)

    assert list(inspect.signature(method).parameters) == parameters


def test_the_screens_of_every_tab_are_known() -> None:
    assert "self._screen_stacks: dict[str, list[Screen[Any]]]" in inspect.getsource(App.__init__)


def test_a_screen_says_whether_it_is_to_be_laid_out_and_what_it_draws() -> None:
    source = inspect.getsource(Screen)
    assert "if self._layout_required:" in source
    assert "self._compositor.reflow(self, size)" in source


def test_an_unhandled_error_ends_in_the_method_that_the_desk_replaces() -> None:
    assert "self._fatal_error()" in inspect.getsource(App._handle_exception)


def test_an_event_that_was_forwarded_says_so() -> None:
    assert Key("a", "a").is_forwarded is False


def test_an_event_knows_when_it_was_made() -> None:
    first, second = Key("a", "a"), Key("b", "b")

    assert 0 < first.time <= second.time


def test_the_cursor_of_the_terminal_is_moved_by_what_displays_a_screen() -> None:
    source = inspect.getsource(App._display)

    assert list(inspect.signature(App._display).parameters) == ["self", "screen", "renderable"]
    assert "self.cursor_position" in source
