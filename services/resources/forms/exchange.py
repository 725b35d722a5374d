"""The forms in which strangers send packages."""

from typing import Any, get_args

import marshmallow as ma

from services.resources import commands
from services.resources.events import Kind
from shared.canonical import Json
from shared.faults import said
from shared.form import Choice, CommandSchema, Form, Identifier, QuerySchema, YesNo
from shared.kernel_forms import Base64


class _PackageSchema(Form):
    """A ZIP archive: a small one as base64, a larger one by the id under which it was uploaded."""

    content = Base64(load_default=None, allow_none=True)
    document_id = Identifier(load_default=None, allow_none=True)
    kind = Choice(*get_args(Kind), load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    confirm_no_case_data = YesNo(load_default=False)

    @ma.validates_schema
    def one_package(self, data: Json, **_: Any) -> None:
        """It stands here, or it was uploaded."""
        if data["content"] is None and data["document_id"] is None:
            raise ma.ValidationError({"content": [said("missing", "Diese Angabe fehlt.")]})
        if data["content"] is not None and data["document_id"] is not None:
            text = "Entweder content oder document_id; beides zugleich geht nicht."
            raise ma.ValidationError({"document_id": [said("not-allowed", text)]})


class ImportPackageSchema(_PackageSchema, CommandSchema):
    """The form of `ImportPackage`."""

    makes = commands.ImportPackage


class CheckPackageSchema(_PackageSchema, QuerySchema):
    """A package that shall be read without effect."""
