"""The function behind the table's stream that completes a form with what its patient added. It reads and writes.

A response that cannot be merged is parked and alarmed; its answers stay on the case, where they were from the start.
"""

import os
from datetime import UTC, datetime
from functools import cache, partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from functions import telemetry
from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.dynamodb.casework import CaseworkTable
from functions.adapters.dynamodb.keys import response_at
from functions.adapters.dynamodb.reviews import ReviewTable
from functions.adapters.released import ReleasedRules, current_rule_set
from functions.adapters.secrets import SecretKey
from functions.api.visits import Deadline
from functions.service.casework.merging import Merging
from functions.service.casework.performing import Performance
from functions.service.casework.rescreening import StoredRescreening
from functions.service.identifiers import Identifiers
from functions.settings import RescreenSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from functions.service.ports import Patience

    type Handler = Callable[[dict[str, Any], LambdaContext], PartialItemFailureResponse]

_MILLISECONDS = 1000


def opened(merging_for: "Callable[[Patience, str], Merging]") -> "Handler":
    """Merges each record of a batch by itself, and names those that could not be."""

    def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
        patience = Deadline(lambda: context.get_remaining_time_in_millis() / _MILLISECONDS)

        def handle(record: DynamoDBRecord) -> None:
            try:
                answered = response_at(_keys(record))
                merged = merging_for(patience, answered.clinic)(answered)
            except Exception as error:
                telemetry.log_failure("answers not merged", error)
                telemetry.measure("AnswersNotMerged")
                raise
            telemetry.log("answers merged", case_id=answered.case_id, count=int(merged))

        processor = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)
        return process_partial_response(event, handle, processor, context)

    return handler


def _keys(record: DynamoDBRecord) -> dict[str, str]:
    keys = record.dynamodb.keys if record.dynamodb else None
    return {name: str((keys or {}).get(name)) for name in ("pk", "sk")}


def merging_from(settings: RescreenSettings) -> "Callable[[Patience, str], Merging]":
    key = SecretKey(settings.identifier_key_arn)
    identifiers = cache(lambda: Identifiers(key()))
    clinics = ClinicParameters(settings.clinics_prefix, monotonic)
    # The indexes are for lists; this function reads single items.
    archive = ReviewTable(settings.table_name, queue_index="", patient_index="")
    store = CaseworkTable(settings.table_name, archive)
    rules = ReleasedRules(current_rule_set())

    def merging_for(patience: "Patience", clinic: str) -> Merging:
        completing = StoredRescreening(
            archive=archive,
            clinics=clinics,
            evaluate=rules.screen,
            questions=rules.questions,
            identifiers=identifiers(),
        )
        performance = Performance(
            store=store,
            identifiers=identifiers(),
            clock=partial(datetime.now, UTC),
            patience=patience,
            reach=lambda: clinics.reach_of(clinic),
        )
        return Merging(performance=performance, completing=completing)

    return merging_for


handler = opened(merging_from(RescreenSettings.parse(os.environ)))
