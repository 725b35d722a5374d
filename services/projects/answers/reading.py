"""What is told of projects and their applications."""

from typing import get_args

import marshmallow as ma

from services.projects.answers.change import HasChanges
from services.projects.answers.parts import DocumentRefSchema
from services.projects.standing import Status
from shared.fields import Choice, Day, Identifier, Items, Line, Part, Text, Whole
from shared.guideline.answers import YearAmountSchema
from shared.methods import OpenSchema


class IndicatorSchema(ma.Schema):
    """A further indicator of a goal."""

    indicator = Line(required=True)
    target = Line(required=True)


class GoalSchema(ma.Schema):
    """A goal as applied for; a qualitative one says why, and its indicator and target are empty."""

    id = Whole(required=True)
    text = Part(DocumentRefSchema, required=True)
    indicator = ma.fields.String(required=True)
    target = ma.fields.String(required=True)
    further = Items(Part(IndicatorSchema), required=True)
    qualitative = Part(DocumentRefSchema, required=True, allow_none=True)


class ListedProjectSchema(ma.Schema):
    """What lists tell of a project."""

    project_id = Identifier(required=True)
    number = Line(required=True)
    application_version = Whole(required=True)
    title = Line(required=True)
    status = Choice(*get_args(Status), required=True)
    start = Day(required=True)
    end = Day(required=True)
    sozialraum_id = Identifier(required=True)
    traeger_id = Identifier(required=True)
    applied_on = Day(required=True)
    costs = Items(Part(YearAmountSchema), required=True)
    grant = Items(Part(YearAmountSchema), required=True)


class ListProjectsAnswer(ma.Schema):
    """Projects, the youngest first. `next` leads on; null where there is nothing more."""

    projects = Items(Part(ListedProjectSchema), most=1_000, required=True)
    next = Whole(required=True, allow_none=True)


class GetProjectAnswer(HasChanges, ListedProjectSchema):
    """A project as it is now."""

    version = Whole(required=True)
    need = Part(DocumentRefSchema, required=True)
    target_group = Part(DocumentRefSchema, required=True)
    measures = Part(DocumentRefSchema, required=True)
    goals = Items(Part(GoalSchema), required=True)


class VersionSchema(ma.Schema):
    """One version of an application."""

    application_version = Whole(required=True)
    handed_in_on = Day(required=True)


class ReturnedSchema(ma.Schema):
    """What applicants are asked to complete: places (RFC 6901), why, and until when."""

    project_id = Identifier(required=True)
    application_version = Whole(required=True)
    fields = Items(Line(), required=True)  # type: ignore[assignment] # marshmallow takes declared fields off the class
    text = Text(required=True, allow_none=True)
    deadline = Day(required=True)
    by = Line(required=True)
    returned_on = Day(required=True)


class CoSignedSchema(ma.Schema):
    """Who stands behind the current version for the recipient."""

    project_id = Identifier(required=True)
    application_version = Whole(required=True)
    by = Line(required=True)
    co_signed_on = Day(required=True)


class PlacedDocumentSchema(DocumentRefSchema):
    """A document, and where in the application it stands."""

    pointer = ma.fields.String(required=True)


class GetApplicationAnswer(ma.Schema):
    """One version of an application, as `apply` takes it; a text that is deleted is null."""

    version = Whole(required=True)
    project_id = Identifier(required=True)
    number = Line(required=True)
    status = Choice(*get_args(Status), required=True)
    sozialraum_id = Identifier(required=True)
    team_id = Identifier(required=True)
    traeger_id = Identifier(required=True)
    application_version = Whole(required=True)
    versions = Items(Part(VersionSchema), required=True)
    application = Part(OpenSchema, required=True)
    documents = Items(Part(PlacedDocumentSchema), most=1_000, required=True)
    returned = Part(ReturnedSchema, required=True, allow_none=True)
    co_signed = Part(CoSignedSchema, required=True, allow_none=True)


class DifferenceSchema(ma.Schema):
    """A place (RFC 6901) where two versions differ; null where one has nothing there."""

    pointer = ma.fields.String(required=True)
    old = ma.fields.Raw(required=True, allow_none=True)
    new = ma.fields.Raw(required=True, allow_none=True)


class DifferencesAnswer(ma.Schema):
    """Where two versions of an application differ."""

    differences = Items(Part(DifferenceSchema), most=10_000, required=True)
