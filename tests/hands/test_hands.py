"""How many keys a task takes: at most its goal, and until that is reached exactly what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hands.table import BRANCHES, as_text, keys_of
from tests.hands.tasks import TASKS, Task


@pytest.mark.parametrize("library", sorted(BRANCHES))
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.do.__name__)
async def test_a_task_takes_the_keys_that_are_said_of_it(task: Task, library: str, tmp_path: Path) -> None:
    keys = await keys_of(task, library, tmp_path)
    said = task.keys[library]
    assert keys == said, f"{keys} keys, and tests/hands/tasks.py says {said} (goal {task.goal})"


async def test_the_same_keys_do_it_on_a_larger_screen(tmp_path: Path) -> None:
    assert await keys_of(TASKS[0], "biblionet-drenthe", tmp_path, size=(120, 40)) == TASKS[0].keys["biblionet-drenthe"]


def test_the_table_says_what_is_above_its_goal() -> None:
    task = TASKS[0]
    at_goal, above = (dict.fromkeys(BRANCHES, keys) for keys in (task.goal, task.goal + 1))
    assert "nog niet" not in as_text([(task, at_goal)])
    assert "nog niet" in as_text([(task, above)])
