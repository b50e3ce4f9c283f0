"""`ketascreen screen` and `ketascreen rules`, as somebody at a desk uses them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from infra.sample_intakes import sample_intake
from rules.authoring.stories import day_of
from tests.rules.intakes import released
from tests.rules.stories import Ending, body_of, outcome, stories, unlike

_DAY = date(2026, 11, 22)
_UNREADABLE = 2
STORIES = stories()


def screen(*arguments: str, given: str | None = None, day: date = _DAY) -> Any:
    return CliRunner().invoke(app, ["screen", *arguments, "--as-of", day.isoformat()], input=given)


@pytest.fixture
def intake(tmp_path: Path) -> Path:
    path = tmp_path / "intake.json"
    path.write_text(json.dumps(sample_intake("contact_now", _DAY)))
    return path


def test_json_holds_every_rule_and_what_produced_it(intake: Path) -> None:
    shown = json.loads(screen(str(intake), "--format", "json").stdout)
    assert shown["ruleSet"] == {
        "version": released().version,
        "digest": released().digest,
        "stamp": None,
    }
    assert (shown["asOf"], shown["phase"], shown["contact"]) == ("2026-11-22", "intake", "now")
    assert shown["dispositions"] == {"iv_ketamine": "urgent", "esketamine": "urgent"}
    assert [finding["ruleId"] for finding in shown["findings"]] == [rule.id for rule in released().rules]
    fields = {"ruleId", "outcome", "severity", "basis", "facts", "missing", "neededBy", "waitingOn"}
    assert all(fields <= finding.keys() for finding in shown["findings"])


def test_a_fired_finding_says_in_a_sentence_what_it_rests_on(intake: Path) -> None:
    findings = json.loads(screen(str(intake), "--format", "json").stdout)["findings"]
    fired = next(finding for finding in findings if finding["ruleId"] == "psych.suicide_high")
    assert "C-SSRS item 4, past month: yes" in [fact["text"] for fact in fired["facts"]]


@pytest.mark.parametrize("name", STORIES)
def test_a_patients_story_ends_the_same_at_a_desk(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule set is loaded once for all stories, not anew for each."""
    monkeypatch.setattr("cli.screen.current_rule_set", released)
    story = STORIES[name]
    body = json.dumps(body_of(story, reference="somebody"))
    shown = json.loads(screen("-", "--format", "json", given=body, day=day_of(story)).stdout)
    outcomes = {found["ruleId"]: outcome(found["outcome"], found["basis"]) for found in shown["findings"]}
    assert list(unlike(story["expect"], Ending(shown["dispositions"], shown["contact"], outcomes))) == []


def test_the_table_names_rule_and_disposition_and_the_status_is_nought(intake: Path) -> None:
    ended = screen(str(intake))
    assert ended.exit_code == 0
    assert "psych.suicide_high" in ended.stdout
    assert "iv_ketamine: urgent" in ended.stdout
    assert "not for clinical use" not in ended.stdout


def test_nothing_found_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "intake.json"
    path.write_text(json.dumps(sample_intake("nothing_found", _DAY)))
    assert "Nothing was found in the answers given." in screen(str(path)).stdout


def test_a_hyphen_reads_standard_input(intake: Path) -> None:
    assert screen("-", "--format", "json", given=intake.read_text()).exit_code == 0


def test_another_phase_can_be_asked_for(intake: Path) -> None:
    shown = json.loads(screen(str(intake), "--format", "json", "--phase", "session").stdout)
    assert shown["phase"] == "session"


@pytest.mark.parametrize(
    "content",
    ["", "not json", "[]", "{}", '{"answers": {}}', '{"a": 1, "a": 2}', '{"answers": NaN}', "\ufeff{}"],
)
def test_an_unreadable_file_is_one_clear_line_and_status_two(tmp_path: Path, content: str) -> None:
    path = tmp_path / "intake.json"
    path.write_text(content)
    ended = screen(str(path))
    assert ended.exit_code == _UNREADABLE
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_missing_file_another_questionnaire_and_an_unknown_version_are_refused(intake: Path) -> None:
    other = json.loads(intake.read_text()) | {"questionnaire": {"id": "other", "version": "1"}}
    for arguments, given in (
        (("nowhere.json",), None),
        (("-",), json.dumps(other)),
        ((str(intake), "--rule-set", "9.9.9"), None),
        ((str(intake), "--rule-set", "../0.6.0"), None),
    ):
        ended = screen(*arguments, given=given)
        assert ended.exit_code == _UNREADABLE
        assert len(ended.stderr.strip().splitlines()) == 1


def test_what_somebody_entered_is_printed_as_it_is_and_never_as_markup(tmp_path: Path) -> None:
    body = sample_intake("nothing_found", _DAY)
    body["answers"]["med.list"] = [{"name": "dont_know", "dose": "10 mg [red]x[/red] [/b] \ud800 µg"}]
    path = tmp_path / "intake.json"
    path.write_text(json.dumps(body))
    for output in ("table", "json"):
        assert screen(str(path), "--format", output).exit_code == 0


def test_the_rules_can_be_listed_and_checked() -> None:
    listed = json.loads(CliRunner().invoke(app, ["rules", "list", "--format", "json"]).stdout)
    assert {rule["id"] for rule in listed} == {rule.id for rule in released().rules}
    assert all(rule["sources"] for rule in listed)
