"""A clinic with a single prescriber does without the second clinician, visibly and for a time."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from functions.service.casework.waiver import Waiver
from tests.functions.builders import CLINIC, NOW
from tests.functions.casework.test_deciding import RELATIVE, URGENT, codes, proceed, taken
from tests.functions.desks import Service
from tests.functions.record_desks import record_service

if TYPE_CHECKING:
    from functions.service.casework.changes import CaseChange

type CaseOf = Callable[[str], str]
ALONE = "case.decided_second_clinician_waived"
# Nine in the morning in California.
TODAY = NOW.date()


@pytest.fixture
def single(clinic_service: Service) -> Service:
    clinic_service.clinics.waivers[CLINIC] = Waiver(by="Dr Only", until=TODAY)
    return clinic_service


def test_one_clinician_signs_and_case_journal_and_audit_say_so(single: Service, case_of: CaseOf) -> None:
    changes: list[CaseChange] = []
    single.store.after_change = changes.append
    case = taken(single, case_of("now"), "reached")
    decided = single.work(case, "decisions", proceed(URGENT))
    assert (decided.body["status"], decided.body["secondClinicianAwaited"]) == ("closed", False)
    assert decided.body["secondClinicianWaived"] is True
    entry = single.read(f"/v1/cases/{case}").body["journal"][0]
    assert entry["deed"] == changes[-1].audit.action == ALONE
    assert entry["content"]["secondClinician"] == {
        "waivedBy": "Dr Only",
        "waivedUntil": TODAY.isoformat(),
        "rules": [URGENT],
    }


def test_the_signed_record_says_so(entries: Mapping[str, ModuleType], single: Service, case_of: CaseOf) -> None:
    case = taken(single, case_of("now"), "reached")
    single.work(case, "decisions", proceed(URGENT))
    exported = record_service(entries, single)
    exported.archive.journal = single.store.journal(CLINIC, case, before=None, limit=10)
    exported.archive.note(1, action=ALONE)
    page = exported.export().text
    assert page.count(ALONE) > 1
    assert "Dr Only" in page


@pytest.mark.parametrize("waiver", [None, Waiver(by="Dr Only", until=TODAY - timedelta(days=1))])
def test_without_it_or_after_its_last_day_two_sign(
    clinic_service: Service, case_of: CaseOf, waiver: Waiver | None
) -> None:
    if waiver:
        clinic_service.clinics.waivers[CLINIC] = waiver
    case = taken(clinic_service, case_of("now"), "reached")
    proposed = clinic_service.work(case, "decisions", proceed(URGENT))
    assert (proposed.body["status"], proposed.body["secondClinicianAwaited"]) == ("open", True)
    assert proposed.body["secondClinicianWaived"] is False


def test_a_decision_that_takes_one_clinician_anyway_is_not_marked(single: Service, case_of: CaseOf) -> None:
    case = taken(single, case_of("review"))
    assert single.work(case, "decisions", proceed(RELATIVE)).body["secondClinicianWaived"] is False
    assert single.read(f"/v1/cases/{case}").body["journal"][0]["deed"] == "case.decided"


def test_the_patient_is_reached_first_all_the_same(single: Service, case_of: CaseOf) -> None:
    case = taken(single, case_of("now"))
    assert codes(single.work(case, "decisions", proceed(URGENT))) == ["patient_not_reached"]


def test_a_case_taken_up_again_starts_without_the_mark(single: Service, case_of: CaseOf) -> None:
    case = taken(single, case_of("now"), "reached")
    single.work(case, "decisions", proceed(URGENT))
    assert single.work(case, "reopenings", {"reason": "New letter."}).body["secondClinicianWaived"] is False


def test_what_waited_for_a_second_clinician_is_decided_again_by_the_only_one(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = taken(clinic_service, case_of("now"), "reached")
    clinic_service.work(case, "decisions", proceed(URGENT))
    clinic_service.clinics.waivers[CLINIC] = Waiver(by="Dr Only", until=TODAY)
    decided = clinic_service.work(case, "decisions", proceed(URGENT))
    assert (decided.body["status"], decided.body["secondClinicianAwaited"]) == ("closed", False)
