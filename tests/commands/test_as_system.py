"""What runs by itself does so with the rights of the role `systeem`: enough for all of it, and refused without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from balie.library.data_files import packaged_path
from balie.library.load import read_library
from balie.library.rights import Right
from tests.support.command_line import Run

SHIPPED = packaged_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
COMMANDS = [
    (("berichten", "--ja"), Right.SEND),
    (("verlengen",), Right.SEND),
    (("opruimen", "--ja"), Right.TIDY),
]
"""Those that always do something, whatever is in the store."""


def _without(right: Right) -> str:
    """The library file of Drenthe with a role `systeem` that lacks this right."""
    head, told, roles = SHIPPED.partition("[roles.systeem]")
    changed = head + told + re.sub(rf'"{re.escape(right)}",? ?', "", roles)
    assert right not in read_library(changed, "eigen.toml").roles["systeem"].rights
    return changed


@pytest.mark.parametrize("arguments", [*(command for command, _ in COMMANDS), ("facturatie", "--ja")])
def test_the_role_that_comes_with_the_library_is_enough(balie: Run, arguments: tuple[str, ...]) -> None:
    _, out, err = balie(*arguments, "--medewerker", "systeem")
    assert "Hiervoor is het recht" not in out + err


@pytest.mark.parametrize(("arguments", "right"), COMMANDS)
def test_a_right_that_the_role_lacks_is_told_and_nothing_is_done(
    balie: Run, tmp_path: Path, arguments: tuple[str, ...], right: Right
) -> None:
    own = tmp_path / "eigen.toml"
    own.write_text(_without(right), encoding="utf-8")
    assert balie("bibliotheek", own, "--pad")[0] == 0
    status, out, err = balie(*arguments, "--medewerker", "systeem")
    assert status == 1, out
    assert f"Hiervoor is het recht {right} nodig." in err
    assert balie(*arguments, "--medewerker", "ebt")[2].count("Hiervoor is het recht") == 0
