"""How large an item is and what writing it costs, by the rules DynamoDB publishes."""

from collections.abc import Mapping
from typing import Any

UNIT = 1024
UNITS_IN_A_TRANSACTION = 2
INDEXES = ("queue", "patient", "due")


def item_bytes(item: Mapping[str, Any]) -> int:
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def write_units(size: int) -> int:
    return UNITS_IN_A_TRANSACTION * max(1, -(-size // UNIT))


def index_entries(item: Mapping[str, Any]) -> int:
    """The indexes the item appears in."""
    return sum(f"{index}_pk" in item for index in INDEXES)


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind in {"BOOL", "NULL"}:
        return 1
    if kind == "N":
        return len(content.lstrip("-0").replace(".", "")) // 2 + 2
    if kind == "L":
        return 3 + sum(1 + _value_bytes(each) for each in content)
    if kind == "SS":
        return sum(len(each.encode()) for each in content)
    return len(content if isinstance(content, bytes) else str(content).encode())
