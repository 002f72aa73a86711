"""The library's own templates, lists and reasons, looked at as a whole before a desk works with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.text import shown
from balie.library.data_files import data_name, data_text, own_files, packaged_path
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library


def check_own_files() -> dict[str, str]:
    """Look at every data file that the library has of its own; their texts by name (`finance/waivers.toml`).

    Raises `Refusal` with everything that is wrong with any of them.
    """
    from balie.catalogue.lists import audiences, languages, materials, write_off_reasons
    from balie.customers.cancelling.reasons import cancel_reasons
    from balie.customers.forms.lists import lists
    from balie.finance.collection.return_codes import return_codes
    from balie.finance.waiver_reasons import waiver_reasons

    readers = {
        ("catalogue", "audiences.toml"): audiences,
        ("catalogue", "languages.toml"): languages,
        ("catalogue", "materials.toml"): materials,
        ("catalogue", "write-offs.toml"): write_off_reasons,
        ("collection", "return-codes.toml"): return_codes,
        ("customers", "lists.toml"): lists,
        ("finance", "waivers.toml"): waiver_reasons,
        ("reasons", "cancellation.toml"): cancel_reasons,
    }
    found, wrong = dict[str, str](), list[Reason]()
    for parts in own_files():
        try:
            if parts[0] == "templates":
                _check_template(parts[1])
            elif parts in readers:
                readers[parts]()
            found["/".join(parts)] = data_text(*parts)
        except Refusal as refusal:
            wrong += refusal.reasons
    if wrong:
        raise Refusal(*wrong)
    return found


def check_materials(library: Library) -> None:
    """Raise `Refusal` where the library file names a material that no item can have (`[[lost.prices]]`)."""
    from balie.catalogue.lists import materials

    known = [entry.code for entry in materials().entries]
    unknown = [shown(one.material) for one in library.lost.prices if one.material not in known]
    if unknown:
        what = f"Materiaal {', '.join(unknown)} van lost.prices bestaat niet."
        raise Refusal(f"{what} Kies uit {', '.join(known)}.")


def _check_template(file_name: str) -> None:
    """Also which names it asks for: one that Balie does not tell would stop the printing."""
    from jinja2 import meta

    from balie.messages.drafts import SUBJECT
    from balie.messages.receipts import template_environment, template_named

    template_named(file_name.removesuffix(".txt"))
    path, ours = data_name("templates", file_name), packaged_path("templates", file_name)
    text = data_text("templates", file_name)
    lines = text.splitlines()
    if file_name.startswith("message-") and not any(line.startswith(SUBJECT) for line in lines):
        raise Refusal(f"{path}: de eerste regel die wordt getoond moet met {SUBJECT} beginnen.")
    environment = template_environment()
    asked, told = (
        meta.find_undeclared_variables(environment.parse(one)) for one in (text, ours.read_text(encoding="utf-8"))
    )
    if unknown := sorted(asked - told):
        raise Refusal(f"{path}: Balie kent hier geen {', '.join(unknown)}. Vergelijk het met {ours}.")
