"""Who may do what: a table of actions, roles and methods, read from one file.

An action is a row: which methods belong to it under which letter (R read, and others that the
file explains), and which role may do what how far: `"C,S s"` means the letters C and S for the own
Sozialraum. Whoever has any letter of an action may read it. A method without a row is nobody's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from shared.call import Actor, Person
from shared.refusal import not_permitted

READ: Final = "R"
SCOPES: Final = ("a", "d", "t", "s")
"""All; own district (an instance is one, so it is the same as all); own Träger; own Sozialraum."""

ANYBODY: Final = "*"
Who = Literal["person", "service", "both", "either"]


class TableError(Exception):
    """The file contradicts itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call one method.

    who      whether a person asks, a service by itself, a service on behalf of a person, or
             either of the first two
    roles    role → scope; ANYBODY stands for each verified token
    callers  services; ANYBODY stands for each
    """

    action: str
    who: Who = "person"
    roles: Mapping[str, str] = field(default_factory=dict)
    callers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the tokens of a request speak of: a person, a service, or one beside the other."""

    person: Person | None
    service: str | None
    districts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Admission:
    """That a request is allowed: who acts, and how far the roles reach."""

    actor: Actor
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Actions, roles, methods. `rules` are by `service.method`, or `*.method` for all services."""

    roles: Mapping[str, str]
    actions: Mapping[str, Mapping[str, Any]]
    rules: Mapping[str, Rule]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Table":
        """Read {roles, action, service}, as the file has them. Raises TableError."""
        rules: dict[str, Rule] = {}
        for key, rule in (*_of_actions(told), *_of_services(told)):
            if key in rules:
                raise TableError(f"{key} has two rows: {rules[key].action} and {rule.action}")
            unknown = rule.roles.keys() - told["roles"].keys() - {ANYBODY}
            if unknown:
                raise TableError(f"{key}: {', '.join(sorted(unknown))} is no role")
            rules[key] = rule
        return cls(told["roles"], told["action"], rules)

    def rule(self, service: str, method: str) -> Rule | None:
        """Return the rule of a method; None: it has no row, and nobody may call it."""
        return self.rules.get(f"{service}.{method}") or self.rules.get(f"*.{method}")

    def known(self, roles: frozenset[str]) -> frozenset[str]:
        """Return those roles that are of this table; an issuer knows others besides."""
        return roles & self.roles.keys()

    def admit(self, service: str, method: str, identity: Identity) -> Admission:
        """Return who acts how far. Raises Refused `not-permitted`."""
        rule = self.rule(service, method)
        person, caller = identity.person, identity.service
        if rule is None:
            raise not_permitted("Diese Funktion steht niemandem offen.")
        is_known = caller is not None and bool(rule.callers & {caller, ANYBODY})
        if rule.who == "service" or (rule.who == "either" and person is None):
            if not is_known:
                raise not_permitted("Diese Funktion ist anderen Diensten vorbehalten.")
            return Admission(_service(str(caller)), frozenset("a"))
        if person is None:
            raise not_permitted("Diese Funktion steht nur Personen offen, keinem Dienst allein.")
        if rule.who == "both" and not is_known:
            raise not_permitted("Diese Funktion dient einer anderen, die eine Person aufruft.")
        return self._of_person(rule, person)

    def _of_person(self, rule: Rule, person: Person) -> Admission:
        """Admit a person; it acts in the role that reaches farthest, of equals the first listed."""
        if ANYBODY in rule.roles:
            return Admission(self.actor(person), frozenset(rule.roles[ANYBODY]))
        held = [role for role in self.roles if role in rule.roles and role in person.roles]
        if not held:
            raise not_permitted("Ihre Rolle erlaubt das nicht.")
        acting = min(held, key=lambda role: SCOPES.index(rule.roles[role].replace("d", "a")))
        return Admission(Actor(person.sub, acting), frozenset(rule.roles[role] for role in held))

    def actor(self, person: Person) -> Actor:
        """Return a person who acts in no role in particular."""
        held = [role for role in self.roles if role in person.roles]
        return Actor(person.sub, held[0] if held else "none")


def cell(told: str) -> tuple[frozenset[str], str]:
    """Return the letters and the scope of a cell such as `C,S s`; reading comes with any letter."""
    letters, _, scope = told.partition(" ")
    if scope not in SCOPES or not letters:
        raise TableError(f"„{told}“ is no cell")
    return frozenset(letters.split(",")) | {READ}, scope


def _service(name: str) -> Actor:
    return Actor(f"service:{name}", f"service:{name}")


def _of_actions(told: Mapping[str, Any]) -> Iterator[tuple[str, Rule]]:
    """Give (method, rule) for what persons do themselves."""
    for action, row in told["action"].items():
        for letter, methods in row.get("methods", {}).items():
            roles = _roles(row, letter)
            callers = frozenset(row.get("services", ()))
            rule = Rule(action, "either" if callers else "person", roles, callers)
            yield from ((method, rule) for method in methods)


def _of_services(told: Mapping[str, Any]) -> Iterator[tuple[str, Rule]]:
    """Give (method, rule) for what services ask of each other, by themselves or for a person."""
    for method, row in told["service"].items():
        callers = frozenset(row["by"])
        if "action" not in row:
            yield method, Rule("", "service", callers=callers)
            continue
        try:
            roles = _roles(told["action"][row["action"]], row["letter"])
        except KeyError as error:
            raise TableError(f"{method}: there is no {error}") from None
        yield method, Rule(row["action"], "both", roles, callers)


def _roles(row: Mapping[str, Any], letter: str) -> dict[str, str]:
    """Return role → scope of those who may do what stands under a letter."""
    cells = {role: cell(told) for role, told in row["may"].items()}
    return {role: scope for role, (letters, scope) in cells.items() if letter in letters}
