"""Settings come from the environment and from nowhere else; every secret also as `NAME_FILE`."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from shared.mail import MailSettings, mail_settings
from shared.retention.years import retention_settings
from shared.workdays import LAENDER, Land

MEMORY_URI = "memory+woken://"

DEMO_ISSUER = "urn:sozialraum:demo"
"""The issuer of invented persons; only a demonstration may trust it."""


KEY_CHARACTERS_MIN = 32  # Half a SHA-256 in hex: nobody guesses that.


class SettingsError(Exception):
    """A setting is missing or makes no sense. The text says which, in German."""


@dataclass(frozen=True, slots=True)
class VaultSettings:
    """Where the keys of the vault lie, and what they are wrapped with.

    keys_url  a PostgreSQL database of its own, with its owner's login for `migrate`; None: a file
    secret    what the instance key is made from; None: random, in the data folder
    """

    keys_url: str | None = None
    secret: str | None = field(default=None, repr=False)

    @classmethod
    def load(cls, env: Mapping[str, str]) -> "VaultSettings":
        """Read the environment."""
        return cls(secret(env, "KEYS_DATABASE_URL") or None, secret(env, "VAULT_KEY") or None)

    def faults(self) -> list[str]:
        """Return what is wrong with these settings, in German."""
        return [] if self.secret is None else _too_short({"VAULT_KEY": self.secret})


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """Whose tokens are trusted, and where they say what.

    issuer    `iss` of the tokens; empty where none is trusted, then no service starts
    jwks      address or path of the issuer's public keys
    audience  `aud`: this system as the issuer knows it
    The claims are paths: `realm_access.roles`, or `/resource_access/a.b/roles` where names hold dots.
    """

    issuer: str
    jwks: str
    audience: str
    district: str
    roles_claims: tuple[str, ...]
    district_claim: str
    sozialraeume_claim: str
    traeger_claim: str

    @classmethod
    def load(cls, env: Mapping[str, str], district: str, keys: Path) -> "IdentitySettings":
        """Read the environment; a demonstration trusts its own issuer if no other is named."""
        demo = env.get("APP_ENV") == "demo"
        issuer = env.get("OIDC_ISSUER") or (DEMO_ISSUER if demo else "")
        own = str(keys / "demo.json") if issuer == DEMO_ISSUER else ""
        return cls(
            issuer=issuer,
            jwks=env.get("OIDC_JWKS") or own,
            audience=env.get("OIDC_AUDIENCE") or "sozialraum",
            district=district,
            roles_claims=tuple((env.get("OIDC_ROLES_CLAIM") or "realm_access.roles").split()),
            district_claim=env.get("OIDC_DISTRICT_CLAIM") or "district",
            sozialraeume_claim=env.get("OIDC_SOZIALRAEUME_CLAIM") or "sozialraeume",
            traeger_claim=env.get("OIDC_TRAEGER_CLAIM") or "traeger_id",
        )

    def check_issuer(self) -> None:
        """Raise SettingsError where nobody's tokens are trusted: no service can start then."""
        if not self.issuer:
            raise SettingsError(
                "OIDC_ISSUER und OIDC_JWKS fehlen: ohne sie kann der Dienst keine Anmeldung prüfen."
            )

    def faults(self, *, demo: bool) -> list[str]:
        """Return what is wrong with these settings, in German."""
        wrong = []
        if self.issuer == DEMO_ISSUER and not demo:
            wrong.append(
                f"OIDC_ISSUER ist {DEMO_ISSUER}: dessen erfundenen Personen wird nur mit"
                " APP_ENV=demo geglaubt."
            )
        if self.issuer and not self.jwks:
            wrong.append(
                "OIDC_JWKS fehlt (Adresse oder Datei mit den Schlüsseln der Anmeldestelle)."
            )
        return wrong


