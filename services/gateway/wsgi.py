"""What a WSGI server runs: `gunicorn -k gthread services.gateway.wsgi:application`.

From the environment: AMQP_URI (or AMQP_URI_FILE; no default), GATEWAY_JSON_BYTES_MAX, GATEWAY_DOCUMENT_BYTES_MAX,
GATEWAY_TIMEOUT_SECONDS, and what identity needs (docs/deployment.md). The broker is connected to by the first request that needs it, so in each
worker process for itself and never before a fork; `/livez` does not need it.
"""

import os
from functools import partial
from threading import Lock

from services.gateway.app import create_app
from services.gateway.descriptions import Client
from services.gateway.exchange import Settings
from services.gateway.issuer import identity
from shared import broker, logs
from shared.call import Context
from shared.canonical import Json
from shared.rpc import RpcClient
from shared.settings import Settings as InstanceSettings
from shared.settings import SettingsError, secret


class LateClient:
    """A client that is made when it is first used. Raises SettingsError without AMQP_URI."""

    def __init__(self, known: InstanceSettings) -> None:
        self._known = known
        self._lock = Lock()
        self._made: Client | None = None

    def call(self, service: str, method: str, body: Json, context: Context, timeout: float) -> Json:
        """Call through the one client of this process."""
        return self._client().call(service, method, body, context, timeout)

    def _client(self) -> Client:
        with self._lock:
            if self._made is None:
                uri = secret(os.environ, "AMQP_URI")
                if not uri:
                    raise SettingsError("AMQP_URI fehlt (amqp://…).")
                self._made = RpcClient(
                    partial(broker.connection, self._known.broker_uri("gateway"))
                )
            return self._made


def settings() -> Settings:
    """Return the settings of the environment. Raises ValueError for what is no number."""
    usual = Settings()
    read = os.environ.get
    return Settings(
        json_bytes_max=int(read("GATEWAY_JSON_BYTES_MAX", usual.json_bytes_max)),
        document_bytes_max=int(read("GATEWAY_DOCUMENT_BYTES_MAX", usual.document_bytes_max)),
        timeout_seconds=float(read("GATEWAY_TIMEOUT_SECONDS", usual.timeout_seconds)),
    )


logs.configure()
_known = InstanceSettings.load(database=False)
application = create_app(LateClient(_known), settings(), identity(_known))
