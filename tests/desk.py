"""Where the tests sign in: the person who may do something by default, with a token for it."""

from dataclasses import replace

from deploy.instance import publish_keys
from services.access import ROLES
from services.gateway.issuer import DemoIssuer
from shared.access import ANYBODY
from shared.call import Context
from shared.settings import Settings
from shared.signing import PREFIX, Signer
from tests.persons import person


class Desk:
    """Signs persons and services of one instance in.

    sozialraeume  ids of Sozialräume that all persons belong to; the tests add what they register
    traeger_id    the Träger for which recipients act: the one that was registered last
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.issuer = DemoIssuer(settings)
        publish_keys(settings)
        self.sozialraeume: set[str] = set()
        self.traeger_id: str | None = None
        self._signers: dict[str, Signer] = {}
        self._tokens: dict[tuple[str, ...], str] = {}

    def context(
        self, service: str, method: str, sub: str = "", role: str = "", today: str | None = None
    ) -> Context:
        """Return the frame of a question by somebody, or by whoever may ask it by default."""
        usual_sub, usual_role = person(method, service)
        acting, name = (sub or usual_sub), (role or usual_role)
        context = Context.of(None, today)
        rule = ROLES.rule(service, method)
        if name.startswith(PREFIX):
            return replace(context, service_token=self.service(name[len(PREFIX) :], service))
        traeger_id = self.traeger_id if name == "recipient" else None
        context = replace(context, token=self.token(acting, name, traeger_id=traeger_id))
        if rule is not None and rule.who == "both":
            (caller,) = rule.callers - {ANYBODY}
            return replace(context, service_token=self.service(caller, service))
        return context

    def token(self, sub: str, *roles: str, traeger_id: str | None = None) -> str:
        """Return the token of a person, who belongs to all Sozialräume."""
        key = (sub, *roles, traeger_id or "", *sorted(self.sozialraeume))
        if key not in self._tokens:
            self._tokens[key] = self.issuer.sign(
                sub=sub,
                realm_access={"roles": list(roles)},
                sozialraeume=sorted(self.sozialraeume),
                traeger_id=traeger_id,
            )
        return self._tokens[key]

    def service(self, name: str, callee: str) -> str:
        """Return the token with which one service asks another."""
        return self._signers.setdefault(name, Signer(self.settings, name)).token(callee)

    def note(self, answer: dict) -> None:
        """Let everybody belong to a Sozialraum that was registered, and recipients to a Träger."""
        if "sozialraum_id" in answer and "stream" in answer:
            self.sozialraeume.add(answer["sozialraum_id"])
        if "traeger_id" in answer and (answer.get("stream") or "").startswith("traeger-"):
            self.traeger_id = answer["traeger_id"]
