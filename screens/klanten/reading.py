"""The customer screen has two states: a tab is read, or it is edited. Most acts belong to one of them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from screens.pages.act import PageAct, never_refused

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer


def is_read(page: OpenCustomer) -> bool:
    """Whether no tab is edited."""
    return page.editor is None


def is_edited(page: OpenCustomer) -> bool:
    """Whether a tab is edited."""
    return page.editor is not None


def while_read(
    action_id: str,
    do: Callable[[OpenCustomer], Coroutine[object, object, None]],
    refused: Callable[[OpenCustomer], str] = never_refused,
) -> PageAct[OpenCustomer]:
    """An act on the customer that is open; it is not there while a tab is edited."""
    return PageAct(action_id, do, refused=refused, offered=is_read)
