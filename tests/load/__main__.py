"""`python -m tests.load --minutes 10`: ramp to the knee, then so many minutes at 60 % of it, then the truth.

`--short` leaves out the ramp: a few users, half a minute, the same checks. What it writes lies in `.local/load`.
Ends with 1 when anything was lost, doubled, refused for no reason or answered with an error of the server.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

from rich.console import Console

from infra.callers import open_http
from infra.local_cloud.place import REPOSITORY, Place, client_environment
from infra.records_place import connect_records, find_records
from infra.stack import connect, find_stack
from tests.e2e.cloud import Cloud, case_of, free_port, intake, new_key, new_patient, running
from tests.functions.desks import not_suitable
from tests.load.crowds import Ran, run
from tests.load.knee import SHARE_OF_THE_KNEE, Step, knee, step_of
from tests.load.ledger import SERVER_ERROR, Ledger
from tests.load.report import document_of, show
from tests.load.scene import Plan, staffed_clinics
from tests.load.truth import the_truth

# Ours. Six more users offer 2.4 pieces of work a second more, about 4 requests.
RAMP = Plan(users=6, seconds=20.0, steps=20)
SHORT = Plan(users=6, seconds=30.0)
WARM = 4


def main() -> int:
    told = _arguments()
    folder = REPOSITORY / ".local" / "load"
    shutil.rmtree(folder / "cloud", ignore_errors=True)
    place = Place(free_port(), folder / "cloud")
    place.state.mkdir(parents=True)
    with running(place):
        os.environ.update(client_environment(place))
        wrong = _load(place, None if told.short else told.minutes * 60, folder / "summary.json")
    return 1 if wrong else 0


def _load(place: Place, seconds: float | None, summary: Path) -> Sequence[str]:
    stack = find_stack("local")
    console = Console(width=120)
    with open_http(stack.api_url) as http:
        cloud = Cloud(place, connect(), stack, http)
        _warm(cloud)
        clinics = staffed_clinics(cloud)
    ramp = run("ramp", place, stack.api_url, clinics, RAMP) if seconds else None
    steps = list(_steps(ramp.ledger)) if ramp else []
    bend = knee(steps)
    plan = Plan(max(round(bend.users * SHARE_OF_THE_KNEE), 3), seconds) if bend and seconds else SHORT
    steady = run("steady", place, stack.api_url, clinics, plan)
    ledger = _both(ramp, steady)
    truth = the_truth(ledger, connect_records(), find_records(stack.name), {clinic.id for clinic in clinics})
    wrong = [*truth.wrong, *_errors(ledger, steady), *_unbecoming(steady), *(_excuses(steady) if seconds else ())]
    wrong += ["no knee was found"] if seconds and not bend else []
    document = document_of(ramp, steps, bend, steady, truth, wrong)
    summary.write_text(json.dumps(document, indent=2) + "\n")
    show(document, console)
    console.print(f"written to {summary.relative_to(REPOSITORY)}")
    return wrong


def _warm(cloud: Cloud) -> None:
    """Every function is started, a few times where many call it; a clinic of its own, so that nothing is counted."""
    clinic, patient = cloud.open_clinic(), new_patient()
    clinic.form.submit(intake("needs_review", patient), new_key()).raise_for_status()
    case = str(case_of(clinic, patient)["id"])
    with ThreadPoolExecutor(WARM) as several:
        list(several.map(lambda _: clinic.form.submit(intake("needs_review", new_patient()), new_key()), range(WARM)))
        list(several.map(lambda _: clinic.practitioner.get(f"/v1/cases/{case}"), range(WARM)))
    clinic.practitioner.move(case, "claim", {}).raise_for_status()
    clinic.practitioner.move(case, "decisions", not_suitable()).raise_for_status()


def _steps(ledger: Ledger) -> Iterator[Step]:
    for line in ledger.steps:
        yield step_of(line["users"], line["began"], line["ended"], ledger.requests, ledger.finished)


def _both(ramp: Ran | None, steady: Ran) -> Ledger:
    """One ledger of everything: the table holds what the ramp stored as well."""
    whole, first = Ledger(), ramp.ledger if ramp else Ledger()
    for each in (first, steady.ledger):
        whole.requests += each.requests
        whole.taken += each.taken
        whole.changed += each.changed
        whole.surprises += each.surprises
        whole.sending |= each.sending
        whole.asking |= each.asking
        whole.asked |= each.asked
    return whole


def _errors(whole: Ledger, steady: Ran) -> Iterator[str]:
    """Beyond the knee people are turned away or wait in vain: the table of the ramp says so. Nothing may break."""
    broken = [each for each in whole.requests if each.status == HTTPStatus.INTERNAL_SERVER_ERROR]
    broken += [each for each in steady.ledger.requests if each.failed]
    yield from (f"{each.kind} ended with {each.status}" for each in dict.fromkeys(broken))


def _unbecoming(steady: Ran) -> Iterator[str]:
    yield from (f"nobody expected {line['status']} for {line['kind']}" for line in steady.ledger.surprises)
    if not steady.ledger.taken or not steady.ledger.changed:
        yield "nothing was done: no form was taken, or no case was worked on"


def _excuses(steady: Ran) -> Iterator[str]:
    """At 60 % of the knee nobody is told to come back later by a 5xx. A short run begins cold and may say so."""
    for each in steady.ledger.requests:
        if each.status >= SERVER_ERROR and not each.failed:
            yield f"{each.kind} ended with {each.status} although the service was not busy"


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--minutes", type=float, default=10.0, help="how long at 60 %% of the knee")
    arguments.add_argument("--short", action="store_true", help="no ramp, a few users, half a minute")
    return arguments.parse_args()


if __name__ == "__main__":
    sys.exit(main())
