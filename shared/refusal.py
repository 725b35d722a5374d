"""A no, said so that a person and a program can both act on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

Kind = Literal[
    "invalid",
    "unknown",
    "rule",
    "conflict",
    "denied",
    "unauthenticated",
    "unavailable",
    "timeout",
    "fault",
]
"""What the caller can do about it: mend the input, ask for something else, read the rule, read
again and repeat, ask someone entitled, sign in, wait and repeat, call for help (a fault is ours).
HTTP derives its status from it."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule of the guideline: the heading it stands under, and what it says, in our words."""

    heading: str
    rule: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (RFC 6901 JSON pointer), which (code), and why (German)."""

    pointer: str
    code: str
    message: str


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The caller asked for what cannot be.

    code    kebab-case, stable for ever
    title   German, the same for each use of the code
    detail  German, this very case: which day, which year, how many euros
    relayed  whether another service refused, and we only pass it on
    """

    code: str
    title: str
    detail: str
    kind: Kind = "rule"
    clause: Clause | None = None
    errors: Sequence[Fault] = field(default_factory=tuple)
    facts: dict[str, Any] = field(default_factory=dict)
    relayed: bool = False

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"

    def to_json(self) -> dict[str, Any]:
        """Return the refusal as it crosses the wire."""
        problem: dict[str, Any] = {
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            "kind": self.kind,
            "errors": [
                {"pointer": fault.pointer, "code": fault.code, "message": fault.message}
                for fault in self.errors
            ],
        }
        if self.clause is not None:
            problem["clause"] = {"heading": self.clause.heading, "rule": self.clause.rule}
        if self.facts:
            problem["facts"] = self.facts
        return problem

    @classmethod
    def from_json(cls, problem: dict[str, Any]) -> "Refused":
        """Read a refusal that another service sent."""
        clause = problem.get("clause")
        kind = problem.get("kind")
        return cls(
            code=str(problem["code"]),
            title=str(problem["title"]),
            detail=str(problem["detail"]),
            kind=kind if kind in KINDS else "fault",
            clause=Clause(clause["heading"], clause["rule"]) if clause else None,
            errors=tuple(
                Fault(each["pointer"], each["code"], each["message"])
                for each in problem.get("errors", ())
            ),
            facts=problem.get("facts", {}),
            relayed=True,
        )


def already_decided(detail: str) -> Refused:
    """Return the refusal of a second decision with another content than the first."""
    return Refused("already-decided", "Darüber ist schon entschieden", detail, kind="conflict")


def command_id_reused() -> Refused:
    """Return the refusal of a command's id that was used for another command."""
    return Refused(
        "command-id-reused",
        "Die Vorgangskennung wurde schon verwendet",
        "Mit dieser Kennung wurde bereits etwas anderes beauftragt. Bitte eine neue verwenden.",
        kind="conflict",
    )


def not_permitted(detail: str) -> Refused:
    """Return the refusal of what a person may not do, or not here."""
    return Refused("not-permitted", "Dafür fehlt die Berechtigung", detail, kind="denied")


def stale(facts: dict[str, Any]) -> Refused:
    """Return the refusal of a change to what has changed since its sender has seen it."""
    return Refused(
        "stale-version",
        "Der Vorgang wurde inzwischen geändert",
        "Seit Sie ihn gelesen haben, hat sich etwas geändert. Bitte neu laden und prüfen.",
        kind="conflict",
        facts=facts,
    )
