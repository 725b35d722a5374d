"""Starting an instance, or parts of it, in this process or as a production server."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from services.registry import NAMES, service_class, sql_folders
from shared.settings import DEMO_ISSUER, MEMORY_URI, Settings, secret

GATEWAY: Final = "gateway"
THREADS: Final = 16  # Of the gateway in production: requests that wait for services.


class StartError(Exception):
    """The instance cannot be started here. The text is German."""


def say(text: str) -> None:
    """Tell the person at the terminal; logs are for later."""
    print(text, file=sys.stderr, flush=True)


def run_embedded(port: int) -> None:
    """Run everything in this process over a folder: PostgreSQL, services, HTTP, no broker."""
    from deploy.embedded import EmbeddedPostgres  # noqa: PLC0415 - only where it is needed

    listener = listen(port)
    data = Path(os.environ.get("DATA_DIR", "data"))
    given = {"AMQP_URI": MEMORY_URI, "SEAL_POLL_MS": "1000"}
    given["APP_ENV"] = os.environ.get("APP_ENV", "demo")
    given |= {"SMTP_URL": "", "SMTP_URL_FILE": ""}  # Who tries it out reminds nobody.
    server = None
    if not secret(os.environ, "DATABASE_URL"):
        say("Die Datenbank startet …")
        server = EmbeddedPostgres(data / "postgres")
        given["DATABASE_URL"] = server.start()
    try:
        settings = Settings.load({**os.environ, **given})
        migrate(settings)
        say("Die Dienste starten …")
        serve_with_gateway(settings, listener)
    finally:
        if server is not None:
            server.stop()
        say("Beendet. Die Daten bleiben im Ordner „" + str(data) + "“.")


def migrate(settings: Settings) -> list[str]:
    """Bring the database to this program's state; tell and return what was applied."""
    from deploy.restoring import erase_again  # noqa: PLC0415 - after the process was made green
    from shared import keystore, migrations  # noqa: PLC0415 - likewise

    keystore.migrate(settings)
    applied = migrations.migrate(settings, sql_folders())
    if count := erase_again(settings):
        say(f"{count} Löschungen wiederholt, die eine Sicherung nicht kannte.")
    publish_keys(settings)
    if file := os.environ.get("BROKER_RIGHTS_FILE"):
        write_broker_rights(settings, Path(file))
    if applied:
        say(f"Die Datenbank ist eingerichtet ({len(applied)} Schritte).")
    return applied


def publish_keys(settings: Settings) -> None:
    """Let all services find the public keys of each, and of the issuer of a demonstration."""
    from services.gateway.issuer import DemoIssuer  # noqa: PLC0415
    from shared.signing import Signer, publish  # noqa: PLC0415

    for name in (*NAMES, GATEWAY):
        publish(settings.keys, name, Signer(settings, name).key.public)
    if settings.identity.issuer == DEMO_ISSUER:
        DemoIssuer(settings).publish()


def write_broker_rights(settings: Settings, file: Path) -> None:
    """Write which user may do what in RabbitMQ, as `load_definitions` takes it."""
    from deploy.broker_rights import definitions  # noqa: PLC0415
    from shared.canonical import canonical  # noqa: PLC0415

    vhost = unquote(urlsplit(settings.amqp_uri).path[1:]) or "/"
    made = file.with_suffix(".new")
    made.write_bytes(canonical(definitions(settings, vhost)))
    made.replace(file)


def listen(port: int) -> Any:
    """Take a port of the loopback. Raises StartError where it is taken."""
    import eventlet  # noqa: PLC0415 - after the process was made green

    try:
        return eventlet.listen(("127.0.0.1", port), reuse_port=False)
    except OSError as error:
        raise StartError(
            f"Der Port {port} ist belegt. Läuft die Instanz schon? Sonst: sozialraum run --port …"
        ) from error


def serve_with_gateway(settings: Settings, listener: Any) -> None:
    """Serve all services and HTTP in this process until a signal asks to stop."""
    import eventlet  # noqa: PLC0415
    import eventlet.wsgi  # noqa: PLC0415

    from services.gateway.app import create_app  # noqa: PLC0415
    from services.gateway.issuer import identity  # noqa: PLC0415
    from shared.broker import connection  # noqa: PLC0415
    from shared.rpc import RpcClient  # noqa: PLC0415

    client = RpcClient(partial(connection, settings.amqp_uri))
    with Path(os.devnull).open("w") as nowhere:

        def ready() -> None:
            app = create_app(client, identity=identity(settings))
            eventlet.spawn(eventlet.wsgi.server, listener, app, log=nowhere)
            say_ready(listener.getsockname()[1])

        serve(settings, NAMES, ready)
    client.close()


def say_ready(port: int) -> None:
    """Say what to open and how to stop."""
    say("")
    say(f"Sozialraum läuft:  http://127.0.0.1:{port}/readyz")
    say(f"Schnittstelle:     http://127.0.0.1:{port}/api/v1/openapi.json")
    say("Beispieljahr:      in einem zweiten Fenster „make demo“")
    say("Beenden:           Strg-C")
    say("")


def serve(
    settings: Settings, names: Sequence[str], ready: Callable[[], Any] = lambda: None
) -> None:
    """Serve services in this process. Raises SettingsError before any of them has begun."""
    settings.identity.check_issuer()
    from shared import serve as hosting  # noqa: PLC0415 - after the process was made green

    hosting.serve(settings, [service_class(name) for name in names], ready)


def exec_gateway() -> None:
    """Become the production server of the gateway."""
    bind = os.environ.get("HTTP_BIND", "127.0.0.1:8000")
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--worker-class=services.gateway.worker.ProblemWorker",
        f"--threads={THREADS}",
        f"--bind={bind}",
        "--no-control-socket",
        "services.gateway.wsgi:application",
    ]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter
