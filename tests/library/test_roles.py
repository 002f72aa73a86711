"""Roles of a library file: read whole, or refused with file, key and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.library.data_files import packaged_path
from balie.library.load import load_library, read_library
from balie.library.rights import Right
from balie.refusal import Refusal


def _text(roles: str) -> str:
    shipped = packaged_path("libraries", "achterhoekse-poort.toml").read_text(encoding="utf-8")
    return shipped[: shipped.index("[roles.")] + roles


BEHEER = "[roles.beheer]\neverything = true\n"


def test_a_file_without_roles_has_who_may_do_everything() -> None:
    library = read_library(_text(""), "proef.toml")
    assert set(library.roles) == {"beheer", "systeem"}
    assert all(role.allows(right) for role in library.roles.values() for right in Right)


def test_roles_are_read_with_their_limits() -> None:
    text = BEHEER + '[roles.balie-2]\nrights = ["lenen", "geld.uitbetalen"]\npay_out_up_to = "12,50"\n'
    role = read_library(_text(text), "proef.toml").roles["balie-2"]
    assert role.rights == (Right.LEND, Right.PAY_OUT)
    assert role.most_cents(Right.PAY_OUT) == 1250
    assert role.most_cents(Right.WAIVE) is None


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        (BEHEER + '[roles.balie]\nrights = ["lenne"]', 'roles.balie.rights[0]: verwacht een van: "klant.zien", '),
        (BEHEER + '[roles.balie]\nrights = "lenen"', "roles.balie.rights: verwacht een lijst"),
        (BEHEER + '[roles.balie]\nrights = ["lenen", "lenen"]', 'roles.balie.rights[1]: "lenen" staat er al'),
        (BEHEER + "[roles.balie]\nright = []", "roles.balie.right: deze sleutel bestaat niet"),
        (BEHEER + '[roles."Balie 1"]\nrights = []', "roles.Balie 1: verwacht een naam van hoogstens 20 kleine letters"),
        (
            BEHEER + '[roles.balie]\nrights = ["lenen"]\nwaive_up_to = "1,00"',
            "roles.balie.waive_up_to: zonder het",
        ),
        (
            BEHEER + '[roles.balie]\nrights = ["geld.kwijtschelden"]\nwaive_up_to = 1',
            "balie.waive_up_to: verwacht",
        ),
        (BEHEER + 'rights = ["lenen"]', "roles.beheer.rights: kan niet naast everything = true"),
        ('[roles.balie]\nrights = ["lenen"]', 'roles: geen rol heeft het recht "medewerkers"'),
        ("[roles.systeem]\neverything = true", 'roles: geen rol heeft het recht "medewerkers"'),
        (BEHEER + "[roles]\nbalie = 3", "roles.balie: verwacht een tabel; er staat 3"),
        ("roles = {}", "roles: verwacht"),
    ],
)
def test_a_mistake_in_a_role_is_refused_with_file_key_and_reason(roles: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_library(_text("") + roles if not roles.startswith("roles") else roles + "\n" + _text(""), "proef.toml")
    assert any(told in reason.text and reason.text.startswith("proef.toml: ") for reason in refused.value.reasons), (
        refused.value.reasons
    )


def test_all_mistakes_of_all_roles_are_told_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        read_library(_text(BEHEER + '[roles.a]\nrights = ["x", "y"]\n[roles.b]\neverything = "ja"\n'), "proef.toml")
    assert len(refused.value.reasons) == 3


def test_a_file_of_ones_own_with_roles_loads_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text(_text(BEHEER), encoding="utf-8")
    assert list(load_library(path).roles) == ["beheer"]
