"""No module imports itself by a way around, with every kind of import counted: lazy ones and those for types too."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.support.tracked import TOP


def circle_in(packages: tuple[str, ...]) -> list[str]:
    """The modules of one circle, the first one again at its end; empty where there is none."""
    graph = grimp.build_graph(*packages, exclude_type_checking_imports=False, cache_dir=None)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_imports_itself_by_a_way_around() -> None:
    assert (TOP / "balie" / "__init__.py").exists()
    assert circle_in(("balie", "screens")) == []


@pytest.mark.parametrize(
    "back",
    [
        "from ring import first",
        "def later():\n    from ring import first",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ring import first",
    ],
    ids=["plain", "lazy", "for types"],
)
def test_a_circle_of_any_kind_of_import_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: str) -> None:
    ring = tmp_path / "ring"
    ring.mkdir()
    ring.joinpath("__init__.py").touch()
    ring.joinpath("first.py").write_text("from ring import second\n")
    ring.joinpath("second.py").write_text(f"{back}\n")
    monkeypatch.syspath_prepend(tmp_path)

    assert set(circle_in(("ring",))) == {"ring.first", "ring.second"}
