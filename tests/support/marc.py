"""Records of MARC 21 for tests: a book with everything in it, and pieces of others."""

from __future__ import annotations

from pymarc import Field, Indicators, Record, Subfield

from balie.catalogue.numbers import make_item_number
from balie.importing.titles.xml_records import NAMESPACE

FIRST, SECOND = (make_item_number("9428", serial) for serial in (1, 2))


def field(tag: str, *subfields: tuple[str, str], first: str = " ", second: str = " ") -> Field:
    return Field(tag, Indicators(first, second), [Subfield(code, value) for code, value in subfields])


def marc(*fields: Field, number: str = "123", leader: str = "00000nam a2200000 i 4500") -> Record:
    record = Record(leader=leader)
    record.add_field(Field("001", data=number), Field("003", data="NL-X"), *fields)
    return record


RECORD = (
    Field("008", data="240409s1947    ne ||||j|||||||||||||dut||"),
    field("020", ("a", "90-234-4190-7 (geb.)"), ("c", "€ 12,50")),
    field("041", ("a", "dut")),
    field("100", ("a", "Reve, Gerard,"), ("d", "1923-2006")),
    field("245", ("a", "De avonden :"), ("b", "een winterverhaal /"), ("c", "Gérard Reve.")),
    field("250", ("a", "60e druk.")),
    field("264", ("a", "Amsterdam :"), ("b", "De Bezige Bij,"), ("c", "[1947]"), second="1"),
    field("300", ("a", "309 pagina's ;"), ("c", "20 cm")),
    field("490", ("a", "Reves werk ;"), ("v", "1")),
    field("650", ("a", "Winter.")),
    field("650", ("a", "Amsterdam"), ("x", "Geschiedenis.")),
    field("700", ("a", "Peeters, Carel.")),
)
KOHA = field(
    "952",
    *(
        ("p", FIRST),
        ("a", "9428"),
        ("b", "Gieten"),
        ("c", "Romans"),
        ("o", "REVE"),
        ("g", "12.50"),
        ("d", "2024-04-08"),
    ),
)
HOLDING = field("852", ("b", "9428"), ("c", "Depot"), ("h", "REVE"), ("i", "A"), ("p", SECOND))


def xml_record(title: str, tag: str = "record") -> str:
    prefix = tag.removesuffix("record")
    subfield = f'<{prefix}subfield code="a">{title}</{prefix}subfield>'
    field = f'<{prefix}datafield tag="245" ind1=" " ind2=" ">{subfield}</{prefix}datafield>'
    return f"<{tag}><{prefix}leader>00000nam a2200000 i 4500</{prefix}leader>{field}</{tag}>"


def xml_collection(*records: str) -> str:
    return f'<collection xmlns="{NAMESPACE}">\n{chr(10).join(records)}\n</collection>\n'
