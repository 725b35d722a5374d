"""The catalogue of indicators (Indikatorenkatalog): which versions there are, which holds. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

from services.reporting import commands, events
from services.reporting.events import AssessedKind, Basis, CatalogueAdopted
from services.reporting.quality import refusals
from shared.calendar import german
from shared.decider import Decider
from shared.refusal import Fault

BASES: Final[tuple[Basis, ...]] = get_args(Basis)
NAMES: Final[dict[Basis, str]] = {
    "will": "Wille und Interesse der Menschen",
    "initiative": "Eigeninitiative und Selbsthilfe vor Betreuung",
    "resources": "Ressourcen der Menschen und des Sozialraums",
    "across": "zielgruppen- und bereichsübergreifend",
    "cooperation": "Kooperation und Vernetzung",
    "need": "Bedürfnisorientierung",
    "resource-activation": "Ressourcenaktivierung",
    "participation": "Partizipation",
    "prevention": "Prävention und Intervention",
    "activation": "Aktivierung",
    "inclusion": "Teilhabe",
    "lifeworld": "Lebensweltorientierung",
    "self-help": "Stärkung der Selbsthilfekräfte",
    "stigma": "weniger Stigmatisierung",
}
"""The five principles of the concept, and then the aims of the guideline in its order."""


@dataclass(frozen=True, slots=True)
class Indicators:
    """All versions in the order of their adoption."""

    versions: tuple[CatalogueAdopted, ...] = ()

    def at(self, day: date) -> CatalogueAdopted | None:
        """Return the version that holds on a day: of those that have begun the newest."""
        begun = [it for it in self.versions if it.valid_from <= day]
        return max(begun, key=lambda it: (it.valid_from, it.catalogue_version), default=None)

    def version(self, number: int) -> CatalogueAdopted | None:
        """Return a version by its number."""
        return next((it for it in self.versions if it.catalogue_version == number), None)


def asked_of(catalogue: CatalogueAdopted, kind: AssessedKind, months: int) -> tuple[str, ...]:
    """Return the indicators that a team or a project answers; after its end the lasting ones."""
    return tuple(
        it.key
        for it in catalogue.indicators
        if it.applies_to in (kind, "both") and (months == 0 or it.long_term)
    )


def decide(
    command: commands.AdoptCatalogue, state: Indicators, today: date
) -> list[CatalogueAdopted]:
    """Adopt a whole catalogue; what was assessed by another stays as it is."""
    faults = [*_of_the_day(command, today), *_of_the_keys(command), *_of_the_bases(command)]
    if faults:
        raise refusals.catalogue_incomplete(faults)
    return [
        events.CatalogueAdopted(
            catalogue_version=len(state.versions) + 1,
            valid_from=command.valid_from,
            indicators=command.indicators,
            resolution=command.resolution,
            by=command.by,
            adopted_on=today,
        )
    ]


def _of_the_day(command: commands.AdoptCatalogue, today: date) -> Iterator[Fault]:
    if command.valid_from < today:
        text = f"Der Katalog gilt frühestens ab heute, dem {german(today)}."
        yield Fault("/valid_from", "day-passed", text)


def _of_the_keys(command: commands.AdoptCatalogue) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, it in enumerate(command.indicators):
        if it.key in seen:
            text = "Diese Kurzbezeichnung steht schon bei einem anderen Indikator."
            yield Fault(f"/indicators/{number}/key", "key-twice", text)
        seen.add(it.key)


def _of_the_bases(command: commands.AdoptCatalogue) -> Iterator[Fault]:
    """A catalogue leaves out no principle and no aim, or it would not tell of the concept."""
    covered = {basis for it in command.indicators for basis in it.basis}
    for basis in BASES:
        if basis not in covered:
            yield Fault("/indicators", "basis-missing", f"Kein Indikator zu: {NAMES[basis]}.")


def evolve(state: Indicators, event: CatalogueAdopted) -> Indicators:
    """What an event makes of the catalogue."""
    return Indicators((*state.versions, event))


INDICATORS: Final[Decider[commands.AdoptCatalogue, Indicators, CatalogueAdopted]] = Decider(
    Indicators(), decide, evolve
)
