"""The whole manual as one HTML file, to print or to mail: it asks nothing of anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING

from balie.library.data_files import packaged_path
from balie.practice.manual.chapters import Chapter, by_question

if TYPE_CHECKING:
    from balie.practice.manual.chapters import Picture


def printed_page(chapters: list[Chapter], svg_of: Callable[[str], str]) -> str:
    """The page. `svg_of` gives the picture with a name, as SVG."""
    from jinja2 import Environment, StrictUndefined

    def source(picture: Picture) -> str:
        return "data:image/svg+xml;base64," + b64encode(svg_of(picture.name).encode()).decode()

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals["source"] = source
    template = environment.from_string(packaged_path("manual", "printed.html").read_text(encoding="utf-8"))
    return template.render(chapters=by_question(chapters)) + "\n"
