"""Master data from CSV files: reading, planning what a file adds and changes. Pure."""

from services.projects.importing.plan import Line, Plan, refused, stream_of
from services.projects.importing.sozialraeume import SozialraumImport
from services.projects.importing.traeger import TraegerImport

__all__ = ["Line", "Plan", "SozialraumImport", "TraegerImport", "refused", "stream_of"]
