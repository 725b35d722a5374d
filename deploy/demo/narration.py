"""What the demonstration says to each act, in German."""

from datetime import date
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from deploy.demo.story import Act, Story
from shared.calendar import german
from shared.canonical import Json
from shared.money import euros, from_wire
from shared.refusal import Refused

MONTHS: Final = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


class Narrator:
    """Tells the year act by act."""

    def __init__(self, out: Console, story: Story) -> None:
        self.out = out
        self.story = story
        self._month: tuple[int, int] | None = None

    def tell(self, act: Act, body: Json, answer: Json) -> None:
        """Tell what was done."""
        text = _done(act, self.story, body, answer)
        if text and act.say:
            text = f"{act.say} {text}"
        if text or act.say:
            self._line(act, escape(text or act.say or ""))

    def tell_refused(self, act: Act, refused: Refused) -> None:
        """Tell what was refused, and by which rule."""
        self._line(act, escape(act.say or _title(act, self.story)))
        self._more(f"[red]✗ {escape(refused.title)}:[/] {escape(refused.detail)}")
        if refused.clause is not None:
            rule = f"{refused.clause.heading}: {refused.clause.rule}"
            self._more(f"[dim]Richtlinie, {escape(rule)}[/]")

    def note(self, text: str) -> None:
        """Tell something about the demonstration itself."""
        self._more(f"[yellow]{escape(text)}[/]")

    def _line(self, act: Act, markup: str) -> None:
        day = date.fromisoformat(act.day)
        if (day.year, day.month) != self._month:
            self._month = (day.year, day.month)
            self.out.print(f"\n[bold]{MONTHS[day.month - 1]} {day.year}[/]")
        self.out.print(f" {day:%d.%m.}  {markup}", highlight=False, soft_wrap=True)

    def _more(self, markup: str) -> None:
        self.out.print(f"         {markup}", highlight=False, soft_wrap=True)


def amount(wire: Any) -> str:
    """Return an amount as Germans write it."""
    return euros(from_wire(wire))


def _title(act: Act, story: Story) -> str:
    return story.titles.get(act.project or "", "")


def _done(act: Act, story: Story, body: Json, answer: Json) -> str:
    title = f"„{_title(act, story)}“"
    match act.method:
        case "apply":
            quote = answer["quote"]
            own, percent = amount(quote["own_share"]), quote["own_share_percent"]
            grant = euros(sum(from_wire(it["amount"]) for it in quote["grant"]))
            return (
                f"Antrag {answer['number']}: {title}, Zuwendung {grant},"
                f" Eigenanteil {own} ({percent} %)"
            )
        case "check_arithmetic":
            return f"Mitgezeichnet, fachlich und rechnerisch geprüft: {title}"
        case "approve":
            return f"Genehmigt: {title}"
        case "reject":
            return f"Abgelehnt: {title}"
        case "make_pay_list":
            return f"Zahlliste {answer['name']}: {amount(answer['total'])} für {title}"
        case "import_confirmations":
            return f"Die Kasse bestätigt die Auszahlung für {title}"
        case "request_change":
            until = german(date.fromisoformat(body["new_end"]))
            return f"Verlängerung bis {until} beantragt: {title}{_moved(body)}"
        case "extend":
            return f"Verlängert wie beantragt: {title}"
        case "close":
            return f"Abgeschlossen: {title}, {_settled(answer)}"
    return ""


def _moved(body: Json) -> str:
    moves = [f"{amount(it['amount'])} in {it['year']}" for it in body.get("shift", ())]
    return f" ({', '.join(moves)})" if moves else " (ohne Verschiebung von Mitteln)"


def _settled(answer: Json) -> str:
    final = sum(from_wire(it["amount"]) for it in answer["final_grant"])
    text = f"endgültige Zuwendung {euros(final)}"
    if from_wire(answer["recovery"]):
        return f"{text}, Rückforderung {amount(answer['recovery'])}"
    if from_wire(answer["remaining"]):
        return f"{text}, Restzahlung {amount(answer['remaining'])}"
    return text
