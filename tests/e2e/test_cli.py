"""The command `sozialraum` beside a running instance: answers, one-line errors, exit codes."""

import json

import requests

from deploy import remote
from shared.call import Context


def test_health_names_every_service(instance):
    told = instance.cli("health")
    assert told.returncode == 0
    assert [line.split()[:2] for line in told.stdout.splitlines()] == [
        ["projects", "ok"],
        ["funding", "ok"],
        ["resources", "ok"],
        ["reporting", "ok"],
    ]
    assert json.loads(instance.cli("health", "--json").stdout)["funding"]["parked"] == 0


def test_rpc_makes_a_command_id_for_a_write_and_prints_the_answer(instance):
    told = instance.cli(
        *("rpc", "projects", "register_traeger", '{"name": "Kalker Kinderladen"}'),
        *("--as", "central_office"),
    )
    assert told.returncode == 0
    assert json.loads(told.stdout)["version"] == 1


def test_a_refusal_is_one_line_and_one_per_fault_with_exit_code_1(instance):
    told = instance.cli("rpc", "funding", "get_budget", '{"year": 1}', "--as", "wjh")
    assert told.returncode == 1
    assert told.stderr.splitlines() == [
        "Die Eingabe ist nicht in Ordnung (invalid-input): Eine Angabe muss berichtigt werden.",
        "  /year: Der Wert muss mindestens 1990 sein. (too-small)",
    ]


def test_wrong_json_is_wrong_usage_with_exit_code_2(instance):
    told = instance.cli("rpc", "funding", "get_budget", "{")
    assert told.returncode == 2
    assert "Das ist kein JSON" in told.stderr


def test_in_a_demonstration_somebody_asks_who_may_or_who_is_named(instance):
    told = instance.cli("rpc", "projects", "register_sozialraum", "{}")
    assert "invalid-input" in told.stderr
    told = instance.cli("rpc", "projects", "register_sozialraum", "{}", "--as", "wjh")
    assert told.stderr == (
        "Dafür fehlt die Berechtigung (not-permitted): Ihre Rolle erlaubt das nicht.\n"
    )
    told = instance.cli("rpc", "projects", "list_projects", "{}", "--as", "nobody")
    assert "/person: Erlaubt ist nur: asd_member" in told.stderr


def test_a_body_may_lie_in_a_file(instance, tmp_path):
    body = tmp_path / "body.json"
    body.write_text('{"year": 1}')
    told = instance.cli("rpc", "funding", "get_budget", str(body))
    assert told.stderr.splitlines()[1].startswith("  /year: ")
    told = instance.cli("rpc", "funding", "get_budget", str(tmp_path / "none.json"))
    assert told.returncode == 2
    assert "none.json" in told.stderr


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


FORM = {
    "title": "Mädchentreff [Kalk]",
    "plan": [
        {
            "year": 2026,
            "posts": [
                {
                    "function": "Fachkraft [bold]",
                    "qualification": "Soziale Arbeit",
                    "fte_percent": 100,
                    "months": 12,
                    "yearly_cost": euros("50000.00"),
                }
            ],
            "third_party": [
                {"source": "Land", "kind": "public", "amount": euros("4000.00"), "granted": True}
            ],
        }
    ],
    "own_cash": euros("1500.00"),
    "employees": {"method": "heads", "count": 75},
}


def test_a_sum_is_explained_line_by_line(instance):
    told = instance.cli("rpc", "funding", "quote", json.dumps(FORM))
    assert told.returncode == 0
    answer = json.loads(told.stdout)
    for step in answer["steps"]:
        parts = [int(part["amount"]["amount"].replace(".", "")) for part in step["parts"]]
        assert sum(parts) == int(step["result"]["amount"].replace(".", ""))
    assert answer["grant"] == [{"year": 2026, "amount": euros("44500.00")}]


