"""How the command tells in German that it was called wrongly; click itself speaks English."""

from collections.abc import Callable
from typing import Final

import click
from click.exceptions import NoArgsIsHelpError, NoSuchCommand

Parameter = click.Parameter


def told(error: click.ClickException) -> str:
    """Return what is wrong, and how the command is called where that helps."""
    if isinstance(error, NoArgsIsHelpError):
        return error.format_message()
    if not isinstance(error, click.UsageError):
        return error.format_message()
    usage = " ".join(error.ctx.get_usage().removeprefix("Usage: ").split()) if error.ctx else ""
    return _wrong(error) + (f"\nAufruf: {usage}" if usage else "")


def _wrong(error: click.UsageError) -> str:
    match error:
        case NoSuchCommand():
            return f"Den Befehl „{error.command_name}“ gibt es nicht."
        case click.NoSuchOption():
            return f"Die Angabe „{error.option_name}“ gibt es nicht."
        case click.MissingParameter():
            return f"Es fehlt: {_named(error)}."
        case click.BadOptionUsage():
            return f"Die Angabe „{error.option_name}“ ist unvollständig oder hat zu viel."
        case click.BadParameter() if error.param is not None:
            return f"{_named(error)}: {expected(error.param) or error.message}"
        case click.BadParameter():
            hint = error.param_hint if isinstance(error.param_hint, str) else ""
            return f"{hint}: {error.message}".removeprefix(": ")
    if error.message.startswith("Got unexpected extra argument"):
        extra = error.message.partition("(")[2].rpartition(")")[0]
        return f"Das ist zu viel: {extra}"
    return error.message


def _named(error: click.BadParameter) -> str:
    """Return how the parameter is written on the command line."""
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    if isinstance(param.type, click.Choice):
        return str(param.human_readable_name)
    return param.make_metavar(error.ctx).strip("[]{}.") if error.ctx else str(param.name)


def expected(param: Parameter) -> str:
    """Return what a parameter takes; nothing for a type that tells in German itself."""
    says = next((it for kind, it in EXPECTED if isinstance(param.type, kind)), None)
    return says(param) if says else ""


def _choices(param: Parameter) -> str:
    assert isinstance(param.type, click.Choice)
    return "erwartet wird eins von " + ", ".join(map(str, param.type.choices)) + "."


def _range(param: Parameter) -> str:
    assert isinstance(param.type, click.IntRange)
    low, high = param.type.min, param.type.max
    if high is None:
        return f"erwartet wird eine ganze Zahl ab {low}."
    return f"erwartet wird eine ganze Zahl von {low} bis {high}."


EXPECTED: Final[tuple[tuple[type, Callable[[Parameter], str]], ...]] = (
    (click.Choice, _choices),
    (click.IntRange, _range),
    (type(click.INT), lambda _: "erwartet wird eine ganze Zahl."),
    (click.DateTime, lambda _: "erwartet wird ein Tag (JJJJ-MM-TT)."),
    (click.Path, lambda _: "Diese Datei gibt es nicht, oder sie ist nicht von dieser Art."),
    (click.File, lambda _: "Diese Datei ist nicht zu lesen."),
)
"""By type of a parameter, the first that fits."""
