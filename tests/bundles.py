"""Bundles of instances in this process, written as the command writes them."""

import hashlib
import json
import subprocess
import sys
import zipfile
from uuid import uuid4

from deploy.bundle import writing
from deploy.bundle.onefile import source
from services.registry import NAMES
from shared.proof.stored import sealed_size


def write(services, out, **sizes):
    """Write a bundle as the command does; return (fingerprint, path)."""
    for service in services.services.values():
        with service.kernel.pool.connection() as conn:
            if sealed_size(conn):
                service.kernel.keeper.make(conn)
    known = services.desk.settings

    def sign(digest):
        listed = [{"service": name, "size": size} for name, size in asked.sizes.items()]
        body = {"manifest_sha256": digest, "sizes": listed, "recipient": "Prüfungsamt"}
        return services.ask("reporting", "take_evidence", body)["note"]

    def reports(years):
        for year in years:
            positions = {"projects": asked.sizes["projects"]}
            told = services.ask(
                "reporting", "annual_report", {"year": year, "positions": positions}
            )
            yield f"jahresbericht-{year}.json", json.dumps(told).encode()

    conns = {name: services.services[name].kernel.pool.getconn() for name in NAMES}
    try:
        for conn in conns.values():
            conn.set_autocommit(False)
        asked = writing.Asked(
            known.district, conns, {**writing.newest_sizes(conns), **sizes}, reports, sign
        )
        return writing.write(out, asked)
    finally:
        for name, conn in conns.items():
            conn.rollback()
            conn.set_autocommit(True)
            services.services[name].kernel.pool.putconn(conn)


def verify(bundle, *more, program=None, folder=None):
    """Run the verifier as an auditor does: bare Python, an empty folder."""
    program = program or source()
    folder = folder or bundle.parent
    path = folder / f"pruefen-{uuid4()}.py"
    path.write_text(program)
    command = [sys.executable, "-I", "-S", str(path), str(bundle), "--json", *more]
    ran = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert ran.stderr == "" or ran.returncode == 3, ran.stderr
    return ran.returncode, json.loads(ran.stdout) if ran.stdout else ran.stderr


def edited(bundle, out, change):
    """Copy a bundle; `change(name, content)` returns what stands there now, None for nothing."""
    with zipfile.ZipFile(bundle) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = change(name, before.read(name))
            if content is not None:
                after.writestr(name, content)
    return out


def covered(bundle, out, change):
    """Edit a bundle and make its list of files fit again, as who edits it would."""
    edited(bundle, out, change)
    with zipfile.ZipFile(out) as archive:
        names = [it for it in archive.namelist() if it not in ("dateien.txt", "dateien.note")]
        listed = "".join(
            f"{hashlib.sha256(archive.read(it)).hexdigest()}  {it}\n" for it in sorted(names)
        )
    return edited(
        out,
        out.with_suffix(".2"),
        lambda name, content: listed.encode() if name == "dateien.txt" else content,
    )
