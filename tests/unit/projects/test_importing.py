"""CSV files of master data: what is read, what is refused, and that the same file changes nothing."""

from dataclasses import replace
from datetime import date
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects import events
from services.projects.importing import SozialraumImport, TraegerImport, refused
from services.projects.master_data import SOZIALRAUM as AREA
from services.projects.master_data import TRAEGER as KEPT
from shared.guideline import Headcount
from shared.table import LINES_MAX
from tests.unit.projects.registered import (
    DEACTIVATED,
    PROFILE,
    SOZIALRAUM,
    TRAEGER,
    TRAEGER_AMENDED,
    TRAEGER_ID,
)

TODAY = date(2025, 9, 15)
HEADINGS = (
    "Name;Rechtsform;Registernummer;IBAN;Expertise;Vorsteuerabzug;Freistellung;§ 75;§ 72a;§ 8a;"
    "Mitarbeitende;Zählweise;Stichtag;§ 75 bis;§ 72a bis;§ 8a bis;Straße;Postleitzahl;Ort"
)
WHOLE = (
    "Jugendwerk Kalk gGmbH;e. V.;AG Köln, VR 12345;DE02 3705 0198 0001 8020 57;ja;nein;06.05.2024;"
    "1.7.1998;2015-03-02;29.02.2012;110;Köpfe;01.08.2025;"
    "28.02.2027;2026-12-31;29.02.2028;Kalker Hauptstraße 247–273;51103;Köln"
)


def new_id(name):
    return str(uuid5(NAMESPACE_URL, name))


def plan(text, *known, importer=None, encoding="utf-8"):
    importer = importer or TraegerImport()
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return importer.plan(importer.read(content), dict(enumerate(known)), new_id, TODAY)


def told(found):
    return [(it.line, it.column, it.code) for it in found]


def after(made, decider, *known):
    """What is known after a plan was carried out."""
    states = {id_of(it): it for it in known}
    for line in made.lines:
        for event in line.events:
            states[id_of(event)] = decider.evolve(states.get(id_of(event)), event)
    return list(states.values())


def id_of(it):
    return getattr(it, "traeger_id", None) or it.sozialraum_id


# ---- Träger --------------------------------------------------------------------------------


def test_a_line_tells_all_that_is_known_of_a_traeger():
    made = plan(f"{HEADINGS}\n{WHOLE}\n")
    assert made.faults == []
    traeger_id = new_id(" ag köln, vr 12345")
    (line,) = made.lines
    assert (line.line, line.outcome, line.stream) == (2, "added", f"traeger-{traeger_id}")
    assert line.events == [
        events.TraegerRegistered(traeger_id, "Jugendwerk Kalk gGmbH", True, PROFILE),  # noqa: FBT003
        events.HeadcountStated(traeger_id, "heads", 11_000, date(2025, 8, 1), None),
    ]
    assert told(made.warnings) == [(2, "Mitarbeitende", "no-evidence")]


def test_an_address_is_whole_or_not_there_and_its_postcode_has_five_digits():
    line = {"Straße": "Hof 3", "Postleitzahl": "51103", "Ort": "Köln"}
    for cells, expected in (
        (line, []),
        (line | {"Postleitzahl": "5110"}, [(2, "Postleitzahl", "invalid-postcode")]),
        (line | {"Postleitzahl": "00110"}, [(2, "Postleitzahl", "invalid-postcode")]),
        ({"Straße": "Hof 3", "Ort": "Köln"}, [(2, "Postleitzahl", "missing")]),
    ):
        named = {"Name": "Caritas", **cells}
        made = plan(f"{';'.join(named)}\n{';'.join(named.values())}\n")
        assert told(made.faults) == expected


def test_an_agreement_does_not_end_before_it_began():
    made = plan("Name;§ 8a;§ 8a bis\nCaritas;01.03.2020;29.02.2020\n")
    assert told(made.faults) == [(2, "§ 8a bis", "end-before-start")]


def test_the_same_file_twice_changes_nothing():
    text = f"{HEADINGS}\n{WHOLE}\nCaritas;;;;;;;;;;30,25;VZÄ;2025-01-31;;;;;;\n"
    first = plan(text)
    known = after(first, KEPT)
    assert [it.headcounts[0].employees for it in known] == [
        Headcount("heads", 11_000),
        Headcount("fte", 3_025),
    ]
    second = plan(text, *known)
    assert [line.outcome for line in second.lines] == ["unchanged", "unchanged"]
    assert [line.events for line in second.lines] == [[], []]
    assert second.faults == []
    assert second.warnings == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_whatever_spreadsheet_wrote_the_file_umlauts_stay(encoding, delimiter, newline):
    text = newline.join(["Name;§ 75", "Mädchentreff Köln-Süd „Größe“;01.02.2020", ""])
    made = plan(text.replace(";", delimiter), encoding=encoding)
    assert [line.name for line in made.lines] == ["Mädchentreff Köln-Süd „Größe“"]
    assert made.faults == []


