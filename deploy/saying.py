"""How the command tells a person what went wrong: one line, and one for each fault."""

import os
from typing import Final

import click

from shared.refusal import Refused

EXIT_REFUSED: Final = 1
EXIT_UNREACHABLE: Final = 3
PLAIN: Final = ("EmbeddedPostgresError", "SchemaError", "SettingsError", "StartError")
"""Errors whose text says it all, in German."""


def explained(error: Exception) -> int:
    """Tell of an error on stderr and return the exit code."""
    if isinstance(error, Refused):
        click.echo(f"{error.title} ({error.code}): {error.detail}", err=True)
        for fault in error.errors:
            click.echo(f"  {fault.pointer or '/'}: {fault.message} ({fault.code})", err=True)
        away = error.kind in ("unavailable", "timeout")
        return EXIT_UNREACHABLE if away else EXIT_REFUSED
    if os.environ.get("SOZIALRAUM_TRACE"):
        raise error
    text = " ".join(str(error).split())
    if type(error).__name__ not in PLAIN:
        text = f"{type(error).__name__}: {text}"
    click.echo(text, err=True)
    return EXIT_REFUSED
