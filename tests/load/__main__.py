"""`python -m tests.load --minutes 10`: ramp to the knee, then so many minutes at 60 % of it, then the truth.

`--short` leaves out the ramp: a few users, half a minute, the same checks. What it writes lies in `.local/load`.
Ends with 1 when anything was lost, doubled, refused for no reason or answered with an error of the server.
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

import httpx
from rich.console import Console

from infra.callers import open_http
from infra.local_cloud.place import REPOSITORY, Place, client_environment
from infra.records_place import connect_records, find_records
from infra.stack import connect, find_stack
from tests.e2e.cloud import Cloud, case_of, free_port, intake, new_key, new_patient, running
from tests.functions.desks import not_suitable
from tests.load.caller import MOST_ATTEMPTS
from tests.load.crowds import CrowdError, Ran, run
from tests.load.knee import SHARE_OF_THE_KNEE, Step, knee, step_of
from tests.load.ledger import SERVER_ERROR, TURNED_AWAY, Ledger
from tests.load.report import Document, document_of, show
from tests.load.scene import Plan, staffed_clinics
from tests.load.truth import Truth, the_truth

# Ours. Six more users offer 2.4 pieces of work a second more, about 4 requests.
RAMP = Plan(users=6, seconds=20.0, steps=20)
SHORT = Plan(users=6, seconds=30.0)
# Two forms and a practitioner.
FEWEST = 3
WARM = 4
MOST_MINUTES = 25


@dataclass(frozen=True, slots=True)
class Checked:
    """One crowd and the truth about it: clinics of its own, so that the next one finds their queues empty."""

    ran: Ran
    truth: Truth


def main() -> int:
    told = _arguments()
    folder = REPOSITORY / ".local" / "load"
    shutil.rmtree(folder / "cloud", ignore_errors=True)
    place = Place(free_port(), folder / "cloud")
    place.state.mkdir(parents=True)
    with running(place):
        os.environ.update(client_environment(place))
        stack = find_stack("local")
        with open_http(stack.api_url) as http:
            document = _load(Cloud(place, connect(), stack, http), None if told.short else told.minutes * 60)
    summary = folder / "summary.json"
    summary.write_text(json.dumps(document, indent=2) + "\n")
    console = Console(width=120)
    show(document, console)
    console.print(f"written to {summary.relative_to(REPOSITORY)}")
    return 1 if document["wrong"] else 0


def _load(cloud: Cloud, seconds: float | None) -> Document:
    """With a ramp and so many seconds at 60 % of the knee, or a short one without."""
    _warm(cloud)
    if seconds is None:
        steady = _checked("steady", cloud, SHORT)
        return document_of(None, [], steady.ran, steady.truth, list(_wrong(steady)))
    ramp = _checked("ramp", cloud, RAMP)
    steps = list(_steps(ramp.ran.ledger))
    bend = knee(steps)
    users = max(round(bend.users * SHARE_OF_THE_KNEE), FEWEST) if bend else FEWEST
    steady = _checked("steady", cloud, Plan(users, seconds))
    wrong = [*_beyond_excuse(ramp), *_wrong(steady), *_told_to_come_back(steady.ran)]
    wrong += [] if bend else ["no knee was found: not even the first step was served"]
    return document_of(ramp.ran, steps, steady.ran, steady.truth, wrong)


def _checked(name: str, cloud: Cloud, plan: Plan) -> Checked:
    clinics = staffed_clinics(cloud)
    ran = run(name, cloud.place, cloud.stack.api_url, clinics, plan)
    ids = {clinic.id for clinic in clinics}
    return Checked(ran, the_truth(ran.ledger, connect_records(), find_records(cloud.stack.name), ids))


def _warm(cloud: Cloud) -> None:
    """Every function is started, a few times where many call it; a clinic of its own, so that nothing is counted."""
    clinic, patient = cloud.open_clinic(), new_patient()
    form, people = clinic.form, clinic.practitioner
    _patiently(partial(form.submit, intake("needs_review", patient), new_key()))
    case = str(case_of(clinic, patient)["id"])
    with ThreadPoolExecutor(WARM) as several:
        forms = [partial(form.submit, intake("needs_review", new_patient()), new_key()) for _ in range(WARM)]
        list(several.map(_patiently, [*forms, *[partial(people.get, f"/v1/cases/{case}")] * WARM]))
    _patiently(partial(people.move, case, "claim", {}))
    _patiently(partial(people.move, case, "decisions", not_suitable()))


def _patiently(ask: Callable[[], httpx.Response]) -> None:
    """A function that starts for the first time on a busy machine may take longer than anybody waits."""
    for _ in range(MOST_ATTEMPTS):
        with suppress(httpx.TimeoutException):
            reply = ask()
            if reply.status_code not in TURNED_AWAY:
                reply.raise_for_status()
                return
        time.sleep(1)
    raise CrowdError("the functions did not start")


def _steps(ledger: Ledger) -> Iterator[Step]:
    for line in ledger.steps:
        yield step_of(line["users"], line["began"], line["ended"], ledger.requests, ledger.finished)


def _beyond_excuse(ramp: Checked) -> Iterator[str]:
    """Beyond the knee people are turned away or wait in vain: the table of the ramp says so. Nothing may break."""
    yield from ramp.truth.wrong
    for each in ramp.ran.ledger.requests:
        if each.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            yield f"{each.kind} ended with {each.status} during the ramp"


def _wrong(steady: Checked) -> Iterator[str]:
    """Whatever was lost or doubled, whatever failed, and whatever nobody expected."""
    ledger = steady.ran.ledger
    yield from steady.truth.wrong
    yield from (f"{each.kind} ended with {each.status}" for each in ledger.requests if each.failed)
    yield from (f"nobody expected {line['status']} for {line['kind']}" for line in ledger.surprises)
    if not ledger.taken or not ledger.changed:
        yield "nothing was done: no form was taken, or no case was worked on"


def _told_to_come_back(steady: Ran) -> Iterator[str]:
    """At 60 % of the knee nobody is told to come back later by a 5xx. A short run begins cold and may say so."""
    for each in steady.ledger.requests:
        if each.status >= SERVER_ERROR and not each.failed:
            yield f"{each.kind} ended with {each.status} although the service was not busy"


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--minutes", type=float, default=10.0, help="how long at 60 %% of the knee")
    arguments.add_argument("--short", action="store_true", help="no ramp, a few users, half a minute")
    told = arguments.parse_args()
    if told.minutes > MOST_MINUTES:
        arguments.error(f"at most {MOST_MINUTES} minutes: the tokens of forms and people are valid for half an hour")
    return told


if __name__ == "__main__":
    sys.exit(main())
