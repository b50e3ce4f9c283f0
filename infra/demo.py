"""What `make run` shows: a demo clinic, three sample intakes posted by its form, and the practitioner's queue.

Only for a local cloud: it gives the practitioner a password without a second factor. Running it again posts the same
intakes with the same idempotency keys, so that nothing is doubled.
"""

import argparse
import hashlib
import json
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from rich.console import Console
from rich.table import Table

from functions.service.staff import Role
from infra.callers import Form, Practitioner, machine_token, open_http, staff_token
from infra.credentials import credential_again
from infra.local_cloud.place import REPOSITORY, Place, client_environment
from infra.local_cloud.progress import say, step
from infra.onboarding import add_clinic, clinic_exists
from infra.sample_intakes import SAMPLE_NAMES, sample_intake
from infra.stack import Services, Stack, connect, find_stack
from infra.staffing import Member, StaffExistsError, add_staff, new_password
from rules.engine.site import SiteSettings
from rules.engine.terms import Route

CLINIC = SiteSettings(
    clinic="democlinic",
    routes=(Route.IV_KETAMINE, Route.ESKETAMINE),
    country="US",
    time_zone="America/Los_Angeles",
    demo=True,
    settings_version="1",
)
PRACTITIONER = Member("practitioner@democlinic.example", CLINIC.clinic, Role.PRACTITIONER)


@dataclass(frozen=True)
class Scene:
    """Everybody who takes part."""

    stack: Stack
    form: Form
    practitioner: Practitioner


def set_scene(services: Services, stack: Stack, http: httpx.Client) -> Scene:
    if clinic_exists(services, stack, CLINIC.clinic):
        credential = credential_again(services, stack, CLINIC.clinic)
    else:
        credential = add_clinic(services, stack, "Demo clinic", CLINIC)
    form = Form(http, machine_token(stack, credential, CLINIC.clinic), credential.api_key)
    return Scene(stack, form, Practitioner(http, _sign_in(services, stack)))


def post_samples(form: Form) -> list[tuple[str, httpx.Response]]:
    return [(name, form.submit(intake, _key(name, intake))) for name, intake in map(_sample, SAMPLE_NAMES)]


def _sample(name: str) -> tuple[str, Mapping[str, Any]]:
    return name, sample_intake(name, _today())


def _today() -> date:
    return datetime.now(ZoneInfo(CLINIC.time_zone)).date()


def write_another(place: Place) -> Path:
    """A sample of another patient, for the reader to change and post."""
    path = place.state / "my-intake.json"
    intake = {**sample_intake("needs_review", _today()), "patientReference": "my-patient"}
    path.write_text(json.dumps(intake, indent=2) + "\n")
    return path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path


def _key(name: str, intake: Mapping[str, Any]) -> str:
    """The same for the same sample, another once the sample is edited."""
    digest = hashlib.sha256(json.dumps(intake, sort_keys=True).encode()).hexdigest()
    return f"demo-{name}-{digest[:16]}"


def _sign_in(services: Services, stack: Stack) -> str:
    """Sign the practitioner in with a new password each time, so that none has to be kept."""
    password = new_password()
    try:
        add_staff(services, stack, PRACTITIONER, password)
    except StaffExistsError:
        say("    the practitioner has an account already")
    services.people.admin_set_user_password(
        UserPoolId=stack.user_pool_id, Username=PRACTITIONER.email, Password=password, Permanent=True
    )
    return staff_token(services, stack, PRACTITIONER.email, password)


def show(scene: Scene, receipts: Sequence[tuple[str, httpx.Response]], another: Path) -> None:
    console = Console()
    console.print(_receipts(receipts))
    cases = scene.practitioner.get("/v1/cases").raise_for_status().json()["cases"]
    console.print(_queue(cases))
    cleared = scene.practitioner.get("/v1/screenings", lane="nothing_found").raise_for_status().json()["screenings"]
    console.print(f"Nothing found in the answers of {len(cleared)} screening(s); they are listed, not cleared.\n")
    for line in _instructions(scene, another):
        say(line)


def _receipts(receipts: Sequence[tuple[str, httpx.Response]]) -> Table:
    table = Table("sample", "status", "crisis", title="What the form sees")
    table.add_column("receipt", overflow="fold")
    for name, reply in receipts:
        body = reply.json()
        table.add_row(name, str(reply.status_code), body["crisis"]["show"], body["receipt"]["id"])
    return table


def _queue(cases: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title="What the practitioner sees")
    for heading in ("contact", "disposition", "lane", "since", "patient", "no."):
        table.add_column(heading, overflow="fold")
    for case in cases:
        since, count = case["since"][11:16], str(case["screeningCount"])
        table.add_row(case["contact"], case["disposition"], case["lane"], since, case["patientReference"], count)
    return table


def _instructions(scene: Scene, another: Path) -> list[str]:
    return [
        "Post another one (the tokens are valid for 60 and 30 minutes; `make run` makes new ones):",
        "",
        _command_to_post(scene, another),
        "",
        "Read the queue:",
        "",
        f"curl -sS {scene.stack.api_url}/v1/cases -H 'Authorization: Bearer {scene.practitioner.token}'",
        "",
        "Stop it: make stop (what is stored stays for the next `make run`).",
    ]


def _command_to_post(scene: Scene, another: Path) -> str:
    headers = [
        "-H 'Content-Type: application/json'",
        '-H "Idempotency-Key: mine-$RANDOM-$RANDOM"',
        f"-H 'x-api-key: {scene.form.api_key}'",
        f"-H 'Authorization: Bearer {scene.form.token}'",
    ]
    body = shlex.quote(str(another))
    return f"curl -sS -X POST {scene.stack.api_url}/v1/screenings {' '.join(headers)} --data @{body}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.demo")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True)
    arguments = parser.parse_args()
    place = Place(arguments.port, arguments.state.resolve())
    os.environ.update(client_environment(place))
    stack = find_stack("local")
    with open_http(stack.api_url) as http:
        with step("Bring the demo clinic on board and sign in"):
            scene = set_scene(connect(), stack, http)
        with step("Post three sample intakes"):
            receipts = post_samples(scene.form)
        refused = [reply for _, reply in receipts if reply.is_error]
        if refused:
            sys.stderr.write(f"The service answered {refused[0].status_code}: {refused[0].text}\n")
            return 1
        show(scene, receipts, write_another(place))
    return 0


if __name__ == "__main__":
    sys.exit(main())
