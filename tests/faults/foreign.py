"""A client and a service in plain nameko, which know nothing of our kernel.

python foreign.py ask amqp://… '{"deadline_ms": …}' service method '{…}'
python foreign.py listen amqp://…
"""

import json
import sys

import eventlet

eventlet.monkey_patch()

from nameko.events import event_handler  # noqa: E402
from nameko.exceptions import RemoteError  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from nameko.standalone.rpc import ClusterRpcProxy  # noqa: E402


class Listener:
    name = "foreign"

    @event_handler("projects", "approved")
    def on_approved(self, payload):
        print(json.dumps(payload), flush=True)


def ask(uri, context, service, method, body):
    with ClusterRpcProxy({"AMQP_URI": uri}, context_data=json.loads(context)) as cluster:
        try:
            answer = getattr(getattr(cluster, service), method)(json.loads(body))
        except RemoteError as error:
            answer = {"exc_type": error.exc_type, "value": error.value}
        print(json.dumps(answer))


def listen(uri):
    runner = ServiceRunner({"AMQP_URI": uri})
    runner.add_service(Listener)
    runner.start()
    print(json.dumps("listening"), flush=True)
    runner.wait()


if __name__ == "__main__":
    does: dict = {"ask": ask, "listen": listen}
    does[sys.argv[1]](*sys.argv[2:])
