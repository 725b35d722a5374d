"""What looks like data of a client in a text, and what does not."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.documents import Document
from shared.guideline.case_filter import check, check_body, hits, references
from shared.refusal import Refused

TODAY = date(2026, 3, 2)


def found(text):
    return [(hit.kind, hit.words) for hit in hits(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Siehe Az. 51/123-4567 des ASD.", "file-reference", "Az. 51/123-4567"),
        ("Unter 51/123-4567 geführt.", "file-reference", "51/123-4567"),
        ("Aktenzeichen: 514-2231/26", "file-reference", "Aktenzeichen: 514-2231/26"),
        ("die Fall-Nr. 20817 zeigt", "file-reference", "Fall-Nr. 20817"),
        ("Fallnummer 2026-88 wurde", "file-reference", "Fallnummer 2026-88"),
        ("Der Junge, geb. 12.03.2015, fehlt oft.", "birth-date", "geb. 12.03.2015"),
        ("Das Kind (*12.03.2015) kommt.", "birth-date", "*12.03.2015"),
        ("Das Kind (* 1.3.15) kommt.", "birth-date", "* 1.3.15"),
        ("geboren am 3. März 2015", "birth-date", "geboren am 3. März 2015"),
        ("am 12.03.2015 geboren", "birth-date", "12.03.2015 geboren"),
        ("Geburtsdatum: 01.01.2012", "birth-date", "Geburtsdatum: 01.01.2012"),
        ("M. K., Jg. 2014, wohnt", "initials", "M. K., Jg. 2014"),
        ("M.K. (2014) hat", "initials", "M.K. (2014"),
        ("erreichbar unter 0221 4711223", "phone", "0221 4711223"),
        ("erreichbar unter 0221/471 12 23", "phone", "0221/471 12 23"),
        ("Handy 0176-12345678", "phone", "0176-12345678"),
        ("Handy +49 176 12345678", "phone", "+49 176 12345678"),
        ("Handy 017612345678.", "phone", "017612345678"),
        ("Mutter: mara.k99@gmx.de", "e-mail", "mara.k99@gmx.de"),
    ],
)
def test_it_finds_what_looks_like_a_client(text, kind, words):
    assert found(f"Bericht aus dem Team. {text}") == [(kind, words)]


def test_a_hit_says_where_it_stands():
    (hit,) = hits("Ein Kind, geb. 12.03.2015, kommt.", TODAY)
    assert (hit.start, hit.end) == (10, 25)


def test_several_are_told_in_their_order_and_none_twice():
    text = "Az. 51/123-4567: L. M., Jg. 2013, geb. 2.5.2013, Tel. 0221 998877"
    assert [kind for kind, _ in found(text)] == [
        "file-reference",
        "initials",
        "birth-date",
        "phone",
    ]


def test_who_is_older_than_27_is_no_young_person():
    assert found("geb. 31.12.1998") == []
    assert found("geb. 01.01.1999") == [("birth-date", "geb. 01.01.1999")]
    assert found("geb. 3.4.98") == []
    assert found("geb. 31.02.2015") == []


PROSE = """Im Quartier rund um die Vietorstraße (50103 Köln) leben 4.812 Menschen, davon 1.037 unter 18
Jahren. Seit dem Schuljahr 2024/2025 fehlt an den Nachmittagen ein offener Ort; der Jugendtreff wurde
am 31.12.2023 geschlossen. Die Jahrgangsstufen 5–7 und der Jahrgang 6 der Gesamtschule sind besonders
betroffen, ebenso die Jahrgänge 2011 bis 2016. Das Angebot läuft vom 01.03.2026 bis zum 30.09.2027,
dienstags und donnerstags von 15:00 bis 18.30 Uhr, in den Räumen des Vereins (gegründet 1998).

Nach § 8a SGB VIII gilt das Schutzkonzept vom 12.03.2021; § 72a Abs. 5, § 11 und § 13 SGB VIII bleiben
unberührt. Die Kosten betragen 45.500,00 € (2026: 22.750,00 €; 2027: 22.750,00 €), das sind 0,75
Stellen in E 8b, 39/40 Stunden. Drs. 21/3836 und die Beschlüsse 1/2026 und 51/2026 liegen vor. Ansprechbar
ist die Geschäftsstelle unter info@jugendwerk-kalk.example oder buero@caritas-koeln.de.

* 12.03.2026 Auftakt auf dem Marktplatz
* 20.06.2026 Sommerfest mit den Bürger*innen, Kinder*gruppen und Schüler*innen