def test_an_empty_cell_says_nothing_and_what_is_known_stays():
    known = KEPT.fold([TRAEGER, TRAEGER_AMENDED])
    made = plan("Name;IBAN;Expertise\njugendwerk  kalk GGMBH;;nein\n", known)
    assert [line.events for line in made.lines] == [
        [replace(TRAEGER_AMENDED, name="jugendwerk  kalk GGMBH", expert=False)]
    ]


def test_a_register_number_is_known_under_another_name():
    known = KEPT.fold([TRAEGER, TRAEGER_AMENDED, DEACTIVATED])
    made = plan("Name;Registernummer\nNeues Jugendwerk;AG KÖLN,  VR 12345\n", known)
    assert [(it.outcome, it.stream) for it in made.lines] == [("changed", f"traeger-{TRAEGER_ID}")]
    assert told(made.warnings) == [(2, "Name", "inactive"), (2, "Name", "renamed")]


def test_two_of_one_name_are_two_where_their_register_numbers_differ():
    known = KEPT.fold([TRAEGER, TRAEGER_AMENDED])
    made = plan("Name;Registernummer\nJugendwerk Kalk gGmbH;AG Bonn, VR 1\n", known)
    assert [line.outcome for line in made.lines] == ["added"]
    assert told(made.warnings) == [(2, "Name", "same-name")]


def test_where_two_fit_a_person_has_to_decide():
    one = KEPT.evolve(None, TRAEGER)
    assert one is not None
    two = replace(one, traeger_id="other")
    assert told(plan(f"Name\n{one.name}\n", one, two).faults) == [(2, "Name", "ambiguous")]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_what_a_spreadsheet_would_run_is_refused(sign):
    made = plan(f"Name;IBAN\nVerein;\n  {sign}cmd|' /C calc'!A0;\n")
    assert told(made.faults) == [(3, "Name", "formula")]
    assert told(plan(f'Name\n"{sign}1+1"\n').faults) == [(2, "Name", "formula")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"IBAN": "DE03370501980001802057"}, [("IBAN", "invalid-iban")]),
        ({"IBAN": "1" * 43}, [("IBAN", "too-long")]),
        ({"Rechtsform": "AG & Co"}, [("Rechtsform", "not-allowed")]),
        ({"Expertise": "vielleicht"}, [("Expertise", "invalid-type")]),
        ({"§ 75": "31.02.2020"}, [("§ 75", "invalid-date")]),
        ({"§ 75": "1.1.20"}, [("§ 75", "invalid-date")]),
        ({"§ 8a": "2020-13-01"}, [("§ 8a", "invalid-date")]),
        ({"Mitarbeitende": "30,5", "Stichtag": "01.08.2025"}, [("Mitarbeitende", "invalid-type")]),
        ({"Mitarbeitende": "viele", "Stichtag": "01.08.2025"}, [("Mitarbeitende", "invalid-type")]),
        ({"Mitarbeitende": "30"}, [("Stichtag", "missing")]),
        ({"Stichtag": "01.08.2025"}, [("Mitarbeitende", "missing")]),
        (
            {"Mitarbeitende": "30", "Stichtag": "16.09.2025"},
            [("Stichtag", "headcount-in-the-future")],
        ),
        ({"Name": ""}, [("Name", "missing")]),
        ({"Name": "x" * 201}, [("Name", "too-long")]),
        ({"Name": "a\x00b"}, [("Name", "invalid-character")]),
        ({"Name": "a\u202eb"}, [("Name", "invalid-character")]),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(cells, expected):
    row = {"Name": "Verein", "Expertise": "ja", **cells}
    text = f"{';'.join(row)}\n\n{';'.join(row.values())}\n"
    assert told(plan(text).faults) == [(3, column, code) for column, code in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "", "empty-file")]),
        ("\n \n", [(1, "", "empty-file")]),
        ("Nam\nVerein\n", [(1, "Nam", "unknown-column"), (1, "Name", "missing")]),
        ("Name;Name\nA;B\n", [(1, "Name", "column-twice")] * 2),
        ("Name;IBAN\nA\n", [(2, "", "wrong-columns")]),
        ("Name\nA;B\n", [(2, "", "wrong-columns")]),
        ('Name\nA\n"B\n', [(3, "", "unreadable")]),
        ("Name\nVerein\nVEREIN \n", [(3, "Name", "line-twice")]),
        ("Name;Registernummer\nA;VR 1\nB;vr 1\n", [(3, "Registernummer", "line-twice")] * 1),
        ("Name;Registernummer\nA;VR 1\nA;\n", [(3, "Name", "line-twice")]),
        ("Name\nA\n".encode("utf-16"), [(1, "", "invalid-encoding")]),
        (b"Name\n\x81\n", [(1, "", "invalid-encoding")]),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text, expected):
    assert told(plan(text).faults)[: len(expected)] == expected


