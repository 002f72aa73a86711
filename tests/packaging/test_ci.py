"""The run that a change must pass: which Pythons it takes, and what it says. make and the Pythons are stand-ins."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PASSED = "==== 12 passed in 1.00s ===="
FAILED = "==== 1 failed, 11 passed in 1.00s ===="
NOTHING = "==== no tests ran in 0.01s ===="

MAKE = """#!/bin/bash
echo "$@" >>"$ASKED"
[[ $1 == check ]] && exit "${CHECK:-0}"
python=${2#PYTHON=}
cat "$(dirname "$python")/closing-$(basename "$python")"
exit "$(cat "$(dirname "$python")/status-$(basename "$python")")"
"""
PYTHON = """#!/bin/bash
[[ $1 == --version ]] && {{ echo Python 3.{minor}.1; exit; }}
[[ $2 == *"(3, {minor})"* ]]
"""
SHIM = """#!/bin/bash
echo "pyenv: $(basename "$0"): command not found" >&2
exit 127
"""


class Machine:
    """A checkout with nothing but the run in it, and a path with nothing but stand-ins before the usual tools."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.path, self.pyenv = (folder / name for name in ("checkout", "path", "pyenv"))
        self.checkout.joinpath(".ci").mkdir(parents=True)
        self.path.mkdir()
        shutil.copy(CHECKOUT / ".ci" / "run", self.checkout / ".ci" / "run")
        self.checkout.joinpath("pyproject.toml").write_text('requires-python = ">=3.11"\n')
        self.asked = folder / "asked"
        self.program(self.path / "make", MAKE)
        for other in (*(f"python3.{minor}" for minor in range(11, 21)), "python3"):
            self.program(self.path / other, SHIM)

    def program(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def python(self, minor: int, closing: str = PASSED, status: int = 0, at: Path | None = None) -> Path:
        """A Python that can be started, and how the suite ends with it."""
        path = at or self.path / f"python3.{minor}"
        self.program(path, PYTHON.format(minor=minor))
        path.with_name(f"closing-{path.name}").write_text(closing + "\n")
        path.with_name(f"status-{path.name}").write_text(str(status))
        return path

    def run(self, **environment: str) -> subprocess.CompletedProcess[str]:
        given = {
            "PATH": f"{self.path}:/usr/bin:/bin",
            "PYENV_ROOT": str(self.pyenv),
            "ASKED": str(self.asked),
            "TMPDIR": str(self.path.parent),
        }
        command = [str(self.checkout / ".ci" / "run")]
        return subprocess.run(command, env=given | environment, capture_output=True, text=True, check=False)

    @property
    def tested(self) -> list[str]:
        """The Pythons the suite was run with, in order."""
        lines = self.asked.read_text().splitlines() if self.asked.exists() else []
        return [line.removeprefix("test PYTHON=") for line in lines if line.startswith("test ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_every_promised_python_that_starts_is_used_once_on_the_path_or_where_pyenv_keeps_it(machine: Machine) -> None:
    machine.python(10)
    first = machine.python(11)
    machine.python(11, at=machine.path / "python3")
    second = machine.python(13, at=machine.pyenv / "versions" / "3.13.1" / "bin" / "python")
    run = machine.run()
    assert machine.tested == [str(first), str(second)]
    assert run.returncode == 0
    assert run.stdout.splitlines()[-4:] == ["Python 3.11.1", PASSED, "Python 3.13.1", PASSED]


def test_a_shim_that_cannot_start_its_version_is_no_python(machine: Machine) -> None:
    only = machine.python(12)
    run = machine.run()
    assert machine.tested == [str(only)]
    assert run.returncode == 0
    assert run.stdout.startswith("only one Python on this machine: Python 3.12.1\n")


@pytest.mark.parametrize(("closing", "status"), [(FAILED, 1), (NOTHING, 0), (NOTHING, 5), ("Killed", 137), (PASSED, 2)])
@pytest.mark.parametrize("minor", [11, 12, 13])
def test_one_that_fails_fails_all_and_is_told_last(machine: Machine, minor: int, closing: str, status: int) -> None:
    for other in {11, 12, 13} - {minor}:
        machine.python(other)
    machine.python(minor, closing, status)
    run = machine.run()
    assert len(machine.tested) == 3
    assert run.returncode == 1
    last = closing if closing.startswith("=") else "pytest did not finish"
    assert run.stdout.splitlines()[-1] == last
    assert run.stdout.splitlines()[-2].startswith(f"Python 3.{minor}.1")


def test_what_style_types_or_floors_say_fails_all_too(machine: Machine) -> None:
    machine.python(11)
    run = machine.run(CHECK="1")
    assert run.returncode == 1
    assert run.stdout.splitlines()[-3:] == ["make check failed", "Python 3.11.1", PASSED]


def test_without_any_python_it_fails(machine: Machine) -> None:
    run = machine.run()
    assert run.returncode == 1
    assert "no Python 3.11 or newer" in run.stdout


def test_nothing_is_left_behind(machine: Machine) -> None:
    machine.python(11)
    before = sorted(os.listdir(machine.path.parent))
    machine.run()
    assert sorted(os.listdir(machine.path.parent)) == sorted([*before, "asked"])
