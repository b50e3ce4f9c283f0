"""Somebody is told when something is wrong."""

import pytest

from tests.infra.template import FUNCTIONS, REPOSITORY, resources, template

ALARMS = {name: alarm["Properties"] for name, alarm in resources("AWS::CloudWatch::Alarm").items()}


def test_these_alarms_exist_and_no_other() -> None:
    of_functions = {
        f"{function.removesuffix('Function')}{metric}Alarm"
        for function in FUNCTIONS
        for metric in ("Errors", "Throttles")
    }
    assert set(ALARMS) == of_functions | {"ServerErrorsAlarm", "RuleFaultAlarm"}


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_one_failed_or_refused_call_of_a_function_raises_its_alarm(function: str, metric: str) -> None:
    alarm = ALARMS[f"{function.removesuffix('Function')}{metric}Alarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", metric)
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": function}}]


def test_a_server_error_of_the_api_raises_its_alarm() -> None:
    alarm = ALARMS["ServerErrorsAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/ApiGateway", "5XXError")


def test_a_rule_that_faults_raises_its_alarm_under_the_name_the_functions_use() -> None:
    alarm = ALARMS["RuleFaultAlarm"]
    told = template()["Globals"]["Function"]["Environment"]["Variables"]
    assert alarm["MetricName"] == "RuleFault"
    assert alarm["Namespace"] == told["POWERTOOLS_METRICS_NAMESPACE"]
    assert alarm["Dimensions"] == [{"Name": "service", "Value": told["POWERTOOLS_SERVICE_NAME"]}]


@pytest.mark.parametrize("name", sorted(ALARMS))
def test_an_alarm_is_raised_by_one_event_sent_on_and_explained(name: str) -> None:
    alarm = ALARMS[name]
    assert (alarm["Threshold"], alarm["Statistic"]) == (1, "Sum")
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert alarm["AlarmActions"]["Fn::If"][:2] == ["AlarmsAreSent", [{"Ref": "AlarmTopicArn"}]]
    runbook = alarm["AlarmDescription"].rsplit(" ", 1)[1]
    assert name in (REPOSITORY / runbook).read_text()
