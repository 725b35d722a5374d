"""What the evidence for auditors costs: writing it, and checking it with nothing but Python."""

import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deploy.bench.figures import Figure, Target
from deploy.bench.following import filled
from deploy.bench.place import Place, connect
from deploy.bench.size import Size
from deploy.bundle import onefile, writing
from shared.proof.keeper import Keeper
from shared.proof.note import sign
from shared.settings import Settings

SERVICE: Final = "projects"
KIB: Final = 1024


def bundles(place: Place, size: Size) -> Iterator[Figure]:
    """Write and check a bundle of the middle log (100,000 events), each in a process of its own."""
    events = size.logs[min(1, len(size.logs) - 1)]
    settings = filled(place, events)
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "bundle.zip"
        with fresh.Pool(1) as pool:
            seconds, memory = pool.apply(_written, (settings, out))
        yield Figure("bundle", f"write {events:,} events", "s", [seconds], target=_most(60))
        yield Figure("bundle", "memory meanwhile", "MiB", [memory], target=_most(250))
        with fresh.Pool(1) as pool:
            seconds, memory = pool.apply(_checked, (out,))
        rate = [events / seconds]
        yield Figure("bundle", f"check {events:,} events, plain Python", "events/s", rate)
        yield Figure("bundle", "memory of the check", "MiB", [memory], target=_most(250))


def _most(limit: float) -> Target:
    return Target(limit, at_least=False)


def _written(settings: Settings, out: Path) -> tuple[float, float]:
    """Return seconds, and the greatest memory of the process in MiB."""
    keeper = Keeper(settings, SERVICE)
    with connect(settings, SERVICE) as conn:
        keeper.make(conn)
        conn.set_autocommit(False)
        sizes = writing.newest_sizes({SERVICE: conn})
        asked = writing.Asked(
            settings.district,
            {SERVICE: conn},
            sizes,
            lambda _years: (),
            lambda digest: sign(f"evidence\n{digest}\n", *keeper.signers),
        )
        begun = time.perf_counter()
        writing.write(out, asked)
        taken = time.perf_counter() - begun
    return taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB


def _checked(bundle: Path) -> tuple[float, float]:
    """Run the stand-alone verifier. The note over the files is of no service here: exit code 1."""
    program = bundle.with_name("pruefen.py")
    program.write_text(onefile.source())
    begun = time.perf_counter()
    command = [sys.executable, "-I", str(program), str(bundle)]
    subprocess.run(command, check=False, capture_output=True)
    taken = time.perf_counter() - begun
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB
