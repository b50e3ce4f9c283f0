"""The record of care: encrypted, recoverable, and not deleted with the stack that made it."""

import tomllib
from typing import Any

import pytest

from tests.adapters.tables import TABLE as TABLE_NAME
from tests.adapters.tables import table
from tests.infra.template import REPOSITORY, as_list, properties, resources, template, text

TABLE = properties("Table")
KEPT = {
    "Table",
    "DataKey",
    "UserPool",
    "IdentifierKey",
    "CursorKey",
    "SealKey",
    "SweepKey",
    "RecordKey",
    "LedgerBucket",
    "LedgerBucketPolicy",
    "SealLogGroup",
    "RecordsLogGroup",
    "AccessLogGroup",
    "IntakeLogGroup",
    "ReviewsLogGroup",
    "AnswersLogGroup",
    "RescreenLogGroup",
    "CatalogLogGroup",
    "NotifyLogGroup",
    "SweepLogGroup",
    "DeliverLogGroup",
    "FiguresLogGroup",
    "WebhookTable",
    "ApiLogRole",
    "ApiLogAccount",
}
KEY_STATEMENTS = {"AccountDecidesThroughIam", "LogsOfThisStack"}


def test_what_must_outlive_the_stack_does() -> None:
    kept = {name for name, part in template()["Resources"].items() if part.get("DeletionPolicy") == "Retain"}
    assert kept == KEPT
    assert {
        name for name, part in template()["Resources"].items() if part.get("UpdateReplacePolicy") == "Retain"
    } == KEPT


def test_the_table_cannot_be_deleted_by_mistake_and_can_be_wound_back() -> None:
    assert TABLE["DeletionProtectionEnabled"] is True
    assert TABLE["PointInTimeRecoverySpecification"] == {
        "PointInTimeRecoveryEnabled": True,
        "RecoveryPeriodInDays": 35,
    }


def test_the_table_is_encrypted_with_our_own_key() -> None:
    assert TABLE["SSESpecification"] == {
        "SSEEnabled": True,
        "SSEType": "KMS",
        "KMSMasterKeyId": {"Fn::GetAtt": ["DataKey", "Arn"]},
    }
    assert properties("DataKey")["EnableKeyRotation"] is True


def test_the_keys_policy_leaves_the_decision_to_roles_and_to_our_own_logs() -> None:
    statements = {part["Sid"]: part for part in properties("DataKey")["KeyPolicy"]["Statement"]}
    assert set(statements) == KEY_STATEMENTS
    assert statements["AccountDecidesThroughIam"]["Principal"]["AWS"]["Fn::Sub"].endswith(":root")
    assert "log-group:/ketascreen/${AWS::StackName}/*" in text(statements["LogsOfThisStack"]["Condition"])
    assert not [action for action in as_list(statements["LogsOfThisStack"]["Action"]) if "*" in action]


def test_the_stream_shows_keys_and_nothing_else() -> None:
    assert TABLE["StreamSpecification"] == {"StreamViewType": "KEYS_ONLY"}


def test_items_with_a_term_expire() -> None:
    assert TABLE["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_there_are_three_indexes_and_none_holds_answers_or_findings() -> None:
    projections = {index["IndexName"]: index["Projection"] for index in TABLE["GlobalSecondaryIndexes"]}
    assert set(projections) == {"queue", "patient", "due"}
    assert projections["patient"] == projections["due"] == {"ProjectionType": "KEYS_ONLY"}
    assert projections["queue"]["ProjectionType"] == "INCLUDE"
    assert not {"answers", "record"} & set(projections["queue"]["NonKeyAttributes"])


def test_the_table_the_adapter_is_tested_on_has_the_same_keys_and_indexes() -> None:
    with table() as client:
        imitated = client.describe_table(TableName=TABLE_NAME)["Table"]
    assert imitated["KeySchema"] == TABLE["KeySchema"]
    indexes = [
        {part: index[part] for part in ("IndexName", "KeySchema", "Projection")}
        for index in imitated["GlobalSecondaryIndexes"]
    ]
    assert _sorted(indexes) == _sorted(TABLE["GlobalSecondaryIndexes"])


@pytest.mark.parametrize("secret", ["IdentifierKey", "CursorKey", "SealKey", "SweepKey"])
def test_a_secret_is_drawn_at_random_and_encrypted_with_our_key(secret: str) -> None:
    made = properties(secret)
    assert made["GenerateSecretString"]["PasswordLength"] >= 64
    assert made["KmsKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert "SecretString" not in made


def test_the_ledger_outside_the_table_can_be_neither_deleted_nor_read_by_strangers() -> None:
    ledger = properties("LedgerBucket")
    assert ledger["VersioningConfiguration"] == {"Status": "Enabled"}
    assert ledger["ObjectLockEnabled"] is True
    assert ledger["ObjectLockConfiguration"]["Rule"]["DefaultRetention"] == {
        "Mode": {"Ref": "LedgerLockMode"},
        "Days": {"Ref": "LedgerLockDays"},
    }
    assert set(ledger["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = ledger["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": {"Fn::GetAtt": ["DataKey", "Arn"]},
    }
    (statement,) = properties("LedgerBucketPolicy")["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_production_locks_the_ledger_against_everybody() -> None:
    assert template()["Parameters"]["EncryptedTransportOnly"]["Default"] == "true"
    assert template()["Parameters"]["LedgerLockMode"]["Default"] == "COMPLIANCE"
    assert template()["Parameters"]["LedgerLockDays"]["Default"] >= 10 * 365
    configured = tomllib.loads((REPOSITORY / "samconfig.toml").read_text())
    overrides = configured["production"]["deploy"]["parameters"]["parameter_overrides"]
    assert "LedgerLockMode=COMPLIANCE" in overrides
    assert "EncryptedTransportOnly=false" not in overrides


def test_logs_are_kept_for_a_stated_time_and_encrypted() -> None:
    groups = resources("AWS::Logs::LogGroup")
    assert len(groups) == 12
    for group in groups.values():
        assert group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}
        assert group["Properties"]["KmsKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}


def test_production_keeps_logs_for_six_years_and_asks_for_a_second_factor() -> None:
    configured = tomllib.loads((REPOSITORY / "samconfig.toml").read_text())
    production = configured["production"]["deploy"]["parameters"]["parameter_overrides"]
    assert {"LogRetentionDays=2192", "MfaConfiguration=ON"} <= set(production)


def _sorted(indexes: list[dict[str, Any]]) -> list[tuple[str, str, list[str]]]:
    return sorted(
        (index["IndexName"], text(index["KeySchema"]), sorted(index["Projection"].get("NonKeyAttributes", [])))
        for index in indexes
    )
