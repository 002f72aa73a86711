"""The project stands on its own: what code, data and docs point to has a place in the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.tracked import TOP, tracked_texts

_RULE = re.compile(r"rules\.md#([A-Za-z0-9_-]+)")
_HEADING = re.compile(r"^#{2,3} (\S.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_ELSEWHERE = re.compile(
    r"\.\./shared|/work/shared|\bshared/(?:domain|seeds|cases|house)|design\.md|dutch-rules|-in-wise|other-systems"
    r"|(?<![\w/])(?:speed|textual|style|training|website|statistics|staff|self-service|engines|wishes)\.md"
    r"|\bWise \d|\(S[12]\b|\bS[12]\)|\bof S[12]\b"
)
"""Papers that whoever clones the project does not have."""

_OWN_NAME = "tests/test_references.py"


def _headings(path: Path) -> set[str]:
    """The anchors of a page, as they are made of its headings."""
    found = _HEADING.findall(path.read_text("utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_rule_that_is_named_stands_in_rules_md() -> None:
    known = _headings(TOP / "docs" / "rules.md")
    assert known
    unknown = [
        f"{name}: {rule}"
        for name, text in tracked_texts().items()
        for rule in _RULE.findall(text)
        if rule not in known and name != _OWN_NAME
    ]
    assert unknown == []


def test_every_id_of_a_rule_stands_once() -> None:
    headings = _HEADING.findall((TOP / "docs" / "rules.md").read_text("utf-8"))
    assert sorted(headings) == sorted(set(headings))


def test_nothing_points_outside_the_repository() -> None:
    found = [
        f"{name}: {match.group(0)}"
        for name, text in tracked_texts().items()
        if name != _OWN_NAME and (match := _ELSEWHERE.search(text))
    ]
    assert found == []


@pytest.mark.parametrize("page", sorted(path.relative_to(TOP).as_posix() for path in TOP.glob("docs/*.md")))
def test_the_links_of_a_page_lead_somewhere(page: str) -> None:
    path = TOP / page
    for target, anchor in _LINK.findall(path.read_text("utf-8")):
        reached = (path.parent / target) if target else path
        assert reached.exists(), f"{page}: {target}"
        assert not anchor or anchor in _headings(reached), f"{page}: {target}#{anchor}"
