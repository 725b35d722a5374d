"""What we understand of the events of funding: the policies that statements of use rest on."""

from typing import Final

import marshmallow as ma

from shared.guideline.heard import PolicyAdoptedSchema

HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {("policy_adopted", 2): PolicyAdoptedSchema}
