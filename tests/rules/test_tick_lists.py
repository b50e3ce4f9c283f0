"""Lists of conditions: what a practitioner reads of them, and what stays open when somebody is not sure."""

from typing import Any

from rules.engine.terms import Disposition, Outcome, Route
from tests.rules.intakes import screened

_LIST = "vessel_conditions"
_LABEL = "Vessel disease, stroke or bleeding in the head ever"


def finding(answers: dict[str, Any], rule_id: str) -> Any:
    return next(found for found in screened(answers).findings if found.rule_id == rule_id)


def text(answers: dict[str, Any]) -> str:
    worded: str = screened(answers).to_record()["facts"][_LIST]["text"]
    return worded


def test_a_finding_names_the_list_with_what_was_ticked() -> None:
    answers = {"cv.vessels": ["aneurysm", "brain_bleed"], "cv.brain_bleed_type": "subdural"}
    assert finding(answers, "cardiac.aneurysm").facts == (_LIST,)
    assert text(answers) == f"{_LABEL}: aneurysm, brain bleed"


def test_who_is_not_sure_is_asked_about_the_list_before_any_detail() -> None:
    answers = {"cv.vessels": ["unsure"]}
    for rule_id in ("cardiac.aneurysm", "cardiac.aneurysm_repaired", "cerebro.stroke_tia_lt_6wk", "cerebro.avm"):
        assert finding(answers, rule_id).outcome is Outcome.UNKNOWN
        assert finding(answers, rule_id).missing == (_LIST,)
    assert text(answers) == f"{_LABEL}: not sure"


def test_a_tick_beside_not_sure_counts_and_its_date_is_asked_for() -> None:
    answers = {"cv.vessels": ["stroke", "unsure"], "cv.stroke_type": "ischaemic"}
    assert finding(answers, "cerebro.stroke_tia_lt_6wk").missing == ("stroke_date",)
    assert finding(answers, "cerebro.avm").missing == (_LIST,)
    assert text(answers) == f"{_LABEL}: stroke, not sure about the others"


def test_not_sure_leaves_the_gravest_condition_of_the_list_possible() -> None:
    screening = screened({"cv.vessels": ["unsure"]})
    assert screening.dispositions[Route.ESKETAMINE] is Disposition.NEEDS_INFORMATION
    assert screening.possible[Route.ESKETAMINE] is Disposition.CONTRAINDICATED


def test_a_stroke_at_an_unknown_date_is_no_milder_for_being_unsure_of_the_rest() -> None:
    sure = screened({"cv.vessels": ["stroke"], "cv.stroke_type": "ischaemic"})
    unsure = screened({"cv.vessels": ["stroke", "unsure"], "cv.stroke_type": "ischaemic"})
    assert unsure.strictest is sure.strictest is Disposition.NEEDS_REVIEW
