"""What each function may do, read off the template: exactly this and no more."""

from datetime import date
from fnmatch import fnmatchcase

import pytest

from functions.adapters.dynamodb.figures import FIGURES_ATTRIBUTES
from functions.adapters.dynamodb.happenings import COUNTED_ATTRIBUTES
from functions.adapters.dynamodb.information_items import REQUEST_ATTRIBUTES
from functions.adapters.dynamodb.keys import case_key, figures_key, information_key, response_key, screening_key
from tests.infra.template import FUNCTIONS, actions, as_list, properties, resources, statements, template, text

ROLES = (
    "IntakeRole",
    "AnswersRole",
    "RescreenRole",
    "ReviewsRole",
    "RecordsRole",
    "SealRole",
    "CatalogRole",
    "NotifyRole",
    "SweepRole",
    "DeliverRole",
    "FiguresRole",
)
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
    "AnswersRole": {
        "ReadRequests": ["dynamodb:GetItem"],
        "WriteTheTable": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
        "ReadClinicSettings": ["ssm:GetParameter"],
        "ReadKeys": ["secretsmanager:GetSecretValue"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "RescreenRole": {
        "ReadTheStream": [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ],
        "ReadTheTable": ["dynamodb:GetItem"],
        "ChangeCases": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
        "ReadClinicSettings": ["ssm:GetParameter"],
        "ReadKeys": ["secretsmanager:GetSecretValue"],
        "Park": ["sqs:SendMessage"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "ReviewsRole": {
        "ReadTheTable": ["dynamodb:GetItem", "dynamodb:Query"],
        "ChangeCases": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
        "ReadClinicSettings": ["ssm:GetParameter"],
        "QueryTwoIndexes": ["dynamodb:Query"],
        "ReadKeys": ["secretsmanager:GetSecretValue"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "RecordsRole": {
        "ReadCases": ["dynamodb:GetItem", "dynamodb:Query"],
        "QueryTheQueue": ["dynamodb:Query"],
        "RecordReads": ["dynamodb:PutItem"],
        "SignRecords": ["kms:Sign"],
        "ReadKeys": ["secretsmanager:GetSecretValue"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "SealRole": {
        "ReadEntriesAndChains": ["dynamodb:GetItem", "dynamodb:BatchGetItem"],
        "PutSeals": ["dynamodb:PutItem"],
        "FindUnsealed": ["dynamodb:Query"],
        "ReadStream": ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        "FindStream": ["dynamodb:ListStreams"],
        "KeepAnchors": ["s3:PutObject"],
        "ParkRecords": ["sqs:SendMessage"],
        "ReadKeys": ["secretsmanager:GetSecretValue"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "CatalogRole": {**LOGS, **TRACES},
    "DeliverRole": {
        "UseEndpointsAndLog": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
        "TakeAndPutBackDeliveries": [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:SendMessage",
        ],
        "ReadSecrets": ["ssm:GetParameter"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "FiguresRole": {
        "FindWhatHappened": ["dynamodb:Query"],
        "ReadWhatIsCounted": ["dynamodb:GetItem", "dynamodb:Query"],
        "KeepFigures": ["dynamodb:PutItem"],
        "ReadClinicSettings": ["ssm:GetParameter"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "SweepRole": {
        "QueryWhatIsDue": ["dynamodb:Query"],
        "WriteWhatComesOfIt": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
        "Announce": ["events:PutEvents"],
        "CallPeople": ["sns:Publish"],
        "ReadClinicSettings": ["ssm:GetParameter"],
        "ReadKeys": ["secretsmanager:GetSecretValue"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
    "NotifyRole": {
        "ReadTheStream": [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ],
        "ConfirmOutboxRows": ["dynamodb:UpdateItem"],
        "Announce": ["events:PutEvents"],
        "CallPeople": ["sns:Publish"],
        "Park": ["sqs:SendMessage"],
        "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
        **LOGS,
        **TRACES,
    },
}
IDENTIFIER_KEY = {"Fn::GetAtt": ["IdentifierKey", "Id"]}
SEAL_KEY = {"Fn::GetAtt": ["SealKey", "Id"]}
SWEEP_KEY = {"Fn::GetAtt": ["SweepKey", "Id"]}
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


def test_wildcards_in_names_stand_for_clinics_anchors_and_the_tables_own_stream() -> None:
    starred = {
        (role, sid)
        for role in ROLES
        for sid, part in statements(role).items()
        if sid != "Trace" and "*" in text(part["Resource"])
    }
    reading = ("IntakeRole", "AnswersRole", "RescreenRole", "ReviewsRole", "SweepRole", "FiguresRole")
    kinds = {(role, "ReadClinicSettings"): "clinics" for role in reading} | {
        ("DeliverRole", "ReadSecrets"): "webhooks"
    }
    assert starred == kinds.keys() | {("SealRole", "KeepAnchors"), ("SealRole", "FindStream")}
    for (role, sid), kind in kinds.items():
        resource = statements(role)[sid]["Resource"]["Fn::Sub"]
        assert resource.endswith(f":parameter/ketascreen/${{AWS::StackName}}/{kind}/*")


def test_nobody_scans() -> None:
    assert "Scan" not in text([properties(role) for role in ROLES])


@pytest.mark.parametrize(
    ("role", "sid"),
    [("IntakeRole", "WriteTheTable"), ("AnswersRole", "WriteTheTable"), ("RescreenRole", "ChangeCases")],
)
def test_whoever_writes_the_table_gets_nothing_back(role: str, sid: str) -> None:
    writing = statements(role)[sid]
    assert writing["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert writing["Condition"] == {"StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}}


def test_the_public_function_reads_requests_and_nothing_else() -> None:
    reading = statements("AnswersRole")["ReadRequests"]
    assert reading["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert reading["Condition"] == {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["CLINIC#*#INFORMATION#*"]},
        "ForAllValues:StringEquals": {"dynamodb:Attributes": list(REQUEST_ATTRIBUTES)},
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
    }
    (pattern,) = reading["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    case, request = case_key("clinic0001", "a" * 32), information_key("clinic0001", "a" * 32)
    keys = [case, request, screening_key("clinic0001", "a" * 32), response_key(case, "a" * 32, "b" * 32)]
    assert [key for key in keys if fnmatchcase(key["pk"], pattern)] == [request]


def test_who_counts_reads_what_is_counted_and_no_answer() -> None:
    reading = statements("FiguresRole")["ReadWhatIsCounted"]
    assert reading["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert reading["Condition"] == {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": list(COUNTED_ATTRIBUTES)},
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
    }
    assert not {"answers", "patient_reference", "patient_key"} & set(COUNTED_ATTRIBUTES)
    assert statements("FiguresRole")["FindWhatHappened"]["Resource"] == {"Fn::Sub": "${Table.Arn}/index/due"}


def test_who_counts_writes_figures_and_nothing_else() -> None:
    writing = statements("FiguresRole")["KeepFigures"]
    assert writing["Condition"] == {
        "StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"},
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["CLINIC#*#FIGURES"]},
        "ForAllValues:StringEquals": {"dynamodb:Attributes": list(FIGURES_ATTRIBUTES)},
    }
    (pattern,) = writing["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    figures = figures_key("clinic0001", date(2026, 4, 20))
    keys = [case_key("clinic0001", "a" * 32), figures, screening_key("clinic0001", "a" * 32)]
    assert [key for key in keys if fnmatchcase(key["pk"], pattern)] == [figures]


def test_what_follows_the_answers_reads_single_items_and_parks_what_fails() -> None:
    assert statements("RescreenRole")["ReadTheTable"]["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert statements("RescreenRole")["ReadTheStream"]["Resource"] == {"Fn::GetAtt": ["Table", "StreamArn"]}
    assert statements("RescreenRole")["Park"]["Resource"] == {"Fn::GetAtt": ["ParkedAnswers", "Arn"]}


def test_reviews_queries_the_queue_and_the_patients_and_no_other_index() -> None:
    assert statements("ReviewsRole")["ReadTheTable"]["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert statements("ReviewsRole")["QueryTwoIndexes"]["Resource"] == [
        {"Fn::Sub": "${Table.Arn}/index/queue"},
        {"Fn::Sub": "${Table.Arn}/index/patient"},
    ]


def test_only_reviews_reads_the_cursor_key() -> None:
    for role in ("IntakeRole", "AnswersRole", "RescreenRole"):
        assert as_list(statements(role)["ReadKeys"]["Resource"]) == [IDENTIFIER_KEY]
    assert as_list(statements("ReviewsRole")["ReadKeys"]["Resource"]) == [IDENTIFIER_KEY, CURSOR_KEY]


def test_only_seal_reads_the_sealing_key_and_it_reads_no_other() -> None:
    assert as_list(statements("SealRole")["ReadKeys"]["Resource"]) == [SEAL_KEY]
    others = [statements(role) for role in ROLES if role != "SealRole"]
    assert "SealKey" not in text(others)


def test_only_the_sweeper_reads_its_key_and_it_reads_no_other() -> None:
    assert as_list(statements("SweepRole")["ReadKeys"]["Resource"]) == [SWEEP_KEY]
    others = [statements(role) for role in ROLES if role != "SweepRole"]
    assert "SweepKey" not in text(others)


def test_seal_changes_and_deletes_nothing_and_reaches_the_anchors_alone() -> None:
    granted = {action for part in statements("SealRole").values() for action in actions(part)}
    assert not [action for action in granted if "Update" in action or "Delete" in action]
    assert statements("SealRole")["PutSeals"]["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert statements("SealRole")["KeepAnchors"]["Resource"] == {"Fn::Sub": "${LedgerBucket.Arn}/anchors/*"}
    assert statements("SealRole")["FindUnsealed"]["Resource"] == {"Fn::Sub": "${Table.Arn}/index/due"}


def test_seal_uses_the_data_key_through_its_services_only() -> None:
    using = statements("SealRole")["UseDataKeyThroughServices"]
    assert using["Resource"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert using["Condition"]["StringEquals"]["kms:ViaService"] == [
        {"Fn::Sub": f"{service}.${{AWS::Region}}.amazonaws.com"} for service in ("dynamodb", "secretsmanager", "s3")
    ]


def test_only_the_function_records_leave_by_signs_them() -> None:
    signing = {role for role in ROLES if "kms:Sign" in text(statements(role))}
    assert signing == {"RecordsRole"}
    assert statements("RecordsRole")["SignRecords"]["Resource"] == {"Fn::GetAtt": ["RecordKey", "Arn"]}


@pytest.mark.parametrize(("role", "sid"), [("ReviewsRole", "ChangeCases"), ("RecordsRole", "RecordReads")])
def test_who_reads_records_that_somebody_read_and_gets_nothing_back(role: str, sid: str) -> None:
    writing = statements(role)[sid]
    assert writing["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert writing["Condition"] == {"StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}}


@pytest.mark.parametrize("role", ["IntakeRole", "AnswersRole", "RescreenRole", "ReviewsRole", "RecordsRole"])
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
