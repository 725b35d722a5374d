"""POST /api/v1/sign-in: a token for an invented person, in a demonstration and nowhere else."""

from typing import Final

from werkzeug.wrappers import Response

from services.gateway import body
from services.gateway.exchange import Exchange, answer_json
from services.gateway.issuer import PERSONS, TOKEN_SECONDS
from services.gateway.problems import own
from shared.form import Choice, Identifier, Items, QuerySchema, load

SOZIALRAEUME_MAX: Final = 20


class SignInSchema(QuerySchema):
    """Who signs in; in which teams, and for which Träger, if any."""

    person = Choice(*PERSONS, required=True)
    sozialraeume = Items(Identifier(), most=SOZIALRAEUME_MAX, load_default=())
    traeger_id = Identifier(load_default=None, allow_none=True)


def post(exchange: Exchange) -> Response:
    """Answer with {access_token, token_type, expires_in}. Outside of a demonstration: 404."""
    sign_in = exchange.identity.sign_in
    if sign_in is None:
        raise own("path-unknown", "Unter dieser Adresse ist nichts zu finden.")
    asked = load(SignInSchema, body.json_object(exchange.request, exchange.settings.json_bytes_max))
    token = sign_in(asked["person"], asked["sozialraeume"], asked["traeger_id"])
    return answer_json({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})
