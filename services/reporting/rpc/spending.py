"""What a project has spent, day by day: asked where money may have been used late."""

from services.reporting.rpc.common import Reporting
from services.reporting.rpc.statement_common import statement_stream
from services.reporting.statement import answers_spending as answers
from services.reporting.statement import basis
from services.reporting.statement.spending import spent_by_day
from services.reporting.statement.statement import STATEMENT
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.form import Identifier, QuerySchema
from shared.wire import internal


class SpentSchema(QuerySchema):
    """One project."""

    project_id = Identifier(required=True)


class Spending(Reporting):
    """Receipts by their days, once the statement of use is checked."""

    @internal(SpentSchema, "Nennt die anerkannten Ausgaben Tag für Tag", answers.SpentAnswer)
    def spent_by_day(self, _call: Call, asked: Json) -> Json:
        """Return {checked_on, spent: [{day, amount}]}; nothing is certain before the check."""
        kernel: Engine = self.kernel
        project_id, mine = asked["project_id"], statement_stream(asked["project_id"])
        with kernel.pool.connection() as conn:
            statement = STATEMENT.fold(kernel.log.read(conn, mine)[mine].events)
            checked = statement.checked if statement.standing == "checked" else None
            spent = {}
            if checked is not None:
                project = basis.project_of(conn, project_id)
                spent = spent_by_day(conn, project, checked, statement.disallowed)
        told: Json = at_the_edge(
            {
                "project_id": project_id,
                "checked_on": checked.checked_on if checked else None,
                "spent": [{"day": day, "amount_ct": cents} for day, cents in spent.items()],
            }
        )
        return told
