"""Users and permissions of RabbitMQ: one user per service, with rights to what it needs.

A service makes and empties its own queues, publishes to its own exchange of events, and reads those
of the services that it follows. All meet at one exchange for requests; there the rights to keys of
topics let a service listen to requests for itself and to its own replies, and to nothing else.
"""

from base64 import b64encode
from hashlib import sha256
from os import urandom
from re import escape
from typing import Final

from services.follows import FOLLOWS
from services.registry import NAMES, service_class
from shared.canonical import Json
from shared.rpc import RPC_EXCHANGE
from shared.settings import Settings, kept_secret

GATEWAY: Final = "gateway"
REPLIES: Final = r"rpc\.reply-[0-9a-f-]{36}"
REPLY_KEY: Final = r"[0-9a-f-]{36}"
SALT_BYTES: Final = 4
RPC: Final = escape(RPC_EXCHANGE.name)


def definitions(settings: Settings, vhost: str) -> Json:
    """Return what `rabbitmqctl import_definitions` takes: users, vhost, permissions."""
    names = (*NAMES, GATEWAY)
    return {
        "vhosts": [{"name": vhost}],
        "users": [_user(settings.role(it), password(settings, it)) for it in names],
        "permissions": [
            {"user": settings.role(it), "vhost": vhost, **permissions(it)} for it in names
        ],
        "topic_permissions": [
            {
                "user": settings.role(it),
                "vhost": vhost,
                "exchange": RPC_EXCHANGE.name,
                **topic_permissions(it),
            }
            for it in names
        ],
    }


def password(settings: Settings, service: str) -> str:
    """Return the password of a service's user: from a setting, or random in the data folder."""
    given = settings.broker_passwords.get(service)
    return given or kept_secret(settings.data, f"{settings.role(service)}.broker")


def permissions(service: str) -> dict[str, str]:
    """Return which queues and exchanges a service may make, write to and read from."""
    own = [*_queues(service), REPLIES]
    exchanges = [rf"{service}\.events"] if service in NAMES else []
    heard = [rf"{source}\.events" for source in _sources(service)]
    return {
        "configure": _any(*own, *exchanges, RPC),
        "write": _any(*own, *exchanges, RPC),
        "read": _any(*own, *heard, RPC),
    }


def topic_permissions(service: str) -> dict[str, str]:
    """Return to which keys of the exchange of requests a service may send, and listen."""
    asked = rf"({'|'.join(NAMES)})\.[a-z0-9_]+"
    listens = [rf"{service}\.\*"] if service in NAMES else []
    return {"write": _any(asked, REPLY_KEY), "read": _any(*listens, REPLY_KEY)}


def _queues(service: str) -> list[str]:
    """Return the queues of a service: its requests, and what it and its read models hear."""
    if service not in NAMES:
        return []
    hearing = [service, *(model.name for model in service_class(service).read_models)]
    return [
        rf"rpc-{service}",
        *(rf"{name}\.{source}\.events" for name in hearing for source in _sources(service)),
    ]


def _sources(service: str) -> tuple[str, ...]:
    return FOLLOWS.get(service, ())


def _any(*names: str) -> str:
    return f"^({'|'.join(names)})$"


def _user(name: str, secret: str) -> Json:
    salt = urandom(SALT_BYTES)
    hashed = b64encode(salt + sha256(salt + secret.encode()).digest()).decode()
    return {
        "name": name,
        "password_hash": hashed,
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
    }
