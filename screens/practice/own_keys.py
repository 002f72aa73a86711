"""The keys of practising. They are no actions of the desk: no other desk has them, and no lesson names them."""

from __future__ import annotations

from typing import Final

HINT: Final = "alt+q"
MENU: Final = "alt+0"
PAUSE: Final = "space"
ONE_KEY: Final = "right"
FASTER: Final = "+"
SLOWER: Final = "-"
TAKE_OVER: Final = "escape"
