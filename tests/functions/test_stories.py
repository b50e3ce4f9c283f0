"""Patient stories as a clinic's form and a practitioner meet them: posted to the handler, read from the record."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from types import ModuleType
from typing import Any

import pytest

from functions.adapters.released import ReleasedRules
from rules.authoring.stories import Story, day_of
from tests.functions.builders import CLINIC, site
from tests.functions.desks import Service, service
from tests.rules.intakes import released
from tests.rules.stories import Ending, body_of, outcome, stories, unlike

STORIES = stories()
NUMBERS = {name: f"story-{number}" for number, name in enumerate(STORIES)}


@pytest.fixture(scope="module")
def clinic(entries: Mapping[str, ModuleType]) -> Service:
    """A clinic with the released rules; every story is a patient of its own."""
    asked = released().questionnaire
    opened = service(
        entries,
        evaluation=ReleasedRules(released()).screen,
        questionnaire=(str(asked["id"]), str(asked["version"])),
    )
    opened.clinics.sites[CLINIC] = site(time_zone="America/New_York")
    return opened


def read_back(clinic: Service, name: str, story: Story) -> Ending:
    """What a practitioner reads of a story that a form has posted."""
    clinic.clock.at = datetime.combine(day_of(story), time(18), tzinfo=UTC)
    body = body_of(story, reference=NUMBERS[name])
    reply = clinic.submit(json.dumps(body), key=NUMBERS[name])
    assert reply.status == 201, reply.text
    return _ending(clinic.read(f"/v1/screenings/{reply.body['receipt']['id']}").body["screening"])


def _ending(record: Mapping[str, Any]) -> Ending:
    outcomes = {
        **dict.fromkeys(record["clear"], "clear"),
        **dict.fromkeys(record["notApplicable"], "not_applicable"),
        **{found["ruleId"]: outcome(found["outcome"], found["basis"]) for found in record["findings"]},
    }
    return Ending(record["dispositions"], record["contact"], outcomes)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_that_a_form_posts_ends_the_same(clinic: Service, name: str) -> None:
    assert list(unlike(STORIES[name]["expect"], read_back(clinic, name, STORIES[name]))) == []
