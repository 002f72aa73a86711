"""F1 in a box: what its keys do; what it asked, and what was typed in it, stands there again afterwards."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from inspect import getmembers, isabstract, isclass
from pkgutil import walk_packages

import pytest

import screens
from balie.desk import Desk
from screens.acts.running import Running
from screens.dialogs.ask_text import AskText
from screens.dialogs.boxes import Aside, ask_gate
from screens.dialogs.dialog import Dialog
from screens.dialogs.help import Help
from screens.dialogs.pick import Pick
from screens.dialogs.question import Notice, Question, Telling
from screens.dialogs.tick_list import TickList
from screens.host.asking import Host
from screens.klanten.customer.alerts import AlertDialog
from tests.support.desk_driver import running

_GO_ON_BELOW = {Aside, AlertDialog, Help, Running}
"""Boxes in which F1 is their own, or the key of the page that they make way for."""
_ONLY_MADE_OF = {Dialog, Telling}

Ask = Callable[[Host], Coroutine[object, object, object]]


def _pick(app: Host) -> Coroutine[object, object, object]:
    return app.ask(Pick("Waarom?", ["Verouderd", "Vermist"], filtered=True))


BOXES: dict[str, tuple[Ask, str, tuple[str, ...], object]] = {
    "question": (lambda app: app.ask(Question("Doorgaan?")), "Nee. Er verandert niets.", ("j",), True),
    "harmless": (lambda app: app.ask(Question("Reserveren?", harmless=True)), "gemarkeerde knop", ("enter",), True),
    "notice": (lambda app: app.ask(Notice(["Gedaan"])), "Gelezen", ("enter",), None),
    "text": (lambda app: app.ask(AskText("Reden", "Waarom?")), "Wist een teken", ("enter",), "x"),
    "list": (_pick, "alleen regels met wat u typt", ("backspace", "down", "enter"), 1),
    "ticks": (
        lambda app: app.ask(TickList("Wat?", ["Een", "Twee"], ticked=[False, True])),
        "Verder met wat een x heeft",
        ("enter",),
        (1,),
    ),
    "gate": (lambda app: ask_gate(app, "Wie?", ["Kies."], {"f7": "Betalen"}), "Betalen.", ("f7",), ("f7", [])),
}


@pytest.mark.parametrize("name", BOXES)
async def test_f1_tells_the_keys_of_a_box_and_what_it_asked_is_there_again(desk: Desk, name: str) -> None:
    ask, told, answer_keys, answer = BOXES[name]
    answers: list[object] = []

    async def flow(app: Host) -> None:
        answers.append(await ask(app))

    async with running(desk) as driver:
        driver.app.start(flow(driver.host))
        await driver.settle()
        if name in ("text", "list"):
            await driver.keys("x")
        before = driver.text
        await driver.keys("f1")
        assert "toetsen van dit venster" in driver.text
        assert told in driver.text
        await driver.keys("f1")
        assert driver.text == before
        await driver.keys("f1", "escape", *answer_keys)
        assert answers == [answer]


def test_every_box_says_what_f1_tells_or_leaves_f1_to_its_page() -> None:
    boxes: set[type[Dialog[object]]] = set()
    for found in walk_packages(screens.__path__, "screens."):
        module = __import__(found.name, fromlist=["_"])
        boxes |= {kind for _, kind in getmembers(module, isclass) if issubclass(kind, Dialog) and not isabstract(kind)}
    silent = {kind for kind in boxes if kind.keys_told is Dialog.keys_told}
    made_of = {kind for kind in boxes if kind.__name__.startswith("_")}
    assert silent - made_of == _GO_ON_BELOW | _ONLY_MADE_OF
