"""The command `sozialraum`: running, migrating, looking, mending, playing, measuring.

Errors come on one line of stderr. Exit codes: 0 done, 1 refused or failed, 2 wrong usage,
3 not reachable.
"""

import json
import os
import sys
from typing import Any, Final

import click

from deploy.auditing import changes, findings, sample
from deploy.city.commands import city
from deploy.closing import close_year
from deploy.evidence import bundle
from deploy.inventory import inventory
from deploy.keys import keys
from deploy.parked import parked
from deploy.partitions import partitions
from deploy.proof import checkpoint, cosign, prove, verify
from deploy.receipts_command import receipts
from deploy.rehearse import rehearse
from deploy.replay import replay
from deploy.restoring import restore
from deploy.witness import witness
from services.registry import NAMES

EXIT_REFUSED: Final = 1
EXIT_UNREACHABLE: Final = 3
PORT: Final = 8000


@click.group(
    commands=[
        bundle,
        changes,
        checkpoint,
        city,
        close_year,
        cosign,
        findings,
        inventory,
        keys,
        parked,
        partitions,
        prove,
        receipts,
        rehearse,
        replay,
        restore,
        sample,
        verify,
        witness,
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
)
def cli() -> None:
    """Sozialraum – Projekte eines Bezirksjugendamts, vom Antrag bis zur Abrechnung."""


@cli.command()
@click.argument("services", nargs=-1, type=click.Choice([*NAMES, "gateway"]))
@click.option("--port", default=PORT, show_default=True, help="HTTP-Port auf 127.0.0.1 (0: frei)")
def run(services: tuple[str, ...], port: int) -> None:
    """Startet Dienste; ohne Angabe alles in einem Prozess, ohne weitere Server."""
    from deploy import instance

    if services == ("gateway",):
        instance.exec_gateway()
    if "gateway" in services:
        raise click.UsageError("gateway läuft für sich allein.")
    from shared import green

    green.patch()
    from shared import logs
    from shared.settings import Settings, secret

    logs.configure()
    broker = secret(os.environ, "AMQP_URI")
    if not services and not broker:
        return instance.run_embedded(port)
    if not broker:
        raise click.UsageError("Einzelne Dienste brauchen AMQP_URI (amqp://…).")
    settings = Settings.load()
    if services:
        return instance.serve(settings, services)
    return instance.serve_with_gateway(settings, instance.listen(port))


@cli.command()
def migrate() -> None:
    """Bringt die Datenbank (DATABASE_URL, als Eigentümer) auf den Stand dieses Programms."""
    from deploy import instance
    from shared.settings import Settings

    applied = instance.migrate(Settings.load())
    for name in applied:
        click.echo(name)
    if not applied:
        click.echo("Die Datenbank ist auf dem neuesten Stand.")


@cli.command()
@click.argument("service", type=click.Choice(NAMES))
@click.argument("method")
@click.argument("body", default="{}")
@click.option("--today", help="Tag, der vorgeführt wird (JJJJ-MM-TT), nur im Vorführbetrieb")
@click.option(
    "--as", "person", help="Erfundene Person im Vorführbetrieb, sonst irgendeine, die das darf"
)
@click.option("--sozialraum", multiple=True, help="… in diesem Sozialraumteam (Kennung)")
@click.option("--traeger", help="… bei diesem Träger (Kennung)")
def rpc(  # noqa: PLR0913, PLR0917 - as many as the command has options
    service: str,
    method: str,
    body: str,
    today: str | None,
    person: str | None,
    sozialraum: tuple[str, ...],
    traeger: str | None,
) -> None:
    """Ruft eine Funktion eines Dienstes auf; BODY ist ein JSON-Objekt oder eine Datei damit."""
    from dataclasses import replace

    from deploy import remote, typed

    client = remote.client()
    reach, usual = (sozialraum, traeger), remote.usual(service, method)
    asking = replace(remote.asking(client, service, person, reach, usual), today=today)
    _echo(remote.ask(client, f"{service}.{method}", typed.body(body), asking))


@cli.command()
@click.argument("form")
def quote(form: str) -> None:
    """Rechnet vor, was ein Antrag bisher ergibt; FORM ist ein JSON-Objekt oder eine Datei."""
    from deploy import sums, typed

    sums.show(_call("funding", "quote", typed.body(form), usual="wjh"))


@cli.command()
@click.argument("service", required=False, type=click.Choice([*NAMES, "gateway"]))
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def health(service: str | None, as_json: bool) -> None:
    """Sagt, wie es den Diensten geht; endet mit 1, wenn einer Hilfe braucht."""
    names = [service] if service else list(NAMES)
    if service == "gateway":
        from deploy import remote

        lives = remote.gateway_lives()
        click.echo("ok" if lives else "nicht erreichbar")
        sys.exit(0 if lives else EXIT_UNREACHABLE)
    states = [_call(name, "health", {}) for name in names]
    if as_json:
        _echo({state["service"]: state for state in states})
    else:
        for state in states:
            click.echo(
                f"{state['service']:<10} {state['status']:<9} Protokoll bis"
                f" {state['log']['head']}, zurückgestellt {state['parked']}"
            )
    if any(state["status"] != "ok" for state in states):
        sys.exit(EXIT_REFUSED)


@cli.command("catch-up")
@click.argument("services", nargs=-1, type=click.Choice(NAMES))
def catch_up(services: tuple[str, ...]) -> None:
    """Liest alle gefolgten Protokolle bis zum Ende nach."""
    for name in services or NAMES:
        answer = _call(name, "catch_up", {}, timeout=300)
        click.echo(f"{name}: {answer['applied']} nachgelesen")


@cli.command()
@click.argument("service", type=click.Choice(NAMES))
@click.argument("read_model")
def rebuild(service: str, read_model: str) -> None:
    """Baut ein Lesemodell neu auf; bis dahin antwortet das alte."""
    _echo(_call(service, "rebuild", {"read_model": read_model}, timeout=600))


@cli.command("log")
@click.argument("service", type=click.Choice(NAMES))
@click.option("--stream", help="nur dieser Strom, auch was noch keine Position hat")
@click.option("--after", default=0, help="nach dieser Position")
@click.option("--limit", default=100, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="die gespeicherten Zeilen, wie sie sind")
def log_(service: str, stream: str | None, after: int, limit: int, as_json: bool) -> None:
    """Zeigt das Protokoll eines Dienstes, direkt aus der Datenbank."""
    from deploy import inspection

    for line in inspection.lines(service, stream, after, limit, as_json=as_json):
        click.echo(line)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
@click.option("--fresh", is_flag=True, help="In einer eigenen Instanz, die danach verschwindet")
@click.option("--three-years", "years", is_flag=True, help="Drei Jahre eines einzelnen Projekts")
def demo(as_json: bool, fresh: bool, years: bool) -> None:
    """Spielt ein Jahr des Bezirks Kalk, oder ein Projekt bis zur Rückforderung mit Zinsen."""
    from deploy.demo import play

    play.main(as_json=as_json, fresh=fresh, years=years)


@cli.command()
@click.option("--out", default="build/bench.json", show_default=True, help="Ergebnis als JSON")
@click.option("--only", multiple=True, help="nur diese Zeilen")
@click.option("--quick", is_flag=True, help="kürzere Runden")
@click.option("--full", is_flag=True, help="auch mit einer Million Ereignissen")
def bench(out: str, only: tuple[str, ...], quick: bool, full: bool) -> None:
    """Misst Durchsatz und Antwortzeiten, Seite an Seite mit anderen."""
    try:
        from deploy.bench import main as benchmarks
    except ImportError as error:
        raise click.ClickException(
            f"Zum Messen fehlt {error.name}: „make bench“ richtet es ein."
        ) from None
    benchmarks.main(out, only, quick=quick, full=full)


# ---- what the commands share ---------------------------------------------------------------


def _call(
    service: str, method: str, body: dict[str, Any], timeout: float = 15, usual: str = "operator"
) -> dict[str, Any]:
    from deploy import remote

    client = remote.client()
    context = remote.asking(client, service, None, usual=usual)
    return client.call(service, method, body, context, timeout)


def _echo(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def main() -> None:
    """Run the command; a refusal or a missing setting is one line, not a trace."""
    try:
        ended = cli(prog_name="sozialraum", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - the last line before the terminal
        from deploy import saying

        ended = saying.explained(error)
    sys.exit(ended if isinstance(ended, int) else 0)
