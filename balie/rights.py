"""What who works at a desk may do: rights, and up to how much, from the roles of the library file (rules.md#rights)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.dutch.text import enumerated
from balie.library.rights import LIMITED, MACHINES, Right

if TYPE_CHECKING:
    from balie.library.role_tables import Role


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody who logged in may do: the rights they hold, and the most cents of one act where there is a limit.

    `gone` are roles that they have and the library file does not: those give nothing, and a refusal says so.
    """

    held: frozenset[Right]
    most_cents: Mapping[Right, int] = field(default_factory=dict, hash=False)
    gone: tuple[str, ...] = ()

    def allow(self, right: Right, cents: int = 0) -> bool:
        """Whether an act of so many cents may be done."""
        return right in self.held and cents <= self.most_cents.get(right, cents)


def rights_of(names: Sequence[str], roles: Mapping[str, Role]) -> Rights:
    """What the roles with these names allow together: of two limits the higher one, of a limit and none none."""
    known = [roles[name] for name in names if name in roles]
    held = frozenset(right for right in Right if any(role.allows(right) for role in known))
    most: dict[Right, int] = {}
    for right in held & LIMITED.keys():
        limits = [role.most_cents(right) for role in known if role.allows(right)]
        bounded = [limit for limit in limits if limit is not None]
        if len(bounded) == len(limits):
            most[right] = max(bounded)
    return Rights(held, most, tuple(name for name in names if name not in roles))


def machine_rights(staff: str, roles: Mapping[str, Role]) -> Rights | None:
    """The rights of what works without a person under this code, by the role of its name; None for anybody's code.

    `systeem` are commands that run by themselves, `web` the website, `sip:desk1` a station of self-service.
    """
    name = staff.partition(":")[0].casefold()
    return rights_of([name], roles) if name in MACHINES else None


def why_not(rights: Rights, roles: Mapping[str, Role], right: Right, cents: int = 0) -> str:
    """Why somebody with these rights may not do an act of so many cents, and who may, in Dutch; empty when they may.

    `roles` are those of the library file.
    """
    if rights.allow(right, cents):
        return ""
    if right in rights.held:
        most = rights.most_cents[right]
        told = f"Met uw recht {right} mag u tot en met {format_cents(most)}; dit is {format_cents(cents)}."
    else:
        told = f"Hiervoor is het recht {right} nodig."
    able = [name for name in roles if name not in MACHINES and rights_of([name], roles).allow(right, cents)]
    if able:
        told += f" Vraag het een collega met de rol: {', '.join(able)}."
    else:
        told += " Geen enkele rol heeft het: wie beheert kan het in het bibliotheekbestand aan een rol geven."
    if rights.gone:
        told += f" Van uw rollen staat niet meer in het bibliotheekbestand: {enumerated(rights.gone)}."
    return told
