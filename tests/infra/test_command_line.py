"""What `ketascreen` says before it has talked to any cloud."""

import pytest
from typer.testing import CliRunner

from cli.main import app

WRONG_USAGE = 2
UNREACHABLE = 3
CLINIC = ["clinic", "add", "clinic0001", "--name", "Clinic", "--routes", "iv_ketamine"]


@pytest.fixture
def no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which AWS was never set up."""
    for name in (
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_PROFILE",
        "AWS_ENDPOINT_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    # What an earlier test found out about credentials is kept in boto3's default session.
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "absent")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "absent")


def test_help_names_the_groups_and_the_exit_codes() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    assert all(word in shown for word in ("clinic", "staff", "rules", "screen", "Exit codes"))


def test_a_time_zone_that_does_not_exist_is_wrong_usage() -> None:
    ended = CliRunner().invoke(app, [*CLINIC, "--country", "US", "--time-zone", "Mars/Olympus"])
    assert ended.exit_code == WRONG_USAGE


def test_a_country_is_two_letters() -> None:
    ended = CliRunner().invoke(app, [*CLINIC, "--country", "USA", "--time-zone", "America/Denver"])
    assert ended.exit_code == WRONG_USAGE


def test_a_route_nobody_knows_is_wrong_usage() -> None:
    ended = CliRunner().invoke(app, ["clinic", "add", "clinic0001", "--routes", "oral"])
    assert ended.exit_code == WRONG_USAGE


@pytest.mark.usefixtures("no_account")
def test_a_computer_without_an_account_is_told_so_in_one_line() -> None:
    ended = CliRunner().invoke(app, [*CLINIC, "--country", "US", "--time-zone", "America/Denver"])
    assert ended.exit_code == UNREACHABLE
    assert ended.output.strip().startswith("AWS is not set up here:")
    assert len(ended.output.strip().splitlines()) == 1
