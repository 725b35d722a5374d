"""What is told of money that has come in from a Träger."""

import marshmallow as ma

from shared.fields import Day, Line, Money


class ReceiptSchema(ma.Schema):
    """What has come back on a day."""

    reference = Line(required=True)
    amount = Money(required=True)
    received_on = Day(required=True)
