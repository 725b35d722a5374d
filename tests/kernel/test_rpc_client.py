"""The client of all calls of a process: what is unforeseen does not end it."""

import threading
from uuid import UUID

import pytest

from shared.broker import connection
from shared.call import NOBODY, Context
from shared.rpc import PREFIX, RpcClient, read_headers


def test_an_unforeseen_error_is_waited_out_and_the_next_connection_serves():
    failures = [AttributeError("'NoneType' object has no attribute 'drain_events'"), KeyError("x")]

    def broker():
        if failures:
            raise failures.pop()
        return connection("memory://")

    client = RpcClient(broker)
    client._start()
    try:
        assert client._connected.wait(10)
        assert failures == []
    finally:
        client.close()


def test_a_client_that_is_closed_does_not_complain_of_a_broker_that_went_first(capfd):
    asked, gone = threading.Event(), threading.Event()

    def broker():
        asked.set()
        assert gone.wait(10)
        raise ConnectionRefusedError

    client = RpcClient(broker)
    client._start()
    assert asked.wait(10)
    closing = threading.Thread(target=client.close)
    closing.start()
    assert client._closing.wait(10)
    gone.set()
    closing.join(10)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["actor_sub", "actor_role", "on_behalf_of"])
def test_who_acts_is_not_believed_but_found_in_the_tokens(name):
    context, _ = read_headers({f"{PREFIX}{name}": "district_head", f"{PREFIX}token": "a.b.c"})
    assert context.actor == NOBODY
    assert (context.token, context.service_token) == ("a.b.c", None)


@pytest.mark.parametrize("token", ["x" * 8193, "a\x00b", "a\nb"])
def test_a_token_that_cannot_be_one_ends_the_request(token):
    with pytest.raises(ValueError, match="token"):
        read_headers({f"{PREFIX}token": token})


def test_a_token_does_not_show_where_a_context_is_shown():
    assert "secret" not in repr(Context(NOBODY, "c", token="secret", service_token="secret"))


def test_words_in_place_of_an_id_do_not_reach_the_log():
    context, _ = read_headers(
        {f"{PREFIX}correlation_id": "Fall Erika", f"{PREFIX}causation_id": "Fall Erika"}
    )
    assert str(UUID(context.correlation_id)) == context.correlation_id
    assert context.causation_id is None
