"""What has happened in reporting itself: nothing yet that must be remembered."""

from shared.schema import Catalogue

CATALOGUE = Catalogue()