@dataclass(frozen=True, slots=True)
class Settings:
    """What an instance needs to know of its surroundings.

    database_url    with the owner's login for `migrate`; services need none, only host and database
    amqp_uri        of RabbitMQ, or MEMORY_URI for all services in one process; services whose
                    password is known replace the login by their own user
    district        key of the Bezirksjugendamt; also the prefix of the database roles
    district_number its number, as in file numbers
    city_wide       whether what is kept once for the whole city is kept in this instance
    land            whose public holidays count, as ISO 3166-2 has it without DE-
    demo            lets a call carry the day that it plays
    mail            how reminders are mailed; None: they are not
    keys            folder of the services' public keys, readable for all of them
    """

    database_url: str
    amqp_uri: str
    district: str
    district_number: int
    city_wide: bool
    land: Land
    data: Path
    time_zone: ZoneInfo
    demo: bool
    poll_seconds: float
    passwords: Mapping[str, str]
    broker_passwords: Mapping[str, str]
    signing_secrets: Mapping[str, str]
    checkpoint_keys: Mapping[str, str]
    checkpoint_keys_before: Mapping[str, str]
    keys: Path
    identity: IdentitySettings
    vault: VaultSettings
    mail: MailSettings | None
    retention: Mapping[str, int]

    @classmethod
    def load(
        cls, environment: Mapping[str, str] | None = None, *, database: bool = True
    ) -> "Settings":
        """Read the environment. Raises SettingsError with all that is wrong.

        database  whether one is needed; the gateway has none
        """
        env = os.environ if environment is None else environment
        retention, late = retention_settings(env.get("RETENTION_YEARS", ""))
        wrong = _faults_of_district(env) + late + _too_short(_keys(env))
        land = next((it for it in LAENDER if it == env.get("LAND", "NW")), None)
        if database and not secret(env, "DATABASE_URL"):
            wrong.append("DATABASE_URL fehlt (postgresql://…).")
        data, district = Path(env.get("DATA_DIR", "data")), env.get("DISTRICT", "kalk")
        keys = Path(env.get("KEYS_DIR") or data / "keys")
        identity = IdentitySettings.load(env, district, keys)
        demo, vault = env.get("APP_ENV") == "demo", VaultSettings.load(env)
        mail, wrong_mail = _mail(env)
        wrong += [*identity.faults(demo=demo), *vault.faults(), *wrong_mail]
        if wrong or land is None:
            raise SettingsError(" ".join(wrong))
        return cls(
            database_url=secret(env, "DATABASE_URL") or "",
            amqp_uri=secret(env, "AMQP_URI") or MEMORY_URI,
            district=district,
            district_number=int(env.get("DISTRICT_NUMBER", "8")),
            city_wide=(env.get("CITY_WIDE") or ("yes" if demo else "no")) == "yes",
            land=land,
            data=data,
            time_zone=ZoneInfo(env.get("TIME_ZONE", "Europe/Berlin")),
            demo=demo,
            poll_seconds=int(env.get("SEAL_POLL_MS", "25")) / 1000,
            passwords=_by_service(env, "_DATABASE_PASSWORD"),
            broker_passwords=_by_service(env, "_BROKER_PASSWORD"),
            signing_secrets=_by_service(env, "_SIGNING_KEY"),
            checkpoint_keys=_by_service(env, "_CHECKPOINT_KEY"),
            checkpoint_keys_before=_by_service(env, "_CHECKPOINT_KEY_BEFORE"),
            keys=keys,
            identity=identity,
            vault=vault,
            mail=mail,
            retention=retention,
        )

    def role(self, service: str) -> str:
        """Return the database role of a service in this instance."""
        return f"{self.district}_{service}"

    def password(self, service: str) -> str:
        """Return the password of a service's role: from a setting, or random in the data folder."""
        if service in self.passwords:
            return self.passwords[service]
        return kept_secret(self.data, self.role(service))

    def signing_secret(self, service: str) -> str:
        """Return what a service's key is made from: from a setting, or random in the data folder."""
        if service in self.signing_secrets:
            return self.signing_secrets[service]
        return kept_secret(self.data, f"{self.role(service)}.signing")

    def checkpoint_secrets(self, service: str) -> list[str]:
        """Return what the keys of a service's checkpoints are made from: in use, and the one before."""
        used = self.checkpoint_keys.get(service) or self.signing_secret(service)
        before = self.checkpoint_keys_before.get(service)
        return [used, before] if before and before != used else [used]

    def vault_secret(self) -> str:
        """Return what the instance key is made from: a setting, or random in the data folder."""
        return self.vault.secret or kept_secret(self.data, f"{self.district}.vault")

    def broker_uri(self, service: str) -> str:
        """Return where a service reaches RabbitMQ: as its own user, if its password is known."""
        if service not in self.broker_passwords or self.amqp_uri == MEMORY_URI:
            return self.amqp_uri
        return _with_login(self.amqp_uri, self.role(service), self.broker_passwords[service])

    def service_url(self, service: str, place: str | None = None) -> str:
        """Return the database URL of a service: the owner's place, the service's own role."""
        return _with_login(place or self.database_url, self.role(service), self.password(service))


