"""The intake handler from entry to exit against a plain handler, and where its time goes.

Runs in a process of its own (`python -m benchmarks.handler_cost RESULT QUESTIONNAIRES`), because the handlers read
their environment at import and print log lines.
"""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

from benchmarks import clients, plain_handler
from benchmarks.events import NOW, Context, body_of, intake_handler, submission_event
from benchmarks.rule_set_cost import steps_of
from benchmarks.samples import SITE, samples
from benchmarks.timing import in_turn, race
from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.released import current_rule_set
from functions.api.envelope import read_submission
from functions.api.visits import Deadline
from functions.service.assessment import assess
from functions.service.entries import Arrival
from functions.service.identifiers import Identifiers
from functions.service.reach import ReachSettings
from functions.service.submission import submit
from rules.engine.rule_set import RuleSet
from rules.engine.screening import screen

type Answer = Callable[[Any], Mapping[str, Any]]

CREATED = 201


class HandlerRefusedError(Exception):
    """A handler did not accept the submission, so its time means nothing."""


def measure_handler(count: int) -> dict[str, Any]:
    clients.install(clients.AcceptingTable())
    plain = {
        "plain": _called(plain_handler.handler),
        "envelope": _called(plain_handler.envelope_handler),
        "bare": _called(plain_handler.bare_handler),
    }
    ours = _called(intake_handler())
    return {name: _measured(name, plain, ours, count) for name in ("complete", "usual")}


def _measured(sample: str, plain: Mapping[str, Answer], ours: Answer, count: int) -> dict[str, Any]:
    body = body_of(samples()[sample], "patient-1")
    events = [submission_event(body, f"key-{place}") for place in range(count)]
    _check(ours(events[0]), *(each(events[0]) for each in plain.values()))
    ratios = {name: race(each, events, ours, events, passes=1).ratio for name, each in plain.items()}
    handlers = {name: partial(each, events[0]) for name, each in {"whole": ours, **plain}.items()}
    times = in_turn({**handlers, **_steps(body, sample)}, repeats=max(3, count // 4))
    return {
        "ratio": ratios["plain"],
        "ratio_to_envelope": ratios["envelope"],
        "ratio_to_bare": ratios["bare"],
        "us": times["whole"],
        **{f"{name}_us": times[name] for name in plain},
        "parts_us": _parts(times),
    }


def _called(handler: Callable[[dict[str, Any], Any], Mapping[str, Any]]) -> Callable[[Any], Mapping[str, Any]]:
    context = Context()
    return lambda event: handler(event, context)


def _check(*replies: Mapping[str, Any]) -> None:
    for reply in replies:
        if reply["statusCode"] != CREATED:
            raise HandlerRefusedError(reply["body"])


def _steps(body: str, sample: str) -> dict[str, Callable[[], Any]]:
    rule_set = current_rule_set()
    arrival, patience = _arrival(rule_set, body), Deadline(lambda: 10.0)
    identifiers, table = (
        Identifiers(clients.KEY.encode()),
        IntakeTable("screenings", cast("Any", clients.AcceptingTable)),
    )
    return {
        **steps_of(rule_set, samples()[sample]),
        "parse": lambda: read_submission(body.encode()),
        "submit": lambda: submit(arrival, "key", identifiers=identifiers, destination=table, patience=patience),
    }


def _parts(times: Mapping[str, float]) -> dict[str, float]:
    """Each part measured on its own; `rest` is resolver, claims, log line, metric, reply."""
    parts = {
        "parse": times["parse"],
        "facts": times["facts_us"],
        "evaluate": times["bare_us"],
        "explain": times["screen_us"] - times["facts_us"] - times["bare_us"],
        "record": times["record_us"],
        "store items": times["submit"] - times["record_us"],
    }
    return {**parts, "rest": times["whole"] - sum(parts.values())}


def _arrival(rule_set: RuleSet, body: str) -> Arrival:
    form = read_submission(body.encode())

    def evaluate(answers: Mapping[str, Any], **options: Any) -> Any:
        return screen(rule_set, answers, **options)

    return Arrival(
        form=form,
        screening=assess(form, SITE, evaluate, now=NOW, draft=False),
        site=SITE,
        reach=ReachSettings.from_json(SITE.to_json()),
        submitter="form-of-the-clinic",
        received_at=NOW,
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure_handler(int(sys.argv[2]))))
