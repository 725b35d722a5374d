"""Runs the command `sozialraum` in a process that dies at one place of its code.

    python kill_points.py "publisher after reading" run projects

It dies without another word (`os._exit`): nothing is flushed, acknowledged, rolled back or closed.
"""

# ruff: noqa: PLC0415 - only what dies is imported, and only after the process was made green

import os
import sys

EXIT = 77

POINTS: dict = {}


def point(name):
    """Name what changes the code so that it dies there."""

    def register(change):
        POINTS[name] = change
        return change

    return register


def replace(place, name, function):
    setattr(place, name, function)


def die():
    os._exit(EXIT)


# ---- publication: read the log, publish, await the confirms, move the cursor ------------------


@point("publisher after reading")
def _():
    from shared.broker import ConfirmingChannel

    replace(ConfirmingChannel, "publish", lambda *_: die())


@point("publisher amid publishing")
def _():
    from shared.broker import ConfirmingChannel

    publish = ConfirmingChannel.publish

    def some(channel, exchange, messages):
        publish(channel, exchange, messages[:1])
        die()

    replace(ConfirmingChannel, "publish", some)


@point("publisher before the cursor moves")
def _():
    from shared.broker import ConfirmingChannel

    publish = ConfirmingChannel.publish

    def all_(channel, exchange, messages):
        publish(channel, exchange, messages)
        die()

    replace(ConfirmingChannel, "publish", all_)


# ---- following: apply, commit, acknowledge -----------------------------------------------------


@point("follower before the commit")
def _():
    from shared.follower import Follower

    move = Follower._move

    def die_after_moving(follower, conn, name, last):
        move(follower, conn, name, last)
        if last.type == "approved":
            die()

    replace(Follower, "_move", die_after_moving)


@point("follower after the commit")
def _():
    from shared.follower import Follower

    tell = Follower._tell

    def die_before_telling(follower, events):
        if any(event.type == "approved" for event in events):
            die()
        tell(follower, events)

    replace(Follower, "_tell", die_before_telling)


@point("follower before the acknowledgement")
def _():
    from shared.consumer import Consumer

    hear = Consumer._hear

    def die_after_hearing(consumer, messages):
        hear(consumer, messages)
        if any(message.delivery_info["routing_key"] == "approved" for message in messages):
            die()

    replace(Consumer, "_hear", die_after_hearing)


@point("rebuild in the middle")
def _():
    from shared.follower import Follower

    hear, pages = Follower.hear, []

    def die_at_the_second_page(follower, events):
        if getattr(follower.target, "namespace", None):
            pages.append(events)
            if len(pages) == 2:
                die()
        hear(follower, events)

    replace(Follower, "hear", die_at_the_second_page)


# ---- requests: ask funding, append, reply ------------------------------------------------------


@point("projects after reserving")
def _():
    from services.projects import funds

    _dies_after(funds, "reserve")


@point("projects after holding the settlement")
def _():
    from services.projects import funds

    _dies_after(funds, "hold_settlement")


@point("server before its reply")
def _():
    from shared.wire import RpcServer

    on_result = RpcServer._on_result

    def die_instead(server, message, context, result, exc_info):
        if message.delivery_info["routing_key"] == "projects.approve":
            die()
        return on_result(server, message, context, result, exc_info)

    replace(RpcServer, "_on_result", die_instead)


def _dies_after(module, name):
    function = getattr(module, name)

    def called(*given):
        function(*given)
        die()

    replace(module, name, called)


def main():
    from shared import green

    green.patch()
    from deploy.cli import main as sozialraum

    POINTS[sys.argv.pop(1)]()
    sozialraum()


if __name__ == "__main__":
    main()
