"""How the demonstration accounts for a project: its statement of use handed in, and checked by two."""

from collections.abc import Iterator
from typing import Any, Final

from deploy.demo.act import Act, act_of, traeger_of
from shared.canonical import Json

CONFIRMED: Final = {"necessary": True, "economical": True, "books_agree": True}


def handed_in(told: Json, key: str, day: str) -> Iterator[Act]:
    """From the list of receipts to the statement, which is what is told."""
    said, title = told["statements"][key], told["applications"][key]["title"]
    receipts = f"receipts {key}"
    file = {"content": said["receipts"], "media_type": "text/csv"}
    yield _of(told, key, day, ("put_document", file), key=receipts, say="")
    text = f"Belegliste zu „{title}“:"
    yield _of(told, key, day, ("import_receipts", {"document_id": f"@{receipts}"}), say=text)
    if "in_kind" in said:
        yield _of(told, key, day, ("record_in_kind", {"entries": said["in_kind"]}))
    body = {**said["says"], "confirmed": CONFIRMED}
    text = f"Verwendungsnachweis eingereicht: „{title}“"
    yield _of(told, key, day, ("submit_statement", body), say=text)


def audited(told: Json, key: str, day: str) -> Iterator[Act]:
    """Both checks of a statement; the last one is told."""
    said, title = told["statements"][key], told["applications"][key]["title"]
    goals = [{"id": n, "reached": it} for n, it in enumerate(said["reached"], 1)]
    purpose = {"purpose": said["purpose"], "goals": goals}
    yield _of(told, key, day, ("check_statement_content", purpose), person="central_office")
    seen = {"scope": "full", "note": "Alle Belege gesehen."}
    text = f"Verwendungsnachweis fachlich und rechnerisch geprüft: „{title}“"
    yield _of(told, key, day, ("check_statement", seen), person="wjh_2", say=text)


def _of(told: Json, project: str, day: str, call: tuple[str, Json], **given: Any) -> Act:
    method, body = call
    asked = body if method == "put_document" else {"project_id": f"@{project}", **body}
    about = {"project": project, "traeger": traeger_of(told, project), **given}
    return act_of(f"{method} {project}", day, ("reporting", method), asked, **about)
