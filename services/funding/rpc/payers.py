"""Who has paid: asked where payer and checker must be two."""

from services.funding import events, forms
from services.funding.answers.payments import HasPaidAnswer
from services.funding.rpc.common import Funding, payments_stream
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.wire import internal


class Payers(Funding):
    """Separation of duties beyond this service: a person's random id is known here alone."""

    @internal(forms.ProjectSchema, "Sagt, ob jemand ein Projekt ausgezahlt hat", HasPaidAnswer)
    def has_paid(self, call: Call, asked: Json) -> Json:
        """Return {has_paid}: whether who asks has released or ordered a payment of the project."""
        kernel: Engine = self.kernel
        project_id, mine = asked["project_id"], payments_stream(asked["project_id"])
        with kernel.pool.connection() as conn:
            actor = kernel.writer.actors.known(conn, call.context.actor.sub)
            names = [mine, *self.budget_streams(conn)]
            histories = kernel.log.read(conn, *names)
        acts = [event for it in histories.values() for event in it.events]
        return {
            "has_paid": any(
                isinstance(it, events.PaymentReleased | events.PaymentOrdered)
                and (it.project_id, it.by) == (project_id, actor)
                for it in acts
            )
        }
