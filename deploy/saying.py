"""How the command tells a person what went wrong: one line, and one for each fault."""

import errno
import os
import sys
from typing import Final

import click
import psycopg

from deploy import usage
from shared.refusal import Refused

EXIT_REFUSED: Final = 1
EXIT_UNREACHABLE: Final = 3
PLAIN: Final = ("EmbeddedPostgresError", "SchemaError", "SettingsError", "StartError")
"""Errors whose text says it all, in German."""


FILES: Final = {
    errno.ENOENT: "gibt es nicht.",
    errno.ENOTDIR: "liegt in keinem Ordner.",
    errno.EISDIR: "ist ein Ordner.",
    errno.EACCES: "darf dieses Konto nicht lesen oder schreiben.",
    errno.EPERM: "darf dieses Konto nicht lesen oder schreiben.",
    errno.EROFS: "lässt sich nicht schreiben: Der Datenträger ist schreibgeschützt.",
    errno.ENOSPC: "passt nicht mehr auf den Datenträger.",
}
"""What is the matter with a file."""
AWAY: Final = "Die Datenbank ist nicht erreichbar. Läuft die Instanz (DATABASE_URL, DATA_DIR)?"


def explained(error: Exception) -> int:
    """Tell of an error on stderr and return the exit code."""
    if isinstance(error, BrokenPipeError):  # Who reads has seen enough, as in „… | head“.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_REFUSED
    if isinstance(error, click.Abort):
        click.echo("Abgebrochen.", err=True)
        return EXIT_REFUSED
    if isinstance(error, click.ClickException):
        click.echo(usage.told(error), err=True)
        return error.exit_code
    if isinstance(error, Refused):
        click.echo(f"{error.title} ({error.code}): {error.detail}", err=True)
        for fault in error.errors:
            click.echo(f"  {fault.pointer or '/'}: {fault.message} ({fault.code})", err=True)
        away = error.kind in ("unavailable", "timeout")
        return EXIT_UNREACHABLE if away else EXIT_REFUSED
    if os.environ.get("SOZIALRAUM_TRACE"):
        raise error
    click.echo(_text(error), err=True)
    return EXIT_UNREACHABLE if isinstance(error, psycopg.OperationalError) else EXIT_REFUSED


def _text(error: Exception) -> str:
    """Return an error in one line; in our words where we know what it means."""
    text = " ".join(str(error).split())
    if isinstance(error, OSError) and error.filename is not None and error.errno in FILES:
        return f"„{error.filename}“ {FILES[error.errno]}"
    if isinstance(error, psycopg.OperationalError):
        return f"{AWAY} ({text})"
    if isinstance(error, psycopg.errors.UndefinedTable | psycopg.errors.InvalidSchemaName):
        return f"Die Datenbank ist nicht eingerichtet („sozialraum migrate“). ({text})"
    return text if type(error).__name__ in PLAIN else f"{type(error).__name__}: {text}"
