"""Somebody is told when something is wrong."""

import pytest

from tests.infra.template import FUNCTIONS, REPOSITORY, resources, template

ALARMS = {name: alarm["Properties"] for name, alarm in resources("AWS::CloudWatch::Alarm").items()}
OF_ANSWERS = {"AnswersNotMergedAlarm", "AnswersParkedAlarm"}


COUNTED = {
    "SweepFailedAlarm": "SweepFailed",
    "WebhookGoneAlarm": "WebhookGone",
    "ReachSettingsUnreadableAlarm": "ReachSettingsUnreadable",
}
OURS = {
    "RuleFaultAlarm": "RuleFault",
    "SweepBehindAlarm": "SweepBacklog",
    "EntriesLeftUnsealedAlarm": "EntriesLeftUnsealed",
    "AuditEntryMissingAlarm": "AuditEntryMissing",
    **COUNTED,
}
# What waits is not counted but looked at: how much, or for how long.
WAITING = {
    "NotifyBehindAlarm": 60_000,
    "RescreenBehindAlarm": 60_000,
    "OutboxParkedAlarm": 1,
    "SealsParkedAlarm": 1,
    "WebhookParkedAlarm": 1,
    "SweepBehindAlarm": 300,
}


def test_these_alarms_exist_and_no_other() -> None:
    of_functions = {
        f"{function.removesuffix('Function')}{metric}Alarm"
        for function in FUNCTIONS
        for metric in ("Errors", "Throttles")
    }
    assert set(ALARMS) == of_functions | {"ServerErrorsAlarm", *OURS, *WAITING, *OF_ANSWERS}


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_one_failed_or_refused_call_of_a_function_raises_its_alarm(function: str, metric: str) -> None:
    alarm = ALARMS[f"{function.removesuffix('Function')}{metric}Alarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", metric)
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": function}}]


def test_a_server_error_of_the_api_raises_its_alarm() -> None:
    alarm = ALARMS["ServerErrorsAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/ApiGateway", "5XXError")


def test_a_sweeper_that_stays_away_raises_its_alarm() -> None:
    alarm = ALARMS["SweepBehindAlarm"]
    assert alarm["TreatMissingData"] == "breaching"
    assert {each["TreatMissingData"] for name, each in ALARMS.items() if name != "SweepBehindAlarm"} == {
        "notBreaching"
    }


@pytest.mark.parametrize("name", sorted(OURS))
def test_what_the_functions_count_raises_its_alarm_under_the_name_they_use(name: str) -> None:
    alarm = ALARMS[name]
    told = template()["Globals"]["Function"]["Environment"]["Variables"]
    assert alarm["MetricName"] == OURS[name]
    assert alarm["Namespace"] == told["POWERTOOLS_METRICS_NAMESPACE"]
    assert alarm["Dimensions"] == [{"Name": "service", "Value": told["POWERTOOLS_SERVICE_NAME"]}]


def test_answers_that_are_not_screened_with_the_rest_raise_an_alarm() -> None:
    told = template()["Globals"]["Function"]["Environment"]["Variables"]
    failed, parked = ALARMS["AnswersNotMergedAlarm"], ALARMS["AnswersParkedAlarm"]
    assert (failed["MetricName"], failed["Namespace"]) == ("AnswersNotMerged", told["POWERTOOLS_METRICS_NAMESPACE"])
    assert parked["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["ParkedAnswers", "QueueName"]}}]


@pytest.mark.parametrize("name", sorted(ALARMS))
def test_an_alarm_is_raised_by_one_event_sent_on_and_explained(name: str) -> None:
    alarm = ALARMS[name]
    assert (alarm["Threshold"], alarm["Statistic"]) == ((WAITING[name], "Maximum") if name in WAITING else (1, "Sum"))
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert alarm["AlarmActions"]["Fn::If"][:2] == ["AlarmsAreSent", [{"Ref": "AlarmTopicArn"}]]
    runbook = alarm["AlarmDescription"].rsplit(" ", 1)[1]
    assert name in (REPOSITORY / runbook).read_text()


@pytest.mark.parametrize("function", ["Notify", "Rescreen"])
def test_a_reader_of_the_stream_that_falls_behind_raises_its_alarm(function: str) -> None:
    alarm = ALARMS[f"{function}BehindAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "IteratorAge")
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": f"{function}Function"}}]
