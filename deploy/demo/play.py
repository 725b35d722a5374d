"""`sozialraum demo`: plays a year of a district through the services and shows what became of it.

Each act is a command with a command id of its own that depends on the story alone. So the player
may be interrupted, and so may every server: what is sent again takes effect once.
"""

import json
import signal
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import date
from typing import Any, Final

from rich.console import Console

from deploy.demo import account, review, stage, story, tables, three_years
from deploy.demo.act import DISTRICT_HEAD, OF_TRAEGER, Act
from deploy.demo.narration import Narrator
from deploy.demo.patience import Patience
from deploy.demo.story import Story
from deploy.remote import Client, Upload, upload
from shared.calendar import german
from shared.call import Context
from shared.canonical import Json
from shared.refusal import Refused

ATTEMPT_SECONDS: Final = 10.0
COLUMNS: Final = 120  # Where nobody can say how wide the paper is.

MADE: Final = {
    "register_traeger": "traeger_id",
    "register_sozialraum": "sozialraum_id",
    "apply": "project_id",
    "submit_draft": "project_id",
    "save_draft": "draft_id",
    "request_change": "request_id",
    "propose_policy": "proposal_id",
    "register_person": "person_id",
    "record_card": "card_id",
    "approve": "approval_id",
    "make_pay_list": "csv",
    "put_document": "document_id",
    "record_observation": "observation_id",
    "open_topic": "topic_id",
    "appoint_steering_member": "member_id",
    "appoint_uag_member": "member_id",
    "plan_steering_meeting": "meeting_id",
    "propose_waiver": "waiver_id",
}


def main(*, as_json: bool = False, fresh: bool = False, years: bool = False) -> None:
    """Find or start an instance, play there, show the outcome.

    years  whether one project is played to its last cent, and not a year of the district
    """
    from shared import logs  # noqa: PLC0415 - only where a person is to be spared them

    logs.configure(level="ERROR")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    out = Console(stderr=as_json)
    if not out.is_terminal:
        out = Console(stderr=as_json, width=COLUMNS)
    try:
        with stage.instance(out, fresh=fresh) as client:
            if years:
                told = play_years(client, story.load(story.THREE_YEARS), out)
            else:
                told = play(client, story.load(), out)
            if as_json:
                print(json.dumps(told, ensure_ascii=False, indent=2))
            else:
                (account if years else tables).show(told, out)
    except KeyboardInterrupt:
        out.print("Abgebrochen.")
        sys.exit(128 + signal.SIGINT)
    if not all(check["holds"] for check in told["checks"]):
        sys.exit(1)


def play(client: Client, told: Story, out: Console, run: str = "1") -> Json:
    """Play a story and return what the services then say, see `review.look`.

    The same run of the same story changes nothing the second time. Raises Refused.
    """
    player = Player(client, told, out, run)
    player.play()
    found = review.look(player.ask, told, player.last, player.patience)
    return {"run": run, "refusals": player.refusals, **found}


def play_years(client: Client, told: Story, out: Console, run: str = "1") -> Json:
    """Play a project's years and return what was kept on the way, see `three_years.look`.

    Raises Refused.
    """
    player = Player(client, told, out, run)
    player.play()
    found = three_years.look(player.ids, told)
    return {"run": run, "refusals": player.refusals, **found}


