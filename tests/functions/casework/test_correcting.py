"""A clinician corrects an answer: the case is screened again, and both screenings stay to be seen."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.functions.builders import CLINIC, NOW
from tests.functions.desks import Answer, Service, envelope

type CaseOf = Callable[[str], str]


def correction(link_id: str = "says", answer: Any = "precaution", source: str = "slip") -> dict[str, Any]:
    return {"linkId": link_id, "answer": answer, "source": source, "comment": "Tapped the wrong one."}


def correct(service: Service, case: str, *corrections: dict[str, Any], **more: Any) -> Answer:
    return service.work(case, "corrections", {"corrections": list(corrections), **more})


def test_the_case_asks_for_what_the_corrected_answers_ask_for(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    corrected = correct(clinic_service, case, correction())
    assert (corrected.status, corrected.body["disposition"], corrected.body["screeningCount"]) == (
        200,
        "precautions",
        2,
    )


def test_old_and_new_stay_visible_with_who_and_why(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    correct(clinic_service, case, correction())
    shown = clinic_service.read(f"/v1/cases/{case}").body
    new, old = shown["screenings"]
    assert shown["supersededScreeningIds"] == [old["id"]]
    assert clinic_service.read(f"/v1/screenings/{old['id']}").body["answers"] == {"says": "review"}
    derived = clinic_service.read(f"/v1/screenings/{new['id']}").body["derivedFrom"]
    assert derived["screeningId"] == old["id"]
    assert derived["corrections"] == [
        {
            "linkId": "says",
            "before": "review",
            "after": "precaution",
            "source": "slip",
            "comment": "Tapped the wrong one.",
            "by": {"subject": "person-1", "name": f"person-1@{CLINIC}"},
            "at": NOW.isoformat(),
        }
    ]


def test_what_changed_is_shown_side_by_side(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    correct(clinic_service, case, correction(), correction("vital.bp", [{"systolic": 120}], "measured"))
    changes = clinic_service.read(f"/v1/cases/{case}").body["changes"]
    assert changes["answers"] == [
        {"linkId": "says", "before": "review", "after": "precaution"},
        {"linkId": "vital.bp", "before": None, "after": [{"systolic": 120}]},
    ]
    assert changes["dispositions"][0]["before"] == "needs_review"
    assert [each["ruleId"] for each in changes["findings"]] == ["cardiac.bp_defer"]
    assert changes["contact"] is None


def test_a_call_that_was_asked_for_stays_asked_for_until_somebody_has_tried(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = case_of("now")
    corrected = correct(clinic_service, case, correction())
    assert (corrected.body["contact"], corrected.body["lane"]) == ("now", "contact")
    clinic_service.work(case, "contacts", {"result": "reached"})
    again = correct(clinic_service, case, correction())
    assert (again.body["contact"], again.body["lane"]) == ("routine", "judgement")


def test_a_correction_replaces_one_screening_and_no_other(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("now")
    clinic_service.submit(envelope("review"), key="another")
    clinic_service.work(case, "contacts", {"result": "reached"})
    corrected = correct(clinic_service, case, correction())
    assert (corrected.body["contact"], corrected.body["disposition"]) == ("now", "urgent")


def test_a_named_screening_can_be_corrected(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("now")
    first = clinic_service.read(f"/v1/cases/{case}").body["latestScreening"]["id"]
    clinic_service.submit(envelope("review"), key="another")
    clinic_service.work(case, "contacts", {"result": "reached"})
    corrected = correct(clinic_service, case, correction(), screeningId=first)
    assert (corrected.body["contact"], corrected.body["disposition"]) == ("routine", "needs_review")
    refused = correct(clinic_service, case, correction(), screeningId=first)
    assert refused.body["errors"] == [{"pointer": "/screeningId", "code": "not_a_screening_that_counts"}]


def test_a_worse_answer_raises_the_case(clinic_service: Service, case_of: CaseOf) -> None:
    raised = correct(clinic_service, case_of("review"), correction(answer="now", source="patient_statement"))
    assert (raised.body["contact"], raised.body["disposition"], raised.body["lane"]) == ("now", "urgent", "contact")


def test_a_worse_answer_asks_for_a_new_call_whoever_was_called_before(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = case_of("today")
    clinic_service.work(case, "contacts", {"result": "reached"})
    raised = correct(clinic_service, case, correction(answer="now", source="patient_statement"))
    assert (raised.body["contactedAt"], raised.body["reachedAt"]) == (None, None)


def test_an_answer_that_is_taken_back_is_unknown_and_not_no(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    correct(clinic_service, case, correction(answer=None))
    assert clinic_service.read(f"/v1/cases/{case}").body["latestScreening"]["answers"] == {}
    assert clinic_service.read(f"/v1/cases/{case}").body["disposition"] == "needs_information"


def test_a_case_stays_a_case_although_nothing_is_found_any_more(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    cleared = correct(clinic_service, case, correction(answer="nothing"))
    assert (cleared.body["disposition"], cleared.body["lane"], cleared.body["status"]) == (
        "no_flags",
        "judgement",
        "open",
    )
    assert clinic_service.read("/v1/screenings", lane="nothing_found").body["screenings"] == []


@pytest.mark.parametrize(
    ("corrections", "error"),
    [
        ([correction("no.such_question")], {"pointer": "/corrections/0/linkId", "code": "not_a_question"}),
        ([correction(), correction()], {"pointer": "/corrections/1/linkId", "code": "corrected_twice"}),
    ],
)
def test_a_correction_is_of_one_question_once(
    clinic_service: Service, case_of: CaseOf, corrections: list[dict[str, Any]], error: dict[str, str]
) -> None:
    refused = correct(clinic_service, case_of("review"), *corrections)
    assert (refused.status, refused.body["errors"]) == (422, [error])


def test_a_correction_says_where_it_comes_from(clinic_service: Service, case_of: CaseOf) -> None:
    refused = correct(clinic_service, case_of("review"), correction(source="gut_feeling"))
    assert refused.status == 400
    assert refused.body["errors"] == [{"pointer": "/corrections/0/source", "code": "not_an_option"}]


def test_a_case_is_screened_again_with_todays_rules(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    again = clinic_service.work(case, "rescreenings", {})
    assert (again.body["disposition"], again.body["screeningCount"]) == ("needs_review", 2)
    assert clinic_service.read(f"/v1/cases/{case}").body["journal"][0]["deed"] == "case.rescreened"


def test_a_correction_that_fails_changes_nothing(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    clinic_service.clinics.sites.clear()
    assert correct(clinic_service, case, correction()).status == 503
    assert clinic_service.read(f"/v1/cases/{case}").body["screeningCount"] == 1
