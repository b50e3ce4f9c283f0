"""Makes clients for AWS services, late: the SDK takes longer to import than everything else together.

The region, credentials and endpoint come from the execution environment, as the SDK reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ssm import SSMClient

# client > API (29 s) > function (10 s) > these, so that a refusal still reaches the caller.
_CONNECT_SECONDS = 1
_READ_SECONDS = 2
_TRIES = 3


def dynamodb() -> DynamoDBClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("dynamodb", config=_config())


def secrets_manager() -> SecretsManagerClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("secretsmanager", config=_config())


def systems_manager() -> SSMClient:
    import boto3  # noqa: PLC0415 - see the module's docstring

    return boto3.client("ssm", config=_config())


def _config() -> Config:
    from botocore.config import Config  # noqa: PLC0415 - see the module's docstring

    return Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"total_max_attempts": _TRIES, "mode": "standard"},
    )
