"""The issuer of a demonstration: invented persons, one for each role, who sign in without a password.

Services know it as they know any other: by its name and its public keys. Its tokens are believed
only where APP_ENV is demo (shared/settings.py).
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.access import ROLES
from services.gateway.exchange import Identity
from shared.settings import DEMO_ISSUER, Settings, SettingsError
from shared.signing import Signer, SigningKey, publish

NAME: Final = "demo"
TOKEN_SECONDS: Final = 8 * 3600
PAIRED: Final = ("asd_member", "central_office", "wjh")
"""Roles in which one acts and another looks: of each there is a second person."""

PERSONS: Final[Mapping[str, str]] = {
    **{role: role for role in ROLES.roles},
    **{f"{role}_2": role for role in PAIRED},
}
"""Who can sign in, and in which role."""


class DemoIssuer:
    """Signs for invented persons. Raises SettingsError outside of a demonstration."""

    def __init__(self, settings: Settings) -> None:
        if not settings.demo or settings.identity.issuer != DEMO_ISSUER:
            raise SettingsError("Erfundene Personen gibt es nur im Vorführbetrieb (APP_ENV=demo).")
        self._settings = settings
        self._key = SigningKey(settings.signing_secret(NAME), "demo issuer")

    def publish(self) -> None:
        """Let the services find the public key."""
        publish(self._settings.keys, NAME, self._key.public)

    def token(
        self, person: str, sozialraeume: Sequence[str] = (), traeger_id: str | None = None
    ) -> str:
        """Return a token for a person of `PERSONS`. Raises KeyError.

        Who it belongs to (teams, Träger) is whatever the demonstration wants.
        """
        return self.sign(
            sub=f"demo.{person}",
            realm_access={"roles": [PERSONS[person]]},
            sozialraeume=list(sozialraeume),
            traeger_id=traeger_id,
        )

    def sign(self, **claims: Any) -> str:
        """Return a token that says this, beside what each token of this issuer says."""
        now = int(time.time())
        known = {
            "iss": DEMO_ISSUER,
            "aud": self._settings.identity.audience,
            "district": self._settings.district,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
        }
        return self._key.sign({**known, **claims})


def identity(settings: Settings) -> Identity:
    """Return who the gateway is; in a demonstration with invented persons who can sign in."""
    demo = settings.identity.issuer == DEMO_ISSUER
    return Identity(
        sign=Signer(settings, "gateway").token,
        sign_in=DemoIssuer(settings).token if demo else None,
    )