Teilnahme: 20 Mädchen (10–14 Jahre), 15 Jungen (12–16 Jahre). Im Fall 2 der Bedarfsplanung, d. h. bei mehr
als 90 % Auslastung, öffnen wir samstags. Z. B. kommen im 1. Halbjahr 2026 je 12.000 Flyer zum Einsatz.
Die Evaluation folgt DIN EN ISO 9001 und dem Handbuch Version 2.1.3 vom 3. März 2024. Gäste: 1.200 im
Jahr, Ziel 40/Woche; Linie 1, Haltestelle Kalk Post, Raum 0.12 und 0815-Lösungen gibt es nicht.
E. Kästner und A. Lindgren lesen wir vor; geborene Erzählerinnen gibt es genug."""


def test_it_leaves_ordinary_texts_alone():
    assert found(PROSE) == []


@given(st.text(alphabet="0123456789 -/().*@+gebAz,\n", max_size=300))
def test_hits_stand_in_the_text_and_do_not_overlap(text):
    end = 0
    for hit in hits(text, TODAY):
        assert text[hit.start : hit.end] == hit.words
        assert hit.start >= end
        end = hit.end


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("0221 " + "1" * 20_000 + ",5", 0),
        ("0221" + " 11" * 6_000 + ",5", 1),
        ("Az. " + "1-" * 10_000, 1),
        ("A. " * 6_000, 0),
    ],
)
def test_a_text_that_leads_everywhere_is_soon_read(text, many):
    """A pattern that tried all ways to read this would not come back."""
    assert len(found(text)) == many


@pytest.mark.parametrize(
    ("row", "share"),
    [
        ("01.", 0),
        ("a@", 0),
        ("A. B., ", 0),
        ("Az. 1 ", 1),
        ("a@gmail.com ", 1),
        ("geb. 1.1.20 ", 1),
    ],
)
def test_a_long_row_costs_no_more_than_its_length_and_each_hit_in_it_is_found(row, share):
    """Square costs would take minutes here."""
    times = 256 * 1024 // len(row)
    assert len(hits(row * times, TODAY)) == share * times


def test_places_are_told_with_what_stands_there():
    told = {
        "title": "Treff",
        "goals": [{"text": "x"}, {"text": "Az. 51-1234"}],
        "a/b~c": "Tel. 0221 123456",
        "traeger_id": "0221 123456",
        "plan": [{"year": 2026, "posts": [{"function": "Frau A. B., 2014"}]}],
    }
    assert [(it.pointer, it.hit.kind) for it in references(told, TODAY, {"traeger_id"})] == [
        ("/goals/1/text", "file-reference"),
        ("/a~1b~0c", "phone"),
        ("/plan/0/posts/0/function", "initials"),
    ]


@dataclass(frozen=True)
class Told:
    need: Document
    goals: tuple[str, ...]


def test_a_command_is_looked_through_as_its_form_is():
    check(Told(Document.of_text("Ein offener Ort fehlt."), ("Treff",)), TODAY)
    with pytest.raises(Refused) as no:
        check(Told(Document.of_text("Az. 51-1234"), ("Treff", "Tel. 0221 123456")), TODAY)
    assert no.value.code == "case-references-found"
    assert [(it.pointer, it.code, it.message) for it in no.value.errors] == [
        (
            "/need",
            "case-reference",
            "„Az. 51-1234“ sieht aus wie ein Aktenzeichen oder eine Fallnummer.",
        ),
        ("/goals/1", "case-reference", "„0221 123456“ sieht aus wie eine Telefonnummer."),
    ]


def places(body, written=None):
    try:
        check_body(body, TODAY, written)
    except Refused as no:
        return [it.pointer for it in no.errors]
    return []


def test_a_command_is_looked_through_as_it_was_sent_unless_somebody_has_looked():
    told = {"took_part": [{"group": "Mutter von Az. 51-1234", "number": 1}], "on": "2026-03-02"}
    assert places(told) == ["/took_part/0/group"]
    assert places(told | {"confirm_no_case_data": False}) == ["/took_part/0/group"]
    assert places(told | {"confirm_no_case_data": True}) == []


def test_an_id_and_a_sum_are_nobodys_number():
    ids = {"topic_id": "00491234-1234-4a6e-8d0e-5a3f1b2c4d5e", "cards": ["00491234-1234-4a6e-8d0e"]}
    assert places(ids) == ["/cards/0"]  # Half an id is none.
    assert places({"cost": {"amount": {"amount": "0221 471122", "currency": "EUR"}}}) == []
    assert places({"text": "Fall 00491234-1234-4a6e-8d0e-5a3f1b2c4d5e"}) == ["/text"]


def test_where_fields_hold_numbers_of_their_own_right_only_texts_are_looked_through():
    card = {"contact": {"address": "0221 471122"}, "description": "Ruf an: 0221 471122"}
    assert places(card, {"name", "description"}) == ["/description"]
    assert places(card) == ["/contact/address", "/description"]
