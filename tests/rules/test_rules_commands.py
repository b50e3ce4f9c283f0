"""`ketascreen rules`: what a clinician reads of the rules, and what somebody who changes a rule or a form is told."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from rules.authoring.catalogue import Catalogue
from rules.authoring.coverage import Form
from rules.authoring.release import canonical_bytes, digest_of
from rules.authoring.render_conditions import Phrases
from tests.rules.intakes import changed, released

REFUSED = 1


def rules(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["rules", *arguments])


def catalogue() -> Catalogue:
    return Catalogue(released().document)


def asked() -> list[str]:
    return list(catalogue().items)


def saved(path: Path, document: Mapping[str, Any]) -> str:
    canonical = canonical_bytes(document)
    path.write_bytes(b'{"content":' + canonical + b',"digest":"' + digest_of(canonical).encode() + b'"}\n')
    return str(path)


@pytest.fixture
def document() -> dict[str, Any]:
    """The released content, to be changed."""
    copied: dict[str, Any] = json.loads(json.dumps(released().document))
    return copied


def test_the_list_gives_severities_facts_sources_and_the_state_of_sign_off() -> None:
    listed = {rule["id"]: rule for rule in json.loads(rules("list", "--format", "json").stdout)}
    assert listed.keys() == catalogue().rules.keys()
    aneurysm = listed["cardiac.aneurysm"]
    assert aneurysm["severity"][0] == {"iv_ketamine": "absolute", "esketamine": "absolute"}
    assert aneurysm["facts"]
    assert all(source["strength"] for source in aneurysm["sources"])
    assert rules("list").exit_code == 0


def test_a_rule_is_shown_in_words_with_its_numbers_sources_and_questions() -> None:
    shown = rules("show", "cardiac.bp_defer").stdout
    assert "above 160 mmHg and below 180 mmHg" in shown
    assert "T-GER (trial)" in shown
    assert "`vital.bp` Blood pressure readings" in shown
    assert "If it is not known" in shown
    assert "bp_defer_systolic < systolic" not in shown


def test_a_rule_that_does_not_exist_is_refused_with_the_nearest_names() -> None:
    ended = rules("show", "cardiac.bp_defr")
    assert ended.exit_code == REFUSED
    assert "cardiac.bp_defer" in ended.stderr


@pytest.mark.parametrize("rule_id", list(catalogue().rules))
def test_every_rule_can_be_said_in_words(rule_id: str) -> None:
    shown = rules("show", rule_id).stdout
    assert catalogue().rules[rule_id]["shows"] in shown
    assert "['" not in shown


def test_what_is_made_sure_of_is_said_as_plainly_as_what_is_asked() -> None:
    words = Phrases.of(released().document)
    assert words.sentence(["fact", "pregnant"]) == f"{words.fact('pregnant')}: yes"
    assert words.sentence(["not", ["fact", "pregnant"]]) == f"{words.fact('pregnant')}: no"
    assert words.sentence(["unknown", "pregnant"]) == f"{words.fact('pregnant')}: not known"
    either = ["or", ["fact", "pregnant"], ["unknown", "pregnant"]]
    assert next(iter(words.outline(["not", either]))) == "- none of these holds:"
    assert words.sentence(["not", either]).startswith("not (")


def test_the_pages_hold_every_rule_parameter_source_and_item(tmp_path: Path) -> None:
    assert rules("doc", "--folder", str(tmp_path)).exit_code == 0
    text = {path.name: path.read_text() for path in tmp_path.iterdir()}
    for rule_id in catalogue().rules:
        assert f"`{rule_id}`" in text[f"{rule_id.partition('.')[0]}.md"]
        assert f"`{rule_id}`" in text["items.md"]
    assert all(f"`{name}`" in text["parameters.md"] for name in catalogue().parameters)
    assert all(f"`{link_id}`" in text["items.md"] for link_id in catalogue().items)
    assert all(f"| {key} |" in text["sources.md"] for key in released().document["sources"])


def test_pages_that_are_not_fresh_are_refused_by_name_and_nothing_is_written(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert rules("doc", "--folder", folder, "--check").exit_code == REFUSED
    assert not list(tmp_path.iterdir())
    rules("doc", "--folder", folder)
    assert rules("doc", "--folder", folder, "--check").exit_code == 0
    (tmp_path / "cardiac.md").write_text("older")
    (tmp_path / "gone.md").write_text("a domain that is no more")
    ended = rules("doc", "--folder", folder, "--check")
    assert ended.exit_code == REFUSED
    assert "cardiac.md" in ended.stderr
    assert "gone.md" in ended.stderr
    rules("doc", "--folder", folder)
    assert not (tmp_path / "gone.md").exists()


def test_the_table_of_questions_and_rules_holds_both_ways() -> None:
    known = catalogue()
    from_rules = {(rule, item["linkId"]) for rule, each in known.rules.items() for item in known.items_of(each)}
    from_items = {
        (rule, link_id) for link_id, item in known.items.items() for rule in known.rules_by_fact.get(item["fact"], ())
    }
    assert from_rules == from_items
    for rule in released().rules:
        fed = {known.items[link_id]["fact"] for rule_id, link_id in from_rules if rule_id == rule.id}
        assert fed == rule.depends_on & released().base_facts


def test_a_rule_set_does_not_differ_from_itself() -> None:
    told = rules("diff", released().version, released().version).stdout
    assert told.splitlines() == [
        f"{kind}: no change" for kind in ("rules", "numbers", "terms", "questions", "stories")
    ]


def test_a_changed_number_is_reported_with_its_direction_and_the_stories_it_changes(
    tmp_path: Path, document: dict[str, Any]
) -> None:
    document["parameters"]["bp_defer_systolic"]["value"] = "175"
    told = rules("diff", released().version, saved(tmp_path / "changed.json", document)).stdout
    assert "bp_defer_systolic: was 160 mmHg, is 175 mmHg, milder" in told
    assert "rules: no change" in told


def test_changed_rules_are_told_in_words_with_the_stories_that_end_differently(
    tmp_path: Path, document: dict[str, Any]
) -> None:
    for rule in document["rules"]:
        if rule["id"] == "cardiac.aneurysm":
            rule["clauses"][0]["severity"]["esketamine"] = "relative"
    document["rules"] = [rule for rule in document["rules"] if rule["id"] != "cardiac.device"]
    told = rules("diff", released().version, saved(tmp_path / "changed.json", document)).stdout
    assert "cardiac.device is gone" in told
    assert "cardiac.aneurysm: now IV ketamine: contraindicated, esketamine: a practitioner's review" in told
    assert "vignette_62: esketamine was contraindicated, is needs_review" in told


@pytest.mark.parametrize("named", ["9.9.9", "nowhere.json", "README.md"])
def test_what_is_no_rule_set_is_refused_in_one_line(named: str) -> None:
    ended = rules("diff", released().version, named)
    assert ended.exit_code == REFUSED
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_form_that_asks_everything_evaluates_everything(tmp_path: Path) -> None:
    form = tmp_path / "form.txt"
    form.write_text("\n".join(asked()))
    told = rules("coverage", str(form), "--form-alone", "--format", "json")
    assert all(rule["canFire"] and not rule["notAsked"] for rule in json.loads(told.stdout)["rules"])


def test_a_rule_whose_question_is_not_asked_can_never_be_evaluated(tmp_path: Path) -> None:
    form = tmp_path / "form.json"
    items = [{"linkId": "group", "item": [{"linkId": link_id} for link_id in asked() if link_id != "cv.vessels"]}]
    form.write_text(json.dumps({"resourceType": "Questionnaire", "item": items}))
    told = rules("coverage", str(form)).stdout
    assert "cardiac.aneurysm: Aneurysmal vascular disease. Not asked: cv.vessels" in told
    assert "1 questions feed nothing: group" in told


def test_what_the_clinic_enters_is_counted_unless_the_form_stands_alone() -> None:
    patients = [link_id for link_id, item in catalogue().items.items() if item["answeredBy"] == "patient"]
    for with_clinic in (True, False):
        covered = {one.rule_id: one for one in Form(catalogue(), patients, with_clinic=with_clinic).covered("intake")}
        assert covered["cardiac.bp_severe"].can_fire is with_clinic


def test_a_form_without_any_question_evaluates_no_rule_about_the_person() -> None:
    for one in Form(catalogue(), [], with_clinic=False).covered("intake"):
        rule = next(rule for rule in released().rules if rule.id == one.rule_id)
        assert one.can_fire <= bool(rule.depends_on - released().base_facts), one.rule_id


def test_a_sample_body_is_read_as_the_form_it_came_from(tmp_path: Path) -> None:
    form = tmp_path / "body.json"
    form.write_text(json.dumps({"answers": changed({"cv.vessels": None})}))
    told = json.loads(rules("coverage", str(form), "--format", "json").stdout)
    aneurysm = next(rule for rule in told["rules"] if rule["id"] == "cardiac.aneurysm")
    assert aneurysm == {
        "id": "cardiac.aneurysm",
        "title": "Aneurysmal vascular disease",
        "canFire": False,
        "canBeClear": False,
        "notAsked": ["cv.vessels", "cv.brain_bleed_type", "cv.bleed_aneurysm_excluded"],
    }


@pytest.mark.parametrize(
    "content", ["{}", "[1]", '{"answers": 1}', "{", "[" * 100_000, '{"resourceType": "Patient"}']
)
def test_what_is_no_form_is_refused(tmp_path: Path, content: str) -> None:
    form = tmp_path / "form.json"
    form.write_text(content)
    ended = rules("coverage", str(form))
    assert ended.exit_code == REFUSED
    assert "is no form" in ended.stderr
    assert rules("coverage", str(tmp_path / "nowhere")).exit_code == REFUSED
