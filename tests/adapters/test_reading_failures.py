"""A table that cannot be read is never an empty queue."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from functions.adapters.dynamodb.reviews import ReviewTable
from functions.service.errors import StoreUnavailableError
from functions.service.queue import QueueFilter
from tests.functions.builders import CLINIC


class Broken:
    """A client whose every call fails in the given way."""

    def __init__(self, failure: Exception) -> None:
        self._failure = failure

    def query(self, **_asked: Any) -> None:
        raise self._failure

    def get_item(self, **_asked: Any) -> None:
        raise self._failure


@pytest.mark.parametrize(
    "failure",
    [
        ClientError({"Error": {"Code": "AccessDeniedException", "Message": "patient-1"}}, "Query"),
        ConnectTimeoutError(endpoint_url="x"),
    ],
)
def test_every_failed_reading_is_named_and_nothing_is_made_up(failure: Exception) -> None:
    client: Any = Broken(failure)
    archive = ReviewTable("screenings", queue_index="queue", patient_index="patient", connect=lambda: client)
    for reading in (
        lambda: archive.queue(CLINIC, QueueFilter(), limit=1, after=None),
        lambda: archive.nothing_found(CLINIC, limit=1, after=None),
        lambda: archive.patient(CLINIC, "0" * 32),
        lambda: archive.case(CLINIC, "0" * 32),
        lambda: archive.screening(CLINIC, "0" * 32),
    ):
        with pytest.raises(StoreUnavailableError) as refused:
            reading()
        assert "patient-1" not in repr(refused.value)
