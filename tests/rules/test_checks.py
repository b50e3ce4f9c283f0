"""Rules about rules: for each check one change of the small content that it must catch, with file, line and entry."""

from pathlib import Path

import pytest

from rules.authoring.problems import ContentError
from rules.authoring.release import check_released, compile_content, release
from tests.rules.other_processes import printed_under_other_hash_seeds
from tests.rules.small_set import CONTENT, changed_content, small_rule_set

_RULES, _ITEMS, _NUMBERS = "rules/a.yaml", "questionnaire/a.yaml", "parameters/a.yaml"


def test_the_small_content_is_right() -> None:
    assert len(small_rule_set().rules) == len(CONTENT.joinpath(_RULES).read_text().split("- id:")) - 1


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (_RULES, "age < adult", "age < grown_up", "rules/a.yaml:1: age.under_18: `grown_up` is not declared"),
        (_RULES, "age < adult", "age < event_recent", "age.under_18: `age` and `event_recent` are not in the same unit"),
        (_RULES, "age < adult", "age < 18", "age.under_18: a bare number"),
        (_RULES, "'ptsd' in", "'pstd' in", "psych.ptsd: `pstd` is not an option"),
        (_RULES, "age < adult,", "age < adult and age >= adult,", "age.under_18: clause 1 can never fire"),
        (_RULES, "age < adult,", "cerebro.lt and age < adult,", "rules never refer to rules"),
        (_RULES, "  sources: [{key: LABEL, strength: label}]\n- id: cardiac.bp_defer", "- id: cardiac.bp_defer", "age.under_18: sources: Field required"),
        (_RULES, "[{key: LABEL, strength: label}]\n- id: cardiac.bp", "[]\n- id: cardiac.bp", "age.under_18: sources: Tuple should have at least 1"),
        (_RULES, "key: LABEL", "key: LABLE", "cites `LABLE`"),
        (_RULES, "  shows: Not established\n", "", "age.under_18: shows: Field required"),
        (_RULES, "  clears: nothing\n", "", "age.under_18: clears: Field required"),
        (_RULES, "  if_unknown: ask_patient\n  needed_by: consultation\n  waiting_on: patient\n  shows: Not", "  needed_by: consultation\n  waiting_on: patient\n  shows: Not", "age.under_18: if_unknown: Field required"),
        (_RULES, "  needed_by: consultation\n  waiting_on: patient\n  shows: Not", "  waiting_on: patient\n  shows: Not", "age.under_18: needed_by: Field required"),
        (_RULES, "  waiting_on: patient\n  shows: Not", "  shows: Not", "age.under_18: waiting_on: Field required"),
        (_RULES, "if_unknown: ask_patient\n  needed_by: consultation\n  waiting_on: patient\n  shows: Not", "if_unknown: not_possible\n  needed_by: consultation\n  waiting_on: patient\n  shows: Not", "not_possible_because"),
        (_RULES, "id: cerebro.ge", "id: cerebro.lt", "rules/a.yaml:31: cerebro.lt: `cerebro.lt` is a duplicate id"),
        (_RULES, "id: cerebro.ge", "id: cardiac.retired_rule", "cardiac.retired_rule: reuses a retired id"),
        ("ruleset.yaml", "incomplete: []", "incomplete: [cerebro.ge]", "cerebro.ge: is here and is listed as still missing"),
        (_RULES, "severity: absolute}]", "severity: fatal}]", "age.under_18: clauses.0.severity"),
        (_RULES, "  title: Under 18\n", "  title: Under 18\n  title: Minor\n", "found duplicate key"),
        (_RULES, "  title: Under 18\n", "  title: Under 18\n  colour: red\n", "age.under_18: colour: Extra inputs"),
        (_ITEMS, "linkId: cv.stroke_date, fact: stroke_date", "linkId: cv.stroke, fact: stroke_date", "is asked twice"),
        (_ITEMS, "phases: [intake, session]", "phases: [intake]", "rules/a.yaml:41: cardiac.readings_high: no item that it reads is asked in the session form"),
        (_ITEMS, "fact: stroke_date, kind", "fact: age, kind", "`age` is declared twice"),
        (_ITEMS, "fact: stroke_date, kind", "fact: submitted_on, kind", "a name of the engine's own"),
        (_ITEMS, "unit: mmHg, assumeUnit: true", "assumeUnit: true", "`systolic` has no unit"),
        (_ITEMS, "unit: mmHg, assumeUnit: true", "unit: mmHg, units: [mmHg, kPa], assumeUnit: true", "a bare number of `systolic` would be plausible in two units"),
        (_ITEMS, "options: [{value: no_failure, label: I have none}, {value: mild, label: Mild}, {value: severe, label: Severe}]", "options: []", "`cv.hf` has no options"),
        (_NUMBERS, "id: adult,", "id: an_adult,", "`adult` is not declared"),
        (_NUMBERS, "id: adult, value: 18", "id: adult, value: eighteen", "adult: value"),
        ("derived/a.yaml", "function: age_in_years", "function: age_in_centuries", "derived/a.yaml:1: age: `age_in_centuries` is not a named"),
        ("derived/a.yaml", "of: [date_of_birth]", "of: [birthday]", "age: `birthday` is not declared"),
        ("derived/a.yaml", "bp_readings.taken", "bp_readings.given", "`bp_readings` has no column `given`"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    root = changed_content(tmp_path, file, old, new)
    with pytest.raises(ContentError) as caught:
        compile_content(root)
    assert message in str(caught.value)


def test_a_parameter_nobody_reads_is_a_mistake(tmp_path: Path) -> None:
    unread = "- {id: spare, value: 1, unit: mmHg, safer: lower, effective: 2026-11-22, says: spare, sources: [{strength: default}]}\n"
    root = changed_content(tmp_path, _NUMBERS, "- {id: adult", unread + "- {id: adult")
    with pytest.raises(ContentError, match=r"parameters/a.yaml:4: spare: nothing reads `spare`"):
        compile_content(root)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    root = changed_content(tmp_path, _RULES, "age < adult", "age < grown_up")
    text = (root / _RULES).read_text()
    (root / _RULES).write_text(text.replace("stroke and since(stroke_date) < event_recent", "strok"))
    with pytest.raises(ContentError) as caught:
        compile_content(root)
    assert len(caught.value.problems) == 2


def test_changed_content_needs_a_new_version(tmp_path: Path) -> None:
    released = tmp_path / "released"
    released.mkdir()
    release(CONTENT, released)
    root = changed_content(tmp_path, _NUMBERS, "value: 160", "value: 161")
    with pytest.raises(ContentError, match="give it a new version"):
        check_released(root, released)
    with pytest.raises(ContentError, match="give it a new version"):
        release(root, released)
    header = root / "ruleset.yaml"
    header.write_text(header.read_text().replace("0.0.1", "0.0.2"))
    with pytest.raises(ContentError, match="is not released"):
        check_released(root, released)
    assert release(root, released).version == "0.0.2"
    assert check_released(CONTENT, released).version == "0.0.1"


_PRINT_DIGEST = """
import sys
from rules.authoring.release import compile_content
sys.stdout.write(compile_content()[0].digest)
"""


def test_the_same_content_gives_the_same_digest_in_every_process() -> None:
    assert len(printed_under_other_hash_seeds(_PRINT_DIGEST)) == 1
