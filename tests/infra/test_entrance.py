"""Who gets in where, what a refusal looks like, and what the gateway writes down."""

import json
import re
from typing import Any

import pytest

from functions.api.crisis import ANYWHERE
from tests.infra.template import FUNCTIONS, properties, template

MACHINE = {"Authorizer": "Machine", "ApiKeyRequired": True}
STAFF = {"Authorizer": "Staff"}
PUBLIC = {"Authorizer": "NONE"}
MOVES = {
    *("claim", "release", "assign", "comments", "contacts"),
    *("corrections", "rescreenings", "decisions", "confirmations", "reopenings"),
    *("reattributions", "information-requests", "information-requests/{request}/withdrawal"),
}
ROUTES = {
    ("IntakeFunction", "POST", "/v1/screenings"): MACHINE,
    ("CatalogFunction", "POST", "/v1/medicines/match"): MACHINE,
    ("IntakeFunction", "PUT", "/v1/drafts/{id}"): MACHINE,
    ("ReviewsFunction", "GET", "/v1/cases"): STAFF,
    ("ReviewsFunction", "GET", "/v1/cases/counts"): STAFF,
    ("ReviewsFunction", "GET", "/v1/figures"): STAFF,
    ("ReviewsFunction", "GET", "/v1/cases/{id}"): STAFF,
    ("ReviewsFunction", "GET", "/v1/screenings"): STAFF,
    ("ReviewsFunction", "GET", "/v1/screenings/{id}"): STAFF,
    ("ReviewsFunction", "POST", "/v1/patients/search"): STAFF,
    ("ReviewsFunction", "GET", "/v1/cases/{id}/course"): STAFF,
    ("ReviewsFunction", "POST", "/v1/patients/course"): STAFF,
    **{("ReviewsFunction", "POST", f"/v1/cases/{{id}}/{move}"): STAFF for move in MOVES},
    ("RecordsFunction", "GET", "/v1/cases/{id}/record"): STAFF,
    ("RecordsFunction", "GET", "/v1/exports/cases.csv"): STAFF,
    ("CatalogFunction", "GET", "/v1/rulesets/{version}"): STAFF,
    ("CatalogFunction", "GET", "/v1/questionnaires/{id}"): PUBLIC,
    ("CatalogFunction", "GET", "/v1/health"): PUBLIC,
    ("CatalogFunction", "GET", "/v1/openapi.json"): PUBLIC,
    ("ReviewsFunction", "GET", "/v1/cases/{id}/information-requests"): STAFF,
    ("AnswersFunction", "POST", "/v1/information/questions"): PUBLIC,
    ("AnswersFunction", "POST", "/v1/information/answers"): PUBLIC,
}
API = properties("RestApi")
SETTINGS = API["MethodSettings"]
RESPONSES = API["GatewayResponses"]
STATUSES = {
    "UNAUTHORIZED": 401,
    "EXPIRED_TOKEN": 401,
    "ACCESS_DENIED": 403,
    "INVALID_API_KEY": 403,
    "MISSING_AUTHENTICATION_TOKEN": 404,
    "REQUEST_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "THROTTLED": 429,
    "QUOTA_EXCEEDED": 429,
    "INTEGRATION_FAILURE": 503,
    "INTEGRATION_TIMEOUT": 503,
}
DEFAULTS = {"DEFAULT_4XX", "DEFAULT_5XX"}
TRY_LATER = {"DEFAULT_5XX", "THROTTLED", "QUOTA_EXCEEDED", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"}


def test_nobody_can_call_the_sealing_function() -> None:
    assert not [route for route in ROUTES if route[0] == "SealFunction"]
    assert {event["Type"] for event in properties("SealFunction")["Events"].values()} == {"DynamoDB", "ScheduleV2"}


def test_every_route_asks_for_exactly_this() -> None:
    assert dict(_routes()) == ROUTES


def test_a_route_nobody_thought_about_asks_for_staff() -> None:
    assert API["Auth"]["DefaultAuthorizer"] == "Staff"


def test_machines_need_the_scope_and_staff_tokens_carry_none() -> None:
    pool = {"Fn::GetAtt": ["UserPool", "Arn"]}
    assert API["Auth"]["Authorizers"] == {
        "Machine": {"UserPoolArn": pool, "AuthorizationScopes": ["ketascreen/submit"]},
        "Staff": {"UserPoolArn": pool},
    }
    assert properties("ResourceServer")["Identifier"] == "ketascreen"
    assert [scope["ScopeName"] for scope in properties("ResourceServer")["Scopes"]] == ["submit"]


def test_refusals_at_the_gateway_have_the_services_statuses() -> None:
    assert {name: reply["StatusCode"] for name, reply in RESPONSES.items() if name not in DEFAULTS} == STATUSES
    assert not [name for name in DEFAULTS if "StatusCode" in RESPONSES[name]]


@pytest.mark.parametrize("name", sorted(STATUSES.keys() | DEFAULTS))
def test_a_refusal_is_a_problem_with_a_request_id_and_crisis_information(name: str) -> None:
    problem = _body(name)
    assert problem["type"].startswith("urn:ketascreen:problem:")
    assert problem["title"]
    assert problem["requestId"] == "$context.requestId"
    assert problem["crisis"] == ANYWHERE
    assert problem.get("status") == STATUSES.get(name)


@pytest.mark.parametrize("name", sorted(STATUSES.keys() | DEFAULTS))
def test_a_refusal_repeats_nothing_of_the_request(name: str) -> None:
    template_text = RESPONSES[name]["ResponseTemplates"]["application/json"]["Fn::Sub"][0]
    assert re.findall(r"\$(\w[\w.]*)", template_text) == ["context.requestId"]


@pytest.mark.parametrize("name", sorted(STATUSES.keys() | DEFAULTS))
def test_a_refusal_is_not_cached_and_says_when_to_try_again(name: str) -> None:
    headers = RESPONSES[name]["ResponseParameters"]["Headers"]
    assert headers["Content-Type"] == "'application/problem+json'"
    assert headers["Cache-Control"] == "'no-store'"
    assert headers["X-Content-Type-Options"] == "'nosniff'"
    assert ("Retry-After" in headers) == (name in TRY_LATER)


def test_the_access_log_holds_this_and_nothing_else() -> None:
    assert json.loads(API["AccessLogSetting"]["Format"]) == {
        "requestId": "$context.requestId",
        "time": "$context.requestTimeEpoch",
        "method": "$context.httpMethod",
        "resource": "$context.resourcePath",
        "status": "$context.status",
        "latency": "$context.responseLatency",
        "length": "$context.responseLength",
        "errorType": "$context.error.responseType",
        "apiKeyId": "$context.identity.apiKeyId",
    }


def test_the_gateway_never_writes_bodies_down_nor_keeps_replies() -> None:
    assert (SETTINGS[0]["ResourcePath"], SETTINGS[0]["HttpMethod"]) == ("/*", "*")
    for settings in SETTINGS:
        assert settings["DataTraceEnabled"] is False
        assert settings["LoggingLevel"] == "OFF"
        assert settings["CachingEnabled"] is False


def test_no_caller_can_take_up_everything() -> None:
    assert SETTINGS[0]["ThrottlingRateLimit"] == {"Ref": "RequestsPerSecond"}
    assert properties("UsagePlan")["Throttle"]["RateLimit"] < _default("RequestsPerSecond")


def test_whoever_tries_links_is_slowed_down() -> None:
    """10 a second against 256 bits; the routes without a caller of their own have a share of their own."""
    slowed = {
        (each["HttpMethod"], each["ResourcePath"].replace("~1", "/").removeprefix("/")) for each in SETTINGS[1:]
    }
    assert slowed == {("POST", "/v1/information/questions"), ("POST", "/v1/information/answers")}
    assert {each["ThrottlingRateLimit"] for each in SETTINGS[1:]} == {10}


def test_the_api_is_regional() -> None:
    assert API["EndpointConfiguration"] == {"Type": "REGIONAL"}


def _routes() -> list[tuple[tuple[str, str, str], dict[str, Any]]]:
    events = [(function, event) for function in FUNCTIONS for event in properties(function)["Events"].values()]
    described = [(function, event["Properties"]) for function, event in events if event["Type"] == "Api"]
    assert all(event["RestApiId"] == {"Ref": "RestApi"} for _, event in described)
    return [((function, event["Method"], event["Path"]), event["Auth"]) for function, event in described]


def _body(name: str) -> dict[str, Any]:
    text, values = RESPONSES[name]["ResponseTemplates"]["application/json"]["Fn::Sub"]
    assert values == {"Crisis": {"Fn::FindInMap": ["CrisisInformation", "Anywhere", "Json"]}}
    crisis: str = template()["Mappings"]["CrisisInformation"]["Anywhere"]["Json"]
    body: dict[str, Any] = json.loads(text.replace("${Crisis}", crisis))
    return body


def _default(parameter: str) -> int:
    value: int = template()["Parameters"][parameter]["Default"]
    return value
