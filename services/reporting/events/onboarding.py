"""The introduction of new staff of the WJH into the concept (Einarbeitung), beside its duty.

Both stand in the stream of the duty, `duty-<id>`. A person is the random id by which teams know it.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OnboardingOwed:
    """Einarbeitung geschuldet: whom a duty is about, and since when that person belongs to the WJH."""

    duty_id: str
    person_id: str
    began_on: date


@dataclass(frozen=True, slots=True)
class OnboardingConfirmed:
    """Einarbeitung bestätigt: the person knows the concept since a day, as somebody says."""

    duty_id: str
    person_id: str
    held_on: date
    by: str
    confirmed_on: date
