"""The commands `sozialraum keys`: which keys of persons' data are destroyed, and destroying them again.

They touch the key store and nothing else, so they run while services stand still.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, TextIO

import click


@click.group()
def keys() -> None:
    """Zeigt vernichtete Schlüssel und vernichtet sie nach einer Wiederherstellung erneut."""


@keys.command("destroyed")
def destroyed() -> None:
    """Gibt die Liste der vernichteten Schlüssel aus, eine Zeile JSON für jeden."""
    with _store() as store:
        for each in store.destroyed().values():
            click.echo(json.dumps(asdict(each)))


@keys.command("apply")
@click.argument("listed", type=click.File("r"))
def apply(listed: TextIO) -> None:
    """Vernichtet erneut, was in einer solchen Liste steht: nach einer Wiederherstellung."""
    gone = destroyed_in(listed)
    with _store() as store:
        click.echo(f"{destroy_again(store, gone)} Schlüssel neu vernichtet.")


def destroyed_in(listed: TextIO) -> list[Any]:
    """Return what a list of destroyed keys names. Raises UsageError where it is none."""
    from shared.keystore import Destroyed

    try:
        return [Destroyed(**json.loads(line)) for line in listed if line.strip()]
    except (ValueError, TypeError) as error:
        raise click.UsageError("Das ist keine Liste vernichteter Schlüssel.") from error


def destroy_again(store: Any, gone: list[Any]) -> int:
    """Destroy what a list names; return how many keys were still there."""
    before = len(store.destroyed())
    store.apply(gone)
    return len(store.destroyed()) - before


@contextmanager
def _store() -> Iterator[Any]:
    """Open the key store; the data's own database is not asked for, so nobody has to name it."""
    from shared.keystore import key_store
    from shared.settings import Settings

    store = key_store(Settings.load({"DATABASE_URL": "postgresql://", **os.environ}))
    try:
        yield store
    finally:
        store.close()
