"""Where scores commonly go wrong: skipped and reversed items, partial sums, entered totals, confused codes."""

import pytest

from rules.engine.instruments.scoring import Flag, score
from rules.engine.truth import NO, YES
from tests.rules.instruments.definitions import defined, documents, read_as, scored


def test_a_zone_is_open_while_a_missing_item_can_change_it() -> None:
    result = scored("phq9", 2, 2, 2, 1, 1, None, 0, 0, 0)
    assert result.bounds == (8, 11)
    assert result.readings["severity"].name is None
    assert result.readings["severity"].possible == ("mild", "moderate")


def test_item_nine_counts_while_the_total_is_unknown() -> None:
    assert read_as("phq9", "item9", *[None] * 8, 1) == "positive"


def test_the_depression_algorithm_counts_item_nine_from_one_and_needs_a_core_symptom() -> None:
    assert read_as("phq9", "algorithm", 2, 0, 2, 2, 2, 0, 0, 0, 1) == "positive"
    assert read_as("phq9", "algorithm", 1, 1, 2, 2, 2, 2, 2, 0, 3) == "negative"
    assert read_as("phq9", "algorithm", 2, 2, 2, 2, 0, 0, 0, 0, 0) == "negative"
    assert read_as("phq9", "algorithm", 2, 2, 2, 2, 0, 0, 0, 0, None) is None


def test_a_person_who_never_drinks_skips_to_the_last_two_questions() -> None:
    assert scored("audit", 0, *[None] * 7, 0, None).bounds == (0, 4)
    assert scored("audit", 0, *[None] * 7, 0, 2).total == 2


def test_drinking_without_larger_amounts_skips_to_the_last_two_questions() -> None:
    assert scored("audit", 2, 0, 0, *[None] * 5, 0, 0).total == 2
    assert scored("audit", 2, 0, 1, *[None] * 5, 0, 0).total is None


def test_the_last_two_questions_on_alcohol_have_no_odd_score() -> None:
    result = scored("audit", 0, *[None] * 7, 3, 0)
    assert result.total is None
    assert Flag.IMPLAUSIBLE_ITEM in result.flags


def test_never_drinking_ends_the_short_form() -> None:
    assert scored("audit_c", 0, None, None).total == 0


def test_an_answer_behind_a_closed_gate_counts_and_is_pointed_out() -> None:
    result = scored("audit_c", 0, 3, None)
    assert result.total == 3
    assert Flag.ANSWERED_BEHIND_GATE in result.flags
    assert read_as("cssrs", "risk", 0, 0, None, 1, None, 0, None) == "high"


def test_without_its_gate_somebody_who_takes_nothing_scores_one_on_the_drug_test() -> None:
    assert score(defined("dast10")._replace(gates=()), [0] * 10).total == 1
    assert score(defined("dast10"), [0] * 10).total == 0


def test_a_no_on_being_able_to_stop_says_little_while_it_is_unknown_whether_anything_is_taken() -> None:
    assert scored("dast10", None, *[0] * 9).bounds == (0, 2)


def test_six_symptoms_are_negative_whatever_the_rest_says() -> None:
    assert read_as("mdq", "screen", *[1] * 6, *[0] * 7, None, None) == "negative"
    assert read_as("mdq", "screen", *[1] * 7, *[0] * 6, 1, None) is None


def test_no_trauma_ends_the_trauma_screen() -> None:
    assert read_as("pc_ptsd5", "sensitive", 0, *[None] * 5) == "negative"


def test_appetite_went_up_or_down_and_the_other_item_is_not_missing() -> None:
    one_each = [0, 0, 0, 0, 0, None, 2, 1, None, 0, 0, 0, 0, 0, 0, 0]
    neither = [0, 0, 0, 0, 0, None, None, 1, None, 0, 0, 0, 0, 0, 0, 0]
    assert scored("qids_sr16", *one_each).total == 2
    assert scored("qids_sr16", *neither).bounds == (1, 3)


