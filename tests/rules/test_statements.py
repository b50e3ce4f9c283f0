"""What a practitioner reads: a quantity that was converted also stands there as it was entered."""

from typing import Any

import pytest

from rules.engine.reading_order import reading_order
from rules.engine.statements import statement
from rules.engine.wording import Wording
from tests.rules.intakes import released, screened

_TALL = {"value": 172, "unit": "cm"}


def said(name: str, answers: dict[str, Any]) -> str:
    text: str = statement(screened(answers), name)["text"]
    return text


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"value": 180, "unit": "lb"}, "Weight: 81.65 kg (entered as 180 lb)"),
        ("12 st 4 lb", "Weight: 78.02 kg (entered as 12 st 4 lb)"),
        ({"stone": 12, "pounds": 4}, "Weight: 78.02 kg (entered as 12 stone 4 pounds)"),
        ({"value": 74, "unit": "kg"}, "Weight: 74 kg"),
        (180, "Weight: ambiguous"),
        ("declined", "Weight: declined to answer"),
        ("rather a lot", "Weight: could not be read"),
    ],
)
def test_a_converted_weight_is_shown_as_it_was_entered(answer: Any, text: str) -> None:
    assert said("weight_kg", {"body.weight": answer}) == text


def test_a_bound_from_the_laboratory_keeps_its_sign() -> None:
    answers = {"endo.tsh": {"value": 0.01, "comparator": "<", "unit": "mIU/L"}}
    assert said("tsh", answers) == "TSH: between 0 mIU/L and 0.01 mIU/L (entered as < 0.01 mIU/L)"


def test_a_number_computed_from_converted_ones_shows_what_was_entered() -> None:
    answers = {"body.weight": {"value": 180, "unit": "lb"}, "body.height": "5'9\""}
    assert said("bmi", answers) == "Body mass index: 26.58 kg/m2 (entered as 180 lb, 5'9\")"
    assert said("bmi", {"body.weight": {"value": 180, "unit": "lb"}, "body.height": "tall"}).endswith("not known")


def test_a_pressure_in_kilopascal_shows_the_conversion_in_its_row_and_in_the_mean() -> None:
    row = {"systolic": {"value": 16.5, "unit": "kPa"}, "diastolic": 78, "taken": "2026-04-20"}
    assert "systolic 123.76 mmHg (entered as 16.5 kPa), diastolic 78 mmHg" in said("bp_readings", {"vital.bp": [row]})
    assert said("bp_readings", {"vital.bp": row}) == said("bp_readings", {"vital.bp": [row]})
    assert said("systolic", {"vital.bp": [row]}).endswith("123.76 mmHg (entered as 16.5 kPa)")


def test_enzymes_in_katal_show_both_units() -> None:
    answers = {"lab.lft.alt": {"value": 4.1, "unit": "µkat/L"}}
    assert said("alt", answers) == "ALT: 246 U/L (entered as 4.1 µkat/L)"
    assert said("alt_ratio", answers) == "ALT in multiples of its upper limit: 6.15 (entered as 4.1 µkat/L)"


def test_answers_that_share_a_flaw_are_named() -> None:
    answers = {"body.weight": "rather a lot", "cv.htn": "perhaps"}
    listed = statement(screened(answers), "unreadable_items")
    assert set(listed["items"]) == {"weight_kg", "hypertension"}
    assert "Weight" in listed["text"]
    assert said("unreadable_items", {}) == "Answers that could not be read: none"


@pytest.mark.parametrize("name", [",".join("abcdefghij" * 31), ",".join(["phenelzine", "lithium", "xanax"] * 20)])
def test_a_list_full_of_words_stays_a_record_that_can_be_stored_and_opened(name: str) -> None:
    """A reply may have 6 MB and an item 400 KB; a line of the list must not be repeated for each word in it."""
    listed = screened({"med.list": [{"name": name} for _ in range(90)], "med.any": "yes"})
    assert len(str(listed.to_record())) < 500_000
    assert f"and {90 - 60} more" in statement(listed, "medicines")["text"]


def test_of_a_very_long_cell_the_beginning_is_shown() -> None:
    text = statement(screened({"med.list": [{"name": "x" * 3000}], "med.any": "yes"}), "medicines")["text"]
    assert "x" * 200 + "…" in text
    assert "x" * 201 not in text


_SEVERAL = {"med.any": "yes", "med.list": [{"name": "Xanax"}, {"name": "lisinopril"}, {"name": "Nardel"}]}


def test_a_medicine_is_known_by_the_name_as_written_with_what_it_is_beside_it() -> None:
    shown = statement(screened(_SEVERAL), "medicines_taken")["rows"]
    assert shown == ["Xanax (alprazolam)", "lisinopril", "Nardel (phenelzine, name not confirmed)"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ({"name": "Xanax", "taking": "no"}, "Xanax (alprazolam, no longer taken)"),
        ({"name": "qwertyuiop"}, "qwertyuiop (not recognised)"),
        (
            {"name": "levothyroxine", "amount": 100, "unit": "mg"},
            "levothyroxine (milligrams and micrograms may be mixed up)",
        ),
        ({"amount": 5}, "not named"),
    ],
)
def test_what_is_noteworthy_about_a_medicine_stands_beside_it(line: Any, shown: str) -> None:
    assert statement(screened({"med.any": "yes", "med.list": [line]}), "medicines_taken")["rows"][0] == shown


def test_a_finding_names_only_the_medicines_it_is_about() -> None:
    record = screened(_SEVERAL).to_record()
    about = {finding["ruleId"]: finding["rows"] for finding in record["findings"] if "rows" in finding}
    assert about["med.benzodiazepine"] == {"medicines_taken": [0]}
    assert about["med.antihypertensive"] == {"medicines_taken": [1]}
    reading = reading_order(record, Wording.of(released().document))
    facts = {entry["ruleId"]: entry["facts"] for entry in reading["precautions"]}
    assert facts["med.antihypertensive"] == ["Medicines as understood: lisinopril"]


def test_a_medicine_too_far_down_to_be_told_leaves_the_whole_list_beside_its_finding() -> None:
    lines = [{"name": f"nothing known {number}", "taking": "no"} for number in range(80)]
    record = screened({"med.any": "yes", "med.list": [*lines, {"name": "lisinopril"}]}).to_record()
    reading = reading_order(record, Wording.of(released().document))
    facts = {entry["ruleId"]: entry["facts"] for entry in reading["precautions"]}
    assert "and 21 more" in facts["med.antihypertensive"][0]


def test_words_in_free_text_are_quoted_with_how_they_were_read() -> None:
    shown = statement(screened({"free.anything": "I have no history of psychosis"}), "mentions")
    assert shown["rows"] == ["have no history of psychosis (psychosis history, past)"]
