"""Who does what in the tests: invented persons, one for each step that nobody may take twice."""

from deploy.bench.projects import CHECKS

__all__ = ["CHECKS", "HEAD", "PERSONS", "person"]

HEAD = ("bjl.kalk", "district_head")
PERSONS = {
    "apply": ("team.kalk", "asd_member"),
    "check_content": ("fachkraft.kalk", "asd_member"),
    "check_arithmetic": ("wjh.kalk", "wjh"),
}


def person(method: str) -> tuple[str, str]:
    """Return subject and role of who asks for something."""
    return PERSONS.get(method, HEAD)
