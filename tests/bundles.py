"""Bundles of instances in this process, written as the command writes them."""

import json

from deploy.bundle import writing
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
