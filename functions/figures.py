"""The function that counts each clinic's days, on a schedule. It sees no answer, and nobody can call it by HTTP."""

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from functions import telemetry
from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.dynamodb.figures import FigureTable
from functions.adapters.dynamodb.happenings import HappeningTable
from functions.service.figures.tallying import Tallying
from functions.settings import FiguresSettings

# Today, and yesterday until it was counted after its end. A longer run repairs what an hour's run could not do.
_USUALLY: Final = timedelta(hours=6)
_RESERVE_MILLISECONDS: Final = 20_000

type Handler = Callable[[Mapping[str, Any], Any], dict[str, int]]


class DaysNotCountedError(Exception):
    """Some days are as they were before this run; the next one counts them again."""


def opened(tallying: Tallying) -> Handler:
    """The handler of this function. An event may say how many days to go back."""

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, int]:
        back = timedelta(days=event["days"]) if "days" in event else _USUALLY
        tally = tallying.run(back, lambda: int(context.get_remaining_time_in_millis()) > _RESERVE_MILLISECONDS)
        telemetry.measure("DaysCounted", value=tally.counted)
        if tally.failed:
            telemetry.log("days not counted", count=tally.failed)
            # A schedule repeats what failed, and its alarm is the function's own.
            raise DaysNotCountedError
        return {"counted": tally.counted}

    return handler


def tallying_for(settings: FiguresSettings) -> Tallying:
    return Tallying(
        trail=HappeningTable(settings.table_name, settings.due_index),
        kept=FigureTable(settings.table_name),
        clinics=ClinicParameters(settings.clinics_prefix, time.monotonic),
        clock=partial(datetime.now, UTC),
        report=telemetry.log_failure,
    )


handler = opened(tallying_for(FiguresSettings.parse(os.environ)))
