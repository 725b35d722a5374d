"""Is this process alive, and can it do its work? For whoever restarts and routes, not for users."""

from concurrent.futures import ThreadPoolExecutor

from werkzeug.wrappers import Response

from services.gateway.descriptions import SERVICES
from services.gateway.exchange import Exchange, answer_json
from services.gateway.problems import own
from shared.canonical import Json
from shared.refusal import Refused


def livez(_: Exchange) -> Response:
    """Answer, and touch nothing: that a service is down is no reason to restart the gateway."""
    return answer_json({"status": "alive"})


def readyz(exchange: Exchange) -> Response:
    """Ask all services at once. 200 if all are ready, else the problem `not-ready`."""
    with ThreadPoolExecutor(len(SERVICES)) as pool:
        found = list(pool.map(lambda service: _health(exchange, service), SERVICES))
    services = dict(zip(SERVICES, found, strict=True))
    missing = [service for service in SERVICES if not services[service]["ready"]]
    if missing:
        raise own(
            "not-ready",
            f"Nicht bereit: {', '.join(missing)}.",
            members={"services": services},
        )
    return answer_json({"status": "ready", "services": services})


def _health(exchange: Exchange, service: str) -> Json:
    context = exchange.identity.asks(service, exchange.correlation_id)
    try:
        answer = exchange.client.call(
            service, "health", {}, context, exchange.settings.ready_seconds
        )
    except Refused as refused:
        return {"ready": False, "code": refused.code, "detail": refused.detail}
    return {"ready": answer.get("ready", True) is True}
