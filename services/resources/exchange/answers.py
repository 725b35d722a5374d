"""What is told in the manner of HSDS; the published schemas say what stands in it."""

import marshmallow as ma

from shared.fields import Items, Line, Part, Whole, YesNo
from shared.methods import OpenSchema


class HsdsPageAnswer(ma.Schema):
    """The envelope of the HSDS API reference around a page of a list."""

    total_items = Whole(required=True)
    total_pages = Whole(required=True)
    page_number = Whole(required=True)
    size = Whole(required=True)
    first_page = YesNo(required=True)
    last_page = YesNo(required=True)
    empty = YesNo(required=True)
    contents = Items(Part(OpenSchema), required=True)


class PackageAnswer(ma.Schema):
    """A package as base64, how many cards are in it, and the SHA-256 of its bytes."""

    content = ma.fields.String(required=True)
    cards = Whole(required=True)
    sha256 = Line(required=True)
