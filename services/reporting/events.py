"""What has happened in reporting itself: nothing yet but that somebody was turned away."""

from shared.denial import AccessDenied
from shared.schema import Catalogue

CATALOGUE = Catalogue(AccessDenied)
