"""A service over the real rules, the tokens put into it, and everything that came out where no token may be."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from functions.adapters.released import current_rule_set
from rules.engine.screening import screen
from tests.functions.desks import Answer, Service, service
from tests.functions.entry_files import environment, import_entries
from tests.privacy.canaries import Canaries

KEYS = ("pk", "sk", "queue_pk", "queue_sk", "patient_pk", "patient_sk", "due_pk", "due_sk", "request_id")


@dataclass
class Watched:
    """`seen` is what forms, patients and refused callers were shown."""

    service: Service
    canaries: Canaries = field(default_factory=Canaries)
    seen: list[str] = field(default_factory=list)

    def note(self, answer: Answer) -> Answer:
        self.seen.append(json.dumps(answer.headers))
        self.seen.append(answer.text)
        return answer


@pytest.fixture
def watched() -> Iterator[Watched]:
    rule_set = current_rule_set()
    asked = rule_set.questionnaire
    with environment():
        yield Watched(
            service(
                import_entries(),
                evaluation=partial(screen, rule_set),
                questionnaire=(str(asked["id"]), str(asked["version"])),
                items={item["linkId"]: item for item in asked["items"]},
            )
        )
