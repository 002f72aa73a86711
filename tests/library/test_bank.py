"""The accounts of a library in its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.library.data_files import data_path
from balie.library.load import load_library
from balie.refusal import Refusal

OWN = 'iban = "NL20INGB0001234567"'


def test_every_account_of_the_library_is_read(tmp_path: Path) -> None:
    text = data_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
    path = tmp_path / "eigen.toml"
    path.write_text(text.replace(OWN, OWN + '\nother_ibans = ["NL18RABO0123459876"]'), encoding="utf-8")

    bank = load_library(path).bank

    assert bank is not None
    assert bank.ibans == ("NL20INGB0001234567", "NL18RABO0123459876")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('iban = "NL21INGB0001234567"', "bank.iban"),
        ('iban = "NL20 INGB 0001 2345 67"', "bank.iban"),
        ('iban = "nl20ingb0001234567"', "bank.iban"),
        (OWN + '\nbic = "INGB"', "bank.bic"),
        (OWN + '\nother_ibans = ["NL20INGB0001234567"]', "bank.other_ibans"),
        (OWN + '\nother_ibans = ["NL91ABNA0417164301"]', "bank.other_ibans[0]"),
        (OWN + '\nother_ibans = ["NL91ABNA0417164300", "NL91ABNA0417164300"]', "bank.other_ibans[1]"),
    ],
)
def test_a_mistake_in_an_account_is_refused_at_its_key(line: str, key: str, tmp_path: Path) -> None:
    text = data_path("libraries", "biblionet-drenthe.toml").read_text(encoding="utf-8")
    path = tmp_path / "eigen.toml"
    path.write_text(text.replace(OWN, line), encoding="utf-8")

    with pytest.raises(Refusal) as refusal:
        load_library(path)

    assert f": {key}: " in str(refusal.value)
