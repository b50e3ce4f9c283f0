"""Only what is on the list can be logged."""

import json
import re
from collections import Counter

import pytest

from functions import telemetry
from functions.telemetry import NotForLogsError
from rules.engine.terms import Contact, Disposition
from tests.functions.captured import captured_output
from tests.functions.desks import Service, envelope


def test_a_field_that_is_not_on_the_list_cannot_be_logged() -> None:
    with captured_output() as output:
        with pytest.raises(NotForLogsError):
            telemetry.log("screening received", answers="yes")
        with pytest.raises(NotForLogsError):
            telemetry.log_failure("failed", ValueError(), body="yes")
    assert output.getvalue() == ""


def test_an_error_is_logged_by_its_class_and_place_and_never_by_its_text() -> None:
    with captured_output() as output:
        try:
            int("patient-1 said yes")
        except ValueError as error:
            telemetry.log_failure("failed", error, request_id="r")
    line = json.loads(output.getvalue())
    assert (line["error"], line["request_id"]) == ("ValueError", "r")
    assert line["place"].startswith("test_telemetry.py:")
    assert "patient-1" not in json.dumps(line)


@pytest.mark.usefixtures("entries")
def test_a_metric_counts_by_closed_words() -> None:
    with captured_output() as output:
        telemetry.measure("Refused", problem="not-found")
    line = json.loads(output.getvalue())
    assert (line["Refused"], line["problem"]) == ([1.0], "not-found")


def test_a_metric_cannot_be_told_a_result() -> None:
    with captured_output() as output:
        with pytest.raises(NotForLogsError):
            telemetry.measure("ScreeningReceived", contact=Contact.NOW)
        with pytest.raises(NotForLogsError):
            telemetry.measure("ScreeningReceived", disposition=Disposition.URGENT)
    assert output.getvalue() == ""


def test_what_is_written_about_a_submission_does_not_tell_its_result(clinic_service: Service) -> None:
    with captured_output() as output:
        for number, says in enumerate(("review", "now", "review")):
            clinic_service.submit(envelope(says), key=f"key-{number}")
        clinic_service.submit(envelope("review"), key="key-0")
    lines = [json.loads(line) for line in output.getvalue().splitlines()]
    counted = Counter(
        name for line in lines for name in ("ScreeningReceived", "CaseOpened", "CaseJoined") if name in line
    )
    assert counted == {"ScreeningReceived": 3, "CaseOpened": 1, "CaseJoined": 2}
    assert not {*Contact, *Disposition} & set(re.findall(r"\w+", output.getvalue()))
