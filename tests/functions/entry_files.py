"""Imports the entry files as a function's runtime does: with their variables set, and never without."""

import importlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

from tests.functions.builders import ISSUER, STAFF_CLIENT

VARIABLES: Mapping[str, str] = {
    "TABLE_NAME": "screenings",
    "QUEUE_INDEX": "queue",
    "DUE_INDEX": "due",
    "PATIENT_INDEX": "patient",
    "IDENTIFIER_KEY_ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:identifier",
    "CURSOR_KEY_ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:cursor",
    "ON_CALL_TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:on-call",
    "WEBHOOK_TABLE": "webhooks",
    "WEBHOOK_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/000000000000/webhooks",
    "WEBHOOKS_PREFIX": "/ketascreen/test/webhooks",
    "WEBHOOK_TARGETS": "public",
    "EVENT_BUS": "ketascreen",
    "CONTACT_TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:contact",
    "SWEEP_KEY_ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:sweep",
    "SEAL_KEY_ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:seal",
    "RECORD_KEY_ARN": "arn:aws:kms:us-east-1:000000000000:key/record",
    "LEDGER_BUCKET": "ledger",
    "PUBLIC_ORIGIN": "https://clinic.example",
    "CLINICS_PREFIX": "/ketascreen/test/clinics",
    "TOKEN_ISSUER": ISSUER,
    "STAFF_CLIENT_ID": STAFF_CLIENT,
    "SERVICE_STAGE": "test",
    "POWERTOOLS_SERVICE_NAME": "ketascreen",
    "POWERTOOLS_METRICS_NAMESPACE": "ketascreen",
    "POWERTOOLS_LOG_LEVEL": "INFO",
}


ENTRIES = (
    "intake",
    "reviews",
    "records",
    "seal",
    "catalog",
    "notify",
    "sweep",
    "deliver",
    "answers",
    "rescreen",
    "figures",
)


@contextmanager
def environment() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(VARIABLES)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def import_entries() -> Mapping[str, ModuleType]:
    return {name: importlib.import_module(f"functions.{name}") for name in ENTRIES}
