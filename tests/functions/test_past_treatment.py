"""A practitioner reads the past treatments of a screening as they were judged in it, however long ago."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.adapters.released import RELEASED, ReleasedRules
from functions.service.past_treatment import past_treatment
from functions.service.records import StoredScreening
from rules.authoring.release import canonical_bytes, digest_of
from rules.authoring.stories import patients
from rules.engine.rule_set import RuleSet, build_rule_set, load_rule_set
from rules.engine.screening import Screening
from rules.engine.site import Adjustment
from rules.engine.treatment_history import treatment_history
from tests.functions.builders import CLINIC, site
from tests.functions.desks import Service, envelope, service
from tests.functions.test_start_up import imported_by
from tests.rules.intakes import changed, released
from tests.rules.stories import stories, summary, told

STORIES = stories()
TOLD = {name: story for name, story in STORIES.items() if "history" in story["expect"]}
PLAIN = {name: STORIES[name] for name in patients() if STORIES[name].get("phase", "intake") == "intake"}
TWO_FAILED = "resistance_01"


@dataclass
class Rules:
    """The rules as the functions have them. A test can release others meanwhile."""

    now: ReleasedRules

    def screen(self, answers: Mapping[str, Any], **options: Any) -> Screening:
        return self.now.screen(answers, **options)


@dataclass
class Desk:
    """A clinic with the released rules, and what it has been sent."""

    clinic: Service
    rules: Rules
    sent: int = 0

    def submit(self, answers: Mapping[str, Any], as_of: date, phase: str = "intake") -> str:
        """The id of the screening of these answers, made on that day."""
        self.sent += 1
        self.clinic.clock.at = datetime.combine(as_of, time(19), tzinfo=UTC)
        asked = released().questionnaire
        body = envelope(reference=f"patient-{self.sent}", phase=phase, submittedAt=f"{as_of}T12:00:00-07:00") | {
            "questionnaire": {"id": asked["id"], "version": asked["version"]},
            "answers": dict(answers),
        }
        reply = self.clinic.submit(json.dumps(body), key=f"key-{self.sent}")
        return str(reply.body["receipt"]["id"])

    def tell(self, name: str) -> str:
        story = STORIES[name]
        screening = told(story)
        return self.submit(screening.answers, screening.as_of, story.get("phase", "intake"))

    def history(self, screening: str) -> Any:
        return self.clinic.read(f"/v1/screenings/{screening}").body["treatmentHistory"]

    def stored(self, screening: str) -> StoredScreening:
        found = self.clinic.store.screening(CLINIC, screening)
        assert found is not None
        return found

    def settle(self, **settings: Any) -> None:
        self.clinic.clinics.sites[CLINIC] = replace(site(), **settings)


@pytest.fixture
def desk(entries: Mapping[str, ModuleType]) -> Desk:
    rules = Rules(ReleasedRules(released()))
    asked = released().questionnaire
    named = (str(asked["id"]), str(asked["version"]))
    return Desk(service(entries, evaluation=rules.screen, questionnaire=named), rules)


def shown_of(history: Any, condition: str) -> Any:
    return next(part for part in history["conditions"] if part["condition"] == condition)


@pytest.mark.parametrize("name", PLAIN)
def test_a_practitioner_sees_the_history_of_every_story_as_the_rules_judged_it(desk: Desk, name: str) -> None:
    history = desk.history(desk.tell(name))
    screening = told(PLAIN[name])
    assert history == json.loads(json.dumps(treatment_history(screening)))
    for condition, wanted in TOLD.get(name, {"expect": {"history": {}}})["expect"]["history"].items():
        assert summary(shown_of(history, condition), wanted) == wanted


def test_somebody_who_has_told_no_history_has_none(desk: Desk) -> None:
    history = desk.history(desk.submit(changed({"target.trials": None}), date(2026, 4, 20)))
    assert (history["conditions"], history["staging"]) == ([], None)


def test_two_patients_histories_never_mix_whoever_is_read_first(desk: Desk) -> None:
    names = [TWO_FAILED, "resistance_05", "resistance_10", "resistance_20"]
    ids = {name: desk.tell(name) for name in names}
    alone = {name: desk.history(ids[name]) for name in names}
    assert len({json.dumps(each) for each in alone.values()}) == len(names)
    for name in (*reversed(names), *names):
        assert desk.history(ids[name]) == alone[name]


def test_years_later_the_history_is_still_that_of_its_day(desk: Desk) -> None:
    ongoing = next(name for name, story in TOLD.items() if _rechecked(story))
    screening = desk.tell(ongoing)
    before = desk.history(screening)
    desk.clinic.clock.at += timedelta(days=1500)
    assert desk.history(screening) == before
    assert before["asOf"] == told(TOLD[ongoing]).as_of.isoformat()


def _rechecked(story: Mapping[str, Any]) -> bool:
    return any("recheck" in wanted for wanted in story["expect"]["history"].values())


def test_a_definition_the_clinic_gave_up_still_judges_what_it_judged(desk: Desk) -> None:
    desk.settle(profiles=("trd_neurostimulation_counts",))
    screening = desk.tell(TWO_FAILED)
    before = desk.history(screening)
    assert before["conditions"][0]["definition"] == "trd_neurostimulation_counts"
    desk.settle()
    assert desk.history(screening) == before
    assert desk.history(desk.tell(TWO_FAILED)) != before


def test_a_value_the_clinic_has_changed_since_still_judges_what_it_judged(desk: Desk) -> None:
    desk.settle(adjustments={"trial_weeks": Adjustment(Decimal(10))})
    screening = desk.tell(TWO_FAILED)
    before = desk.history(screening)
    assert shown_of(before, "depression")["failed"] == {"atLeast": 1, "atMost": 1}
    desk.settle()
    assert desk.history(screening) == before
    assert shown_of(desk.history(desk.tell(TWO_FAILED)), "depression")["failed"] == {"atLeast": 2, "atMost": 2}


def test_a_milder_value_that_has_expired_still_judges_what_it_judged(desk: Desk) -> None:
    day = told(STORIES[TWO_FAILED]).as_of
    desk.settle(adjustments={"trials_needed": Adjustment(Decimal(1), by="Dr Okafor", until=day)})
    screening = desk.tell(TWO_FAILED)
    before = desk.history(screening)
    assert shown_of(before, "depression")["needed"] == "1"
    desk.clinic.clock.at += timedelta(days=30)
    assert desk.history(screening) == before


def other_release(folder: Path, version: str, weeks: int) -> RuleSet:
    """A release of other rules in that folder, beside the one that is shipped."""
    document: Any = deepcopy(released().document)
    document["version"] = version
    document["parameters"]["trial_weeks"]["value"] = str(weeks)
    content = canonical_bytes(document)
    path = folder / f"{version}.json"
    path.write_bytes(b'{"content":' + content + b',"digest":"' + digest_of(content).encode() + b'"}\n')
    return load_rule_set(path)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    name = f"{released().version}.json"
    (tmp_path / name).write_bytes((RELEASED / name).read_bytes())
    return tmp_path


def test_rules_released_since_do_not_touch_it(desk: Desk, shipped: Path) -> None:
    screening = desk.tell(TWO_FAILED)
    before = desk.history(screening)
    later = other_release(shipped, "9.0.0", 12)
    desk.rules.now = ReleasedRules(later, shipped)
    assert desk.history(screening) == before
    again = desk.history(desk.tell(TWO_FAILED))
    assert shown_of(again, "depression")["failed"] == {"atLeast": 0, "atMost": 0}


def test_a_release_that_is_no_longer_shipped_leaves_the_rest_to_be_read(desk: Desk, tmp_path: Path) -> None:
    screening = desk.tell(TWO_FAILED)
    desk.rules.now = ReleasedRules(other_release(tmp_path, "9.0.0", 6), tmp_path)
    shown = desk.clinic.read(f"/v1/screenings/{screening}")
    assert (shown.status, shown.body["treatmentHistory"]) == (200, None)
    assert shown.body["answers"]["target.trials"]
    assert shown.body["screening"]["findings"]


def test_another_release_of_the_same_number_does_not_judge_it(desk: Desk) -> None:
    screening = desk.tell(TWO_FAILED)
    impostor = build_rule_set(released().document, "0" * 64)
    desk.rules.now = ReleasedRules(impostor)
    assert desk.history(screening) is None


def changed_record(stored: StoredScreening, **changes: Any) -> StoredScreening:
    record: Any = stored.record["screening"]
    return replace(stored, record={**stored.record, "screening": {**record, **changes}})


def test_nothing_is_shown_that_does_not_lead_to_what_was_found(desk: Desk) -> None:
    stored = desk.stored(desk.tell(TWO_FAILED))
    record: Any = stored.record["screening"]
    assert past_treatment(stored, desk.rules.screen) is not None
    other: tuple[dict[str, Any], ...] = (
        {"findings": record["findings"][1:]},
        {"findings": [{**record["findings"][0], "outcome": "fault"}, *record["findings"][1:]]},
        {"clear": record["clear"][1:]},
        {"dispositions": {**record["dispositions"], "iv_ketamine": "urgent"}},
        {"contact": "now"},
    )
    for changes in other:
        assert past_treatment(changed_record(stored, **changes), desk.rules.screen) is None, changes


@pytest.mark.parametrize("part", ["ruleSet", "asOf", "site", "phase", "findings", "submittedOn"])
@pytest.mark.parametrize("damage", [False, 7, "?", {}, []])
def test_a_record_of_another_form_is_shown_without_it(desk: Desk, part: str, damage: Any) -> None:
    stored = desk.stored(desk.tell(TWO_FAILED))
    assert past_treatment(changed_record(stored, **{part: damage}), desk.rules.screen) is None


def test_definitions_that_could_not_be_established_show_nothing(desk: Desk) -> None:
    desk.settle(profiles=("no_such_definition",))
    screening = desk.tell(TWO_FAILED)
    desk.settle()
    assert desk.history(screening) is None


def test_intake_neither_stores_nor_makes_it(desk: Desk) -> None:
    stored = desk.stored(desk.tell(TWO_FAILED))
    assert "treatmentHistory" not in {*stored.record, *stored.record["screening"]}  # type: ignore[misc]
    assert "rules.engine.treatment_history" not in imported_by("functions.intake")


def test_a_case_is_read_without_waiting_for_it(desk: Desk) -> None:
    """Reading a case needs the words of the rules, not the rules."""
    desk.submit(changed({"acute.now": ["weakness", "speech"]}), date(2026, 4, 20))
    (row,) = desk.clinic.read("/v1/cases").body["cases"]
    desk.rules.now = None  # type: ignore[assignment]
    case = desk.clinic.read(f"/v1/cases/{row['id']}")
    assert case.status == 200
    assert "treatmentHistory" not in case.body["latestScreening"]
