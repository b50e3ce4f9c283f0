"""What a patient added and what was answered before are screened together: once, and never to a milder effect."""

from collections.abc import Callable, Mapping
from datetime import date
from types import ModuleType
from typing import Any, cast

import pytest

from functions.adapters.dynamodb.keys import response_at
from functions.service.casework.changes import CaseChange
from functions.service.errors import StoreBusyError, StoreUnavailableError
from rules.engine.screening import Screening
from rules.engine.site import SiteSettings
from rules.engine.terms import Phase
from tests.functions.builders import CLINIC, NEEDS_INFORMATION, evaluate
from tests.functions.desks import Service, envelope, not_suitable, service, stream_record

type CaseOf = Callable[[str], str]
REQUESTS = "information-requests"


@pytest.fixture
def case(case_of: CaseOf) -> str:
    return case_of("information")


def answered(service: Service, case: str, **answers: Any) -> str:
    """The patient was asked and answers; gives the id of the screening of the answers alone."""
    token = service.work(case, REQUESTS).body["link"].partition("#")[2]
    return str(service.inform(token, **answers).body["receipt"]["id"])


def shown(service: Service, case: str) -> Any:
    return service.read(f"/v1/cases/{case}").body


def test_the_answers_are_laid_over_the_form_they_complete(clinic_service: Service, case: str) -> None:
    (first,) = shown(clinic_service, case)["screeningIds"]
    partial = answered(clinic_service, case, says="precaution")
    assert clinic_service.merge() == []
    after = shown(clinic_service, case)
    assert set(after["supersededScreeningIds"]) == {first, partial}
    assert after["latestScreening"]["answers"] == {"says": "precaution"}
    assert (after["disposition"], after["screeningCount"]) == ("precautions", 3)
    assert after["latestScreening"]["draft"] is False


def test_the_journal_shows_what_the_patient_added_and_that_it_was_the_patient(
    clinic_service: Service, case: str
) -> None:
    answered(clinic_service, case, **{"cv.htn": "yes"})
    clinic_service.merge()
    entry = shown(clinic_service, case)["journal"][0]
    assert (entry["deed"], entry["by"]["subject"], entry["by"]["roles"]) == (
        "case.information_merged",
        "patient:information-request",
        [],
    )
    (change,) = entry["content"]["corrections"]
    assert (change["linkId"], change["before"], change["after"]) == ("cv.htn", None, "yes")


def test_the_same_response_twice_makes_one_screening(clinic_service: Service, case: str) -> None:
    answered(clinic_service, case, says="precaution")
    assert clinic_service.merge(again=True) == []
    assert clinic_service.merge(again=True) == []
    assert shown(clinic_service, case)["screeningCount"] == 3


def test_a_lost_acknowledgement_doubles_nothing(clinic_service: Service, case: str) -> None:
    answered(clinic_service, case, says="precaution")
    store = clinic_service.store

    def lose(_change: CaseChange) -> None:
        store.after_change = lambda _: None
        raise StoreBusyError

    store.after_change = lose
    assert clinic_service.merge() == []
    assert shown(clinic_service, case)["screeningCount"] == 3


