"""Makes clients for AWS services, late: the SDK takes longer to import than everything else together.

The region, credentials and endpoint come from the execution environment, as the SDK reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

# client > API (29 s) > function (10 s) > these, so that a refusal still reaches the caller: the settings take at most
# 5 s, a key 2 s, and a write starts only when there are WRITE_SECONDS and a second more (see api.visits).
_CONNECT_SECONDS = 1
_SETTINGS_SECONDS = 1
_TABLE_SECONDS = 2
_CHANNEL_SECONDS = 2
WRITE_SECONDS = _CONNECT_SECONDS + _TABLE_SECONDS


def dynamodb() -> DynamoDBClient:
    """For reading, which may be repeated at any time."""
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("dynamodb", config=_config(_TABLE_SECONDS, tries=2))


def dynamodb_for_writes() -> DynamoDBClient:
    """One attempt for each call: the service itself tries again, with an eye on the time that is left."""
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("dynamodb", config=_config(_TABLE_SECONDS, tries=1))


def secrets_manager() -> SecretsManagerClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("secretsmanager", config=_config(_SETTINGS_SECONDS, tries=1))


def systems_manager() -> SSMClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("ssm", config=_config(_SETTINGS_SECONDS, tries=2))


def event_bridge() -> EventBridgeClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("events", config=_config(_CHANNEL_SECONDS, tries=2))


def notification_service() -> SNSClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("sns", config=_config(_CHANNEL_SECONDS, tries=2))


def s3() -> S3Client:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("s3", config=_config(_TABLE_SECONDS, tries=2))


def kms() -> KMSClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("kms", config=_config(_SETTINGS_SECONDS, tries=2))


def queue_service() -> SQSClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("sqs", config=_config(_CHANNEL_SECONDS, tries=2))


def _config(read_seconds: int, *, tries: int) -> Config:
    from botocore.config import Config  # noqa: PLC0415 - see the module's docstring

    return Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"total_max_attempts": tries, "mode": "standard"},
    )
