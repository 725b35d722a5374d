"""How tests pay: everything between an approved project and its confirmed payment, as people would.

`ask(method, **body)` asks funding as whoever may. A notice that is not final yet is waived.
"""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

Ask = Callable[..., dict[str, Any]]
DAY = "2026-01-05"


def waive(ask: Ask, project_id: str, day: str = DAY) -> None:
    """Let the recipient waive its appeals against all notices that are not final yet."""
    for notice in ask("get_payments", project_id=project_id)["notices"]:
        if not notice["is_final"]:
            asked = {"approval_id": notice["approval_id"], "waived_on": day}
            ask("waive_appeal", project_id=project_id, **asked, document="Wir verzichten.")


def plan(ask: Ask, project_id: str, year: int, amount: Any, day: str = DAY) -> dict[str, Any]:
    """Plan one payment that is due on the day; return what releases it."""
    due = [{"due_on": day, "amount": amount}]
    told = ask("plan_payments", project_id=project_id, year=year, instalments=due)
    number = told["instalments"][-1]["number"]
    payment = {"year": year, "number": number, "amount": amount}
    return {"project_id": project_id, "payments": [payment]}


def release(ask: Ask, project_id: str, year: int, amount: Any, day: str = DAY) -> int:
    """Waive, plan and release one payment; return its number."""
    waive(ask, project_id, day)
    asked = plan(ask, project_id, year, amount, day)
    ask("release_payments", **asked)
    return int(asked["payments"][0]["number"])


def confirmations(pay_list: dict[str, Any], day: str = DAY) -> str:
    """Return the pay list as the finance system sends it back, as base64: all is paid on a day."""
    text = pay_list["csv"].replace(";\r\n", f";{day}\r\n")
    return b64encode(text.encode()).decode()


def pay(ask: Ask, project_id: str, year: int, amount: Any, day: str = DAY) -> int:
    """Pay once; return the payment's number."""
    number = release(ask, project_id, year, amount, day)
    made = ask("make_pay_list")
    told = ask("import_confirmations", content=confirmations(made, day))
    assert (told["new"], told["errors"]) == (len(made["payments"]), []), told
    return number
