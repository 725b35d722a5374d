"""The event of every service that says no to somebody it knows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccessDenied:
    """Zugriff verweigert: somebody with a genuine token asked for what is not theirs to ask.

    Who it was stands in the envelope, as a random id; what was asked for is not kept.

    method  of this service
    roles   those of the token that the table of roles knows
    code    of the refusal: not-permitted, wrong-district, same-person, …
    """

    method: str
    roles: tuple[str, ...]
    code: str
