"""The forms in which strangers send packages."""

from typing import get_args

from services.resources import commands
from services.resources.events import Kind
from shared.form import Choice, CommandSchema, Identifier, QuerySchema, YesNo
from shared.kernel_forms import Base64


class ImportPackageSchema(CommandSchema):
    """The form of `ImportPackage`: a ZIP archive as base64."""

    makes = commands.ImportPackage

    content = Base64(required=True)
    kind = Choice(*get_args(Kind), load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    confirm_no_case_data = YesNo(load_default=False)


class CheckPackageSchema(QuerySchema):
    """A package that shall be read without effect."""

    content = Base64(required=True)
    kind = Choice(*get_args(Kind), load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    confirm_no_case_data = YesNo(load_default=False)
