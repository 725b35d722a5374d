"""What is told in the manner of HSDS; the published schemas say what stands in it."""

import marshmallow as ma

from services.resources.exchange.forms import PER_PAGE_MAX
from services.resources.exchange.rows import SERVICES_MAX
from shared.fields import Choice, Identifier, Items, Line, Part, Whole, YesNo
from shared.methods import AnswerSchema, OpenSchema


class HsdsPageAnswer(ma.Schema):
    """The envelope of the HSDS API reference around a page of a list."""

    total_items = Whole(required=True)
    total_pages = Whole(required=True)
    page_number = Whole(required=True)
    size = Whole(required=True)
    first_page = YesNo(required=True)
    last_page = YesNo(required=True)
    empty = YesNo(required=True)
    contents = Items(Part(OpenSchema), most=PER_PAGE_MAX, required=True)


class PackageAnswer(ma.Schema):
    """A piece of a package as base64, and of the whole: how many cards, how many bytes, their SHA-256.

    last  whether no piece follows. Another `sha256` than that of the first piece: begin anew
    """

    content = ma.fields.String(required=True)
    number = Whole(required=True)
    last = YesNo(required=True)
    cards = Whole(required=True)
    size = Whole(required=True)
    sha256 = Line(required=True)


class PackageNote(ma.Schema):
    """What is wrong with, or left out of, a cell of a package."""

    file = ma.fields.String(required=True)
    line = Whole(required=True)
    column = ma.fields.String(required=True)
    code = Line(required=True)
    message = Line(required=True)


class PlannedTold(ma.Schema):
    """What would become of a service."""

    line = Whole(required=True)
    card_id = Identifier(required=True)
    name = Line(required=True)
    outcome = Choice("added", "changed", "unchanged", required=True)


class CheckPackageAnswer(ma.Schema):
    """What a package would do; of many faults and warnings only the first are listed."""

    added = Whole(required=True)
    changed = Whole(required=True)
    unchanged = Whole(required=True)
    cards = Items(Part(PlannedTold), most=SERVICES_MAX, required=True)
    faults = Items(Part(PackageNote), required=True)
    fault_count = Whole(required=True)
    warnings = Items(Part(PackageNote), required=True)
    warning_count = Whole(required=True)


class ImportPackageAnswer(AnswerSchema):
    """What a package has done."""

    added = Whole(required=True)
    changed = Whole(required=True)
    unchanged = Whole(required=True)
    warnings = Items(Part(PackageNote), required=True)
    warning_count = Whole(required=True)
