"""Slips of the hand in the domain of an e-mail address: `hotmial.com`, `gmail.con`. A question to ask, never a refusal.

Source: rules.md#mail-slips.
"""

from __future__ import annotations

_MEANT = {
    "gmail.com": ("gmial.com", "gmai.com", "gmal.com", "gamil.com", "gnail.com", "gmaill.com", "gmail.nl", "gmail.co"),
    "hotmail.com": (
        "hotmial.com",
        "hotmal.com",
        "hotmai.com",
        "homtail.com",
        "hotmil.com",
        "hotmaill.com",
        "hotmail.co",
    ),
    "hotmail.nl": ("hotmial.nl", "hotmal.nl", "hotmai.nl", "homtail.nl", "hotmil.nl", "hotmaill.nl"),
    "outlook.com": ("outlok.com", "outloook.com", "outlook.co", "oulook.com", "outllok.com"),
    "live.nl": ("liev.nl", "livve.nl"),
    "ziggo.nl": ("zigo.nl", "zigoo.nl", "ziggo.com"),
    "kpnmail.nl": ("kpnmial.nl", "kpmail.nl", "kpnmail.com"),
    "xs4all.nl": ("xsall.nl", "xs4al.nl"),
    "planet.nl": ("plaent.nl", "planet.com"),
    "icloud.com": ("icluod.com", "icoud.com", "icloud.co", "icloud.nl"),
    "yahoo.com": ("yaho.com", "yahooo.com", "yhaoo.com"),
}
_SLIPS = {slip: meant for meant, slips in _MEANT.items() for slip in slips}
_ENDS = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "nll": "nl"}
"""Ends that no domain has, and the one whose keys they are."""


def meant_address(address: str) -> str:
    """The address that was probably meant: `e@hotmial.com` → `e@hotmail.com`; empty where nothing looks like a slip."""
    name, at, domain = address.rpartition("@")
    stem, dot, end = domain.lower().rpartition(".")
    right_end = f"{stem}{dot}{_ENDS.get(end, end)}"
    meant = _SLIPS.get(right_end, right_end)
    return f"{name}@{meant}" if at and meant != domain.lower() else ""
