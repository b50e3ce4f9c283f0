"""What may be written to logs and metrics: ids, counts and words from closed lists.

Everything else is refused where it is called, so that no answer can reach a log by being handed over.
"""

import os
from enum import StrEnum
from functools import cache
from traceback import extract_tb
from typing import Final

import orjson
from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

_LOGGED: Final = frozenset(
    {
        "request_id",
        "clinic",
        "screening_id",
        "case_id",
        "deed",
        "replayed",
        "phase",
        "fault_count",
        "rule_id",
        "rule_set",
        "problem",
        "status",
        "error",
        "place",
        "count",
    }
)

# Neither contact nor disposition: a metric stands in the log beside the line that names its screening.
_MEASURED_BY: Final = frozenset({"problem"})

_logger = Logger(json_serializer=lambda line: orjson.dumps(line, default=str).decode())


class NotForLogsError(Exception):
    """Something was to be logged or measured that is not on the list."""


def log(event: str, **fields: str | int | bool | StrEnum | None) -> None:
    """One line. The event is a constant of the code, the fields are on the list."""
    if fields.keys() - _LOGGED:
        raise NotForLogsError
    _logger.info(event, extra=fields)


def log_failure(event: str, error: Exception, **fields: str) -> None:
    """An error by its class and where it arose. Its text may hold anything and is never written."""
    last = extract_tb(error.__traceback__)[-1:]
    place = f"{os.path.basename(last[0].filename)}:{last[0].lineno}" if last else "unknown"  # noqa: PTH119 - no file is touched
    if fields.keys() - _LOGGED:
        raise NotForLogsError
    _logger.error(event, extra={**fields, "error": type(error).__name__, "place": place})


def measure_seconds(name: str, seconds: float) -> None:
    """A length of time, in one line."""
    metrics = EphemeralMetrics()
    metrics.add_metric(name=name, unit=MetricUnit.Seconds, value=seconds)
    metrics.flush_metrics()


def measure(*names: str, value: int = 1, **dimensions: str) -> None:
    """Counts, in one line. Dimensions are on the list, their words from closed lists."""
    if dimensions.keys() - _MEASURED_BY:
        raise NotForLogsError
    metrics = _metrics()
    try:
        for name in names:
            metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
        for dimension, word in dimensions.items():
            metrics.add_dimension(name=dimension, value=word)
        metrics.flush_metrics()
    finally:
        metrics.clear_metrics()


@cache
def _metrics() -> EphemeralMetrics:
    """Made at the first count; nothing stays in it from one line to the next."""
    return EphemeralMetrics()
