"""What each function may do, read off the template: exactly this and no more."""

import pytest

from tests.infra.template import FUNCTIONS, actions, as_list, properties, resources, statements, template, text

ROLES = ("IntakeRole", "ReviewsRole", "CatalogRole")
LOGS = {"WriteOwnLog": ["logs:CreateLogStream", "logs:PutLogEvents"]}
TRACES = {"Trace": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]}
EXPECTED = {
    "IntakeRole": {
        "WriteTheTable": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
        "ReadClinicSettings": ["ssm:GetParameter"],
        "ReadKeys": ["secretsmanager:GetSecretValue"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "ReviewsRole": {
        "ReadTheTable": ["dynamodb:GetItem"],
        "QueryTwoIndexes": ["dynamodb:Query"],
        "ReadKeys": ["secretsmanager:GetSecretValue"],
        "UseDataKeyThroughServices": ["kms:Decrypt"],
        **LOGS,
        **TRACES,
    },
    "CatalogRole": {**LOGS, **TRACES},
}
IDENTIFIER_KEY = {"Fn::GetAtt": ["IdentifierKey", "Id"]}
CURSOR_KEY = {"Fn::GetAtt": ["CursorKey", "Id"]}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_allows_exactly_these_actions(role: str) -> None:
    granted = {sid: actions(statement) for sid, statement in statements(role).items()}
    assert granted == EXPECTED[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_no_other_way_to_permissions(role: str) -> None:
    assert set(properties(role)) == {"AssumeRolePolicyDocument", "Policies"}
    assert all(statement["Effect"] == "Allow" for statement in statements(role).values())


@pytest.mark.parametrize("role", ROLES)
def test_only_lambda_takes_on_a_role(role: str) -> None:
    (statement,) = properties(role)["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert statement["Action"] == "sts:AssumeRole"


@pytest.mark.parametrize("role", ROLES)
def test_no_action_is_a_wildcard(role: str) -> None:
    assert not [action for part in statements(role).values() for action in actions(part) if "*" in action]


@pytest.mark.parametrize("role", ROLES)
def test_every_resource_is_named_except_where_x_ray_knows_none(role: str) -> None:
    star = {sid for sid, part in statements(role).items() if "*" in as_list(part["Resource"])}
    assert star == {"Trace"}


def test_the_one_wildcard_in_a_name_is_the_clinic() -> None:
    starred = {
        (role, sid)
        for role in ROLES
        for sid, part in statements(role).items()
        if sid != "Trace" and "*" in text(part["Resource"])
    }
    assert starred == {("IntakeRole", "ReadClinicSettings")}
    resource = statements("IntakeRole")["ReadClinicSettings"]["Resource"]["Fn::Sub"]
    assert resource.endswith(":parameter/ketascreen/${AWS::StackName}/clinics/*")


def test_nobody_scans() -> None:
    assert "Scan" not in text([properties(role) for role in ROLES])


def test_intake_writes_the_table_and_gets_nothing_back() -> None:
    writing = statements("IntakeRole")["WriteTheTable"]
    assert writing["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert writing["Condition"] == {"StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}}


def test_reviews_queries_the_queue_and_the_patients_and_no_other_index() -> None:
    assert statements("ReviewsRole")["ReadTheTable"]["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert statements("ReviewsRole")["QueryTwoIndexes"]["Resource"] == [
        {"Fn::Sub": "${Table.Arn}/index/queue"},
        {"Fn::Sub": "${Table.Arn}/index/patient"},
    ]


def test_only_reviews_reads_the_cursor_key() -> None:
    assert as_list(statements("IntakeRole")["ReadKeys"]["Resource"]) == [IDENTIFIER_KEY]
    assert as_list(statements("ReviewsRole")["ReadKeys"]["Resource"]) == [IDENTIFIER_KEY, CURSOR_KEY]


@pytest.mark.parametrize("role", ["IntakeRole", "ReviewsRole"])
def test_the_data_key_is_used_through_its_services_only(role: str) -> None:
    using = statements(role)["UseDataKeyThroughServices"]
    assert using["Resource"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert using["Condition"]["StringEquals"]["kms:ViaService"] == [
        {"Fn::Sub": "dynamodb.${AWS::Region}.amazonaws.com"},
        {"Fn::Sub": "secretsmanager.${AWS::Region}.amazonaws.com"},
    ]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_has_its_own_role_and_writes_its_own_log(function: str) -> None:
    part = function.removesuffix("Function")
    assert properties(function)["Role"] == {"Fn::GetAtt": [f"{part}Role", "Arn"]}
    assert properties(function)["LoggingConfig"] == {"LogGroup": {"Ref": f"{part}LogGroup"}}
    assert statements(f"{part}Role")["WriteOwnLog"]["Resource"] == {"Fn::GetAtt": [f"{part}LogGroup", "Arn"]}


def test_functions_get_no_policies_beside_their_roles() -> None:
    functions = resources("AWS::Serverless::Function")
    assert set(functions) == set(FUNCTIONS)
    assert not [name for name, function in functions.items() if "Policies" in function["Properties"]]
    assert "Policies" not in text(template()["Globals"])
