"""Separation of duties, conflicts of interest, deputies: who may check and who may decide. Pure.

Who writes an application does not check it; one person checks the content, another the figures;
none of them decides. Who belongs to the recipient does neither. Old events do not say who acted:
that is nobody's name and stands in nobody's way.
"""

from services.projects.commands import Acting
from services.projects.standing import Project
from shared.refusal import Refused


def may_check_content(acting: Acting, project: Project) -> None:
    """Raise Refused unless the person may check the content."""
    _not_of_the_recipient(acting, project)
    _not_among(acting, project.authors, "den Antrag eingereicht")
    if project.arithmetic_check is not None:
        _not_among(acting, {project.arithmetic_check.by}, "den Antrag rechnerisch geprüft")


def may_check_arithmetic(acting: Acting, project: Project) -> None:
    """Raise Refused unless the person may check the figures."""
    _not_of_the_recipient(acting, project)
    _not_among(acting, project.authors, "den Antrag eingereicht")
    if project.content_check is not None:
        _not_among(acting, {project.content_check.by}, "den Antrag fachlich geprüft")


def may_decide(acting: Acting, project: Project) -> None:
    """Raise Refused unless the person may decide: the head, or who deputises for a reason.

    After the head has declared bias, the central office or a dated deputy decides; without that
    they need a delegation that covers the day.
    """
    _not_of_the_recipient(acting, project)
    _not_among(acting, project.authors, "den Antrag eingereicht")
    for check, what in (
        (project.content_check, "den Antrag fachlich geprüft"),
        (project.arithmetic_check, "den Antrag rechnerisch geprüft"),
    ):
        if check is not None:
            _not_among(acting, {check.by}, what)
    _entitled(acting, project)


def may_change(acting: Acting, project: Project, requested_by: str | None) -> None:
    """Raise Refused unless the person may decide on a change: as for an approval, and not who asks."""
    _not_of_the_recipient(acting, project)
    _not_among(acting, project.authors, "den Antrag eingereicht")
    if requested_by:
        _not_among(acting, {requested_by}, "die Änderung beantragt")
    _entitled(acting, project)


def may_declare_bias(acting: Acting) -> None:
    """Raise Refused unless the person would decide: nobody declares the bias of another."""
    if not (acting.as_head or acting.as_deputy):
        raise Refused(
            "not-yours-to-declare",
            "Befangenheit zeigt nur an, wer entscheidet",
            "Das können die Bezirksjugendamtsleitung und ihre Vertretung, jede für sich.",
            kind="denied",
        )


def may_take_part(acting: Acting, project: Project) -> None:
    """Raise Refused for who belongs to the recipient; enough for acts that decide nothing yet."""
    _not_of_the_recipient(acting, project)


def conflicts(acting: Acting, project: Project) -> list[Refused]:
    """Return what keeps a person from deciding about a project, the first reason only."""
    try:
        may_decide(acting, project)
    except Refused as refused:
        return [refused]
    return []


def _entitled(acting: Acting, project: Project) -> None:
    if acting.as_deputy:
        return
    if acting.as_head and project.is_biased:
        raise _conflict_of_interest(
            "Die Leitung hat Befangenheit angezeigt; jetzt entscheidet die Vertretung oder die"
            " Zentrale."
        )
    if not acting.as_head and not (acting.as_central and project.is_biased):
        raise Refused(
            "deputy-required",
            "Es fehlt eine Vertretung",
            "Hier entscheidet die Bezirksjugendamtsleitung. Andere entscheiden nur mit einer"
            " Vertretung, die heute gilt; die Zentrale auch, wenn die Leitung Befangenheit"
            " angezeigt hat.",
            kind="denied",
        )


def _not_of_the_recipient(acting: Acting, project: Project) -> None:
    if not acting.by:
        raise AssertionError("The service says who acts.")
    if acting.traeger_id is not None and acting.traeger_id == project.application.traeger_id:
        raise _conflict_of_interest(
            "Wer zu dem Träger gehört, der die Zuwendung erhalten soll, prüft und entscheidet"
            " nicht über sie."
        )


def _conflict_of_interest(detail: str) -> Refused:
    return Refused(
        "conflict-of-interest", "Es besteht ein Interessenkonflikt", detail, kind="denied"
    )


def _not_among(acting: Acting, others: frozenset[str] | set[str], what: str) -> None:
    if acting.by in others:
        raise Refused(
            "separation-of-duties",
            "Das muss jemand anderes tun",
            f"Sie haben {what}. Einreichen, fachlich prüfen, rechnerisch prüfen und entscheiden"
            " sind Sache verschiedener Personen.",
            kind="denied",
        )
