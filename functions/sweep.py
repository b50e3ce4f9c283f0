"""The function that runs every minute: it wakes people for what is due and publishes what was not published."""

import os
import time
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from functions import telemetry
from functions.adapters.channels import ContactTopic, EventBus
from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.dynamodb.due import DueTable
from functions.adapters.dynamodb.outbox import OutboxTable
from functions.adapters.secrets import SecretKey
from functions.service.identifiers import Identifiers
from functions.service.publishing import Publication
from functions.service.sweeping import Sweep
from functions.settings import SweepSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from aws_lambda_powertools.utilities.typing import LambdaContext

    type Handler = Callable[[dict[str, Any], LambdaContext], None]

# As long as one entry takes when every call of it is answered at the last moment.
_MARGIN_MILLISECONDS: Final = 20_000


def opened(sweep: Sweep) -> "Handler":
    """One run. The metric is written by every run: when it stays away, nobody is looking."""

    def handler(_event: dict[str, Any], context: "LambdaContext") -> None:
        tally = sweep.run(lambda: context.get_remaining_time_in_millis() > _MARGIN_MILLISECONDS)
        telemetry.measure("SweepDone", value=tally.done)
        telemetry.measure("SweepFailed", value=tally.failed)
        telemetry.measure_seconds("SweepBacklog", tally.backlog.total_seconds())

    return handler


def sweep_for(settings: SweepSettings) -> Sweep:
    clock = partial(datetime.now, UTC)
    key = SecretKey(settings.sweep_key_arn)
    return Sweep(
        board=DueTable(
            settings.table_name, due_index=settings.due_index, identifiers=cache(lambda: Identifiers(key()))
        ),
        publish=Publication(
            EventBus(settings.event_bus),
            ContactTopic(settings.contact_topic_arn),
            OutboxTable(settings.table_name),
            clock,
        ),
        second_channel=ContactTopic(settings.on_call_topic_arn),
        clinics=ClinicParameters(settings.clinics_prefix, time.monotonic),
        clock=clock,
        report=telemetry.log_failure,
    )


handler = opened(sweep_for(SweepSettings.parse(os.environ)))
