"""The services of an instance by name, loaded only when they are asked for."""

from importlib import import_module
from pathlib import Path
from typing import Any, Final

NAMES: Final = ("projects", "funding", "resources", "reporting")


def service_class(name: str) -> Any:
    """Return the class of a service, such as `FundingService`."""
    return getattr(import_module(f"services.{name}.service"), f"{name.capitalize()}Service")


def sql_folders() -> dict[str, Path]:
    """Return service → folder of its own migrations, for all services."""
    here = Path(__file__).parent
    return {name: here / name / "sql" for name in NAMES}
