"""The two checks before a decision: content and figures, § 74 SGB VIII. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, get_args

from services.projects import commands, events, separation
from services.projects.standing import Project
from shared.refusal import Fault, Refused

CRITERIA: Final = get_args(events.CriterionName)
CONFIRMATIONS: Final = get_args(events.ConfirmationName)


def content_checked(
    command: commands.CheckContent, project: Project, today: date
) -> events.ContentChecked:
    """Return the fact of a content check. Raises Refused."""
    separation.may_check_content(command.acting, project)
    judged = _complete(command.criteria, CRITERIA, "/criteria")
    for number, it in enumerate(command.criteria):
        if it.met != "yes" and it.remark is None:
            raise _contradiction(
                f"/criteria/{number}/remark", "Wer ein Kriterium nicht bejaht, sagt, warum."
            )
    unmet = [it.name for it in judged if it.met == "no"]
    _check_result(command.result, unmet, "/result")
    if command.result == "failed" and command.proposal in ("approve", "reduce"):
        raise _contradiction(
            "/proposal", "Was die Prüfung nicht besteht, wird nicht vorgeschlagen."
        )
    return events.ContentChecked(
        project_id=command.project_id,
        application_version=project.application.application_version,
        result=command.result,
        criteria=tuple(
            events.Criterion(it.name, it.met, it.remark.ref if it.remark else None) for it in judged
        ),
        proposal=command.proposal,
        priority=command.priority,
        remark=command.remark.ref,
        by=command.acting.by,
        checked_on=today,
    )


def arithmetic_checked(
    command: commands.CheckArithmetic, project: Project, today: date
) -> events.ArithmeticChecked:
    """Return the fact of an arithmetical check. Raises Refused."""
    separation.may_check_arithmetic(command.acting, project)
    confirmed = _complete(command.confirmations, CONFIRMATIONS, "/confirmations")
    open_ = [it.name for it in confirmed if not it.holds]
    _check_result(command.result, open_, "/result")
    if command.result == "failed" and command.remark is None:
        raise _contradiction("/remark", "Wer die Zahlen beanstandet, sagt, warum.")
    return events.ArithmeticChecked(
        project_id=command.project_id,
        application_version=project.application.application_version,
        result=command.result,
        confirmations=confirmed,
        remark=command.remark.ref if command.remark else None,
        by=command.acting.by,
        checked_on=today,
    )


def _complete(given: Sequence[Any], names: Sequence[str], pointer: str) -> tuple[Any, ...]:
    """Return what was given in the order of the list; each name stands there once."""
    by_name = {it.name: it for it in given}
    if len(given) != len(names) or by_name.keys() != set(names):
        missing = ", ".join(name for name in names if name not in by_name)
        detail = f"Zu jedem der {len(names)} Punkte wird genau eine Angabe gebraucht" + (
            f"; es fehlt: {missing}." if missing else "."
        )
        raise Refused(
            "check-incomplete",
            "Die Prüfung ist unvollständig",
            detail,
            kind="invalid",
            errors=(Fault(pointer, "check-incomplete", detail),),
        )
    return tuple(by_name[name] for name in names)


def _check_result(result: events.CheckResult, unmet: Sequence[str], pointer: str) -> None:
    if result == "passed" and unmet:
        raise _contradiction(pointer, f"Nicht bestanden ist, was offen bleibt: {', '.join(unmet)}.")
    if result == "failed" and not unmet:
        raise _contradiction(pointer, "Ein Ergebnis ohne Mangel ist bestanden.")


def _contradiction(pointer: str, detail: str) -> Refused:
    return Refused(
        "check-contradicts-itself",
        "Die Prüfung widerspricht sich",
        detail,
        kind="invalid",
        errors=(Fault(pointer, "check-contradicts-itself", detail),),
    )
