"""The function behind the table's stream. It sees keys only: which case, which event, how soon a person must call."""

import os
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from functions import telemetry
from functions.adapters.channels import ContactTopic, EventBus
from functions.adapters.dynamodb.outbox import OutboxTable, notice_at
from functions.service.publishing import Publication
from functions.settings import NotifySettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext

    type Handler = Callable[[dict[str, Any], LambdaContext], PartialItemFailureResponse]


def opened(publish: Publication) -> "Handler":
    """Publishes each record of a batch by itself, and names those that could not be."""

    def handle(record: DynamoDBRecord) -> None:
        try:
            publish(notice_at(_keys(record)))
        except Exception as error:
            telemetry.log_failure("notice not published", error)
            raise
        telemetry.measure("NoticePublished")

    def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
        processor = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)
        return process_partial_response(event, handle, processor, context)

    return handler


def _keys(record: DynamoDBRecord) -> dict[str, str]:
    keys = record.dynamodb.keys if record.dynamodb else None
    return {name: str((keys or {}).get(name)) for name in ("pk", "sk")}


def publication_for(settings: NotifySettings) -> Publication:
    return Publication(
        EventBus(settings.event_bus),
        ContactTopic(settings.contact_topic_arn),
        OutboxTable(settings.table_name),
        partial(datetime.now, UTC),
    )


handler = opened(publication_for(NotifySettings.parse(os.environ)))
