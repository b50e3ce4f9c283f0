"""How what a patient answered gets from the table to the function that screens it with the rest."""

import json
from typing import Any

from functions.adapters.dynamodb.keys import RESPONSE
from tests.infra.template import properties

(SOURCE,) = properties("RescreenFunction")["Events"].values()
STREAM: dict[str, Any] = SOURCE["Properties"]


def test_the_stream_wakes_it_for_new_responses_only() -> None:
    (chosen,) = STREAM["FilterCriteria"]["Filters"]
    assert json.loads(chosen["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {"sk": {"S": [{"prefix": RESPONSE}]}}},
    }


def test_a_response_that_fails_is_tried_again_by_itself_and_then_parked() -> None:
    assert STREAM["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert STREAM["BisectBatchOnFunctionError"] is True
    assert STREAM["MaximumRetryAttempts"] >= 5
    assert STREAM["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["ParkedAnswers", "Arn"]}
    assert properties("ParkedAnswers")["SqsManagedSseEnabled"] is True


def test_no_response_that_was_written_before_it_ran_is_passed_over() -> None:
    assert STREAM["StartingPosition"] == "TRIM_HORIZON"
