"""Who does what in the tests: invented persons, one for each step that nobody may take twice."""

from deploy.bench.projects import CHECKS
from services.access import ROLES
from shared.access import ANYBODY, Rule
from shared.signing import PREFIX

__all__ = ["CHECKS", "HEAD", "PERSONS", "person"]

HEAD = ("bjl.kalk", "district_head")
PERSONS = {
    "apply": ("team.kalk", "asd_member"),
    "request_change": ("team.kalk", "asd_member"),
    "check_content": ("fachkraft.kalk", "asd_member"),
    "check_arithmetic": ("wjh.kalk", "wjh"),
    "confirm_deletions": ("vertretung.kalk", "central_office"),
    "adopt_policy": ("vertretung.kalk", "central_office"),
    "check_statement_content": ("vertretung.kalk", "central_office"),
    "check_statement": ("wjh.kalk", "wjh"),
}
"""By method, where it matters who it is."""

USUAL = {
    "district_head": "bjl.kalk",
    "central_office": "zentrale.kalk",
    "asd_member": "team.kalk",
    "wjh": "wjh.kalk",
    "auditor": "rpa.kalk",
}


def person(method: str, service: str = "") -> tuple[str, str]:
    """Return subject and role of who asks for something: the first who may, the head before all."""
    if method in PERSONS:
        return PERSONS[method]
    rule = _rule(method, service)
    if rule is None or rule.roles.keys() & {HEAD[1], ANYBODY}:
        return HEAD
    roles = [role for role in (*USUAL, *ROLES.roles) if role in rule.roles]
    if not roles:
        name = PREFIX + min(rule.callers)
        return name, name
    return USUAL.get(roles[0], f"{roles[0]}.kalk"), roles[0]


def _rule(method: str, service: str) -> Rule | None:
    if service:
        return ROLES.rule(service, method)
    named = [rule for key, rule in ROLES.rules.items() if key.partition(".")[2] == method]
    return named[0] if named else None
