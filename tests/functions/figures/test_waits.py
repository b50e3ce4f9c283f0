"""How long a case waited is told by the change that ended the waiting, and told once."""

from datetime import timedelta

import pytest

from functions.service.casework.waits import Milestone, Waited
from rules.engine.terms import Contact
from tests.functions.desks import Service, envelope

CALL = "contacts"


def opened(service: Service, says: str = "now") -> str:
    """Its id; two minutes have gone by."""
    service.submit(envelope(says))
    service.clock.at += timedelta(minutes=2)
    (row,) = service.read("/v1/cases").body["cases"]
    return str(row["id"])


def told(service: Service, case: str) -> list[dict[str, int] | None]:
    """What each change said of waiting, oldest first."""
    journal = service.read(f"/v1/cases/{case}").body["journal"]
    return [entry.get("waited") for entry in reversed(journal)]


def test_acknowledging_tells_how_long_nobody_had(clinic_service: Service) -> None:
    case = opened(clinic_service)
    clinic_service.work(case, CALL, {"result": "acknowledged"})
    assert told(clinic_service, case) == [{"contact": "now", "acknowledged": 120}]


def test_whoever_reaches_the_patient_at_once_has_acknowledged_as_well(clinic_service: Service) -> None:
    case = opened(clinic_service)
    clinic_service.work(case, CALL, {"result": "reached"})
    assert told(clinic_service, case) == [{"contact": "now", "acknowledged": 120, "reached": 120}]


@pytest.mark.parametrize("result", ["no_answer", "left_message"])
def test_an_attempt_reaches_nobody(clinic_service: Service, result: str) -> None:
    case = opened(clinic_service)
    clinic_service.work(case, CALL, {"result": result})
    assert told(clinic_service, case) == [{"contact": "now", "acknowledged": 120}]


def test_a_second_call_tells_nothing_new(clinic_service: Service) -> None:
    case = opened(clinic_service)
    clinic_service.work(case, CALL, {"result": "reached"})
    clinic_service.clock.at += timedelta(minutes=5)
    clinic_service.work(case, CALL, {"result": "reached", "note": "Once more."})
    assert told(clinic_service, case)[1] is None


def test_a_case_that_is_raised_waits_anew(clinic_service: Service) -> None:
    case = opened(clinic_service, "review")
    clinic_service.work(case, CALL, {"result": "reached"})
    clinic_service.submit(envelope("now"), key="key-2")
    clinic_service.clock.at += timedelta(seconds=30)
    clinic_service.work(case, CALL, {"result": "reached"})
    assert told(clinic_service, case) == [
        {"contact": "routine", "acknowledged": 120, "reached": 120},
        {"contact": "now", "acknowledged": 30, "reached": 30},
    ]


def test_deciding_tells_how_long_the_case_was_open(clinic_service: Service) -> None:
    case = opened(clinic_service)
    clinic_service.close(case)
    claim, call, decision = told(clinic_service, case)
    assert (claim, call) == (None, {"contact": "now", "acknowledged": 120, "reached": 120})
    assert decision == {"contact": "now", "decided": 120}


def test_a_case_that_was_raised_was_open_from_the_beginning_when_it_is_decided(clinic_service: Service) -> None:
    case = opened(clinic_service, "review")
    clinic_service.submit(envelope("now"), key="key-2")
    clinic_service.clock.at += timedelta(seconds=30)
    clinic_service.close(case)
    assert told(clinic_service, case)[-1] == {"contact": "now", "decided": 150}


def test_a_case_that_is_closed_without_a_call_was_never_acknowledged(clinic_service: Service) -> None:
    case = opened(clinic_service, "review")
    clinic_service.work(case, "claim")
    clinic_service.work(
        case, "decisions", {"decision": "not_suitable", "reasons": ["contraindication"], "attested": True}
    )
    assert told(clinic_service, case)[1] == {"contact": "routine", "decided": 120}


def test_a_case_that_is_taken_up_again_waits_for_every_step_again(clinic_service: Service) -> None:
    case = opened(clinic_service)
    clinic_service.close(case)
    clinic_service.clock.at += timedelta(days=3)
    reopened = clinic_service.work(case, "reopenings", {"reason": "A letter came in."}).body
    assert reopened["acknowledgedAt"] is None
    clinic_service.clock.at += timedelta(seconds=45)
    clinic_service.close(case)
    assert told(clinic_service, case)[-2:] == [
        {"contact": "now", "acknowledged": 45, "reached": 45},
        {"contact": "now", "decided": 45},
    ]


def test_a_decision_names_the_screenings_it_rests_on(clinic_service: Service) -> None:
    case = opened(clinic_service, "review")
    corrected = clinic_service.work(
        case, "corrections", {"corrections": [{"linkId": "says", "answer": "information", "source": "record"}]}
    )
    assert corrected.status == 200
    clinic_service.close(case)
    shown = clinic_service.read(f"/v1/cases/{case}").body
    (replaced,) = shown["supersededScreeningIds"]
    assert shown["journal"][0]["content"]["screeningIds"] == [e for e in shown["screeningIds"] if e != replaced]


@pytest.mark.parametrize(
    "damaged", [{}, {"contact": "soon"}, {"contact": "now", "reached": -1}, {"contact": "now", "reached": True}]
)
def test_a_damaged_note_of_waiting_is_refused_not_guessed(damaged: dict[str, str]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Waited.from_json(damaged)


def test_a_note_of_waiting_reads_back_as_it_was_written() -> None:
    note = Waited(Contact.TODAY, {Milestone.ACKNOWLEDGED: 0, Milestone.REACHED: 86_400})
    assert Waited.from_json(note.to_json()) == note
