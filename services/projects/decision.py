"""Decisions on applications: what the table of `project` does with them. Pure."""

from datetime import date

from services.projects import commands, events
from services.projects.application import quote
from services.projects.standing import Project, approval_id
from shared import guideline
from shared.guideline import EDITION
from shared.refusal import Refused


def approved(command: commands.Approve, it: events.Applied, today: date) -> events.Approved:
    """Return the fact of an approval. Raises Refused by the guideline."""
    guideline.check_start(today, it.start)
    made = quote(it)
    return events.Approved(
        project_id=it.project_id,
        approval_id=approval_id(it.project_id, version(command), command.command_id),
        application_version=it.application_version,
        start=it.start,
        end=it.end,
        eligible_ct=made.eligible_ct,
        own_share=events.OwnShare(
            made.own_share_percent, made.own_share_ct, made.own_cash_ct, made.in_kind_ct
        ),
        third_party_ct=made.third_party_ct,
        grant_ct=dict(made.grant_ct),
        edition=EDITION,
        policy_position=command.policy_position,
        approved_on=today,
    )


def lapsed(command: commands.Lapse, project: Project, today: date) -> list[events.ProjectEvent]:
    """Return the fact that a prepared decision never came; nothing, if it came or has lapsed."""
    if not command.approval_id.startswith(f"{command.project_id}:"):
        raise Refused(
            "approval-unknown",
            "Die Genehmigung ist nicht bekannt",
            "Die Kennung gehört nicht zu diesem Projekt.",
            kind="unknown",
        )
    if command.approval_id in project.approvals | project.lapsed:
        return []
    return [events.ApprovalLapsed(command.project_id, command.approval_id, today)]


def version(command: commands.Approve | commands.Extend) -> int:
    """Return the version that the decision will have in its stream."""
    if command.version < 1:
        raise AssertionError("The service says which version the decision will have.")
    return command.version