def secret(env: Mapping[str, str], name: str) -> str | None:
    """Return a setting, from `NAME` or from the file that `NAME_FILE` names."""
    if file := env.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    return env.get(name)


def _mail(env: Mapping[str, str]) -> tuple[MailSettings | None, list[str]]:
    """Return how mails leave the house, if they do, and what is wrong with that, in German."""
    sender, link = env.get("MAIL_FROM", ""), env.get("MAIL_LINK", "")
    return mail_settings(secret(env, "SMTP_URL") or "", sender, link)


def _faults_of_district(env: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the settings that say which district this is, in German."""
    wrong = []
    number, district = env.get("DISTRICT_NUMBER", "8"), env.get("DISTRICT", "kalk")
    if not number.isdigit():
        wrong.append(f"DISTRICT_NUMBER ist „{number}“, erwartet wird eine Zahl.")
    if not (district.isascii() and district.isalnum() and district.islower()):
        wrong.append(f"DISTRICT ist „{district}“, erwartet werden Kleinbuchstaben (kalk).")
    if env.get("CITY_WIDE", "") not in ("yes", "no", ""):
        wrong.append(f"CITY_WIDE ist „{env['CITY_WIDE']}“, möglich sind: yes, no.")
    if env.get("LAND", "NW") not in LAENDER:
        wrong.append(f"LAND ist „{env['LAND']}“, möglich sind: {', '.join(LAENDER)}.")
    return wrong


def _with_login(address: str, user: str, password: str) -> str:
    """Return an address with another user's login."""
    url = urlsplit(address)
    place = url.netloc.rpartition("@")[2]
    login = f"{quote(user)}:{quote(password, safe='')}"
    return urlunsplit(url._replace(netloc=f"{login}@{place}"))


def kept_secret(data: Path, name: str) -> str:
    """Return a secret of the data folder; who asks first makes it, and only its owner reads it."""
    file = data / "secrets" / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = file.with_name(f".{secrets.token_hex(8)}")
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):  # Somebody else was a moment faster.
            os.link(made, file)
        made.unlink()
    return file.read_text().strip()


def _by_service(env: Mapping[str, str], ending: str) -> dict[str, str]:
    """Return service → secret of all settings `<SERVICE><ending>`, also from files; empty is none."""
    names = {name.removesuffix("_FILE") for name in env}
    found = {name: secret(env, name) for name in names if name.endswith(ending)}
    return {name.removesuffix(ending).lower(): it for name, it in found.items() if it}


def _keys(env: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that hold the keys of services, by their names."""
    kinds = {end: _by_service(env, end) for end in ("_SIGNING_KEY", "_CHECKPOINT_KEY")}
    return {f"{name.upper()}{end}": it for end, keys in kinds.items() for name, it in keys.items()}


def _too_short(keys: Mapping[str, str]) -> list[str]:
    """Return a fault for each key that somebody could guess."""
    return [
        f"{name} ist zu kurz: mindestens {KEY_CHARACTERS_MIN} Zeichen."
        for name, it in keys.items()
        if len(it) < KEY_CHARACTERS_MIN
    ]
