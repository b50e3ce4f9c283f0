"""Many single items by their keys: as many at once as the table gives, until it has answered for each of them."""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.adapters.dynamodb.keys import Key

# What BatchGetItem takes at once.
_MOST_KEYS: Final = 100


def got(
    client: DynamoDBClient, table: str, keys: Iterable[Key], attributes: Sequence[str], *, consistent: bool
) -> Iterator[Mapping[str, Any]]:
    """The named attributes of the items that are there, in no order. Raises what the client raises."""
    names = {f"#{name}": name for name in attributes}
    for some in batched(keys, _MOST_KEYS, strict=False):
        asked: Any = [{name: {"S": value} for name, value in key.items()} for key in some]
        while asked:
            answer = client.batch_get_item(
                RequestItems={
                    table: {
                        "Keys": asked,
                        "ProjectionExpression": ", ".join(names),
                        "ExpressionAttributeNames": names,
                        "ConsistentRead": consistent,
                    }
                }
            )
            yield from answer["Responses"].get(table, ())
            left = answer.get("UnprocessedKeys", {}).get(table)
            asked = left["Keys"] if left else None
