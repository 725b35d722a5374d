"""What is told of master data."""

import marshmallow as ma

from services.projects.answers.parts import LIST_MAX, DocumentRefSchema
from services.projects.forms.master_data import PAGE_MAX
from shared.faults import FAULTS_MAX
from shared.fields import Day, Identifier, Items, Line, Part, Whole, YesNo
from shared.methods import AnswerSchema
from shared.proof.receipt import ProvenSchema
from shared.table import LINES_MAX


class TraegerAnswer(AnswerSchema):
    """Something was recorded of a Träger."""

    traeger_id = Identifier(required=True)


class SozialraumAnswer(AnswerSchema):
    """Something was recorded of a Sozialraum and its team."""

    sozialraum_id = Identifier(required=True)
    team_id = Identifier(required=True)


class TraegerHeadSchema(ma.Schema):
    """What lists tell of a Träger."""

    traeger_id = Identifier(required=True)
    name = Line(required=True)
    expert = YesNo(required=True)
    active = YesNo(required=True)


class ListTraegerAnswer(ma.Schema):
    """A page of Träger by id; `after` asks for the next one, null: this is the last."""

    traeger = Items(Part(TraegerHeadSchema), most=PAGE_MAX, required=True)
    after = Identifier(required=True, allow_none=True)


class SozialraumSchema(ma.Schema):
    """A registered Sozialraum."""

    sozialraum_id = Identifier(required=True)
    name = Line(required=True)
    team_id = Identifier(required=True)
    team_name = Line(required=True)
    district = Line(required=True)


class ListSozialraeumeAnswer(ma.Schema):
    """A page of Sozialräume by id; `after` asks for the next one, null: this is the last."""

    sozialraeume = Items(Part(SozialraumSchema), most=PAGE_MAX, required=True)
    after = Identifier(required=True, allow_none=True)


class MasterDataAnswer(ma.Schema):
    """Who can receive grants, and where projects can be."""

    traeger = Items(Part(TraegerHeadSchema), most=LIST_MAX, required=True)
    sozialraeume = Items(Part(SozialraumSchema), most=LIST_MAX, required=True)


class ChangeSchema(ma.Schema):
    """A place (RFC 6901) that an event changed, from what to what."""

    pointer = ma.fields.String(required=True)
    old = ma.fields.Raw(required=True, allow_none=True)
    new = ma.fields.Raw(required=True, allow_none=True)


class EntrySchema(ma.Schema):
    """One event of a history: who, in which role, when, and what it changed."""

    version = Whole(required=True)
    type = Line(required=True)
    occurred_at = Line(required=True)
    by = Identifier(required=True)
    role = Line(required=True)
    changes = Items(Part(ChangeSchema), required=True)


class HeadcountSchema(ma.Schema):
    """How many people a Träger employs on a day: hundredths of heads or full-time equivalents."""

    method = Line(required=True)
    hundredths = Whole(required=True)
    on = Day(required=True)
    evidence = Part(DocumentRefSchema, required=True, allow_none=True)


class HeadcountsSchema(ma.Schema):
    """The newest head counts as of a day, counted in the one way and in the other."""

    heads = Part(HeadcountSchema, required=True, allow_none=True)
    fte = Part(HeadcountSchema, required=True, allow_none=True)


class AddressSchema(ma.Schema):
    """Where letters to a Träger go."""

    street = Line(required=True)
    postcode = Line(required=True)
    city = Line(required=True)


class ProfileSchema(ma.Schema):
    """What is stated of a Träger; null where nothing is."""

    legal_form = Line(required=True, allow_none=True)
    register_number = Line(required=True, allow_none=True)
    iban = Line(required=True, allow_none=True)
    deducts_vat = YesNo(required=True, allow_none=True)
    exempt_on = Day(required=True, allow_none=True)
    recognised_on = Day(required=True, allow_none=True)
    certificates_agreed_on = Day(required=True, allow_none=True)
    protection_agreed_on = Day(required=True, allow_none=True)
    recognised_until = Day(required=True, allow_none=True)
    certificates_until = Day(required=True, allow_none=True)
    protection_until = Day(required=True, allow_none=True)
    address = Part(AddressSchema, required=True, allow_none=True)


class GetTraegerAnswer(TraegerHeadSchema):
    """A Träger as it is known now, and how it came to that."""

    version = Whole(required=True)
    profile = Part(ProfileSchema, required=True)
    representatives = Items(Identifier(), required=True)
    headcounts = Part(HeadcountsSchema, required=True)
    history = Items(Part(EntrySchema), most=LIST_MAX, required=True)


