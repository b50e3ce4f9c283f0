"""Fresh interpreters, set up as a function's runtime is: its variables, a region, made-up credentials."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_benchmark"
VARIABLES: Mapping[str, str] = {
    "TABLE_NAME": "screenings",
    "QUEUE_INDEX": "queue",
    "PATIENT_INDEX": "patient",
    "IDENTIFIER_KEY_ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:identifier",
    "CURSOR_KEY_ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:cursor",
    "CLINICS_PREFIX": "/ketascreen/benchmark/clinics",
    "PUBLIC_ORIGIN": "https://benchmark.example",
    "STAFF_CLIENT_ID": "benchmark",
    "TOKEN_ISSUER": ISSUER,
    "SERVICE_STAGE": "benchmark",
    "POWERTOOLS_SERVICE_NAME": "ketascreen",
    "POWERTOOLS_METRICS_NAMESPACE": "ketascreen",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "made-up",
    "AWS_SECRET_ACCESS_KEY": "made-up",
    "AWS_EC2_METADATA_DISABLED": "true",
    # The tracing package switches itself off where it does not find this one.
    "LAMBDA_TASK_ROOT": "/var/task",
}


class ChildFailedError(Exception):
    """A measurement in an interpreter of its own ended with an error."""


def python(*arguments: str, **variables: str) -> str:
    """What a fresh interpreter prints. Raises ChildFailedError with the last line it complained with."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own modules
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**VARIABLES, **variables, "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
    )
    if done.returncode != 0:
        raise ChildFailedError(f"{' '.join(arguments)}: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


def result_of(module: str, *arguments: str) -> Any:
    """What a module of this package measured; what the handlers print on the way is dropped."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "result.json"
        python("-m", module, str(place), *arguments)
        return json.loads(place.read_text())
