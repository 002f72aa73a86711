"""Writes the table of every key and page into docs/desk.md, from the actions: `PYTHONPATH=. python scripts/keys.py`."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import screens
from screens.keyboard.actions import ACTIONS, TAB_BAR, key_name
from screens.pages.page import Page

DESK_PAGE = Path(__file__).parents[1] / "docs" / "desk.md"
BEGIN = "<!-- made by scripts/keys.py -->"
END = "<!-- end of what scripts/keys.py made -->"
_EVERYWHERE = "every page"


def pages() -> list[type[Page]]:
    """Every page that shows something of its own, by its heading and name."""
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    found: list[type[Page]] = [Page]
    for page in found:
        found += [kind for kind in page.__subclasses__() if kind not in found]
    shown = [page for page in found if page.__module__.startswith("screens.") and not page.__subclasses__()]
    return sorted(shown, key=lambda page: (_name(page), page.__name__))


def table() -> str:
    """Each key, what it does there, and on which pages; in the order of the list of actions."""
    every = pages()
    lines = ["| key | does | on |", "|---|---|---|"]
    common = set(Page.table())
    for action in ACTIONS:
        if action.menu == TAB_BAR:
            continue
        where: dict[str, list[str]] = {}
        for page in every:
            for act in page.table().get(action.id, ())[:1]:
                where.setdefault(act.label or action.label, []).append(_name(page))
        for label, names in where.items():
            on = _EVERYWHERE if action.id in common and len(names) > len(every) // 2 else ", ".join(sorted(set(names)))
            lines.append(f"| {key_name(action.key)} | {label} | {on} |")
    return "\n".join(lines)


def with_table(text: str) -> str:
    """The page for the desk with the table of now between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _name(page: type[Page]) -> str:
    return page.heading if isinstance(page.heading, str) and page.heading else page.__name__.removesuffix("Page")


if __name__ == "__main__":
    DESK_PAGE.write_text(with_table(DESK_PAGE.read_text(encoding="utf-8")), encoding="utf-8")
