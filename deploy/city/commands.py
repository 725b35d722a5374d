"""The commands `sozialraum city`: for an office of the whole city, without access to any instance."""

import json
import sys
from pathlib import Path

import click

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@click.group()
def city() -> None:
    """Legt die Bezirke einer Stadt nebeneinander, aus ihren Prüfbündeln."""


@city.command("add")
@FOLDER
@click.argument("bundle", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--keys",
    "keys",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help="Prüfschlüssel des Bezirks, einer je Zeile",
)
def add(folder: Path, bundle: Path, keys: Path) -> None:
    """Nimmt ein Prüfbündel auf, wenn es in Ordnung ist und das vorhandene fortsetzt."""
    from deploy.bundle.verifier.signature import Key
    from deploy.city import folder as kept

    try:
        known = [Key(line.split()[0]) for line in keys.read_text().splitlines() if line.strip()]
    except (ValueError, IndexError) as error:
        raise click.BadParameter(f"{keys}: {error}", param_hint="--keys") from None
    try:
        district = kept.add(folder, bundle, known)
    except kept.BundleRefusedError as refused:
        click.echo(str(refused), err=True)
        for fault in refused.faults:
            click.echo(f"  {fault}", err=True)
        sys.exit(1)
    click.echo(f"{district.name}, Stand {district.as_of[:16].replace('T', ' ')} UTC: aufgenommen.")


@city.command("show")
@FOLDER
@click.option("--html", type=click.Path(path_type=Path), help="als druckbare Seite in diese Datei")
def show(folder: Path, html: Path | None) -> None:
    """Zeigt die Stadt als JSON, oder als Seite."""
    from deploy.city import folder as kept
    from deploy.city.overview import overview
    from deploy.city.page import page

    try:
        found = kept.districts(folder)
    except kept.BundleRefusedError as refused:
        raise click.ClickException(str(refused)) from None
    if not found:
        raise click.ClickException(f"In {folder} liegt noch kein Bündel („sozialraum city add“).")
    told = overview(found)
    if html is None:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        html.write_text(page(told))