def test_a_file_is_bounded():
    made = plan("Name\n" + "".join(f"Verein {number}\n" for number in range(LINES_MAX)))
    assert (made.count("added"), made.faults) == (LINES_MAX, [])
    one_more = "Name\n" + "".join(f"Verein {number}\n" for number in range(LINES_MAX + 1))
    assert told(plan(one_more).faults) == [(LINES_MAX + 2, "", "too-many")]


def test_a_refusal_points_at_lines_and_columns():
    made = plan("Name;§ 75\nVerein;gestern\n")
    no = refused(made)
    assert (no.code, no.kind) == ("import-refused", "invalid")
    assert [(it.pointer, it.code) for it in no.errors] == [("/lines/2/§ 75", "invalid-date")]


@given(st.binary(max_size=300))
def test_whatever_bytes_come_the_outcome_is_lines_or_faults_that_can_be_told(content):
    made = plan(b"Name;IBAN\n" + content)
    assert {line.outcome for line in made.lines} <= {"added"}
    for fault in made.faults:
        assert fault.line >= 1
        assert fault.column.isprintable()
    for fault in plan(content).faults:
        assert fault.column.isprintable()


NAMES = st.text(
    st.characters(categories=["L", "Nd", "Zs"], include_characters="„“&.-'\""),
    min_size=1,
    max_size=40,
).filter(lambda it: it.strip() and not it.strip().startswith(("-", "=", "+", "@")))


@given(st.lists(NAMES, max_size=8, unique_by=lambda it: " ".join(it.casefold().split())))
def test_names_come_back_as_they_were_written(names):
    text = "Name;IBAN\n" + "".join('"' + it.replace('"', '""') + '";\n' for it in names)
    made = plan(text)
    assert made.faults == []
    assert [line.name for line in made.lines] == [it.strip() for it in names]
    again = plan(text, *after(made, KEPT))
    assert {line.outcome for line in again.lines} <= {"unchanged"}


# ---- Sozialräume ---------------------------------------------------------------------------


def areas(text, *known):
    return plan(text, *known, importer=SozialraumImport())


def test_sozialraeume_are_added_renamed_and_left_alone():
    text = "Team;Sozialraum\nTeam Mitte;kalk-nord\nTeam Vingst;Vingst\n"
    made = areas(text, SOZIALRAUM)
    assert [(line.outcome, line.events) for line in made.lines] == [
        (
            "changed",
            [events.SozialraumRenamed(SOZIALRAUM.sozialraum_id, "Kalk-Nord", "Team Mitte")],
        ),
        (
            "added",
            [
                events.SozialraumRegistered(
                    new_id(" vingst"), "Vingst", new_id(" team vingst"), "Team Vingst"
                )
            ],
        ),
    ]
    again = areas(text, *after(made, AREA, SOZIALRAUM))
    assert [line.outcome for line in again.lines] == ["unchanged", "unchanged"]


def test_a_sozialraum_stands_once_in_a_file_and_has_a_team():
    assert told(areas("Sozialraum;Team\nA;X\na;Y\n").faults) == [(3, "Sozialraum", "line-twice")]
    assert told(areas("Sozialraum;Team\nA;\n").faults) == [(2, "Team", "missing")]
    assert told(areas("Sozialraum\nA\n").faults) == [(1, "Team", "missing")]
    two = replace(SOZIALRAUM, sozialraum_id="other")
    assert told(areas("Sozialraum;Team\nKalk-Nord;X\n", SOZIALRAUM, two).faults) == [
        (2, "Sozialraum", "ambiguous")
    ]
