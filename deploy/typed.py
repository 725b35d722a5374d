"""What is typed at the command line: a JSON object, or the file in which one lies."""

import json
from pathlib import Path

import click

from shared.canonical import Json


def body(text: str) -> Json:
    """Return the JSON object that was typed, or that lies in the file named. Raises UsageError."""
    try:
        told = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text())
    except OSError as error:
        raise click.UsageError(f"{text}: {error.strerror}.") from None
    except json.JSONDecodeError as error:
        where = f"Zeile {error.lineno}, Spalte {error.colno}"
        raise click.UsageError(f"Das ist kein JSON: ab {where} nicht lesbar.") from None
    except ValueError:
        raise click.UsageError("Das ist kein JSON: Die Datei ist kein Text in UTF-8.") from None
    if not isinstance(told, dict):
        raise click.UsageError("Erwartet wird ein JSON-Objekt.")
    return told
