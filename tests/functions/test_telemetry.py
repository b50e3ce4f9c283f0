"""Only what is on the list can be logged."""

import json

import pytest

from functions import telemetry
from functions.telemetry import NotForLogsError
from rules.engine.terms import Contact
from tests.functions.captured import captured_output


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
        telemetry.measure("Screening", contact=Contact.NOW)
    line = json.loads(output.getvalue())
    assert (line["Screening"], line["contact"]) == ([1.0], "now")
