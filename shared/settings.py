"""Settings come from the environment and from nowhere else; every secret also as `NAME_FILE`."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

MEMORY_URI = "memory+woken://"


class SettingsError(Exception):
    """A setting is missing or makes no sense. The text says which, in German."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an instance needs to know of its surroundings.

    database_url    with the owner's login for `migrate`; services need none, only host and database
    amqp_uri        of RabbitMQ, or MEMORY_URI for all services in one process
    district        key of the Bezirksjugendamt; also the prefix of the database roles
    district_number its number, as in file numbers
    demo            lets a call carry the day that it plays
    """

    database_url: str
    amqp_uri: str
    district: str
    district_number: int
    data: Path
    time_zone: ZoneInfo
    demo: bool
    poll_seconds: float
    passwords: Mapping[str, str]

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment. Raises SettingsError with all that is wrong."""
        env = os.environ if environment is None else environment
        wrong = []
        number = env.get("DISTRICT_NUMBER", "8")
        if not number.isdigit():
            wrong.append(f"DISTRICT_NUMBER ist „{number}“, erwartet wird eine Zahl.")
        district = env.get("DISTRICT", "kalk")
        if not (district.isascii() and district.isalnum() and district.islower()):
            wrong.append(f"DISTRICT ist „{district}“, erwartet werden Kleinbuchstaben (kalk).")
        if not secret(env, "DATABASE_URL"):
            wrong.append("DATABASE_URL fehlt (postgresql://…).")
        if wrong:
            raise SettingsError(" ".join(wrong))
        return cls(
            database_url=secret(env, "DATABASE_URL") or "",
            amqp_uri=secret(env, "AMQP_URI") or MEMORY_URI,
            district=district,
            district_number=int(number),
            data=Path(env.get("DATA_DIR", "data")),
            time_zone=ZoneInfo(env.get("TIME_ZONE", "Europe/Berlin")),
            demo=env.get("APP_ENV") == "demo",
            poll_seconds=int(env.get("SEAL_POLL_MS", "25")) / 1000,
            passwords={
                name.removesuffix("_DATABASE_PASSWORD").lower(): secret(env, name) or ""
                for name in {n.removesuffix("_FILE") for n in env}
                if name.endswith("_DATABASE_PASSWORD")
            },
        )

    def role(self, service: str) -> str:
        """Return the database role of a service in this instance."""
        return f"{self.district}_{service}"

    def password(self, service: str) -> str:
        """Return the password of a service's role: from a setting, or random in the data folder."""
        if service in self.passwords:
            return self.passwords[service]
        file = self.data / "secrets" / self.role(service)
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as out:
                out.write(secrets.token_urlsafe(24))
        return file.read_text().strip()

    def service_url(self, service: str) -> str:
        """Return the database URL of a service: the owner's place, the service's own role."""
        url = urlsplit(self.database_url)
        place = url.netloc.rpartition("@")[2]
        login = f"{quote(self.role(service))}:{quote(self.password(service), safe='')}"
        return urlunsplit(url._replace(netloc=f"{login}@{place}"))


def secret(env: Mapping[str, str], name: str) -> str | None:
    """Return a setting, from `NAME` or from the file that `NAME_FILE` names."""
    if file := env.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    return env.get(name)
