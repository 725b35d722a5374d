"""What is told of master data."""

import marshmallow as ma

from services.projects.answers.parts import LIST_MAX
from shared.fields import Identifier, Items, Line, Part, YesNo
from shared.methods import AnswerSchema


class TraegerAnswer(AnswerSchema):
    """A Träger was registered."""

    traeger_id = Identifier(required=True)


class SozialraumAnswer(AnswerSchema):
    """A Sozialraum and its team were registered."""

    sozialraum_id = Identifier(required=True)
    team_id = Identifier(required=True)


class TraegerSchema(ma.Schema):
    """A registered Träger."""

    traeger_id = Identifier(required=True)
    name = Line(required=True)
    expert = YesNo(required=True)


class SozialraumSchema(ma.Schema):
    """A registered Sozialraum."""

    sozialraum_id = Identifier(required=True)
    name = Line(required=True)
    team_id = Identifier(required=True)
    team_name = Line(required=True)


class MasterDataAnswer(ma.Schema):
    """Who can receive grants, and where projects can be."""

    traeger = Items(Part(TraegerSchema), most=LIST_MAX, required=True)
    sozialraeume = Items(Part(SozialraumSchema), most=LIST_MAX, required=True)
