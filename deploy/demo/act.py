"""One act of the story: who asks for what on which day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.canonical import Json

DISTRICT_HEAD: Final = "district_head"
OF_TRAEGER: Final = ("traeger_member", "recipient")
USUAL: Final = {
    "apply": "asd_member",
    "submit_draft": "asd_member",
    "resubmit": "asd_member",
    "request_change": "asd_member",
    "co_sign": "recipient",
    "check_content": "asd_member_2",
    "return_for_completion": "asd_member_2",
    "check_arithmetic": "wjh",
    "waive_appeal": "wjh",
    "plan_payments": "wjh",
    "make_pay_list": "wjh",
    "import_confirmations": "wjh",
    "propose_settlement": "wjh",
    "record_hearing": "wjh",
    "record_recovery": "wjh",
    "propose_waiver": "wjh",
    "record_posting": "wjh",
    "record_card": "asd_member_2",
    "verify_card": "asd_member_2",
    "import_receipts": "recipient",
    "put_document": "recipient",
    "record_in_kind": "recipient",
    "submit_project_report": "recipient",
    "submit_statement": "recipient",
    "set_budget": "central_office",
    "supplement": "central_office",
    "register_traeger": "central_office",
    "register_sozialraum": "central_office",
    "register_person": "central_office",
    "appoint_deputy": "central_office",
    "propose_policy": "central_office",
}
"""Who does what, unless an act says otherwise; all else is the district head's."""

Way = Sequence[str | Mapping[str, Any]]
"""Through an answer: the name of a field, or what marks the item of a list."""


@dataclass(frozen=True, slots=True)
class Act:
    """One request of the story.

    key      the name under which later acts mean what this one makes
    person   who does it, of the invented persons
    traeger  the key of the Träger that a person belongs to who acts for one
    reads    whether nothing changes by it
    project  the key of the project it is about
    say      what to tell beside it, if more than the act itself
    refused  the code with which it has to be refused
    takes    the names under which later acts mean parts of the answer, and the way to each
    """

    name: str
    day: str
    service: str
    method: str
    body: Json
    key: str | None = None
    person: str = DISTRICT_HEAD
    traeger: str | None = None
    reads: bool = False
    project: str | None = None
    say: str | None = None
    refused: str | None = None
    takes: Mapping[str, Way] = field(default_factory=dict)


def act_of(name: str, day: str, call: tuple[str, str], body: Json, **given: Any) -> Act:
    """Return an act, done by whoever usually does it."""
    service, method = call
    person = given.pop("person", None) or USUAL.get(method, DISTRICT_HEAD)
    return Act(name, day, service, method, body, person=person, **given)


def traeger_of(told: Json, project: str | None) -> str | None:
    """Return the key of the Träger of a project."""
    return str(told["applications"][project]["traeger_id"])[1:] if project else None
