"""Where a deployed stack keeps records, and what an operator reads and changes them with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3

from functions.service.identifiers import Identifiers
from functions.service.sealing import Sealer
from infra.stack import outputs_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient


@dataclass(frozen=True)
class RecordsPlace:
    """Names of one deployment's table, bucket and keys."""

    stack: str
    table: str
    bucket: str
    seal_key: str
    identifier_key: str
    sweep_key: str
    record_key: str


@dataclass(frozen=True)
class RecordsServices:
    """The AWS services; AWS_ENDPOINT_URL decides whether they are AWS's or local."""

    table: "DynamoDBClient"
    bucket: "S3Client"
    secrets: "SecretsManagerClient"
    signing: "KMSClient"

    def identifiers(self, place: RecordsPlace) -> Identifiers:
        return Identifiers(self._secret(place.identifier_key))

    def sweeper(self, place: RecordsPlace) -> Identifiers:
        """With the key of whoever escalates; it tells nothing of patients."""
        return Identifiers(self._secret(place.sweep_key))

    def sealer(self, place: RecordsPlace) -> Sealer:
        return Sealer(self._secret(place.seal_key))

    def _secret(self, name: str) -> bytes:
        return self.secrets.get_secret_value(SecretId=name)["SecretString"].encode()


def connect_records() -> RecordsServices:
    return RecordsServices(
        boto3.client("dynamodb"), boto3.client("s3"), boto3.client("secretsmanager"), boto3.client("kms")
    )


def find_records(stack: str) -> RecordsPlace:
    """Raises StackNotFoundError."""
    outputs = outputs_of(stack)
    return RecordsPlace(
        stack=stack,
        table=outputs["TableName"],
        bucket=outputs["LedgerBucketName"],
        seal_key=outputs["SealKeyArn"],
        identifier_key=outputs["IdentifierKeyArn"],
        sweep_key=outputs["SweepKeyArn"],
        record_key=outputs["RecordKeyArn"],
    )
