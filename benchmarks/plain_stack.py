"""The stack a Powertools tutorial leads to, imported and set up as such a function does at its start.

Resolver with validation, tracer, idempotency, a table resource, a model, and the rules read from YAML: the very files
our rule set is built from, in the loader that PYYAML_LOADER names.
"""

import os
from pathlib import Path
from typing import Any

import boto3
import yaml  # type: ignore[import-untyped]
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig
from pydantic import BaseModel

CONTENT = Path(__file__).parents[1] / "rules" / "content" / "rules"


class Questionnaire(BaseModel):
    id: str
    version: str


class Submission(BaseModel):
    questionnaire: Questionnaire
    phase: str
    patientReference: str  # noqa: N815 - the name on the wire
    answers: dict[str, Any]


def rules_from_yaml() -> list[Any]:
    loader = getattr(yaml, os.environ.get("PYYAML_LOADER", "SafeLoader"))
    return [
        rule
        for path in sorted(CONTENT.glob("*.yaml"))
        for rule in yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - one of the two safe loaders
    ]


app = APIGatewayRestResolver(enable_validation=True)
logger = Logger()
metrics = Metrics()
tracer = Tracer()
persistence = DynamoDBPersistenceLayer(table_name=os.environ["TABLE_NAME"])
config = IdempotencyConfig(event_key_jmespath="body")
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
rules = rules_from_yaml()
