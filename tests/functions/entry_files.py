"""Imports the entry files as a function's runtime does: with their variables set, and never without."""

import importlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

from tests.functions.builders import ISSUER

VARIABLES: Mapping[str, str] = {
    "TABLE_NAME": "screenings",
    "QUEUE_INDEX": "queue",
    "PATIENT_INDEX": "patient",
    "IDENTIFIER_KEY_ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:identifier",
    "CURSOR_KEY_ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:cursor",
    "CLINICS_PREFIX": "/ketascreen/test/clinics",
    "TOKEN_ISSUER": ISSUER,
    "SERVICE_STAGE": "test",
    "POWERTOOLS_SERVICE_NAME": "ketascreen",
    "POWERTOOLS_METRICS_NAMESPACE": "ketascreen",
    "POWERTOOLS_LOG_LEVEL": "INFO",
}


@contextmanager
def environment() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(VARIABLES)
    yield
    os.environ.clear()
    os.environ.update(before)


def import_entries() -> Mapping[str, ModuleType]:
    return {name: importlib.import_module(f"functions.{name}") for name in ("intake", "reviews", "catalog")}