def test_a_quote_is_a_table_for_people_and_names_what_is_missing(instance, tmp_path):
    form = tmp_path / "form.json"
    form.write_text(json.dumps(FORM))
    told = instance.cli("quote", str(form))
    assert told.returncode == 0
    lines = [line.split() for line in told.stdout.splitlines()]
    assert ["Fachkraft", "[bold]", "50.000,00", "€"] in lines
    assert ["ergibt", "44.500,00", "€"] in lines
    assert lines[-1] == ["Zuwendung", "2026:", "44.500,00", "€"]
    assert "Bei 75 Mitarbeitenden beträgt der Eigenanteil 3 %" in " ".join(told.stdout.split())
    told = instance.cli(
        "quote", json.dumps({**FORM, "own_cash": euros("1499.99"), "employees": {}})
    )
    assert [line.strip() for line in told.stdout.splitlines()][-2:] == [
        "Das fehlt oder geht so nicht:",
        "/employees/method: Diese Angabe fehlt.",
    ]


def test_an_instance_that_is_away_is_exit_code_3(instance):
    instance.env["SOZIALRAUM_URL"], kept = "http://127.0.0.1:1", instance.env["SOZIALRAUM_URL"]
    try:
        told = instance.cli("health")
    finally:
        instance.env["SOZIALRAUM_URL"] = kept
    assert told.returncode == 3
    assert told.stderr.startswith("Die Instanz ist nicht erreichbar (instance-unreachable)")
    assert told.stderr.count("\n") == 1


def test_the_log_is_shown_and_replayed(instance):
    body = '{"name": "Verein für alle"}'
    instance.cli("rpc", "projects", "register_traeger", body, "--as", "central_office")
    shown = instance.cli("log", "projects")
    assert "traeger_registered" in shown.stdout
    (raw, *_) = instance.cli("log", "projects", "--json").stdout.splitlines()
    assert json.loads(raw)["version"] == 1
    stream = json.loads(raw)["stream"]
    assert stream in instance.cli("log", "projects", "--stream", stream).stdout
    replayed = instance.cli("replay", "projects", "--json")
    assert replayed.returncode == 0
    assert json.loads(replayed.stdout)["faults"] == []
    first = json.loads(instance.cli("replay", "projects", "--to", "1", "--json").stdout)
    assert first["position"] == 1


def test_nothing_is_parked_and_catching_up_finds_nothing(instance):
    assert instance.cli("parked", "list").stdout == "Nichts ist zurückgestellt.\n"
    retried = instance.cli("parked", "retry", "funding", "funding", "project-x")
    assert (retried.returncode, "nothing-parked" in retried.stderr) == (1, True)
    assert "funding: 0 nachgelesen" in instance.cli("catch-up", "funding").stdout


def test_a_read_model_is_rebuilt_while_it_answers(instance):
    told = json.loads(instance.cli("rebuild", "reporting", "annual_report").stdout)
    assert told["read_model"] == "annual_report"
    unknown = instance.cli("rebuild", "reporting", "nothing")
    assert (unknown.returncode, "read-model-unknown" in unknown.stderr) == (1, True)


def test_missing_settings_are_told_in_one_line(instance):
    instance.env["DATABASE_URL"] = ""
    try:
        told = instance.cli("migrate")
    finally:
        del instance.env["DATABASE_URL"]
    assert (told.returncode, told.stderr) == (1, "DATABASE_URL fehlt (postgresql://…).\n")


def test_single_services_need_a_broker(instance):
    told = instance.cli("run", "projects")
    assert told.returncode == 2
    assert "AMQP_URI" in told.stderr


def test_a_file_goes_up_over_http_and_a_second_time_is_the_same_document(instance):
    client = remote.HttpClient(instance.url)
    context = Context.of(client.sign_in("wjh"))
    file = remote.Upload("7d1a5c20-3b64-4f0e-9a57-2e8f60c4b101", b"Nr.;Betrag\r\n", "text/csv")
    made = {remote.upload(client, "reporting", file, context, 15) for _ in range(2)}
    assert len(made) == 1
    answer = requests.get(
        f"{instance.url}/api/v1/reporting/documents/{made.pop()}",
        headers={"Authorization": f"Bearer {context.token}"},
        timeout=15,
    )
    assert (answer.status_code, answer.content) == (200, b"Nr.;Betrag\r\n")
