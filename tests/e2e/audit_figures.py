"""Figures of the audit trail on the local cloud that `make run` started: `python -m tests.e2e.audit_figures`."""

import argparse
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from infra.audit_trail import verify_trail
from infra.callers import open_http
from infra.local_cloud.place import Place, client_environment
from infra.records_place import connect_records, find_records
from infra.stack import connect, find_stack
from tests.e2e.cloud import Clinic, Cloud, case_of, intake, new_key, new_patient

READS, LAGS = 150, 20


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, default=4566)
    arguments.add_argument("--state", type=Path)
    told = arguments.parse_args()
    place = Place(told.port, told.state or Path(".local") / str(told.port))
    os.environ.update(client_environment(place))
    stack = find_stack("local")
    with open_http(stack.api_url) as http:
        clinic, patient = Cloud(place, connect(), stack, http).open_clinic(), new_patient()
        clinic.form.submit(intake("needs_review", patient), new_key())
        _figures(clinic, str(case_of(clinic, patient)["id"]))


def _figures(clinic: Clinic, case_id: str) -> None:
    services, place = connect_records(), find_records("local")

    def read() -> None:
        assert clinic.practitioner.get(f"/v1/cases/{case_id}").is_success

    def put(number: int) -> None:
        item: Any = {"pk": {"S": f"FIGURES#{clinic.id}"}, "sk": {"S": str(number)}, "action": {"S": "case.read"}}
        services.table.put_item(TableName=place.table, Item=item, ConditionExpression="attribute_not_exists(pk)")

    def sealed() -> None:
        read()
        while (report := verify_trail(services, place, clinic.id, case_id, datetime.now(UTC))).unsealed or (
            report.unanchored
        ):
            time.sleep(0.05)
        assert report.findings == []

    _tell("GET /v1/cases/{id}", [_timed(read) for _ in range(READS)][10:])
    _tell("the put of its audit entry alone", [_timed(partial(put, number)) for number in range(READS)][10:])
    _tell("read until sealed and anchored", [_timed(sealed) for _ in range(LAGS)])
    whole = _timed(lambda: verify_trail(services, place, clinic.id, None, datetime.now(UTC)))
    print(f"verifying the clinic: {whole * 1000:.0f} ms")  # noqa: T201 - it is a report


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _tell(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    shown = (f"{name} {ordered[int(len(ordered) * part)] * 1000:.0f}" for name, part in (("p50", 0.5), ("p95", 0.95)))
    print(f"{what}: {', '.join(shown)} ms")  # noqa: T201 - it is a report


if __name__ == "__main__":
    main()
