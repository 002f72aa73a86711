"""The floors of docs/architecture.md, as `lint-imports` reads them from pyproject.toml."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_import_runs_up_a_floor_and_no_screen_holds_sql():
    linted = lint_imports(CHECKOUT)

    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_the_table_of_floors_names_every_room_in_the_order_of_its_floor():
    contracts = tomllib.loads(CHECKOUT.joinpath("pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "floors")
    table = CHECKOUT.joinpath("docs/architecture.md").read_text().split("## ")[1]
    rows = re.findall(r"^\|[^|]*\| (`balie/[^|]*) \|", table, re.M)
    told = [set(re.findall(r"`balie/(\w+)/?`", row)) for row in rows]

    assert told == [set(layer.split(" | ")) for layer in layers]


def test_an_import_that_runs_up_a_floor_is_found(tmp_path):
    tmp_path.joinpath("pyproject.toml").write_bytes(CHECKOUT.joinpath("pyproject.toml").read_bytes())
    for name in ("balie", "screens"):
        for source in CHECKOUT.joinpath(name).rglob("*.py"):
            target = tmp_path / source.relative_to(CHECKOUT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    dutch = tmp_path / "balie" / "dutch" / "text.py"
    dutch.write_text(dutch.read_text() + "\nimport rich\nfrom balie.store.connection import Store\n")

    linted = lint_imports(tmp_path)

    assert linted.returncode == 1
    assert "balie.dutch.text -> balie.store.connection" in linted.stdout
    assert "balie.dutch.text -> rich" in linted.stdout
