"""Notices as HTML: one self-contained file, the same bytes for the same notice."""

from pathlib import Path
from typing import Final, get_args

from jinja2 import Environment

from services.projects.events import NoticeKind
from services.projects.notices import wording
from services.projects.notices.notice import Notice
from shared.page import environment

TEMPLATES: Final = Path(__file__).parent / "templates"
VERSIONS: Final[dict[NoticeKind, int]] = dict.fromkeys(get_args(NoticeKind), 1)
"""The newest template of each kind. Older ones stay: notices were made of them."""


def render(kind: NoticeKind, notice: Notice, version: int | None = None) -> str:
    """Return the notice as an HTML page, made of the newest template or of an older one."""
    name = f"{kind}.v{version or VERSIONS[kind]}.html"
    template = ENVIRONMENT.get_template(name)
    return template.render(notice=notice, letter=notice.letter, office=notice.letter.office)


def _environment() -> Environment:
    made = environment(TEMPLATES)
    made.globals |= {
        "REJECTION": wording.REJECTION,
        "REDUCTION": wording.REDUCTION,
        "EXTENSION": wording.EXTENSION,
        "TERMINATION": wording.TERMINATION,
        "REVOCATION": wording.REVOCATION,
        "CHANGE_REJECTION": wording.CHANGE_REJECTION,
        "EXTENT": wording.EXTENT,
    }
    return made


ENVIRONMENT: Final = _environment()