def test_suicidal_behaviour_at_an_unknown_time_counts_as_recent() -> None:
    result = scored("cssrs", 0, 0, None, None, None, 1, None)
    assert result.readings["risk"].name == "high"
    assert Flag.INCOMPLETE in result.flags


def test_item_four_is_high_and_old_behaviour_alone_is_not() -> None:
    assert read_as("cssrs", "risk", 0, 1, 0, 1, 0, 0, None) == "high"
    assert read_as("cssrs", "risk", 0, 0, None, None, None, 1, 0) == "moderate"


@pytest.mark.parametrize("hole", [0, 1, 2, 3, 4, 5])
def test_an_incomplete_suicide_screener_is_never_none(hole: int) -> None:
    answers: list[int | None] = [0, 1, 0, 0, 0, 0, None]
    answers[hole] = None
    assert read_as("cssrs", "risk", *answers) is None


def test_yes_and_no_count_as_one_and_none() -> None:
    assert score(defined("cage_aid"), [YES, NO, NO, YES]).total == 2


def test_a_value_the_item_does_not_offer_is_no_answer() -> None:
    result = scored("gad7", 4, 0, 0, 0, 0, 0, 0)
    assert result.bounds == (0, 3)
    assert Flag.IMPLAUSIBLE_ITEM in result.flags


def test_another_number_of_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        scored("gad7", 1, 1)


def test_a_total_that_differs_from_the_items_is_believed_no_more_than_they_are() -> None:
    result = scored("gad7", 1, 1, 1, 1, 1, 0, 0, submitted=12)
    assert result.total is None
    assert result.bounds == (5, 12)
    assert Flag.TOTAL_MISMATCH in result.flags


def test_a_total_beyond_what_the_missing_item_allows_differs() -> None:
    result = scored("gad7", 1, 1, 1, 1, 1, 0, None, submitted=9)
    assert result.bounds == (5, 9)
    assert Flag.TOTAL_MISMATCH in result.flags


def test_a_total_that_may_be_the_sum_of_a_partial_form_settles_nothing() -> None:
    assert scored("gad7", 1, 1, 1, 1, 1, 0, None, submitted=5).bounds == (5, 8)
    assert scored("gad7", 1, 1, 1, 1, 1, 0, None, submitted=6).total == 6


def test_a_total_without_any_items_is_a_score_entry() -> None:
    assert scored("gad7", submitted=0).total == 0


@pytest.mark.parametrize("total", [-1, 22])
def test_a_total_the_instrument_cannot_have_is_no_total(total: int) -> None:
    result = scored("gad7", submitted=total)
    assert result.total is None
    assert Flag.IMPLAUSIBLE_TOTAL in result.flags


def test_the_codes_of_totals_and_panels_are_not_confused() -> None:
    totals = {name: document["loinc"]["total"] for name, document in documents().items()}
    assert (totals["audit"], totals["audit_c"]) == ("75624-7", "75626-2")
    assert totals["gad7"] == "70274-6"
    assert documents()["audit_c"]["loinc"]["items"][0] == "68518-0"
    wrong = {"89204-2", "71354-5", "68517-2", "76504-0"}
    assert not wrong & {code for document in documents().values() for code in _codes(document)}


def _codes(document: dict[str, dict[str, object]]) -> set[object]:
    items = document["loinc"]["items"]
    assert isinstance(items, list)
    return {document["loinc"]["panel"], document["loinc"]["total"], *items}


def test_both_answers_in_use_for_more_than_half_the_days_count_two() -> None:
    coded = documents()["gad7"]["answers"]
    assert {code: points for part in coded for code, points in part["points"].items()}["LA18938-3"] == 2


def test_no_item_text_may_be_shipped_where_the_licence_is_open() -> None:
    open_licence = {name for name, document in documents().items() if document["licence"]["text"] == "score_entry"}
    assert {"madrs", "mdq", "isi", "pdss_sr", "spin", "mini_spin", "qids_sr16", "dast10", "audit"} <= open_licence
