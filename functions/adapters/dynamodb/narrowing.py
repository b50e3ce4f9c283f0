"""Which rows of a queue are asked for, as the table's filter. Rows are read all the same: see the reader's budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from functions.adapters.dynamodb.attributes import Plain, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from functions.service.queue import QueueFilter


class Narrowing(NamedTuple):
    """An expression, empty for none, and its values."""

    expression: str
    values: Mapping[str, AttributeValueTypeDef]


NO_NARROWING: Final = Narrowing("", {})


def narrowing(wanted: QueueFilter) -> Narrowing:
    """Every part that is given must hold."""
    asked: list[tuple[str, str, Plain]] = [
        ("contains(lanes, :lane)", ":lane", wanted.lane.value if wanted.lane else None),
        ("progress.assignee.subject = :assignee", ":assignee", wanted.assignee),
        ("due_at < :due", ":due", wanted.due_before),
        ("updated_at >= :updated", ":updated", wanted.updated_since),
        ("contains(domains, :domain)", ":domain", wanted.domain),
    ]
    given = [(expression, name, value) for expression, name, value in asked if value is not None]
    expressions = [expression for expression, _, _ in given]
    if wanted.free:
        expressions.append("attribute_not_exists(progress.assignee)")
    return Narrowing(" AND ".join(expressions), typed({name: value for _, name, value in given}))
