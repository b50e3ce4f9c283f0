"""What people who verify and keep records may do: exactly this, and nothing of it by the API."""

import pytest

from tests.infra.template import actions, as_list, properties, resources, statements, text

OPERATORS = ("AuditorRole", "KeeperRole")
AUDITOR = {
    "ReadTheTable": ["dynamodb:Query", "dynamodb:Scan"],
    "ListTheLedger": ["s3:ListBucketVersions"],
    "ReadTheLedger": ["s3:GetObjectVersion"],
    "ReadKeys": ["secretsmanager:GetSecretValue"],
    "VerifyRecords": ["kms:Verify"],
    "FindTheStack": ["cloudformation:DescribeStacks"],
    "UseDataKeyThroughServices": ["kms:Decrypt"],
}

KEEPER = {
    "FindAndDelete": ["dynamodb:Query", "dynamodb:Scan", "dynamodb:DeleteItem"],
    "FindACase": ["dynamodb:Query"],
    "ListTheLedger": ["s3:ListBucketVersions"],
    "ReadTheLedger": ["s3:GetObjectVersion"],
    "KeepTombstonesAndHolds": ["s3:PutObject"],
    "ReadKeys": ["secretsmanager:GetSecretValue"],
    "ReadClinicSettings": ["ssm:GetParameter"],
    "FindTheStack": ["cloudformation:DescribeStacks"],
    "UseDataKeyThroughServices": ["kms:Decrypt", "kms:GenerateDataKey"],
}


def granted(role: str) -> dict[str, list[str]]:
    return {sid: actions(statement) for sid, statement in statements(role).items()}


def test_an_auditor_reads_and_changes_nothing() -> None:
    assert granted("AuditorRole") == AUDITOR


def test_an_auditor_reads_the_keys_of_whoever_writes_entries_and_seals() -> None:
    keys = statements("AuditorRole")["ReadKeys"]["Resource"]
    assert keys == [{"Fn::GetAtt": [name, "Id"]} for name in ("SealKey", "IdentifierKey", "SweepKey")]


def test_a_keeper_deletes_and_leaves_a_tombstone_and_can_neither_write_an_item_nor_touch_an_anchor() -> None:
    assert granted("KeeperRole") == KEEPER
    assert statements("KeeperRole")["KeepTombstonesAndHolds"]["Resource"] == [
        {"Fn::Sub": "${LedgerBucket.Arn}/tombstones/*"},
        {"Fn::Sub": "${LedgerBucket.Arn}/holds/*"},
    ]
    assert statements("KeeperRole")["ReadKeys"]["Resource"] == {"Fn::GetAtt": ["IdentifierKey", "Id"]}


def test_no_function_can_delete() -> None:
    roles = {name for name in resources("AWS::IAM::Role") if name not in {*OPERATORS, "ApiLogRole"}}
    assert len(roles) >= 5
    # A message of a queue that was worked on is taken off it; nothing that is kept is ever deleted.
    assert "Delete" not in text([granted(role) for role in roles]).replace("sqs:DeleteMessage", "")


@pytest.mark.parametrize("role", OPERATORS)
def test_people_take_on_a_role_with_a_second_factor_where_the_stage_asks_for_one(role: str) -> None:
    (statement,) = properties(role)["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"]["AWS"]["Fn::Sub"].endswith(":iam::${AWS::AccountId}:root")
    assert statement["Condition"]["Fn::If"][:2] == [
        "AsksForSecondFactor",
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    ]


@pytest.mark.parametrize("role", OPERATORS)
def test_no_function_runs_under_an_operators_role(role: str) -> None:
    assert role not in text([each["Properties"]["Role"] for each in resources("AWS::Serverless::Function").values()])


@pytest.mark.parametrize("role", OPERATORS)
def test_every_resource_of_an_operator_is_named(role: str) -> None:
    assert "*" not in [each for part in statements(role).values() for each in as_list(part["Resource"])]


def test_records_are_signed_with_a_key_of_their_own_that_never_leaves_kms() -> None:
    key = properties("RecordKey")
    assert (key["KeySpec"], key["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")
