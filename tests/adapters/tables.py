"""A table like the deployed one, for stores that are tested without deploying."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from moto import mock_aws

from functions.adapters.dynamodb.casework import CaseworkTable
from functions.adapters.dynamodb.information import RequestTable
from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.dynamodb.reviews import ReviewTable
from tests.adapters.store_contract import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import ProjectionTypeDef

TABLE = "screenings"
_SHOWN_IN_THE_QUEUE = (
    "status round contacts dispositions lanes domains since opened_at latest_at updated_at due_at screening_count "
    "version progress case_id received_at phase contact disposition patient_reference"
)
_PROJECTIONS: Mapping[str, ProjectionTypeDef] = {
    "queue": {"ProjectionType": "INCLUDE", "NonKeyAttributes": _SHOWN_IN_THE_QUEUE.split()},
    "patient": {"ProjectionType": "KEYS_ONLY"},
    "due": {"ProjectionType": "KEYS_ONLY"},
}


@contextmanager
def table() -> Iterator[DynamoDBClient]:
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_table(client)
        yield client


def create_table(client: DynamoDBClient, name: str = TABLE) -> None:
    attributes = ("pk", "sk", *(f"{index}_{part}" for index in _PROJECTIONS for part in ("pk", "sk")))
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in attributes],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": f"{index}_pk", "KeyType": "HASH"},
                    {"AttributeName": f"{index}_sk", "KeyType": "RANGE"},
                ],
                "Projection": _PROJECTIONS[index],
            }
            for index in _PROJECTIONS
        ],
    )


def store_on(client: DynamoDBClient, name: str = TABLE) -> Store:
    def connect() -> DynamoDBClient:
        return client

    reviews = ReviewTable(name, queue_index="queue", patient_index="patient", connect=connect)
    return Store(
        intake=IntakeTable(name, connect),
        reviews=reviews,
        casework=CaseworkTable(name, reviews, connect),
        requests=RequestTable(name, connect),
    )
