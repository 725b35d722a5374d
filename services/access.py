"""The table of roles of an instance, read once from `roles.toml`."""

import tomllib
from pathlib import Path
from typing import Final

from shared.access import Table

FILE: Final = Path(__file__).parent / "roles.toml"
ROLES: Final = Table.read(tomllib.loads(FILE.read_text()))
