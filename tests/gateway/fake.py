"""Services that a test can see through: they hold documents, answer, refuse and fail as asked."""

import time
from base64 import b64decode, b64encode
from hashlib import sha256
from threading import Lock

from werkzeug.test import Client

from services.gateway.app import create_app
from services.gateway.descriptions import SERVICES
from services.gateway.exchange import Settings
from shared.refusal import KINDS, Clause, Fault, Refused

ID = "0190b5a0-7e0b-4a6e-8d0e-5a3f1b2c4d5e"
KEY = "6f1c2d3e-4b5a-4978-8695-a4b3c2d1e0f9"
PROBLEM_MEMBERS = {"type", "title", "status", "detail", "instance", "code", "errors"}

OBJECT = {"type": "object"}
METHODS = {
    "approve": {
        "kind": "write",
        "summary": "Genehmigt einen Antrag",
        "request": {
            "type": "object",
            "properties": {"command_id": {"type": "string"}, "project_id": {"type": "string"}},
            "required": ["command_id", "project_id"],
            "additionalProperties": False,
        },
        "answer": OBJECT,
    },
    "find": {"kind": "read", "summary": "Findet", "request": OBJECT, "answer": OBJECT},
    "refuse": {"kind": "read", "summary": "Lehnt ab", "request": OBJECT, "answer": OBJECT},
    "crash": {"kind": "read", "summary": "Scheitert", "request": OBJECT, "answer": OBJECT},
    "get_notice": {"kind": "read", "summary": "Zeigt", "request": OBJECT, "answer": OBJECT},
    "lapse": {"kind": "internal", "summary": "Verfällt", "request": OBJECT, "answer": OBJECT},
    "put_document": {"kind": "internal", "summary": "–", "request": OBJECT, "answer": OBJECT},
    "get_document": {"kind": "internal", "summary": "–", "request": OBJECT, "answer": OBJECT},
}


def refused(code, kind, **more):
    return Refused(code, f"Titel von {code}", f"Einzelheit von {code}", kind=kind, **more)


class Services:
    """Answers each call with what the test put into `answers`, and notes how it was called."""

    def __init__(self):
        self.lock = Lock()
        self.calls = []
        self.down = set()
        self.answers = {}
        self.methods = {service: dict(METHODS) for service in SERVICES}
        self.pieces = {}

    def call(self, service, method, body, context, timeout):
        with self.lock:
            self.calls.append((service, method, body, context, timeout))
        if service in self.down:
            raise refused("service-unavailable", "unavailable")
        if method == "describe":
            problems = {"budget-exhausted": {"kind": "rule", "title": "Erschöpft"}}
            return {"service": service, "methods": self.methods[service], "problems": problems}
        answer = self.answers.get(method, {})
        if isinstance(answer, Exception):
            raise answer
        return getattr(self, method, lambda _: answer)(body)

    def health(self, body):
        return {"status": "ok"} | self.answers.get("health", {})

    def find(self, body):
        return {"found": body} | self.answers.get("find", {})

    def crash(self, body):
        raise RuntimeError("geheim: Passwort 1234")

    def refuse(self, body):
        kinds = dict.fromkeys(KINDS)
        kind = body.get("kind")
        raise refused(
            "as-you-like",
            kind if isinstance(kind, str) and kind in kinds else "rule",
            clause=Clause("Eigenanteil", "Er beträgt höchstens 5 %."),
            errors=(Fault("/kind", "odd", "Seltsam."),),
            facts={"missing": {"amount": "1.00", "currency": "EUR"}},
        )

    def put_document(self, chunk):
        content = b64decode(chunk["content"])
        self.pieces.setdefault(chunk["document_id"], []).append((chunk, content))
        whole = b"".join(piece for _, piece in self.pieces[chunk["document_id"]])
        stored = {"document_id": chunk["document_id"], "size": len(whole)}
        return stored | ({"sha256": sha256(whole).hexdigest()} if chunk["last"] else {})

    def get_document(self, asked):
        if asked["document_id"] not in self.pieces:
            raise refused("document-unknown", "unknown")
        pieces = self.pieces[asked["document_id"]]
        chunk, content = pieces[asked["number"]]
        whole = b"".join(piece for _, piece in pieces)
        return {
            "content": b64encode(content).decode(),
            "media_type": chunk["media_type"],
            "size": len(whole),
            "last": asked["number"] == len(pieces) - 1,
            "sha256": sha256(whole).hexdigest(),
        }

    def called(self, method):
        return [call for call in self.calls if call[1] == method]


class Slow(Services):
    """Each answer takes a moment, so that calls overlap."""

    def call(self, service, method, body, context, timeout):
        time.sleep(0.05)
        return super().call(service, method, body, context, timeout)


def browser(services, **settings):
    """Return a client that speaks to a gateway in this process."""
    return Client(create_app(services, Settings(**settings)))


def assert_problem(response, status, code):
    """Check that this is a problem as RFC 9457 and we want it, and return its members."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    problem = response.get_json()
    assert problem.keys() >= PROBLEM_MEMBERS
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"urn:sozialraum:problem:{code}"
    assert problem["instance"] == "urn:uuid:" + response.headers["X-Correlation-ID"]
    assert problem["title"]
    assert problem["detail"]
    return problem
