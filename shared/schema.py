"""Events as dataclasses, and as JSON: one catalogue per service, with its past.

A catalogue knows each event's newest form, how older forms are raised to it (upcasts), and how
to write and read it. Writing checks every value against its annotation; reading trusts the log,
because what is in it was checked on its way in and golden files guard the stored form.
"""

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import marshmallow as ma

from shared.canonical import Json

Upcast = Callable[[Json], Json]
Codec = Callable[[Any], Any]


class UnknownEventError(Exception):
    """The log holds an event that this code does not know. Nothing may be folded past it."""


class BrokenChainError(Exception):
    """The upcasts of an event do not lead from each old version to the newest."""


def wire_name(event: type) -> str:
    """Return `budget_set` for `BudgetSet`: the name on the wire and in the log."""
    name = event.__name__
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


class Catalogue:
    """The events of one service.

    An event class is a frozen dataclass whose fields are `str`, `int`, `bool`, `date`, a
    `Literal`, another such dataclass, `X | None`, `tuple[X, ...]` or `dict[str | int, X]`. A class
    attribute `VERSION: ClassVar[int]` says which form it is (1 if absent). There are no floats.
    """

    def __init__(self, *events: type) -> None:
        self._types = {wire_name(event): event for event in events}
        self._names = {event: name for name, event in self._types.items()}
        self._upcasts: dict[tuple[str, int], Upcast] = {}
        self._encoders = {event: _encoder(event) for event in events}
        self._newest = {
            name: (int(getattr(event, "VERSION", 1)), _dataclass_decoder(event))
            for name, event in self._types.items()
        }

    def __iter__(self) -> Iterator[tuple[str, int, type]]:
        for name, event in self._types.items():
            yield name, self.version_of(name), event

    def version_of(self, name: str) -> int:
        """Return the newest version of an event type."""
        return self._newest[name][0]

    def knows(self, name: str, version: int) -> bool:
        """Tell whether an event of this type and version can be read."""
        return name in self._types and 1 <= version <= self.version_of(name)

    def upcast(self, name: str, from_version: int) -> Callable[[Upcast], Upcast]:
        """Register a pure function `data of version n → data of version n + 1`."""

        def register(raise_it: Upcast) -> Upcast:
            if (name, from_version) in self._upcasts:
                raise BrokenChainError(f"{name} has two upcasts from version {from_version}")
            self._upcasts[name, from_version] = raise_it
            return raise_it

        return register

    def check(self) -> None:
        """Raise BrokenChainError unless every old version of every event leads to its newest."""
        for name, newest, _ in self:
            for version in range(1, newest):
                if (name, version) not in self._upcasts:
                    raise BrokenChainError(f"{name} has no upcast from version {version}")
        for name, version in self._upcasts:
            if name not in self._types:
                raise BrokenChainError(f"an upcast is for {name}, which is no event")
            if version >= self.version_of(name):
                raise BrokenChainError(f"{name} has an upcast from version {version}, the newest")

    def name(self, event: object) -> str:
        """Return the type name of an event."""
        return self._names[type(event)]

    def dump(self, event: object) -> Json:
        """Return the data of an event as JSON. Raises TypeError for a value of a wrong type."""
        data: Json = self._encoders[type(event)](event)
        return data

    def raise_to_newest(self, name: str, version: int, data: Json) -> Json:
        """Return the data in the newest form. Raises UnknownEventError."""
        if not self.knows(name, version):
            raise UnknownEventError(f"{name} version {version} is not known to this code")
        for older in range(version, self.version_of(name)):
            data = self._upcasts[name, older](data)
        return data

    def load(self, name: str, version: int, data: Json) -> Any:
        """Return the event. Raises UnknownEventError."""
        newest = self._newest.get(name)
        if newest is None or newest[0] != version:
            data = self.raise_to_newest(name, version, data)
            newest = self._newest[name]
        return newest[1](data)

    def schema(self, name: str) -> type[ma.Schema]:
        """Return the marshmallow schema of an event's data, for validation and publication."""
        return _schema(self._types[name])


# ---- from annotations to codecs ------------------------------------------------------------


def _fields(cls: type) -> list[tuple[str, Any]]:
    hints = get_type_hints(cls)
    return [(field.name, hints[field.name]) for field in fields(cls)]


