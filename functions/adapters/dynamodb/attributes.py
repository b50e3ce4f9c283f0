"""Between plain values and the table's typed attribute values, for the few types the items use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

type Plain = str | int | bool | bytes | datetime | list[str] | set[str] | Mapping[str, Plain] | None
# A set cannot be empty: this stands in every set of rule domains, and no rule has it.
ANY_DOMAIN: Final = "*"

type Item = Mapping[str, Plain]


def typed(item: Item) -> dict[str, AttributeValueTypeDef]:
    """The item as the table takes it; attributes without a value are left out."""
    return {name: typed_value(value) for name, value in item.items() if value is not None}


def typed_value(value: Plain) -> AttributeValueTypeDef:  # noqa: PLR0911 - one line for each type
    match value:
        case str():  # nearly all of them
            return {"S": str(value)}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case datetime():
            return {"S": value.isoformat()}
        case list():
            return {"L": [{"S": each} for each in value]}
        case set():
            return {"SS": sorted(value)}
        case Mapping():
            return {"M": typed(value)}
    raise TypeError("no attribute of the items is of this type")


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item as plain values."""
    return {name: _plain_value(value) for name, value in item.items()}


def _plain_value(value: Mapping[str, Any]) -> Any:
    ((kind, content),) = value.items()
    match kind:
        case "N":
            return int(content)
        case "L":
            return [_plain_value(each) for each in content]
        case "SS":
            return set(content)
        case "M":
            return plain(content)
    return content
