"""What a function imports before its first request. The SDK takes longer than everything else together."""

import os
import subprocess
import sys

import pytest

from tests.functions.entry_files import ENTRIES, VARIABLES

TOO_HEAVY = (
    "boto3",
    "botocore.client",
    "botocore.session",
    "aws_lambda_powertools.utilities.parser",
    "aws_lambda_powertools.utilities.idempotency",
    "aws_xray_sdk",
    "rules.authoring",
)


def imported_by(module: str) -> set[str]:
    code = f"import sys, {module}; print('\\n'.join(sys.modules))"
    environment = {**VARIABLES, "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(["", *sys.path])}
    done = subprocess.run(  # noqa: S603 - our own interpreter and a constant
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("function", ENTRIES)
def test_nothing_heavy_is_imported_before_it_is_needed(function: str) -> None:
    assert not imported_by(f"functions.{function}") & set(TOO_HEAVY)


def test_the_catalog_never_meets_the_table() -> None:
    modules = imported_by("functions.catalog")
    assert not [
        name for name in modules if name.startswith(("functions.adapters.dynamodb", "functions.adapters.aws"))
    ]


def test_whoever_sends_webhooks_never_meets_the_record_of_care() -> None:
    modules = imported_by("functions.deliver")
    assert {name for name in modules if name.startswith("functions.adapters.dynamodb.")} == {
        "functions.adapters.dynamodb.attributes"
    }


def test_the_reader_and_the_writer_do_not_meet() -> None:
    assert "functions.adapters.dynamodb.reviews" not in imported_by("functions.intake")
    assert "functions.adapters.dynamodb.intake" not in imported_by("functions.reviews")
