"""What is kept of a mistake in the program: where it happened, and nothing of anybody's data."""

from __future__ import annotations

import os
import traceback
from datetime import datetime
from pathlib import Path

from balie import __version__
from balie.store.place import log_path


def describe(error: BaseException | None) -> str:
    """The kind of error and the lines of code it came through.

    Neither the message of the error nor any value is in it: both may hold what a customer told the desk.
    """
    lines = [f"{datetime.now().astimezone().isoformat(timespec='seconds')} Balie {__version__}"]
    told: list[BaseException] = []
    while error is not None and error not in told:
        told.append(error)
        lines.append(type(error).__name__)
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or error.__context__
    return "\n".join(lines) + "\n"


def write_log(error: BaseException | None) -> Path:
    """Add the error to the log, readable by its owner only. Returns where; never raises."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as log:
            log.write(describe(error))
    except OSError:
        pass
    return path


def tell(error: BaseException | None) -> str:
    """Log the error. Returns the one Dutch line that is shown of it."""
    path = write_log(error)
    return f"Balie is gestopt door een fout in het programma. Wat was opgeslagen, is bewaard. Verslag: {path}"
