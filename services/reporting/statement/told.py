"""Statements of use as they are told: plan beside actual, versions, checks. Pure."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from services.reporting import commands, events
from services.reporting.statement.recognised import Recognition
from services.reporting.statement.statement import Statement
from shared.canonical import Json
from shared.documents import DocumentRef, text_of
from shared.edge import at_the_edge
from shared.guideline.plan_lines import OTHER
from shared.money import portion

Texts = Mapping[str, str]


def documents(statement: Statement) -> list[str]:
    """Return the ids of all texts; the lists of receipts are files of their own."""
    refs: list[DocumentRef | None] = []
    for it in statement.versions:
        refs += [it.reach, it.success, it.deviations, *(goal.explanation for goal in it.goals)]
    refs += [statement.declined.reason if statement.declined else None]
    refs += [statement.returned.text if statement.returned else None]
    refs += [statement.content.remark if statement.content else None]
    refs += [statement.checked.note if statement.checked else None]
    if statement.disallowed:
        both = (*statement.disallowed.receipts, *statement.disallowed.in_kind)
        refs += [it.reason for it in both]
    return [it.document_id for it in refs if it is not None]


def days_open(standing: str, handed_in_on: date | None, today: date) -> int | None:
    """Return since how many days nobody has checked what is handed in; None where nothing waits."""
    if standing != "submitted" or handed_in_on is None:
        return None
    return (today - handed_in_on).days


def plan(basis: commands.StatementBasis, planned: Mapping[int, commands.ApprovedYear]) -> Json:
    """Return the lines of the plan over all years, and its sums by year."""
    lines = basis.lines
    told: Json = at_the_edge(
        {
            "posts": [
                {"line": it.name, "grade": it.grade, "planned_ct": it.planned_ct}
                for it in lines.posts
            ],
            "flat_rates": [
                {"kind": kind, "planned_ct": cents} for kind, cents in lines.flat_rates_ct.items()
            ],
            "other_ct": lines.other_ct,
            "total_ct": lines.total_ct,
            "in_sums": lines.in_sums,
            "years": [
                {
                    "year": year,
                    "costs_ct": it.planned_ct["costs"],
                    "third_party_ct": it.planned_ct["third-party"],
                    "own_cash_ct": it.planned_ct["own-cash"],
                    "in_kind_ct": it.planned_ct["in-kind"],
                }
                for year, it in planned.items()
            ],
        }
    )
    return told


def comparison(
    last: events.StatementSubmitted,
    basis: commands.StatementBasis,
    planned: Mapping[int, commands.ApprovedYear],
    found: Recognition,
) -> list[Json]:
    """Return plan and actual of each line over all years, and the difference in euros and percent."""
    lines = basis.lines
    actual: dict[tuple[str, str], int] = {}
    for it in last.years.values():
        for post in it.posts:
            key = "posts", post.line
            actual[key] = actual.get(key, 0) + post.paid_ct
        key = "costs", OTHER
        actual[key] = actual.get(key, 0) + it.other_ct
    for step in found.steps:
        for kind in lines.flat_rates_ct:
            if step.rule.startswith("flat-rate-") and step.rule.endswith(f"-{kind}"):
                key = "flat-rates", kind
                actual[key] = actual.get(key, 0) + step.result_ct
    wanted: dict[tuple[str, str], int] = {("posts", it.name): it.planned_ct for it in lines.posts}
    wanted |= {("flat-rates", kind): cents for kind, cents in lines.flat_rates_ct.items()}
    wanted["costs", OTHER] = lines.other_ct
    rows = [(*key, cents, actual.get(key, 0)) for key, cents in wanted.items()]
    rows += _income(last, planned)
    return [_compared(*it) for it in rows if it[2] or it[3]]


def _income(
    last: events.StatementSubmitted, planned: Mapping[int, commands.ApprovedYear]
) -> list[tuple[str, str, int, int]]:
    years = last.years.values()
    third_ct = sum(income.amount_ct for it in years for income in it.third_party)
    found = {
        "third-party": ("Mittel Dritter", third_ct),
        "own-cash": ("Eigenmittel", sum(it.own_cash_ct for it in years)),
        "in-kind": ("Sach- und Arbeitsleistungen", sum(it.in_kind_ct for it in years)),
    }
    return [
        (line, text, sum(_planned(it, line) for it in planned.values()), cents)
        for line, (text, cents) in found.items()
    ]


def _planned(it: commands.ApprovedYear, line: str) -> int:
    return {str(name): cents for name, cents in it.planned_ct.items()}.get(line, 0)


def _compared(part: str, line: str, planned_ct: int, actual_ct: int) -> Json:
    difference_ct = actual_ct - planned_ct
    told: Json = at_the_edge(
        {
            "part": part,
            "line": line,
            "planned_ct": planned_ct,
            "actual_ct": actual_ct,
            "difference_ct": difference_ct,
            "percent_hundredths": portion(difference_ct, 10_000, planned_ct)
            if planned_ct > 0
            else None,
        }
    )
    return told


def recognition(found: Recognition | None) -> Json | None:
    """Return what is recognised by year, with the steps."""
    if found is None:
        return None
    told: Json = at_the_edge(
        {
            "years": [
                {
                    "year": year,
                    "costs_ct": it.costs_ct,
                    "third_party_ct": it.third_party_ct,
                    "in_kind_ct": it.in_kind_ct,
                    "own_cash_ct": it.own_cash_ct,
                }
                for year, it in found.by_year.items()
            ],
            "disallowed_ct": found.disallowed_ct,
            "unmatched_ct": found.unmatched_ct,
        }
    )
    return {**told, "steps": [_step(it) for it in found.steps]}


def _step(step: Any) -> Json:
    """Return a step; its inputs stay the whole numbers that they are."""
    told: Json = at_the_edge(
        {
            "rule": step.rule,
            "text": step.text,
            "parts": step.parts,
            "result_ct": step.result_ct,
            "basis": step.basis,
            "flag": step.flag,
            "edition": step.edition,
        }
    )
    return {**told, "inputs": dict(step.inputs)}


def versions(statement: Statement, texts: Texts) -> list[Json]:
    """Return all versions in order."""
    return [_version(it, texts) for it in statement.versions]


def _version(it: events.StatementSubmitted, texts: Texts) -> Json:
    told: Json = at_the_edge(
        {
            "statement_version": it.statement_version,
            "completes": it.completes,
            "needs_certificate": it.needs_certificate,
            "submitted_by": it.by,
            "submitted_on": it.submitted_on,
            "years": [{"year": year, **_fields(stated)} for year, stated in it.years.items()],
            "activities": it.activities,
            "card_ids": it.card_ids,
            "receipts_document_id": it.receipts.document_id,
            "receipts_count": it.receipts_count,
            "receipts_ct": it.receipts_ct,
        }
    )
    return {
        **told,
        "goals": [
            {
                "id": goal.id,
                "value": goal.value,
                "outcome": goal.outcome,
                "explanation": text_of(texts, goal.explanation),
            }
            for goal in it.goals
        ],
        "reach": text_of(texts, it.reach),
        "success": text_of(texts, it.success),
        "deviations": text_of(texts, it.deviations),
    }


def _fields(stated: events.StatedYear) -> Json:
    return {it.name: getattr(stated, it.name) for it in fields(stated)}


def judgement(statement: Statement, texts: Texts) -> Json:
    """Return what a second person at the Träger said, what the office sent back, and both checks."""
    back, content = statement.returned, statement.content
    return {
        "certificate": _certificate(statement),
        "declined": _declined(statement, texts),
        "returned": back
        and {
            "statement_version": back.statement_version,
            "places": list(back.places),
            "text": text_of(texts, back.text),
            "due_on": back.due_on.isoformat(),
            "returned_on": back.returned_on.isoformat(),
        },
        "content_check": content
        and {
            "purpose": content.purpose,
            "goals": at_the_edge(content.goals),
            "remark": text_of(texts, content.remark),
            "checked_by": content.by,
            "checked_on": content.checked_on.isoformat(),
        },
        "check": _check(statement, texts),
    }


def _certificate(statement: Statement) -> Json | None:
    it = statement.certified
    if it is None:
        return None
    return {"certified_by": it.by, "certified_on": it.certified_on.isoformat()}


def _declined(statement: Statement, texts: Texts) -> Json | None:
    it = statement.declined
    if it is None:
        return None
    return {
        "reason": text_of(texts, it.reason),
        "declined_by": it.by,
        "declined_on": it.declined_on.isoformat(),
    }


def _check(statement: Statement, texts: Texts) -> Json | None:
    it, cut = statement.checked, statement.disallowed
    if it is None:
        return None
    told: Json = at_the_edge(
        {
            "result": it.result,
            "scope": it.scope,
            "receipts_count": it.receipts_count,
            "receipts_checked": it.receipts_checked,
            "receipts_checked_sum_ct": it.receipts_checked_ct,
            "disallowed_ct": it.disallowed_ct,
            "checked_by": it.arithmetic_by,
            "checked_on": it.checked_on,
            "edition": it.edition,
            "policy_position": it.policy_position,
        }
    )
    both = (*cut.receipts, *cut.in_kind) if cut else ()
    return {
        **told,
        "note": text_of(texts, it.note),
        "disallowed_items": [
            {
                "id": one.id,
                "rule": one.rule,
                "amount": at_the_edge({"amount_ct": one.amount_ct})["amount"],
                "reason": text_of(texts, one.reason),
            }
            for one in both
        ],
    }
