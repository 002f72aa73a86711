"""One bad record, or one bad sign, never sinks a MARCXML file: what comes after it is read."""

from __future__ import annotations

import io
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.importing.titles.xml_records import NAMESPACE, elements
from tests.support.marc import xml_collection, xml_record

_NS = f' xmlns="{NAMESPACE}"'
_PAST_A_CHUNK = 400
_BAD = "! Het record is geen goed XML (regel {}) en is niet gelezen."
_GOES_ON = "! Het XML-bestand is beschadigd op regel {}: het lezen gaat verder bij het volgende record."


def read(content: str | bytes) -> list[str]:
    """The titles, and in their places what is told."""
    data = content.encode() if isinstance(content, str) else content
    return [
        "".join(found.itertext()).removeprefix("00000nam a2200000 i 4500").strip()
        if isinstance(found, Element)
        else "! " + found.reason.reasons[0].text
        for found in elements(io.BytesIO(data))
    ]


@pytest.mark.parametrize(
    ("damage", "title"),
    [
        ("Aap\x01", "Aap\ufffd"),
        ("Aap\x1b\x1f", "Aap\ufffd\ufffd"),
        ("Aap\x00", "Aap\ufffd"),
        ("Aap\x0bNoot", "Aap Noot"),
        ("Aap\uffff", "Aap\ufffd"),
        ("Aap&#1;", "Aap\ufffd"),
        ("Aap&#x1F;", "Aap\ufffd"),
        ("Aap&#xD800;", "Aap\ufffd"),
        ("Aap&#99999999;", "Aap\ufffd"),
        ("Aap&#233;", "Aapé"),
        ("Jip & Janneke", "Jip & Janneke"),
        ("Jip &amp; Janneke & Siepie", "Jip & Janneke & Siepie"),
        ("AT&T", "AT&T"),
        ("AT&T;", "AT&T;"),
        ("Caf&eacute;", "Café"),
        ("a&nbsp;b &lt; c", "a\xa0b < c"),
        ("a<b", _BAD.format(3)),
        ("Aap</subveld>", _BAD.format(3)),
        ("Aap<subfield code=b>", _BAD.format(3)),
    ],
)
def test_what_is_wrong_in_a_record_stays_in_it(damage: str, title: str) -> None:
    assert read(xml_collection(xml_record("Een"), xml_record(damage), xml_record("Drie"))) == ["Een", title, "Drie"]


def test_a_byte_that_is_no_letter_is_one_sign() -> None:
    assert read(
        xml_collection(xml_record("Een"), xml_record("Caf#"), xml_record("Drie")).encode().replace(b"#", b"\xe9")
    ) == [*("Een", "Caf\ufffd", "Drie")]


_CLOSED = xml_collection(xml_record("Een"), xml_record("Twee"))
_OPEN = xml_record("Twee").removesuffix("</record>")


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        (f'\n\n <?xml version="1.0"?>{_CLOSED}', ["Een", "Twee"]),
        (f'\ufeff\r\n<?xml version="1.0"?>{_CLOSED}', ["Een", "Twee"]),
        (f'\n\ufeff<?xml version="1.0"?>{_CLOSED}', ["Een", "Twee"]),
        (f'<?xml version="1.0" encoding="UTF-16"?>{_CLOSED}', ["Een", "Twee"]),
        (f'<?xml version="1.0" encoding="utf-16"?>{_CLOSED}'.encode("utf-16"), ["Een", "Twee"]),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + xml_collection(xml_record("Café")), ["CafÃ©"]),
        (
            ('<?xml version="1.0" encoding="ISO-8859-1"?>' + xml_collection(xml_record("Café"))).encode("latin-1"),
            ["Café"],
        ),
        (
            xml_collection(xml_record("Een"), _OPEN, xml_record("Drie")),
            ["Een", _BAD.format(4), "Drie"],
        ),
        (
            xml_collection(xml_record("Een"), "</nergens>", xml_record("Drie")),
            [
                "Een",
                _GOES_ON.format(3),
                "Drie",
            ],
        ),
        (
            _CLOSED + '<?xml version="1.0"?>\n' + xml_collection(xml_record("Drie"), xml_record("Vier")),
            [
                *("Een", "Twee"),
                _GOES_ON.format(5),
                *("Drie", "Vier"),
            ],
        ),
        (
            f'<m:collection xmlns:m="{NAMESPACE}">'
            + "".join(xml_record(title, "m:record") for title in ("a<b", "Twee"))
            + "</m:collection>",
            [_BAD.format(1), "Twee"],
        ),
        (
            xml_collection(xml_record("a<b"), xml_record("c & d"), xml_record("e<f"), xml_record("Vier")),
            [
                _BAD.format(2),
                "c & d",
                _BAD.format(4),
                "Vier",
            ],
        ),
        (
            xml_collection(xml_record("Een"), xml_record("a<b"), xml_record("Drie"))[:-14],
            [
                "Een",
                _BAD.format(3),
                "Drie",
                "! Het XML-bestand houdt op voor het einde: wat hierna kwam ontbreekt.",
            ],
        ),
        (
            "\n".join(f'<record xmlns="{NAMESPACE}"><x>{number}</x></record>' for number in (1, 2, 3)),
            ["1", _GOES_ON.format(2), "2", "3"],
        ),
        (
            _CLOSED + "rommel",
            ["Een", "Twee", "! Het XML-bestand is beschadigd op regel 5: vanaf hier is het niet te lezen."],
        ),
    ],
)
def test_the_records_around_what_is_wrong_are_read(content: str | bytes, titles: list[str]) -> None:
    assert read(content) == titles


def test_an_answer_of_oai_goes_on_after_a_bad_xml_record() -> None:
    inside = [xml_record(title).replace("<record>", f"<record{_NS}>") for title in ("Een", "a<b", "Drie", "Vier")]
    answers = "".join(f"<record><header/><metadata>{one}</metadata></record>" for one in inside)
    oai = "http://www.openarchives.org/OAI/2.0/"
    assert read(f'<OAI-PMH xmlns="{oai}"><ListRecords>{answers}</ListRecords></OAI-PMH>') == [
        "Een",
        _BAD.format(1),
        *("Drie", "Vier"),
    ]


@given(st.integers(0, _PAST_A_CHUNK - 1), st.sampled_from(["\x01", "&", "a<b", "</x>", "<record>", "&#0;"]))
def test_of_a_long_file_one_record_at_most_is_lost(place: int, damage: str) -> None:
    titles = [f"{number} {'x' * 400}." for number in range(_PAST_A_CHUNK)]
    found = read(xml_collection(*(xml_record(title + damage * (at == place)) for at, title in enumerate(titles))))
    assert [title for title in found if title in titles] == titles[:place] + titles[place + 1 :]
    assert len(found) in (len(titles), len(titles) + 1)
