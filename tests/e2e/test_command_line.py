"""`ketascreen` against a deployed stack: what it prints, and what it refuses."""

import secrets

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from tests.e2e.cloud import Clinic, Cloud

REFUSED = 1
WRONG_USAGE = 2


def test_a_credential_is_shown_when_the_clinic_is_added_and_never_again(cloud: Cloud) -> None:
    clinic_id = f"clinic{secrets.token_hex(5)}"
    first, again = _add_clinic(clinic_id, cloud.stack.name), _add_clinic(clinic_id, cloud.stack.name)
    assert (first.exit_code, again.exit_code) == (0, REFUSED)
    assert all(word in first.output for word in ("client id", "client secret", "API key", cloud.stack.api_url))
    assert "secret" not in again.output


@pytest.mark.usefixtures("cloud")
def test_a_stack_that_does_not_exist_is_named() -> None:
    ended = _add_clinic("clinic00001", "nosuchstack")
    assert ended.exit_code == REFUSED
    assert "nosuchstack" in ended.output


def test_a_practitioner_is_added_with_a_password_to_hand_over(cloud: Cloud, clinic: Clinic) -> None:
    email = f"{secrets.token_hex(5)}@example.org"
    command = ["staff", "add", email, "--clinic", clinic.id, "--show-password", "--stack", cloud.stack.name]
    first, again = CliRunner().invoke(app, command), CliRunner().invoke(app, command)
    assert (first.exit_code, again.exit_code) == (0, REFUSED)
    groups = cloud.services.people.admin_list_groups_for_user(Username=email, UserPoolId=cloud.stack.user_pool_id)
    assert [group["GroupName"] for group in groups["Groups"]] == [f"clinic.{clinic.id}.practitioner"]


def test_a_role_nobody_has_is_refused(cloud: Cloud, clinic: Clinic) -> None:
    command = ["staff", "add", "a@example.org", "--clinic", clinic.id, "--role", "owner", "--stack", cloud.stack.name]
    assert CliRunner().invoke(app, command).exit_code == WRONG_USAGE


def _add_clinic(clinic_id: str, stack: str) -> Result:
    place = ["--country", "US", "--time-zone", "America/Denver"]
    command = ["clinic", "add", clinic_id, "--name", "Clinic", "--routes", "iv_ketamine", *place, "--stack", stack]
    return CliRunner().invoke(app, command)