def test_work_that_goes_on_meanwhile_is_not_lost(
    clinic_service: Service, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else changes the case between the reading and the writing."""
    answered(clinic_service, case, says="precaution")
    change = clinic_service.store.change

    def interrupted(change_: CaseChange) -> None:
        monkeypatch.undo()
        clinic_service.submit(envelope("review"), key="another")
        change(change_)

    monkeypatch.setattr(clinic_service.store, "change", interrupted)
    assert clinic_service.merge() == []
    assert shown(clinic_service, case)["screeningCount"] == 4


def test_what_cannot_be_merged_stays_on_the_case_and_is_handed_back(clinic_service: Service, case: str) -> None:
    partial = answered(clinic_service, case, says="now")
    clinic_service.clinics.sites.clear()
    assert len(clinic_service.merge()) == 1
    after = shown(clinic_service, case)
    assert after["latestScreening"]["id"] == partial
    assert (after["contact"], after["disposition"]) == ("now", "urgent")


@pytest.mark.parametrize("error", [StoreUnavailableError, KeyError])
def test_a_poisoned_record_holds_up_no_other(
    clinic_service: Service, case: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(clinic_service, case, says="precaution")
    bad = stream_record(CLINIC, "f" * 32, "e" * 32, "d" * 32)
    good = stream_record(*clinic_service.store.responses[0])
    read = clinic_service.store.case

    def refusing(clinic: str, case_id: str) -> Any:
        if case_id == "f" * 32:
            raise error
        return read(clinic, case_id)

    monkeypatch.setattr(clinic_service.store, "case", refusing)
    failed = clinic_service.rescreen({"Records": [bad, good]}, _Context())
    assert [each["itemIdentifier"] for each in failed["batchItemFailures"]] == ["e" * 32]
    assert shown(clinic_service, case)["screeningCount"] == 3


def test_danger_in_the_answers_is_not_set_aside_by_what_was_answered_before(
    entries: Mapping[str, ModuleType],
) -> None:
    """A rule that asks whether something is unknown can be quiet on the whole form: the part still counts."""
    quiet = service(entries, evaluation=_urgent_alone)
    quiet.submit(envelope("information", answers={"cv.htn": "yes"}))
    (row,) = quiet.read("/v1/cases").body["cases"]
    answered(quiet, row["id"], says="now")
    quiet.merge(again=True)
    assert shown(quiet, row["id"])["disposition"] == "urgent"
    quiet.merge(again=True)
    assert shown(quiet, row["id"])["screeningCount"] == 3


def test_an_urgent_form_stays_urgent_whatever_is_added(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("information")
    clinic_service.submit(envelope("now"), key="another")
    answered(clinic_service, case, says="precaution")
    clinic_service.merge()
    assert shown(clinic_service, case)["disposition"] == "urgent"


def test_a_call_that_is_owed_is_still_owed(clinic_service: Service, case: str) -> None:
    clinic_service.submit(envelope("today"), key="another")
    answered(clinic_service, case, says="precaution")
    clinic_service.merge()
    assert shown(clinic_service, case)["contact"] == "today"


def test_a_clinician_who_corrects_before_the_merge_corrects_the_whole_form(
    clinic_service: Service, case: str
) -> None:
    (first,) = shown(clinic_service, case)["screeningIds"]
    answered(clinic_service, case, **{"cv.htn": "yes"})
    clinic_service.work(case, "rescreenings")
    assert shown(clinic_service, case)["supersededScreeningIds"] == [first]


def test_a_closed_case_is_left_alone(clinic_service: Service, case: str) -> None:
    answered(clinic_service, case, says="precaution")
    clinic_service.work(case, "claim")
    clinic_service.work(case, "decisions", not_suitable())
    assert clinic_service.merge() == []
    assert shown(clinic_service, case)["screeningCount"] == 2


def test_an_erased_case_is_handed_back(clinic_service: Service, case: str) -> None:
    answered(clinic_service, case, says="precaution")
    clinic_service.store.cases.clear()
    assert len(clinic_service.merge()) == 1


@pytest.mark.parametrize("sk", ["CASE", "RESPONSE#x#y", f"OUTBOX#{'0' * 32}#{'0' * 32}"])
def test_only_the_key_of_a_response_is_understood(sk: str) -> None:
    with pytest.raises(ValueError, match="not a response"):
        response_at({"pk": f"CLINIC#{CLINIC}#CASE#{'0' * 32}", "sk": sk})


def _urgent_alone(
    answers: Mapping[str, Any],
    *,
    phase: Phase,
    as_of: date,
    site: SiteSettings,
    draft: bool,
    submitted_on: date | None,
) -> Screening:
    if "cv.htn" in answers:
        return cast("Screening", NEEDS_INFORMATION)
    return evaluate(answers, phase=phase, as_of=as_of, site=site, draft=draft, submitted_on=submitted_on)


class _Context:
    def get_remaining_time_in_millis(self) -> int:
        return 60_000
