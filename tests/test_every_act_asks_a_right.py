"""Whatever writes asks first whether who works there may: walked from the source, so that no act is forgotten."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.library.load import load_library
from balie.library.rights import Right
from balie.refusal import Refusal
from balie.rights import rights_of

ROOT = Path(__file__).resolve().parents[1] / "balie"
BELOW = ("store", "library", "dutch", "desk.py")
"""What acts stand on."""
NOT_THE_DESK = ("practice", "commands", "opening.py")
"""A town that exists nowhere, the keeper of the file at the command line, and opening before anybody is at a desk."""

WITHIN = {
    "correspondence/printing._deliver": "correspondence/printing.print_letters",
    "correspondence/run._journal": "correspondence/run.send_waiting",
    "finance/bank/bank_file._Booking.book": "finance/bank/bank_file.BankFile.book",
    "finance/collection/run._Work.finish": "finance/collection/run.collect",
    "finance/collection/run._Work._settle": "finance/collection/run.collect",
    "finance/collection/run._Work._start": "finance/collection/run.collect",
    "finance/collection/run._Work._mark": "finance/collection/run.collect",
    "finance/collection/run._Work._make": "finance/collection/run.collect",
    "importing/customers.CustomerImport._add_people": "importing/customers.CustomerImport.carry_out",
    "lending/reminders._queue": "lending/reminders.queue_due",
}
"""Parts of an act, and the act that asks for them."""

NOT_YET = {"STAFF"}
"""Of who says who works here."""

FREE = {
    "correspondence/mailed_bons.mail_bon": "a bon of an act that asked goes by mail instead of on paper",
    "messages/printing.record": "what became of a bon of an act that asked",
    "customers/privacy/removed_again.remove_again": "giving back a copy, without a desk: who was removed stays so",
    "workplace.switch_user": "whoever comes may take over; what they may do then is theirs",
}
"""What asks no right, and why."""


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT)
        if place.parts[0] not in (*BELOW, *NOT_THE_DESK):
            yield place.with_suffix("").as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{within}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield within + node.name, node


def _calls(function: ast.FunctionDef, *names: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    ]


ALL = {f"{module}.{name}": function for module, tree in _modules() for name, function in _functions(tree)}
WRITING = sorted(name for name, function in ALL.items() if _calls(function, "transaction", "pieces"))


def _asks_first(function: ast.FunctionDef) -> bool:
    """Whether a right is asked before anything is written."""
    asked = [call.lineno for call in _calls(function, "require")]
    begun = [call.lineno for call in _calls(function, "transaction", "pieces")]
    return bool(asked) and (not begun or min(asked) < min(begun))


@pytest.mark.parametrize("name", WRITING)
def test_what_writes_asks_a_right_first(name: str) -> None:
    if name in FREE:
        assert not _calls(ALL[name], "require"), f"{name} asks one: it does not stand on the list any more"
    else:
        asking = WITHIN.get(name, name)
        assert _asks_first(ALL[asking]), f"{asking} writes, and asks no right: begin it with desk.require(Right. ...)"


def test_the_lists_name_only_what_writes() -> None:
    assert len(WRITING) > 120
    assert (FREE.keys() | WITHIN.keys()) <= set(WRITING)


def test_every_right_is_asked_by_something() -> None:
    asked = {
        argument.attr
        for function in ALL.values()
        for call in _calls(function, "require", "may", "why_not")
        for argument in call.args
        if isinstance(argument, ast.Attribute)
    }
    assert {right.name for right in Right} - asked == NOT_YET


def _headed() -> Iterator[tuple[str, Right]]:
    """The acts that begin with a right, and which."""
    for name in WRITING:
        function = ALL[name]
        first = function.body[1] if ast.get_docstring(function) else function.body[0]
        calls = [node for node in ast.walk(first) if isinstance(node, ast.Call)]
        if "." not in name.split("/")[-1].split(".", 1)[1] and calls and calls[0] in _calls(function, "require"):
            (right,) = calls[0].args
            assert isinstance(right, ast.Attribute)
            yield name, Right[right.attr]


@pytest.mark.parametrize("role", load_library("biblionet-drenthe").roles)
def test_each_act_is_refused_to_each_role_without_its_right_and_writes_nothing(desk: Desk, role: str) -> None:
    roles = desk.library.roles
    at = replace(desk, rights=rights_of([role], roles))
    acts = list(_headed())
    assert len(acts) > 95
    refused = 0
    for name, right in acts:
        assert at.may(right) is roles[role].allows(right)
        if at.may(right):
            continue
        module, function = name.rsplit(".", 1)
        act = getattr(import_module(f"balie.{module.replace('/', '.')}"), function)
        wanted = [one for one in inspect.signature(act).parameters.values() if one.default is one.empty][1:]
        given = [None for one in wanted if one.kind is one.POSITIONAL_OR_KEYWORD]
        named = {one.name: None for one in wanted if one.kind is one.KEYWORD_ONLY}
        with pytest.raises(Refusal, match=f"het recht {right} nodig"):
            next(act(at, *given, **named))  # some tell as they go
        refused += 1
    assert desk.store.read("SELECT * FROM journal") == []
    assert (refused == 0) is (role == "beheer")
