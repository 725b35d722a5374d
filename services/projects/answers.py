"""What projects answers, for frontends and for the description of the interface."""

import marshmallow as ma

from shared.fields import Day, Identifier, Items, Line, Money, Part, Whole, YesNo
from shared.methods import AnswerSchema

LIST_MAX = 10_000


class YearAmountSchema(ma.Schema):
    """An amount of one budget year."""

    year = Whole(required=True)
    amount = Money(negative=True, required=True)


class StepSchema(ma.Schema):
    """One line of a sum that explains itself."""

    rule = Line(required=True)
    text = Line(1_000, required=True)
    inputs = ma.fields.Dict(keys=ma.fields.String(), required=True)
    result = Money(negative=True, required=True)
    basis = Line(required=True)
    edition = Line(required=True)


class QuoteSchema(ma.Schema):
    """What the guideline makes of a plan, with the steps that lead there."""

    eligible = Money(required=True)
    third_party = Money(required=True)
    own_share_percent = Whole(required=True)
    own_share = Money(required=True)
    own_cash = Money(required=True)
    own_cash_by_year = Items(Part(YearAmountSchema), required=True)
    in_kind = Money(required=True)
    grant = Items(Part(YearAmountSchema), required=True)
    steps = Items(Part(StepSchema), required=True)


class TraegerAnswer(AnswerSchema):
    """A Träger was registered."""

    traeger_id = Identifier(required=True)


class SozialraumAnswer(AnswerSchema):
    """A Sozialraum and its team were registered."""

    sozialraum_id = Identifier(required=True)
    team_id = Identifier(required=True)


class ApplyAnswer(AnswerSchema):
    """A project was applied for."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    quote = Part(QuoteSchema, required=True)


class ProjectAnswer(AnswerSchema):
    """Something was decided about a project."""

    project_id = Identifier(required=True)


class BoundAnswer(ProjectAnswer):
    """A decision that binds money; without `approval_id` it was so already."""

    approval_id = Line()


class CloseAnswer(ProjectAnswer):
    """A project was closed; `burden` is what the Träger bears itself."""

    final_grant = Items(Part(YearAmountSchema), required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    burden = Money(required=True)


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


class DocumentRefSchema(ma.Schema):
    """A text that lies beside the log."""

    document_id = Identifier(required=True)
    sha256 = Line(required=True)


class GoalSchema(ma.Schema):
    """A goal as applied for."""

    id = Whole(required=True)
    text = Part(DocumentRefSchema, required=True)
    indicator = Line(required=True)
    target = Line(required=True)


class GetProjectAnswer(ma.Schema):
    """A project as it is now."""

    version = Whole(required=True)
    project_id = Identifier(required=True)
    number = Line(required=True)
    title = Line(required=True)
    status = Line(required=True)
    start = Day(required=True)
    end = Day(required=True)
    sozialraum_id = Identifier(required=True)
    traeger_id = Identifier(required=True)
    need = Part(DocumentRefSchema, required=True)
    target_group = Part(DocumentRefSchema, required=True)
    measures = Part(DocumentRefSchema, required=True)
    goals = Items(Part(GoalSchema), required=True)
    grant = Items(Part(YearAmountSchema), required=True)
    extensions = Whole(required=True)
