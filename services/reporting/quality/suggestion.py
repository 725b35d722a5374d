"""The catalogue that comes with this software: a first proposal, which the UAG adopts or changes."""

import json
from functools import cache
from pathlib import Path
from typing import Final

from shared.canonical import Json

FILE: Final = Path(__file__).parent / "catalogue_1.json"


@cache
def suggestion() -> Json:
    """Return {title, indicators}: what `adopt_catalogue` takes, but for day and resolution."""
    told: Json = json.loads(FILE.read_text())
    return told
