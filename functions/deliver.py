"""The function that sends webhooks. It knows endpoints and ids of cases, and cannot reach the record of care."""

import json
import os
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from functions import telemetry
from functions.adapters.webhook_posts import WebhookPosts
from functions.adapters.webhook_store import EndpointTable, WebhookQueue, WebhookSecrets
from functions.service.delivering import DeliveryDesk
from functions.settings import DeliverSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
    from aws_lambda_powertools.utilities.typing import LambdaContext

    type Handler = Callable[[dict[str, Any], LambdaContext], PartialItemFailureResponse]


def opened(desk: DeliveryDesk) -> "Handler":
    """Each message by itself; what could not even be tried comes back, and is parked after some times."""

    def handle(record: "SQSRecord") -> None:
        try:
            result = desk.handle(json.loads(record.body))
        except Exception as error:
            telemetry.log_failure("delivery not made", error)
            raise
        if result:
            telemetry.measure(f"Webhook{result.value.capitalize()}")

    def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
        processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(event, handle, processor, context)

    return handler


def desk_for(settings: DeliverSettings) -> DeliveryDesk:
    secrets = WebhookSecrets(settings.webhooks_prefix)
    return DeliveryDesk(
        endpoints=EndpointTable(settings.webhook_table),
        posts=WebhookPosts(secrets, only_public=settings.webhook_targets != "any"),
        later=WebhookQueue(settings.webhook_queue_url),
        clock=partial(datetime.now, UTC),
    )


handler = opened(desk_for(DeliverSettings.parse(os.environ)))
