"""AWS clients that answer without AWS, put in where the SDK makes its own."""

import json
from collections.abc import Mapping
from typing import Any

import boto3

from benchmarks.samples import SITE

KEY = "a made-up key of more than thirty-two characters"


class Parameters:
    """Every clinic has the same settings."""

    def get_parameter(self, **_: Any) -> Mapping[str, Any]:
        return {"Parameter": {"Value": json.dumps(SITE.to_json())}}


class Secrets:
    def get_secret_value(self, **_: Any) -> Mapping[str, Any]:
        return {"SecretString": KEY}


class AcceptingTable:
    """Takes every transaction and keeps nothing."""

    def transact_write_items(self, **_: Any) -> Mapping[str, Any]:
        return {}


def install(table: Any) -> None:
    """From now on the SDK hands out these clients, in this process."""
    made = {"dynamodb": table, "ssm": Parameters(), "secretsmanager": Secrets()}

    def client(name: str, **_: Any) -> Any:
        return made[name]

    setattr(boto3, "client", client)  # noqa: B010 - the SDK's own signature has one overload for each service
