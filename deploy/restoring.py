"""The command `sozialraum restore`: what was erased after a backup is erased again, before anything starts."""

import os
from contextlib import closing
from typing import Any, TextIO

import click

from deploy import keys
from services.registry import NAMES, service_class


@click.command()
@click.argument("listed", type=click.File("r"), required=False)
def restore(listed: TextIO | None) -> None:
    """Löscht nach einer Wiederherstellung erneut, wessen Schlüssel vernichtet sind.

    Ohne LISTED gilt die Liste im Schlüsselspeicher; mit einer Liste („keys destroyed“) werden
    zuerst auch die Schlüssel darin vernichtet. Die Dienste stehen dabei still.
    """
    from shared.keystore import key_store
    from shared.settings import Settings

    settings = Settings.load(dict(os.environ))
    if listed is not None:
        gone = keys.destroyed_in(listed)
        with closing(key_store(settings)) as store:
            click.echo(f"{keys.destroy_again(store, gone)} Schlüssel neu vernichtet.")
    click.echo(f"{erase_again(settings)} Löschungen wiederholt.")


def erase_again(settings: Any) -> int:
    """Repeat all erasures that the restored logs and rows have forgotten; return how many."""
    from shared import erased

    return erased.repeat(settings, {name: service_class(name) for name in NAMES})