class MemberSchema(ma.Schema):
    """A membership; both days are inclusive."""

    person_id = Identifier(required=True)
    part = Line(required=True)
    traeger_id = Identifier(required=True, allow_none=True)
    function = Line(required=True)
    start = Day(required=True)
    end = Day(required=True, allow_none=True)


class GetSozialraumAnswer(SozialraumSchema):
    """A Sozialraum, who belongs to its team on a day, and how both came to that."""

    version = Whole(required=True)
    members = Items(Part(MemberSchema), most=LIST_MAX, required=True)
    history = Items(Part(EntrySchema), most=LIST_MAX, required=True)
    team_history = Items(Part(EntrySchema), most=LIST_MAX, required=True)


class NoteSchema(ma.Schema):
    """A fault of a file, or something worth knowing about it."""

    line = Whole(required=True)
    column = ma.fields.String(required=True)
    code = Line(required=True)
    message = Line(1_000, required=True)


class ImportLineSchema(ma.Schema):
    """What becomes of a line."""

    line = Whole(required=True)
    name = Line(required=True)
    outcome = Line(required=True)


class CheckImportAnswer(ma.Schema):
    """What a file would add and change; `fault_count` counts also those that are not told."""

    kind = Line(required=True)
    added = Whole(required=True)
    changed = Whole(required=True)
    unchanged = Whole(required=True)
    lines = Items(Part(ImportLineSchema), most=LINES_MAX, required=True)
    faults = Items(Part(NoteSchema), most=FAULTS_MAX, required=True)
    fault_count = Whole(required=True)
    warnings = Items(Part(NoteSchema), most=LIST_MAX, required=True)


class ImportAnswer(AnswerSchema):
    """What a file has added and changed."""

    kind = Line(required=True)
    added = Whole(required=True)
    changed = Whole(required=True)
    unchanged = Whole(required=True)
    warnings = Items(Part(NoteSchema), most=LIST_MAX, required=True)


class PersonAnswer(AnswerSchema):
    """Something was recorded of a person."""

    person_id = Identifier(required=True)


class TeamAnswer(AnswerSchema):
    """Somebody joined or left a team."""

    team_id = Identifier(required=True)
    person_id = Identifier(required=True)


class DelegationAnswer(AnswerSchema):
    """A delegation was given or revoked."""

    delegation_id = Identifier(required=True)


class PersonSchema(ma.Schema):
    """Who a person is; of an erased one nothing but since when."""

    person_id = Identifier(required=True)
    function = Line(required=True)
    name = Line(required=True, allow_none=True)
    email = Line(required=True, allow_none=True)
    phone = Line(required=True, allow_none=True)
    erased_at = Line(required=True, allow_none=True)


class PersonsAnswer(ma.Schema):
    """Who some persons are; of ids that no person has nothing is told."""

    persons = Items(Part(PersonSchema), most=LIST_MAX, required=True)


class ErasureReceiptAnswer(ProvenSchema):
    """What somebody gets in hand whose data were erased: when, and the proof in the log."""

    person_id = Identifier(required=True)
    erased_on = Day(required=True)
    key_destroyed_at = Line(required=True)


class AddressesAnswer(ma.Schema):
    """Where those who represent a Träger are reached by mail."""

    addresses = Items(Line(), most=LIST_MAX, required=True)


class ListPersonsAnswer(PersonsAnswer):
    """A page of persons by id; `after` asks for the next one, null: this is the last."""

    after = Identifier(required=True, allow_none=True)


class GetPersonAnswer(PersonSchema):
    """A person, and how what is known came to that."""

    version = Whole(required=True)
    history = Items(Part(EntrySchema), most=LIST_MAX, required=True)


class DelegationSchema(ma.Schema):
    """A delegation; `start` and `end` are inclusive, from `revoked_on` on it does not count."""

    delegation_id = Identifier(required=True)
    person_id = Identifier(required=True)
    start = Day(required=True)
    end = Day(required=True)
    revoked_on = Day(required=True, allow_none=True)
    covers = YesNo(required=True)


class ListDeputiesAnswer(ma.Schema):
    """All delegations, and whether they count on the day asked for."""

    delegations = Items(Part(DelegationSchema), most=LIST_MAX, required=True)
    version = Whole(required=True)
