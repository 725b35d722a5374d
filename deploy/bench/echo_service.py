"""A service of the kernel that answers what it is asked; run as a module it is hosted by nameko."""

from shared import green

if __name__ == "__main__":
    green.patch()

from typing import Any

from marshmallow import fields

from shared import logs
from shared.call import Call
from shared.canonical import Json
from shared.form import QuerySchema
from shared.methods import OpenSchema
from shared.schema import Catalogue
from shared.serve import serve
from shared.service import Service
from shared.settings import Settings
from shared.wire import query


class EchoSchema(QuerySchema):
    """A text."""

    text = fields.String(required=True)


class EchoService(Service):
    """Answers what it is asked."""

    name = "echo"
    catalogue = Catalogue()

    @query(EchoSchema, "Antwortet, was gefragt wurde", OpenSchema)
    def echo(self, _call: Call, asked: Any) -> Json:
        """Return {text}."""
        return {"text": asked["text"]}


if __name__ == "__main__":
    logs.configure(readable=False)
    serve(Settings.load(), [EchoService])
