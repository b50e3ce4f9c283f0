"""The template as plain data, with the few questions the tests ask of it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from cfnlint.decode import cfn_yaml  # type: ignore[import-untyped]

REPOSITORY = Path(__file__).resolve().parents[2]
FUNCTIONS = (
    "IntakeFunction",
    "AnswersFunction",
    "RescreenFunction",
    "ReviewsFunction",
    "RecordsFunction",
    "SealFunction",
    "CatalogFunction",
    "NotifyFunction",
    "SweepFunction",
    "DeliverFunction",
    "FiguresFunction",
)

type Properties = dict[str, Any]


@cache
def template() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json.dumps(cfn_yaml.load(str(REPOSITORY / "template.yaml"))))
    return loaded


def resources(kind: str) -> dict[str, dict[str, Any]]:
    return {name: part for name, part in template()["Resources"].items() if part["Type"] == kind}


def properties(name: str) -> Properties:
    found: Properties = template()["Resources"][name]["Properties"]
    return found


def statements(role: str) -> dict[str, dict[str, Any]]:
    """The statements of a role by their Sid."""
    (policy,) = properties(role)["Policies"]
    return {statement["Sid"]: statement for statement in policy["PolicyDocument"]["Statement"]}


def actions(statement: dict[str, Any]) -> list[str]:
    return as_list(statement["Action"])


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def text(value: Any) -> str:
    """A value with its intrinsic functions as text, for looking into it."""
    return json.dumps(value, sort_keys=True)
