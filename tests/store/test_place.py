"""Where things lie, and that a dated name is never one in use."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from balie.store.place import choose_store_path, dated_name, default_store_path, spool_folder

SUMMER = datetime(2024, 4, 9, 10, 15, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("asked", "environment", "place"),
    [
        ("/a/b.balie", {"BALIE_BESTAND": "/c/d.balie"}, "/a/b.balie"),
        (None, {"BALIE_BESTAND": "/c/d.balie"}, "/c/d.balie"),
        ("", {"BALIE_BESTAND": "/c/d.balie"}, "/c/d.balie"),
    ],
)
def test_what_is_asked_goes_before_the_environment(asked: str | None, environment: dict[str, str], place: str) -> None:
    assert choose_store_path(asked, environment) == Path(place)


def test_an_empty_environment_gives_the_default() -> None:
    assert choose_store_path(None, {}) == choose_store_path(None, {"BALIE_BESTAND": ""}) == default_store_path()
    assert default_store_path().name == "bibliotheek.balie"


def test_two_stores_in_one_folder_have_a_spool_folder_each() -> None:
    assert spool_folder(Path("/data/bibliotheek.balie")) == Path("/data/bibliotheek-bonnen")
    assert spool_folder(Path("/data/oefenen.balie")) == Path("/data/oefenen-bonnen")


def test_a_dated_name_is_in_utc_and_free(tmp_path: Path) -> None:
    store = tmp_path / "b.balie"
    names = []
    for _ in range(3):
        name = dated_name(store, "voor-herstel", SUMMER)
        name.touch()
        names.append(name.name)
    stem = "b.voor-herstel.20240409-081500"
    assert names == [f"{stem}.balie", f"{stem}-2.balie", f"{stem}-3.balie"]
