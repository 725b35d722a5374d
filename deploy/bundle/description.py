"""The description of the tables that audit software reads (index.xml, Beschreibungsstandard).

No maintained library writes it. `gdpdu-01-09-2004.dtd` beside it is our own text of the structure
that is used here, under the name that the standard fixes.
"""

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from deploy.bundle.verifier.columns import AMOUNT, DAY, TABLES, WHOLE, Column, Table

DTD_NAME: Final = "gdpdu-01-09-2004.dtd"
DTD: Final = """\
<!-- Aufbau der Datei index.xml, soweit sie hier gebraucht wird. -->
<!ELEMENT DataSet (Version, DataSupplier, Media)>
<!ELEMENT Version (#PCDATA)>
<!ELEMENT DataSupplier (Name, Location, Comment)>
<!ELEMENT Media (Name, Table+)>
<!ELEMENT Table (URL, Name, Description, UTF8, DecimalSymbol, DigitGroupingSymbol, Range, VariableLength)>
<!ELEMENT VariableLength (ColumnDelimiter, RecordDelimiter, TextEncapsulator, VariablePrimaryKey+, VariableColumn*, ForeignKey*)>
<!ELEMENT VariablePrimaryKey (Name, Description, (Numeric | AlphaNumeric | Date))>
<!ELEMENT VariableColumn (Name, Description, (Numeric | AlphaNumeric | Date))>
<!ELEMENT ForeignKey (Name, References)>
<!ELEMENT Range (From)>
<!ELEMENT Numeric (Accuracy?)>
<!ELEMENT Date (Format)>
<!ELEMENT AlphaNumeric EMPTY>
<!ELEMENT UTF8 EMPTY>
<!ELEMENT Name (#PCDATA)>
<!ELEMENT Location (#PCDATA)>
<!ELEMENT Comment (#PCDATA)>
<!ELEMENT URL (#PCDATA)>
<!ELEMENT Description (#PCDATA)>
<!ELEMENT DecimalSymbol (#PCDATA)>
<!ELEMENT DigitGroupingSymbol (#PCDATA)>
<!ELEMENT ColumnDelimiter (#PCDATA)>
<!ELEMENT RecordDelimiter (#PCDATA)>
<!ELEMENT TextEncapsulator (#PCDATA)>
<!ELEMENT References (#PCDATA)>
<!ELEMENT From (#PCDATA)>
<!ELEMENT Accuracy (#PCDATA)>
<!ELEMENT Format (#PCDATA)>
"""


def index(district: str, sizes: Sequence[tuple[str, int]]) -> str:
    """Return index.xml for the tables of a bundle up to these positions."""
    root = ET.Element("DataSet")
    _text(root, "Version", "1.0")
    supplier = ET.SubElement(root, "DataSupplier")
    _text(supplier, "Name", f"Bezirksjugendamt {district}")
    _text(supplier, "Location", district)
    reach = ", ".join(f"{service} bis Position {size}" for service, size in sizes)
    _text(supplier, "Comment", f"Sozialraum, Prüfbündel: {reach}")
    media = ET.SubElement(root, "Media")
    _text(media, "Name", "Prüfbündel")
    for name, table in TABLES.items():
        _describe(media, name, table)
    ET.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    doctype = f'<!DOCTYPE DataSet SYSTEM "{DTD_NAME}">\n'
    body = ET.tostring(root, encoding="unicode")
    # The standard wants the line break as characters, which ElementTree would write as it is.
    return head + doctype + body.replace("CR-LF", "&#13;&#10;") + "\n"


def _describe(media: ET.Element, name: str, table: Table) -> None:
    told = ET.SubElement(media, "Table")
    for tag, text in (("URL", f"tabellen/{name}.csv"), ("Name", name), ("Description", table.text)):
        _text(told, tag, text)
    ET.SubElement(told, "UTF8")
    _text(told, "DecimalSymbol", ",")
    _text(told, "DigitGroupingSymbol", ".")
    _text(ET.SubElement(told, "Range"), "From", "2")
    columns = ET.SubElement(told, "VariableLength")
    _text(columns, "ColumnDelimiter", ";")
    _text(columns, "RecordDelimiter", "CR-LF")
    _text(columns, "TextEncapsulator", '"')
    for number, column in enumerate(table.columns):
        tag = "VariablePrimaryKey" if number < table.keys else "VariableColumn"
        _column(ET.SubElement(columns, tag), column)
    for column_name, target in table.refers:
        foreign = ET.SubElement(columns, "ForeignKey")
        _text(foreign, "Name", column_name)
        _text(foreign, "References", target)


def _column(told: ET.Element, column: Column) -> None:
    _text(told, "Name", column.name)
    _text(told, "Description", column.text)
    if column.kind == AMOUNT:
        _text(ET.SubElement(told, "Numeric"), "Accuracy", "2")
    elif column.kind == WHOLE:
        ET.SubElement(told, "Numeric")
    elif column.kind == DAY:
        _text(ET.SubElement(told, "Date"), "Format", "YYYY-MM-DD")
    else:
        ET.SubElement(told, "AlphaNumeric")


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
