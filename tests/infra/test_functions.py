"""How the functions are run: what their environment tells them, and what is switched on."""

import json
from dataclasses import fields
from datetime import timedelta

import pytest

from functions.service.verifying import SEALED_WITHIN
from functions.settings import (
    AnswersSettings,
    CatalogSettings,
    DeliverSettings,
    FiguresSettings,
    IntakeSettings,
    NotifySettings,
    RecordsSettings,
    RescreenSettings,
    ReviewsSettings,
    SealSettings,
    Settings,
    SweepSettings,
)
from tests.infra.template import FUNCTIONS, properties, template, text

SETTINGS: dict[str, type[Settings]] = {
    "IntakeFunction": IntakeSettings,
    "AnswersFunction": AnswersSettings,
    "RescreenFunction": RescreenSettings,
    "ReviewsFunction": ReviewsSettings,
    "RecordsFunction": RecordsSettings,
    "SealFunction": SealSettings,
    "CatalogFunction": CatalogSettings,
    "NotifyFunction": NotifySettings,
    "SweepFunction": SweepSettings,
    "DeliverFunction": DeliverSettings,
    "FiguresFunction": FiguresSettings,
}
GLOBALS = template()["Globals"]["Function"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_told_exactly_what_its_settings_name(function: str) -> None:
    told = set(properties(function)["Environment"]["Variables"])
    assert told == {field.name.upper() for field in fields(SETTINGS[function])}


def test_powertools_is_told_its_names_and_never_to_log_events() -> None:
    assert set(GLOBALS["Environment"]["Variables"]) == {
        "POWERTOOLS_SERVICE_NAME",
        "POWERTOOLS_METRICS_NAMESPACE",
        "POWERTOOLS_LOG_LEVEL",
    }
    assert "LOG_EVENT" not in text(template())


def test_no_secret_stands_in_an_environment() -> None:
    values = [properties(function)["Environment"]["Variables"] for function in FUNCTIONS]
    assert "resolve:secretsmanager" not in text(values)


def test_indexes_are_named_as_the_table_names_them() -> None:
    told = properties("ReviewsFunction")["Environment"]["Variables"]
    named = {index["IndexName"] for index in properties("Table")["GlobalSecondaryIndexes"]}
    assert {told["QUEUE_INDEX"], told["PATIENT_INDEX"]} <= named


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_handler_is_the_entry_file_named_after_it(function: str) -> None:
    entry = function.removesuffix("Function").lower()
    assert properties(function)["Handler"] == f"functions.{entry}.handler"


def test_the_sealing_function_hears_of_new_audit_entries_and_of_nothing_else() -> None:
    stream = properties("SealFunction")["Events"]["NewEntries"]["Properties"]
    (pattern,) = stream["FilterCriteria"]["Filters"]
    assert json.loads(pattern["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "AUDIT#"}]}}},
    }
    assert stream["Stream"] == {"Fn::GetAtt": ["Table", "StreamArn"]}


def test_a_poisoned_record_holds_nothing_up_and_is_parked() -> None:
    stream = properties("SealFunction")["Events"]["NewEntries"]["Properties"]
    assert stream["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert stream["BisectBatchOnFunctionError"] is True
    assert stream["MaximumRetryAttempts"] <= 10
    assert stream["MaximumRecordAgeInSeconds"] <= 3600
    parked = stream["DestinationConfig"]["OnFailure"]
    assert parked == {"Type": "SQS", "Destination": {"Fn::GetAtt": ["ParkedSeals", "Arn"]}}
    assert properties("ParkedSeals")["SqsManagedSseEnabled"] is True


def test_the_sweep_runs_before_an_unsealed_entry_counts_as_late() -> None:
    events = properties("SealFunction")["Events"]
    assert events["Sweep"]["Properties"]["ScheduleExpression"] == "rate(15 minutes)"
    assert timedelta(minutes=20) < SEALED_WITHIN
    assert json.loads(events["LongSweep"]["Properties"]["Input"]) == {"days": 4}


def test_a_day_is_counted_again_after_its_end_and_again_within_a_week() -> None:
    events = properties("FiguresFunction")["Events"]
    assert events["EveryHour"]["Properties"]["ScheduleExpression"] == "rate(1 hour)"
    assert json.loads(events["EveryDay"]["Properties"]["Input"]) == {"days": 7}
    assert {event["Type"] for event in events.values()} == {"ScheduleV2"}


def test_functions_end_before_the_gateway_gives_up() -> None:
    gateway_seconds = 29
    assert GLOBALS["Timeout"] < gateway_seconds


def test_functions_run_as_measured() -> None:
    assert GLOBALS["Runtime"] == "python3.13"
    assert GLOBALS["MemorySize"] >= 512
    assert GLOBALS["Tracing"] == "Active"


def test_a_snapshot_is_taken_of_published_versions_where_the_stage_wants_it() -> None:
    assert GLOBALS["SnapStart"] == {"ApplyOn": {"Ref": "SnapStart"}}
    assert GLOBALS["AutoPublishAlias"] == "live"
