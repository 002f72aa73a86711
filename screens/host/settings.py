"""What one person at one workstation chose: colours, keys, what it opens with, the till that stands there. A small
JSON file, written aside and renamed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from balie.dutch.text import shown
from balie.refusal import Refusal
from balie.store.output import put
from screens.host.looks import DEFAULT_LOOK, LOOKS
from screens.keyboard.actions import ACTIONS, TABS, with_keys
from screens.keyboard.scan_end import ScanEnd

FIRST_TAB: Final = "klanten"
"""Where the desk opens."""
RETURNS: Final = "innemen"
STARTS: Final[dict[str, str]] = {"balie": "balie", RETURNS: "balie", **{tab.id: tab.id for tab in TABS if tab.works}}
"""What a workplace may open with, and on which tab that stands: a tab, or Innemen for a desk where items come in."""

_LOOK = "kleuren"
_KEYS = "toetsen"
_TILL = "kas"
_TAB = "begintabblad"
_BRANCH = "vestiging"
_PRINTER = "printer"
_SCAN_END = "scan-einde"
_KNOWN = (_LOOK, _KEYS, _TILL, _TAB, _BRANCH, _PRINTER, _SCAN_END)


class Settings:
    """The settings of this workstation, and the actions with its keys. Without a `path` nothing is read or kept.

    Raises `Refusal` naming the file and what is wrong in it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.look = DEFAULT_LOOK
        self.keys: dict[str, str] = {}
        self.till: str | None = None
        self.branch: str | None = None
        self.printer: str | None = None
        self.scan_end = ScanEnd.ENTER
        self.told = ""
        self._others: dict[str, object] = {}
        self.opens_with = FIRST_TAB
        self.actions = ACTIONS
        if path is not None and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            look, keys, till = stored.get(_LOOK, DEFAULT_LOOK), stored.get(_KEYS, {}), stored.get(_TILL)
            scan_end = stored.get(_SCAN_END, ScanEnd.ENTER)
            opens_with, branch, printer = stored.get(_TAB, FIRST_TAB), stored.get(_BRANCH), stored.get(_PRINTER)
        except (OSError, ValueError, AttributeError, RecursionError) as error:
            raise Refusal(f"{path} is niet te lezen. Verbeter of verwijder dat bestand met instellingen.") from error
        if not isinstance(look, str) or look not in LOOKS:
            raise Refusal(f"{path}: kleuren '{look}' bestaan niet. Kies uit {', '.join(LOOKS)}.")
        if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
            raise Refusal(f'{path}: toetsen moet een lijst zijn van opdracht en toets, zoals {{"search": "f7"}}.')
        try:
            self.actions = with_keys(keys)
        except Refusal as refusal:
            raise Refusal(*(f"{path}: {reason.text}" for reason in refusal.reasons)) from None
        if till is not None and not isinstance(till, str):
            raise Refusal(f'{path}: kas moet een code zijn, zoals "1".')
        if not isinstance(opens_with, str) or opens_with not in STARTS:
            raise Refusal(f"{path}: begintabblad '{opens_with}' kan niet. Kies uit {', '.join(STARTS)}.")
        for name, value, such_as in ((_BRANCH, branch, "9428"), (_PRINTER, printer, "balie-1")):
            if value is not None and not isinstance(value, str):
                raise Refusal(f'{path}: {name} moet tussen aanhalingstekens staan, zoals "{such_as}".')
        if not isinstance(scan_end, str) or scan_end not in tuple(ScanEnd):
            raise Refusal(f"{path}: {_SCAN_END} '{scan_end}' kan niet. Kies uit {', '.join(ScanEnd)}.")
        self.look, self.keys, self.till, self.opens_with = look, keys, till, opens_with
        self.branch, self.printer, self.scan_end = branch, printer, ScanEnd(scan_end)
        self._others = {name: value for name, value in stored.items() if name not in _KNOWN}
        self.told = " ".join(_unknown(name) for name in self._others)

    @property
    def first_tab(self) -> str:
        """The tab of what the desk opens with."""
        return STARTS[self.opens_with]

    def remember_look(self, name: str) -> None:
        """Keep the chosen colours. A folder that cannot be written is no reason to stop the desk."""
        self.look = name
        self._keep()

    def remember_till(self, till: str) -> None:
        """Keep which till stands here, as `remember_look` does."""
        self.till = till
        self._keep()

    def remember_start(self, opens_with: str) -> None:
        """Keep what the desk opens with, one of `STARTS`, as `remember_look` does."""
        self.opens_with = opens_with
        self._keep()

    def _keep(self) -> None:
        if self._path is None:
            return
        kept: dict[str, object] = {**self._others, _LOOK: self.look, _KEYS: self.keys}
        kept.update({_BRANCH: self.branch} if self.branch is not None else {})
        kept.update({_PRINTER: self.printer} if self.printer is not None else {})
        if self.till is not None:
            kept[_TILL] = self.till
        if self.opens_with != FIRST_TAB:
            kept[_TAB] = self.opens_with
        if self.scan_end is not ScanEnd.ENTER:
            kept[_SCAN_END] = self.scan_end
        text = json.dumps(kept, indent=2, ensure_ascii=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            put(Path(os.path.realpath(self._path)), f"{text}\n".encode())  # a link to it stays one
        except OSError:
            return


def _unknown(name: str) -> str:
    """What is told of a setting that there is not; the one that looks like it is named."""
    from difflib import get_close_matches

    near = get_close_matches(name, _KNOWN, n=1)
    meant = f"bedoelt u {near[0]}?" if near else f"kies uit {', '.join(_KNOWN)}."
    return f"Instelling {shown(name)} bestaat niet: {meant}"
