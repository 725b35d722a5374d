"""The commands `sozialraum witness`: for an audit office that signs what has only grown.

They need a folder and nothing of an instance. Exit codes: 0 signed, 10 no request, 11 unknown log,
12 bad signature, 13 shorter than seen, 14 other root than seen, 15 not proved.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@click.group()
def witness() -> None:
    """Bezeugt Prüfpunkte: für das Rechnungsprüfungsamt, ohne Zugang zur Instanz.

    Endet mit 10 (keine Anfrage), 11 (unbekanntes Protokoll), 12 (falsche Unterschrift),
    13 (kürzer als gesehen), 14 (andere Wurzel als gesehen), 15 (nicht bewiesen).
    """


@witness.command("init")
@FOLDER
@click.option("--name", required=True, help="Name des Zeugen, etwa rpa.stadt.example")
def init(folder: Path, name: str) -> None:
    """Richtet einen Zeugen ein und gibt seinen Prüfschlüssel aus."""
    from shared.proof.witness import Witness

    with _told():
        click.echo(str(Witness.init(folder, name).signer.verifier))


@witness.command("trust")
@FOLDER
@click.argument("key")
def trust(folder: Path, key: str) -> None:
    """Kennt von nun an den Prüfschlüssel eines Protokolls (sozialraum checkpoint … --keys)."""
    from shared.proof.note import Verifier
    from shared.proof.witness import Witness

    with _told():
        Witness(folder).trust(Verifier.parse(key))


@witness.command("show")
@FOLDER
def show(folder: Path) -> None:
    """Zeigt, wie lang jedes Protokoll zuletzt war, und seine Wurzel."""
    from shared.proof.witness import Witness

    with _told():
        for origin, log in sorted(Witness(folder).seen().items()):
            click.echo(f"{origin}  {log['size']}  {log['root'] or '–'}")


@witness.command("sign")
@FOLDER
@click.argument("request", type=click.File("r", encoding="utf-8"), default="-")
def sign(folder: Path, request: TextIO) -> None:
    """Prüft eine Anfrage (sozialraum checkpoint … --since …) und gibt die bezeugte Notiz aus."""
    from shared.proof.witness import Request, Witness

    with _told():
        asked = Request.parse(request.read())
        click.echo(Witness(folder).sign(asked, int(time.time())), nl=False)


@contextmanager
def _told() -> Iterator[None]:
    """Tell of what the witness refuses in one line, and end with its exit code."""
    from shared.proof.note import NoteError
    from shared.proof.witness import BAD_REQUEST, WitnessError

    try:
        yield
    except WitnessError as refused:
        click.echo(str(refused), err=True)
        sys.exit(refused.code)
    except UnicodeDecodeError:
        click.echo("Das ist kein Text in UTF-8.", err=True)
        sys.exit(BAD_REQUEST)
    except NoteError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_REQUEST)
