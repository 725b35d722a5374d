"""The command tells what went wrong in German, on lines of stderr, with its exit code."""

import os
import sys

import click
import psycopg
import pytest

from deploy import cli, saying
from shared.refusal import Refused


def ran(monkeypatch, capsys, *words):
    monkeypatch.setattr(sys, "argv", ["sozialraum", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code, capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("unsinn",), "Den Befehl „unsinn“ gibt es nicht."),
        (("verify", "--unsinn"), "Die Angabe „--unsinn“ gibt es nicht."),
        (("bundle", "x.zip"), "Es fehlt: --recipient."),
        (("bundle",), "Es fehlt: OUT."),
        (("inventory", "extra"), "Das ist zu viel: extra"),
        (
            ("checkpoint", "kasse"),
            "SERVICE: erwartet wird eins von projects, funding, resources, reporting.",
        ),
        (
            ("sample", "payments", "--seed", "a", "--count", "0"),
            "--count: erwartet wird eine ganze Zahl von 1 bis 10000.",
        ),
        (
            ("checkpoint", "funding", "--since", "-4"),
            "--since: erwartet wird eine ganze Zahl ab 0.",
        ),
        (
            ("changes", "--from", "1.1.2026", "--to", "2026-12-31"),
            "--from: erwartet wird ein Tag (JJJJ-MM-TT).",
        ),
        (("prove", "inclusion", "funding", "x"), "POSITION: erwartet wird eine ganze Zahl."),
        (
            ("verify", "--checkpoint", "/gibt/es/nicht"),
            "--checkpoint: Diese Datei gibt es nicht, oder sie ist nicht von dieser Art.",
        ),
        (("run", "gateway", "projects"), "gateway läuft für sich allein."),
        (
            ("bundle", "x.zip", "--recipient", "RPA", "--at", "funding"),
            "--at: „funding“: erwartet wird DIENST=ANZAHL",
        ),
    ],
)
def test_a_wrong_call_is_told_in_german_with_how_it_goes(monkeypatch, capsys, words, line):
    code, told = ran(monkeypatch, capsys, *words)
    assert code == 2
    assert told[0] == line
    assert told[1].startswith("Aufruf: sozialraum ")
    assert len(told) == 2


def test_a_folder_without_a_bundle_is_one_line(monkeypatch, capsys, tmp_path):
    code, told = ran(monkeypatch, capsys, "city", "show", str(tmp_path))
    assert (code, len(told)) == (1, 1)
    assert told[0].endswith("liegt noch kein Bündel („sozialraum city add“).")


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (FileNotFoundError(2, "No such file", "/nix/a"), 1, "„/nix/a“ gibt es nicht."),
        (IsADirectoryError(21, "Is a directory", "/tmp"), 1, "„/tmp“ ist ein Ordner."),  # noqa: S108
        (click.Abort(), 1, "Abgebrochen."),
        (psycopg.OperationalError("no server"), 3, f"{saying.AWAY} (no server)"),
        (Refused("log-empty", "Leer", "Nichts da."), 1, "Leer (log-empty): Nichts da."),
        (ValueError("two\nlines"), 1, "ValueError: two lines"),
    ],
)
def test_what_went_wrong_is_one_line(capsys, monkeypatch, error, code, line):
    monkeypatch.delenv("SOZIALRAUM_TRACE", raising=False)
    assert saying.explained(error) == code
    assert capsys.readouterr().err == line + "\n"


def test_who_has_read_enough_is_no_error(capfd):
    kept = os.dup(1)
    try:
        assert saying.explained(BrokenPipeError()) == 1
    finally:
        os.dup2(kept, 1)
    assert capfd.readouterr().err == ""
