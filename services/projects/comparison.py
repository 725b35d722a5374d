"""What differs between two versions of an application, place by place. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """A place (RFC 6901) where two versions differ; `None` where one has nothing there."""

    pointer: str
    old: Any
    new: Any


def differences(old: Any, new: Any) -> tuple[Difference, ...]:
    """Return where two JSON values differ, as deep as both have the same shape, in order.

    Entries of lists are compared by their place. An amount is one value, not two.
    """
    return tuple(_differences("", old, new))


def untouched(asked: Sequence[str], made: Sequence[Difference]) -> tuple[str, ...]:
    """Return those places asked for at which nothing differs, nor above or below them."""
    return tuple(
        pointer
        for pointer in asked
        if not any(_meet(pointer, difference.pointer) for difference in made)
    )


def _differences(pointer: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not _is_amount(old, new):
        for name in sorted(old.keys() | new.keys()):
            yield from _differences(f"{pointer}/{_token(name)}", old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list):
        for number in range(max(len(old), len(new))):
            yield from _differences(f"{pointer}/{number}", _at(old, number), _at(new, number))
    else:
        yield Difference(pointer, old, new)


def _is_amount(*values: Mapping[str, Any]) -> bool:
    return all(value.keys() == {"amount", "currency"} for value in values)


def _at(values: Sequence[Any], number: int) -> Any:
    return values[number] if number < len(values) else None


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _meet(one: str, other: str) -> bool:
    """Tell whether two places are the same, or one lies within the other."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
