"""Notices as they leave the house: golden files that are never edited after release.

A changed text is a new version of the template with a new file. A new notice is written down once
with `python -m tests.unit.projects.notices.test_notices`, which leaves existing files alone.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.projects.notices import wording
from services.projects.notices.approval import Employees
from services.projects.notices.changes import Tranche
from services.projects.notices.letter import ContradictionError, OwnShare
from services.projects.notices.rendering import VERSIONS, render
from services.projects.notices.settlement import Balance
from shared.guideline import Financing, InKind, Policy, Post, ThirdParty, YearPlan, finance
from tests.unit.projects.notices.examples import (
    AMENDMENT,
    APPROVAL,
    CHANGE_REJECTION,
    EXTENSION,
    HEARING,
    INTEREST,
    LETTER,
    NOTICES,
    OFFICE,
    RECOVERED,
    REDUCED,
    REJECTION,
    REVOCATION,
    SETTLED,
    TERMINATION,
)
from tests.unit.projects.notices.words import said

GOLDEN = Path(__file__).parents[3] / "contracts" / "notices"


def golden(kind):
    return GOLDEN / f"{kind}.v{VERSIONS[kind]}.html"


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_is_what_was_agreed_byte_by_byte(kind):
    assert render(kind, NOTICES[kind]).encode() == golden(kind).read_bytes()


def test_every_kind_has_its_golden_file_and_every_file_its_kind():
    assert {file.name for file in GOLDEN.iterdir()} == {golden(kind).name for kind in VERSIONS}
    assert NOTICES.keys() == VERSIONS.keys()


def test_a_hearing_asks_and_decides_nothing():
    text = said("hearing", HEARING)
    for words in (
        "bis zum 18.09.2028",
        "Zurückzuzahlen 2.666,66 €",
        "Ausgezahlt 60.166,65 €",
        "§ 24 SGB X",
        "noch keine Entscheidung",
        "Das Honorar der Werkstatt ist entfallen.",
    ):
        assert words in text
    assert "Rechtsbehelfsbelehrung" not in text


def test_a_recovery_says_how_much_until_when_why_and_by_which_law():
    text = said("settlement-recovery", RECOVERED)
    for words in (
        "Endgültige Zuwendung 57.499,99 €",
        "bis zum 25.10.2028",
        "Sozialraumprojekt 2026-8-017 Rueckzahlung",
        "vom 25.09.2028 an",
        "Ihre Äußerung vom 11.09.2028",
        "§ 47 Absatz 2 SGB X",
        "§ 50 SGB X",
        "Rechtsbehelfsbelehrung",
    ):
        assert words in text
    unheard = replace(RECOVERED, heard_on=None, asked_until=date(2028, 9, 18))
    assert "bis zum 18.09.2028 Gelegenheit" in said("settlement-recovery", unheard)


def test_a_settlement_without_a_recovery_claims_nothing():
    text = said("settlement", SETTLED)
    assert "Noch auszuzahlen 1.500,00 €" in text
    assert "widerrufe" not in text
    assert "Zinsen" not in text


def test_a_settlement_that_contradicts_itself_cannot_be_made():
    for amounts in ((100, 101, 0, 0), (100, 90, 10, 10), (100, 90, -1, 0)):
        with pytest.raises(ContradictionError):
            Balance(*amounts)
    with pytest.raises(ContradictionError):
        replace(RECOVERED, due_on=None)


def test_a_notice_of_interest_says_for_which_days_how_much_and_why():
    text = said("interest", INTEREST)
    for words in (
        "setze die Zinsen fest auf 41,39 €",
        "bis zum 07.03.2029",
        "25.09.2028 31.12.2028 98 2.666,66 € 6,27 %",
        "01.01.2029 17.01.2029 17 1.666,66 € 8,37 %",
        "Was frühere Bescheide für diese Tage festgesetzt haben, ist abgezogen",
        "Schon festgesetzt −10,00 €",
        "§ 50 Absatz 2a SGB X",
        "Sie haben erst drei Monate nach der Fälligkeit gezahlt.",
        "Rechtsbehelfsbelehrung",
    ):
        assert words in text, words
    assert "Was frühere" not in said("interest", replace(INTEREST, earlier_ct=0))


def test_a_notice_about_money_used_late_claims_no_recovery():
    text = said("interest", replace(INTEREST, ground="late-use"))
    for words in (
        "nicht alsbald nach der Auszahlung",
        "§ 50 Absatz 2a Satz 3 SGB X",
        "nicht verwendet Zinssatz",
        "Ihre Zuwendung ändert sich dadurch nicht.",
    ):
        assert words in text, words
    assert "zurückgefordert" not in text


def test_a_notice_of_interest_fixes_some():
    for changes in ({"spans": ()}, {"earlier_ct": 5_139}):
        with pytest.raises(ContradictionError):
            replace(INTEREST, **changes)


def before_the_annex(text):
    return text.partition("Anlage: Berechnung")[0]


def test_the_maximum_stands_once_in_the_notice_itself():
    text = before_the_annex(said("approval", APPROVAL))
    assert text.count("60.166,65 €") == 1
    assert "Zuwendung von höchstens 60.166,65 € Das ist der Höchstbetrag." in text


def test_an_approval_says_all_that_has_to_be_in_it():
    text = said("approval", APPROVAL)
    for words in (
        "Stadt Köln · Bezirksjugendamt Kalk · Musterstraße 1 · 51103 Köln",
        "Jugendwerk Kalk e. V. Kalker Weg 12 51103 Köln",
        "Aktenzeichen 2026-8-017",
        "Antrag vom 28.11.2025, Fassung 2",
        "Eine Nachfinanzierung ist ausgeschlossen",
        "§ 74 des Achten Buches Sozialgesetzbuch",
        "1 Mädchen von 12 bis 16 Jahren kommen regelmäßig zum Treff. Sie bestimmen das Programm",
        "acht Mädchen kommen 40 Mädchen, die zum ersten Mal kommen 25 2 Mädchen planen eigene",
        "3 Mädchen fühlen sich auf dem Platz sicher. Lässt sich nicht zählen; eine Befragung",
        "vom 15.01.2026 bis zum 14.01.2028 gefördert",
        "Fehlbedarfsfinanzierung",
        "Förderfähige Kosten 66.666,66 €",
        "abzüglich Mittel Dritter 5.500,01 €",
        "abzüglich Ihres eigenen Geldes 1.000,00 €",
        "Ausgabe 2026-1",
        "3 % der förderfähigen Kosten, das sind 2.000,00 €",
        "am 28.11.2025 waren es 75 (Köpfe)",
        "im Wert von 1.000,00 € und im Übrigen durch eigenes Geld",
        "2026 31.944,43 € 4.000,00 € 479,17 € 27.465,26 €",
        "2027 33.333,33 € 0,00 € 500,00 € 32.701,39 €",
        "2028 1.388,90 € 1.500,01 € 20,83 € 0,00 €",
        "2026 15.01.2026 31.12.2026 nein 2027 01.01.2027 31.12.2027 ja Die erste Zahlung",
        "Für 2027 hat der Rat noch keine Mittel beschlossen",
        "Projektbericht 2026 15.01.2026 bis 31.12.2026 30.04.2027",
        "Verwendungsnachweis 15.01.2026 bis 14.01.2028 31.07.2028",
        "§ 26 Absatz 3 SGB X",
        "(ANBest-P)“ sind Bestandteil dieses Bescheids",
        "Legen Sie bis zum 31.03.2026 die Vereinbarung nach § 72a SGB VIII vor.",
        "Ich behalte mir vor, diesen Bescheid ganz oder teilweise zu widerrufen",
        "„Gefördert durch: Stadt Köln, Amt für Kinder, Jugend und Familie“",
        "Behördliche Datenschutzbeauftragte der Stadt Köln",
        "Klage ist bei dem Verwaltungsgericht Köln, Appellhofplatz, 50667 Köln",
        "Mit freundlichen Grüßen Bezirksjugendamtsleitung",
        "Auf den Cent gerundet, ab einem halben auf 0,01 € Ergebnis 2.000,00 €",
        "Überschuss anderer Jahre −131,94 € Ergebnis 32.701,39 €",
    ):
        assert words in text


def test_an_approval_of_less_says_what_was_asked_for_and_why_it_is_less():
    text = before_the_annex(said("approval-reduced", REDUCED))
    assert "Zuwendung von höchstens 47.233,32 €" in text
    assert (
        "Beantragt sind 60.166,65 €. Soweit ich weniger bewillige, lehne ich den Antrag ab." in text
    )
    assert "Ein Teil der Kosten ist nicht notwendig oder nicht angemessen. Im Einzelnen:" in text
    assert "Fahrtkosten sind durch die Pauschale abgegolten." in text
    assert "Haushaltsvorbehalt:" not in text
    assert "Besondere Auflagen" not in text


def test_a_deputy_signs_in_the_place_of_the_head_and_an_objection_goes_to_the_office():
    text = said("rejection", REJECTION)
    assert "Den Antrag auf eine Zuwendung für das oben genannte Projekt lehne ich ab." in text
    assert wording.REJECTION["no-priority"] in text
    assert "Die Mittel 2028 reichen für zwei davon." in text
    assert "i. V. Bezirksjugendamtsleitung" in text
    assert "Widerspruch ist bei Stadt Köln, Musterstraße 3, 50679 Köln, schriftlich" in text
    assert "Klage" not in text
    assert "i. V." not in said("approval", APPROVAL).replace("e. V.", "")


def test_an_amendment_says_old_and_new_and_to_which_notice_it_belongs():
    text = said("amendment", AMENDMENT)
    assert "2. Änderungsbescheid" in text
    assert "ändert meinen Zuwendungsbescheid vom 14.01.2026, zuletzt in der Fassung" in text
    assert "Verlängerungsbescheid (1. Änderungsbescheid) vom 02.08.2027" in text
    assert "Höchstbetrag der Zuwendung 60.166,65 € 54.166,64 €" in text
    assert "Ende des Projekts 14.07.2028 31.12.2027" in text
    assert "Ihre Äußerung vom 20.09.2027 habe ich berücksichtigt." in text


def test_an_early_end_says_its_day_what_falls_away_and_what_is_to_be_reported():
    text = said("termination", TERMINATION)
    assert "Bescheid über das vorzeitige Ende (2. Änderungsbescheid)" in text
    assert "ändert meinen Zuwendungsbescheid vom 14.01.2026, zuletzt in der Fassung" in text
    assert "Ende des Projekts 14.07.2028 31.10.2027" in text
    assert "Zuwendung 2028 1.666,67 € 0,00 € Eigenanteil 2.000,00 € 1.833,34 €" in text
    assert "Verwendungsnachweis 15.01.2026 bis 31.10.2027 30.04.2028" in text
    assert wording.TERMINATION["goals-unreachable"] in text
    assert "Ihre Äußerung vom 20.09.2027 habe ich berücksichtigt." in text
    assert "Klage ist bei dem Verwaltungsgericht Köln" in text


def test_who_ends_a_project_itself_was_not_heard_and_may_keep_all_amounts():
    text = said("termination", replace(TERMINATION, amounts=(), cause="given-up", heard_on=None))
    assert "Die Beträge des geänderten Bescheids bleiben, wie sie sind" in text
    assert "§ 24" not in text


def test_a_revocation_names_its_ground_its_reach_and_its_term():
    text = said("revocation", REVOCATION)
    assert "Aufhebungsbescheid (1. Änderungsbescheid)" in text
    assert "Ich widerrufe die Bewilligung zum Teil (§ 47 des Zehnten Buches" in text
    assert "mit Wirkung vom 01.01.2027." in text
    assert "Zuwendung 2027 32.701,39 € 27.701,38 €" in text
    assert wording.REVOCATION["misused"] in text
    assert "kenne ich seit dem 12.07.2027. Die Jahresfrist ist eingehalten (§ 47 Absatz 2" in text
    assert "Ihre Äußerung vom 20.09.2027 habe ich berücksichtigt." in text
    assert "ist zu erstatten (§ 50 SGB X)" in text
    assert "Bewilligungszeitraum endet" not in text
    assert "Klage ist bei dem Verwaltungsgericht Köln" in text


def test_what_was_unlawful_is_taken_back_from_the_beginning_or_for_the_future():
    whole = replace(
        REVOCATION,
        basis="section-45",
        extent="whole",
        effective_from=None,
        reason_code="wrong-statements",
    )
    text = said("revocation", whole)
    assert "Ich nehme die Bewilligung ganz zurück (§ 45 des Zehnten Buches" in text
    assert "und zwar von Anfang an." in text
    assert "Die Jahresfrist ist eingehalten (§ 45 Absatz 4 Satz 2 SGB X)." in text

    later = replace(
        whole,
        effective_from=date(2027, 11, 1),
        new_end=date(2027, 10, 31),
        reason_code="unlawful",
    )
    text = said("revocation", later)
    assert "mit Wirkung vom 01.11.2027." in text
    assert "endet statt am 14.01.2028 am 31.10.2027." in text
    assert "Jahresfrist" not in text


def test_a_change_that_is_not_granted_leaves_the_notice_as_it_is():
    text = said("change-rejection", CHANGE_REJECTION)
    assert "Änderungsantrag vom 06.09.2027" in text
    assert "Ihren Antrag, das Projekt bis zum 14.07.2028 zu verlängern, lehne ich ab." in text
    assert "Es bleibt bei meinem Zuwendungsbescheid vom 14.01.2026." in text
    assert wording.CHANGE_REJECTION["no-budget"] in text
    assert "Klage ist bei dem Verwaltungsgericht Köln" in text
    money = replace(CHANGE_REJECTION, new_end=None, between=AMENDMENT.between)
    text = said("change-rejection", money)
    assert "Ihren Antrag, die Bewilligung zu ändern, lehne ich ab." in text
    assert "in der Fassung folgender Bescheide: Verlängerungsbescheid (1. Ände" in text


def test_an_extension_without_cost_moves_money_and_keeps_the_maximum():
    text = said("extension", EXTENSION)
    assert "Verlängerungsbescheid (1. Änderungsbescheid)" in text
    assert "Ende des Projekts 14.01.2028 14.07.2028" in text
    assert "Der Höchstbetrag ändert sich nicht." in text
    assert "2027 32.701,39 € 31.034,72 € 2028 0,00 € 1.666,67 €" in text
    assert "Für 2028 hat der Rat noch keine Mittel beschlossen." in text
    assert "Verwendungsnachweis 15.01.2026 bis 14.07.2028 31.01.2029" in text
    assert wording.EXTENSION["staff-shortage"] in text


def test_an_extension_with_cost_raises_the_maximum_and_has_an_own_share_of_its_own():
    dearer = replace(
        EXTENSION,
        tranches=(
            Tranche(2026, 2_746_526, 2_746_526),
            Tranche(2027, 3_270_139, 3_270_139),
            Tranche(2028, 0, 1_710_000),
        ),
        own_share=OwnShare(5, 90_000, 30_001),
    )
    text = said("extension", dearer)
    assert "Der Höchstbetrag steigt von 60.166,65 € auf 77.266,65 €" in text
    assert "weiteren Eigenanteil von 5 %, das sind 900,00 €; davon" in text
    assert "Sach- und Arbeitsleistungen im Wert von 300,01 €" in text
    assert "Haushaltsvorbehalt:" not in text


def test_an_extension_that_moves_nothing_shows_no_tranches():
    still = replace(
        EXTENSION, tranches=tuple(replace(it, new_ct=it.old_ct) for it in EXTENSION.tranches)
    )
    assert "Auch die Tranchen der Haushaltsjahre bleiben, wie sie sind." in said("extension", still)


def test_full_funding_has_no_own_share_and_says_that_it_is_an_exception():
    full = replace(
        APPROVAL,
        financing_type="full",
        own_share=OwnShare(0, 0, 0),
        employees=Employees(0, "heads", date(2025, 11, 28)),
        steps=(),
        full_funding_reason="Niemand sonst kommt dafür auf.",
    )
    text = said("approval", full)
    assert "Ausnahmsweise werden die förderfähigen Kosten ohne Eigenanteil finanziert" in text
    assert "so; dem folge ich: Niemand sonst kommt dafür auf. Berechnung" in text
    assert "Einen Eigenanteil müssen Sie nicht erbringen." in text
    assert "Fehlbedarfsfinanzierung" not in text


def test_an_own_share_all_in_cash_and_full_time_equivalents():
    cash = replace(
        APPROVAL,
        own_share=OwnShare(1, 66_667, 0),
        employees=Employees(30, "fte", date(2025, 11, 28)),
        steps=(),
    )
    text = said("approval", cash)
    assert "waren es 30 (Vollzeitäquivalente)" in text
    assert "Sie erbringen ihn durch eigenes Geld." in text


def test_a_draft_and_a_specimen_say_that_they_are_none():
    draft = replace(LETTER, is_draft=True, office=replace(OFFICE, is_sample=True))
    text = said("approval", replace(APPROVAL, letter=draft))
    assert "Entwurf. Es ist noch nichts entschieden" in text
    assert "Muster. Die Angaben der Behörde sind noch nicht eingetragen." in text
    assert "Entwurf" not in said("approval", APPROVAL)


def test_the_example_is_what_the_guideline_makes_of_its_plan():
    plan = {
        year: YearPlan((Post("Kosten", "", None, 100, 12, costs_ct),), (), others)
        for year, costs_ct, others in (
            (2026, 3_194_443, (ThirdParty("Stiftung", "public", 400_000, granted=True),)),
            (2027, 3_333_333, ()),
            (2028, 138_890, (ThirdParty("Stiftung", "public", 150_001, granted=True),)),
        )
    }
    volunteers = (InKind("volunteering", "Ehrenamt", 4_000),)
    made = finance(Financing(plan, 75, 100_000, volunteers), Policy())
    assert {it.year: it.grant_ct for it in APPROVAL.years} == made.grant_ct
    assert {it.year: it.own_cash_ct for it in APPROVAL.years} == made.own_cash_by_year_ct
    assert APPROVAL.own_share == OwnShare(3, made.own_share_ct, made.in_kind_counted_ct)
    replace(APPROVAL, steps=made.steps)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for one, notice in NOTICES.items():
        if not golden(one).exists():
            golden(one).write_text(render(one, notice))
