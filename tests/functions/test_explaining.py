"""A practitioner reads a stored screening in the order of its urgency, in the words of the rules that made it."""

import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.adapters.released import RELEASED, ReleasedWording
from rules.engine.screening import screen
from rules.engine.wording import NO_WORDING
from tests.functions.desks import Service, envelope, service
from tests.rules.intakes import changed, released

STROKE_NOW = {"acute.now": ["weakness", "speech"]}


@pytest.fixture
def screening_service(entries: Mapping[str, ModuleType]) -> Service:
    """The functions with the released rules."""
    asked = released().questionnaire
    return service(
        entries, evaluation=partial(screen, released()), questionnaire=(str(asked["id"]), str(asked["version"]))
    )


def submitted(clinic: Service, answers: Mapping[str, Any]) -> str:
    asked = released().questionnaire
    body = envelope() | {
        "questionnaire": {"id": asked["id"], "version": asked["version"]},
        "answers": changed(answers),
    }
    return str(clinic.submit(json.dumps(body)).body["receipt"]["id"])


def test_a_screening_is_shown_with_its_reading_order(screening_service: Service) -> None:
    shown = screening_service.read(f"/v1/screenings/{submitted(screening_service, STROKE_NOW)}").body
    (entry,) = shown["reading"]["contact"]
    assert entry["ruleId"] == "cerebro.acute_stroke_symptoms"
    assert entry["title"] == "Signs of an acute stroke"
    assert entry["clears"]
    assert shown["reading"]["summary"].startswith("Speak to the patient now: Signs of an acute stroke.")
    assert shown["screening"]["findings"]


def test_a_case_shows_its_latest_screening_in_reading_order(screening_service: Service) -> None:
    submitted(screening_service, STROKE_NOW)
    (row,) = screening_service.read("/v1/cases").body["cases"]
    case = screening_service.read(f"/v1/cases/{row['id']}").body
    for screening in (case["latestScreening"], case["leadingScreening"]):
        assert [entry["ruleId"] for entry in screening["reading"]["contact"]] == ["cerebro.acute_stroke_symptoms"]


def test_the_reading_order_is_not_stored(screening_service: Service) -> None:
    shown = screening_service.read(f"/v1/screenings/{submitted(screening_service, STROKE_NOW)}").body
    assert "reading" not in shown["screening"]


def test_a_record_that_cannot_be_read_in_order_is_shown_as_it_was_stored(clinic_service: Service) -> None:
    screening = clinic_service.submit(envelope("review")).body["receipt"]["id"]
    shown = clinic_service.read(f"/v1/screenings/{screening}")
    assert shown.status == 200
    assert shown.body["reading"] is None
    assert shown.body["screening"]["dispositions"]["esketamine"] == "needs_review"


def test_words_are_those_of_exactly_the_release_that_was_used() -> None:
    words = ReleasedWording()
    assert words(released().version, released().digest).rules.keys() == {rule.id for rule in released().rules}
    assert words(released().version, "0" * 64) is NO_WORDING


@pytest.mark.parametrize("version", ["9.9.9", "../released/0.6.0", "current", ""])
def test_a_release_that_is_not_shipped_has_no_words(version: str) -> None:
    assert ReleasedWording()(version, released().digest) is NO_WORDING


def test_a_damaged_release_has_no_words(tmp_path: Path) -> None:
    name = f"{released().version}.json"
    shutil.copy(RELEASED / name, tmp_path / name)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes().replace(b"stroke", b"strike"))
    assert ReleasedWording(tmp_path)(released().version, released().digest) is NO_WORDING
