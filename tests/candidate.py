"""A process that leads, or waits to lead, a toy service until it is killed.

It writes one line to stdout for what others wait for: `candidate`, then `leading <fence>`.
"""

import os
import sys
import threading
from functools import partial
from pathlib import Path

from shared import broker, database
from shared.log import Log
from shared.publisher import Publisher
from shared.sequencer import Sequencer
from tests.toy import CATALOGUE, settings


def main() -> None:
    """Take the owner's URL, the service, and the broker's URI or nothing."""
    url, name, *uri = sys.argv[1:]
    known = settings(url, Path("none"), name)
    connect = partial(database.connect, known, name)
    publisher = None
    if uri:
        publisher = Publisher(name, Log(CATALOGUE), connect, partial(broker.connection, uri[0]))

    def lead(fence: int, over: threading.Event) -> None:
        print("leading", fence, flush=True)
        if publisher is not None:
            publisher.run(fence, over)

    print("candidate", os.getpid(), flush=True)
    Sequencer(name, connect, 0.025, lead, publisher.wake if publisher else lambda: None).run()


if __name__ == "__main__":
    main()
