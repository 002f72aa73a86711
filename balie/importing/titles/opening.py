"""Which kind of file of titles this is: CSV, MARC 21 (ISO 2709) or the same in XML; by what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from pathlib import Path
from typing import TextIO

from balie.importing.giving_back import TEXT, Wrong, give_lines_back
from balie.importing.text_encoding import refuse_packed
from balie.importing.titles.csv_file import open_csv_titles
from balie.importing.titles.marc import is_marc, open_marc_titles
from balie.importing.titles.marc_frames import frames
from balie.importing.titles.marcxml import give_xml_back, is_marcxml, open_marcxml_titles
from balie.importing.titles.record import TitleFile, TitleFileTerms
from balie.store.errors import file_refusal

_BYTES = "latin-1"
_START = 16


class TitleFormat(Enum):
    """What a file of titles can be."""

    CSV = "csv"
    MARC = "mrc"
    MARCXML = "xml"


def format_of(path: Path) -> TitleFormat:
    """What the file at `path` is. Raises `Refusal` when it cannot be read, and for a workbook or what is packed."""
    try:
        with path.open("rb") as file:
            refuse_packed(file.read(_START), path)
    except OSError as error:
        raise file_refusal(error, path) from error
    if is_marc(path):
        return TitleFormat.MARC
    return TitleFormat.MARCXML if is_marcxml(path) else TitleFormat.CSV


@contextmanager
def open_titles(path: Path, terms: TitleFileTerms) -> Iterator[TitleFile]:
    """The titles in the file at `path`. Raises `Refusal` when it cannot be read or has no titles."""
    openers: dict[TitleFormat, Callable[[Path, TitleFileTerms], AbstractContextManager[TitleFile]]] = {
        TitleFormat.CSV: open_csv_titles,
        TitleFormat.MARC: open_marc_titles,
        TitleFormat.MARCXML: open_marcxml_titles,
    }
    with openers[format_of(path)](path, terms) as file:
        yield file


def encoding_of_titles(path: Path) -> str:
    """In what the lines or records of this file are given back."""
    return _BYTES if format_of(path) is TitleFormat.MARC else TEXT if format_of(path) is TitleFormat.CSV else "utf-8"


def give_titles_back(path: Path, wrong: Wrong, file: TextIO) -> None:
    """Write the lines or records of the file at `path` where something is left out. Raises `Refusal`."""
    match format_of(path):
        case TitleFormat.CSV:
            give_lines_back(path, wrong, file)
        case TitleFormat.MARC:
            try:
                with path.open("rb") as source:
                    for place, frame in enumerate(frames(source), 1):
                        if wrong.why(place):
                            file.write(frame.data.decode(_BYTES))
            except OSError as error:
                raise file_refusal(error, path) from error
        case TitleFormat.MARCXML:
            give_xml_back(path, wrong, file)