class Player:
    """Plays the acts of a story one after the other."""

    def __init__(self, client: Client, told: Story, out: Console, run: str) -> None:
        self.client = client
        self.story = told
        self.run = run
        self.narrator = Narrator(out, told)
        self.patience = Patience(out)
        self.ids: dict[str, Any] = {}
        self.last: dict[str, str] = {}
        self.sozialraeume: list[str] = []  # Everybody's team works in all of them.
        self._tokens: dict[tuple[str, ...], str] = {}
        self.refusals: list[Json] = []
        self._latest = told.acts[0].day
        self._begun = False

    def play(self) -> None:
        """Play all acts. Raises Refused for what must not have been refused."""
        self._begun = self._was_begun()
        if self._begun:
            self.narrator.note(
                "Das wurde hier schon gespielt, ganz oder in Teilen. Jeder Auftrag wird mit"
                " seiner Kennung wiederholt: Was schon geschehen ist, geschieht nicht noch einmal."
            )
        else:
            self._check_years()
        for act in self.story.acts:
            self._play(act)

    def ask(self, service: str, method: str, body: Json) -> Json:
        """Read something, patiently."""
        return self.patience.ask(
            lambda: self.client.call(
                service, method, body, self._as(DISTRICT_HEAD), ATTEMPT_SECONDS
            )
        )

    def _as(self, person: str, traeger: str | None = None) -> Context:
        """Return the frame of what a person asks, signed in, and belonging to a Träger."""
        traeger_id = self.ids[traeger] if traeger and person in OF_TRAEGER else None
        signed_in = (person, traeger_id or "", *self.sozialraeume)
        if signed_in not in self._tokens:
            token = self.client.sign_in(person, self.sozialraeume, traeger_id)
            self._tokens[signed_in] = token
        return Context.of(self._tokens[signed_in])

    def _was_begun(self) -> bool:
        first = next(act for act in self.story.acts if act.method == "register_traeger")
        known = self.ask("projects", "list_master_data", {})["traeger"]
        return self.story.id_made(first, self.run) in {it["traeger_id"] for it in known}

    def _check_years(self) -> None:
        """Raise Refused where somebody else has fixed budgets already: the story has its own."""
        known = self.ask("funding", "list_years", {})["years"]
        taken = [str(year) for year in self.story.years if year in known]
        if taken:
            raise Refused(
                "demo-years-taken",
                "Hier lässt sich das Jahr nicht spielen",
                f"In dieser Instanz ist schon ein Budget festgesetzt: {', '.join(taken)}. Die"
                " Vorführung setzt ihre Budgets selbst fest. „sozialraum demo --fresh“ spielt sie in"
                " einer eigenen Instanz, die danach verschwindet.",
            )

    def _play(self, act: Act) -> None:
        body = story.resolved(act.body, self.ids)
        act = replace(act, takes=story.resolved(act.takes, self.ids))
        if act.method == "import_confirmations":
            body = {"content": _confirmed(body["content"], act.day)}
        try:
            answer = self._send(act, body)
        except Refused as refused:
            self._refused(act, refused)
            return
        if act.refused is not None:
            self._not_refused(act)
        if answer.get("event_ids"):
            self.last[act.service] = answer["event_ids"][-1]
        if act.key is not None:
            self.ids[act.key] = answer[MADE[act.method]]
        self.ids |= {key: story.taken(answer, way) for key, way in act.takes.items()}
        if act.method == "register_sozialraum":
            self.sozialraeume.append(answer["sozialraum_id"])
        self.narrator.tell(act, body, answer)

    def _send(self, act: Act, body: Json) -> Json:
        """Send a command on its day, or on a later one if the instance has got there already."""
        command_id = {} if act.reads else {"command_id": self.story.command_id(act, self.run)}
        asked = {**body, **command_id}
        while True:
            day = max(act.day, self._latest)
            try:
                return self.patience.ask(
                    lambda day=day: self._attempt(act, asked, day),  # type: ignore[misc]
                    act.refused,
                )
            except Refused as refused:
                latest = refused.facts.get("latest", "")
                if refused.code != "day-not-allowed" or not self._begun or latest <= day:
                    raise
                self._latest = latest

    def _attempt(self, act: Act, asked: Json, day: str) -> Json:
        """Ask once. Raises Refused, also while that is missing which the story needs."""
        context = replace(self._as(act.person, act.traeger), today=day)
        answer = self._ask(act, asked, context)
        missing = [key for key, way in act.takes.items() if story.taken(answer, way) is None]
        if missing and not self._begun:
            raise Refused(
                "not-there-yet",
                "Das ist noch nicht angekommen",
                f"{act.service}.{act.method} nennt noch nicht: {', '.join(missing)}.",
                kind="unavailable",
            )
        return answer

    def _ask(self, act: Act, asked: Json, context: Context) -> Json:
        if act.method != "put_document":
            return self.client.call(act.service, act.method, asked, context, ATTEMPT_SECONDS)
        file = Upload(asked["command_id"], b64decode(asked["content"]), asked["media_type"])
        made = upload(self.client, act.service, file, context, ATTEMPT_SECONDS)
        return {"document_id": made}

    def _refused(self, act: Act, refused: Refused) -> None:
        if refused.code == act.refused:
            self.refusals.append(
                {"day": act.day, "say": act.say, "code": refused.code, "detail": refused.detail}
            )
            self.narrator.tell_refused(act, refused)
        elif self._begun and act.refused is not None:
            self.narrator.tell_refused(act, refused)
            self.narrator.note("Damals war es ein anderer Grund.")
        elif self._begun and act.method == "save_draft":
            self.ids[act.key or ""] = self.story.id_made(act, self.run)
        elif refused.code == "day-not-allowed":
            raise _wrong_day(refused, act) from refused
        else:
            raise refused

    def _not_refused(self, act: Act) -> None:
        """Once the money is there, what was refused for the lack of it succeeds."""
        if not self._begun:
            raise Refused(
                "demo-went-wrong",
                "Die Vorführung verlief anders als vorgesehen",
                f"Am {act.day} hätte {act.service}.{act.method} mit „{act.refused}“ abgelehnt"
                " werden müssen.",
            )
        self.narrator.note("Damals abgelehnt, inzwischen möglich:")


def _confirmed(pay_list: str, day: str) -> str:
    """Return a pay list as the city's finance system sends it back: all of it is paid on a day."""
    paid = f";{german(date.fromisoformat(day))}\r\n"
    return b64encode(pay_list.replace(";\r\n", paid).encode()).decode()


def _wrong_day(refused: Refused, act: Act) -> Refused:
    """Say what to do about an instance in which it is another day."""
    if "latest" in refused.facts:
        why = (
            f"{refused.detail} Die Vorführung beginnt am {german(date.fromisoformat(act.day))} und"
            " kann nicht zurück. Bitte eine neue Instanz nehmen: „sozialraum demo --fresh“ startet"
            " eine, die danach verschwindet."
        )
    else:
        why = (
            "Die Instanz lässt nur den heutigen Tag zu. Bitte alle Dienste mit APP_ENV=demo starten,"
            " oder mit „sozialraum demo --fresh“ eine Instanz, die danach verschwindet."
        )
    return Refused("day-not-allowed", "Hier lässt sich das Jahr nicht spielen", why)