def _encoder(hint: Any) -> Codec:
    """Return a function that writes a value of this annotation, and refuses any other."""
    origin, args = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _dataclass_encoder(hint)  # type: ignore[arg-type]
    if origin in (Union, types.UnionType):
        inner = _encoder(_not_none(hint))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        each = _encoder(args[0])
        return lambda value: [each(item) for item in value]
    if origin in (dict, Mapping):
        one = _encoder(args[1])
        return lambda value: {str(key): one(item) for key, item in value.items()}
    if origin is Literal:
        return _literal_encoder(args)
    if hint is date:
        return lambda value: _only(date, value).isoformat()
    if hint in (str, int, bool):
        return lambda value: _only(hint, value)
    raise TypeError(f"{hint} cannot be part of an event")


def _only(cls: type, value: Any) -> Any:
    if type(value) is not cls:
        raise TypeError(f"{value!r} is not {cls.__name__}")
    return value


def _literal_encoder(allowed: tuple[Any, ...]) -> Codec:
    def encode(value: Any) -> Any:
        if value not in allowed:
            raise TypeError(f"{value!r} is none of {allowed}")
        return value

    return encode


def _dataclass_encoder(cls: type) -> Codec:
    parts = [(name, _encoder(hint)) for name, hint in _fields(cls)]
    return lambda value: {name: encode(getattr(value, name)) for name, encode in parts}


def _decoder(hint: Any) -> Codec | None:
    """Return a function that reads a value of this annotation, or None where JSON is it already."""
    origin, args = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _dataclass_decoder(hint)  # type: ignore[arg-type]
    if origin in (Union, types.UnionType):
        inner = _decoder(_not_none(hint))
        return inner and (lambda value: None if value is None else inner(value))
    if origin is tuple:
        each = _decoder(args[0])
        return (lambda value: tuple(map(each, value))) if each else tuple
    if origin in (dict, Mapping):
        one = _decoder(args[1]) or (lambda item: item)
        key = int if args[0] is int else str
        return lambda value: {key(name): one(item) for name, item in value.items()}
    return date.fromisoformat if hint is date else None


def _dataclass_decoder(cls: type) -> Codec:
    """Return a function that picks all values at once and touches only those JSON has not."""
    parts = [(name, _decoder(hint)) for name, hint in _fields(cls)]
    pick = _picker([name for name, _ in parts])
    read = [(place, reader) for place, (_, reader) in enumerate(parts) if reader is not None]

    def decode(data: Json) -> Any:
        values = list(pick(data))
        for place, reader in read:
            values[place] = reader(values[place])
        return cls(*values)

    return decode if read else lambda data: cls(*pick(data))


def _picker(names: Sequence[str]) -> Callable[[Json], Sequence[Any]]:
    """Return `itemgetter`, which gives a tuple only for two names and more."""
    return itemgetter(*names) if len(names) > 1 else lambda data: [data[name] for name in names]


def _not_none(hint: Any) -> Any:
    (inner,) = [arg for arg in get_args(hint) if arg is not type(None)]
    return inner


# ---- from annotations to marshmallow -------------------------------------------------------


def _schema(cls: type) -> type[ma.Schema]:
    hints = get_type_hints(cls)
    made = {}
    for field in fields(cls):
        required = field.default is MISSING and field.default_factory is MISSING
        made[field.name] = _field(hints[field.name], required=required)
    return ma.Schema.from_dict(dict(made), name=cls.__name__)


def _field(hint: Any, *, required: bool = True, none: bool = False) -> ma.fields.Field[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _field(_not_none(hint), required=required, none=True)
    given: dict[str, Any] = {"required": required, "allow_none": none}
    if is_dataclass(hint):
        return ma.fields.Nested(_schema(hint), **given)  # type: ignore[arg-type]
    if origin is tuple:
        return ma.fields.List(_field(args[0]), **given)
    if origin in (dict, Mapping):
        return ma.fields.Dict(keys=_key(args[0]), values=_field(args[1]), **given)
    if origin is Literal:
        return ma.fields.String(validate=ma.validate.OneOf(args), **given)
    if hint is int:
        return ma.fields.Integer(strict=True, **given)
    plain: dict[Any, type[ma.fields.Field[Any]]] = {
        str: ma.fields.String,
        bool: ma.fields.Boolean,
        date: ma.fields.Date,
    }
    return plain[hint](**given)


def _key(hint: Any) -> ma.fields.Field[Any]:
    return ma.fields.Integer() if hint is int else ma.fields.String()
