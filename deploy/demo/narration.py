"""What the demonstration says to each act, in German."""

from datetime import date
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from deploy.demo.act import Act
from deploy.demo.story import Story
from services.access import ROLES
from services.gateway.issuer import PERSONS
from shared.calendar import german
from shared.canonical import Json
from shared.money import euros, from_wire
from shared.refusal import Refused

MONTHS: Final = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


PLAIN: Final = {
    "check_arithmetic": "Vom Träger mitgezeichnet, fachlich und rechnerisch geprüft",
    "return_for_completion": "Zur Ergänzung zurückgegeben",
    "resubmit": "Ergänzt und wieder eingereicht",
    "approve": "Genehmigt",
    "reject": "Abgelehnt",
    "import_confirmations": "Von der Kasse als bezahlt bestätigt",
    "extend": "Verlängert wie beantragt",
    "amend": "Geändert wie beantragt",
    "record_hearing": "Äußerung des Trägers vermerkt",
}
"""What is told in one word, and about which project."""


class Narrator:
    """Tells the year act by act."""

    def __init__(self, out: Console, story: Story) -> None:
        self.out = out
        self.story = story
        self._month: tuple[int, int] | None = None

    def tell(self, act: Act, body: Json, answer: Json) -> None:
        """Tell what was done; what the tables show at the end is not told twice."""
        if not act.say and any(not way for way in act.takes.values()):
            return
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
        role = ROLES.roles[PERSONS[act.person]]
        self.out.print(f" {day:%d.%m.}  {markup} [dim]– {role}[/]", highlight=False, soft_wrap=True)

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
        case "apply" | "submit_draft":
            quote = answer["quote"]
            own, percent = amount(quote["own_share"]), quote["own_share_percent"]
            grant = euros(sum(from_wire(it["amount"]) for it in quote["grant"]))
            return (
                f"Antrag {answer['number']}: {title}, Zuwendung {grant},"
                f" Eigenanteil {own} ({percent} %)"
            )
        case "make_pay_list":
            return f"Zahlliste {answer['name']}: {amount(answer['total'])} für {title}"
        case "request_change":
            return f"{_asked_for(body)}: {title}{_moved(body)}"
        case "propose_settlement":
            until = german(date.fromisoformat(answer["hearing_until"]))
            return f"Anhörung bis {until}: {title}, {_settled(answer)}"
        case "record_recovery":
            return f"Zurückgezahlt: {title}, offen {amount(answer['open'])}"
        case "close":
            return f"Abgeschlossen: {title}, {_settled(answer)}"
        case method if method in PLAIN:
            return f"{PLAIN[method]}: {title}"
    return _found(act.method, answer)


def _found(method: str, answer: Json) -> str:
    """Tell what somebody has read."""
    match method:
        case "check_draft":
            return f"Dem Entwurf fehlen noch {len(answer['gaps'])} Angaben."
        case "get_claims":
            interest = [step for it in answer["claims"] for step in it["interest"]["steps"]]
            steps = [*answer["settlement"]["steps"], *interest]
            return " ".join(f"{it['text']} {amount(it['result'])}." for it in steps)
        case "get_decision":
            years = answer["budget"]["years"] if answer["budget"] else ()
            return "; ".join(
                f"{it['year']}: frei {amount(it['before']['frei'])}, danach"
                f" {amount(it['after']['frei'])}"
                for it in years
            )
        case "list_notices":
            return "; ".join(f"Nr. {it['number']}: {it['title']}" for it in answer["notices"])
        case "annual_report":
            totals = answer["totals"]
            return (
                f"{totals['applications']} Anträge, {totals['approvals']} Genehmigungen,"
                f" Zuwendungen {amount(totals['grant'])}."
            )
        case "get_ledger":
            postings = [it for each in answer["transactions"] for it in each["postings"]]
            return f"{len(answer['transactions'])} Buchungen mit {len(postings)} Posten."
        case "import_receipts":
            return (
                f"{answer['lines']} Zeilen gelesen, {answer['new']} neu, {answer['known']} schon"
                f" bekannt, {answer['refused']} mit Fehlern. {_faults(answer)}".rstrip()
            )
        case "find_cards":
            return f"Gefunden: {', '.join(it['name'] for it in answer['cards']) or 'nichts'}."
        case "get_steering_pack" | "get_uag_pack":
            return _pack(answer)
        case "list_parked":
            return f"{len(answer['parked'])} Ereignisse zurückgestellt."
    return ""


def _pack(answer: Json) -> str:
    if "projects_by_status" in answer:
        number = sum(it["projects"] for it in answer["projects_by_status"])
        return f"{number} Projekte nach ihrem Stand, {len(answer['proposals'])} Vorschläge."
    return (
        f"{len(answer['members'])} Mitglieder, {len(answer['projects'])} Projekte,"
        f" offene Maßnahmen: {len(answer['open_actions'])}."
    )


def _faults(answer: Json) -> str:
    return " ".join(f"Zeile {it['line']}: {it['message']}" for it in answer["errors"])


def _asked_for(body: Json) -> str:
    if "new_end" not in body:
        return "Änderung beantragt"
    return f"Verlängerung bis {german(date.fromisoformat(body['new_end']))} beantragt"


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
