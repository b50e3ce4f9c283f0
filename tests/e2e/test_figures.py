"""Figures on a deployed stack: what was done this minute, counted by the function that counts, read by a lead."""

from typing import Any

import boto3
import httpx
import pytest

from functions.service.staff import Role
from tests.adapters.figures_contract import Counting, FiguresContract
from tests.adapters.test_figures_table import counting_on
from tests.e2e.cloud import Clinic, Cloud, case_of, clinic_day, colleague, intake, new_key, new_patient
from tests.e2e.test_life_of_a_case import done

NOT_SUITABLE = {"decision": "not_suitable", "reasons": ["contraindication"], "attested": True}


class TestDeployedFigures(FiguresContract):
    """The adapters, against the table the template made."""

    @pytest.fixture
    def counting(self, cloud: Cloud) -> Counting:
        return counting_on(boto3.client("dynamodb"), _physical(cloud, "Table"))


def test_a_lead_sees_what_was_done_today_and_counting_again_changes_nothing(cloud: Cloud) -> None:
    clinic, lead = _at_work(cloud)
    _counted(cloud)
    said = _figures(lead)
    assert (said["from"], said["to"], said["timeZone"]) == (_day(), _day(), "America/Los_Angeles")
    assert (said["forms"], said["decisions"], said["uncounted"], said["daysCounted"]) == (3, 1, 0, 1)
    times = {(time["step"], time["contact"]): time for time in said["times"]}
    for step in ("acknowledged", "reached", "decided"):
        assert (times[step, "now"]["count"], times[step, "now"]["waiting"]) == (1, 0), step
        assert 0 <= times[step, "now"]["slowest"] < 600, step
    assert (times["decided", "routine"]["count"], times["decided", "routine"]["waiting"]) == (0, 1)
    assert said["queue"]["open"] == sum(ages["count"] for ages in said["queue"]["ages"]) == 1
    assert [rule for rule in said["rules"] if rule["fired"] and rule["decided"]]
    assert all(0 <= rule["fired"] + rule["unknown"] <= rule["screened"] <= 3 for rule in said["rules"])
    _counted(cloud)
    again = _figures(lead)
    assert again["countedAt"] > said["countedAt"]
    assert _settled(again) == _settled(said)
    assert clinic.practitioner.get("/v1/figures").status_code == httpx.codes.FORBIDDEN
    assert _figures(colleague(cloud, cloud.open_clinic(), Role.LEAD))["forms"] == 0


def _at_work(cloud: Cloud) -> tuple[Clinic, Any]:
    """Three forms; the one that could not wait was called, and decided."""
    clinic = cloud.open_clinic()
    lead = colleague(cloud, clinic, Role.LEAD)
    urgent = new_patient()
    for sample, patient in (
        ("contact_now", urgent),
        ("needs_review", new_patient()),
        ("nothing_found", new_patient()),
    ):
        reply = clinic.form.submit(intake(sample, patient), new_key())
        assert reply.status_code == httpx.codes.CREATED, reply.text
    case = str(case_of(clinic, urgent)["id"])
    done(clinic.practitioner.move(case, "claim", {}))
    done(clinic.practitioner.move(case, "contacts", {"result": "reached"}))
    done(clinic.practitioner.move(case, "decisions", NOT_SUITABLE))
    return clinic, lead


def _counted(cloud: Cloud) -> None:
    """Whether it worked is told by the figures: a clinic without settings, of another test, ends it with an error."""
    boto3.client("lambda").invoke(FunctionName=_physical(cloud, "FiguresFunction"), Payload=b"{}")


def _figures(lead: Any) -> dict[str, Any]:
    reply = lead.get("/v1/figures", **{"from": _day(), "to": _day()})
    assert reply.status_code == httpx.codes.OK, reply.text
    said: dict[str, Any] = reply.json()
    return said


def _settled(said: dict[str, Any]) -> dict[str, Any]:
    """What does not depend on when it was asked."""
    times = [{name: value for name, value in time.items() if name != "longestWaiting"} for time in said["times"]]
    return {**{name: said[name] for name in ("forms", "decisions", "uncounted", "rules")}, "times": times}


def _day() -> str:
    return clinic_day().isoformat()


def _physical(cloud: Cloud, logical: str) -> str:
    described = boto3.client("cloudformation").describe_stack_resource(
        StackName=cloud.stack.name, LogicalResourceId=logical
    )
    return described["StackResourceDetail"]["PhysicalResourceId"]
