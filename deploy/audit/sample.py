"""A sample with its proofs: each drawn case with all its events, and that they are in the logs."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from deploy.audit import receipts
from deploy.audit.events import Recorded, recorded
from deploy.audit.sampling import POPULATIONS, digest, drawn, number
from deploy.inspection import connect
from services.registry import NAMES
from shared.canonical import Json, instant
from shared.proof.keeper import checkpoints
from shared.proof.stored import Stored

METHOD: Final = (
    "Nummer eines Falls = SHA-256(Startwert, Zeilenumbruch, Kennung); gezogen sind die kleinsten."
)


class NoCheckpointError(Exception):
    """A sample rests on checkpoints, and there is none. The text is German."""


def sample(of: str, seed: str, count: int) -> Json:
    """Return the sample: {of, seed, method, population, checkpoints, cases}.

    Only what the newest checkpoints cover is drawn from. Raises NoCheckpointError.
    """
    notes = {service: _newest(service) for service in NAMES}
    sizes = {service: size for service, (size, _) in notes.items()}
    if not sizes[POPULATIONS[of][0]]:
        raise NoCheckpointError(
            f"Für {POPULATIONS[of][0]} wurde noch kein Prüfpunkt unterschrieben"
            " („sozialraum checkpoint … --fresh“)."
        )
    population, events = _cases(of, sizes)
    rows: dict[str, Json] = {}
    if of == "receipts":  # Of each project of which files were read, every line.
        rows, known = receipts.listed(), set(population.values())
        population = {
            it: row["project_id"] for it, row in rows.items() if row["project_id"] in known
        }
    cases = drawn(population, seed, count)
    return {
        "of": of,
        "seed": seed,
        "method": METHOD,
        "population": {"count": len(population), "sha256": digest(population)},
        "checkpoints": {service: note for service, (_, note) in notes.items() if note},
        "cases": [
            {
                "id": case,
                "number": number(seed, case),
                **({"receipt": rows[case]} if case in rows else {}),
                "events": _proved(events[population[case]], sizes),
            }
            for case in cases
        ],
    }


def _cases(of: str, sizes: dict[str, int]) -> tuple[dict[str, str], dict[str, list[Recorded]]]:
    """Return case → its project, and project → all its events that checkpoints cover."""
    service, type_ = POPULATIONS[of]
    population: dict[str, str] = {}
    events: defaultdict[str, list[Recorded]] = defaultdict(list)
    for it in recorded(NAMES):
        if it.project_id is None or it.position > sizes[it.service]:
            continue
        events[it.project_id].append(it)
        if (it.service, it.type) == (service, type_):
            population[_id(of, it)] = it.project_id
    return population, events


def _id(of: str, it: Recorded) -> str:
    """Return the id of a case; a payment is named by project, year and number."""
    if of == "payments":
        return f"{it.project_id}/{it.data['year']}/{it.data['number']}"
    return str(it.project_id)


def _proved(events: Sequence[Recorded], sizes: dict[str, int]) -> list[Json]:
    proved: list[Json] = []
    for service in NAMES:
        mine = [it for it in events if it.service == service]
        if mine:
            with connect(service) as conn:
                tree = Stored(conn, sizes[service])
                proved += [_proof(it, tree) for it in mine]
    return proved


def _proof(it: Recorded, tree: Stored) -> Json:
    return {
        "service": it.service,
        "position": it.position,
        "recorded_at": instant(it.recorded_at),
        "line": it.line.decode(),
        "leaf": it.leaf.hex(),
        "path": [each.hex() for each in tree.inclusion(it.position)],
    }


def _newest(service: str) -> tuple[int, str]:
    """Return the size of the newest checkpoint of a log, and its note; 0 if there is none."""
    with connect(service) as conn:
        row: Any = conn.execute("select max(size) from checkpoint").fetchone()
        return (row[0], checkpoints(conn)[-1]) if row[0] else (0, "")
