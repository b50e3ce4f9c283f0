"""`ketascreen clinic`: bring a clinic on board and settle what it decides for itself.

The work is done in infra.onboarding and infra.site_settings.
"""

import json
from datetime import datetime
from typing import Annotated
from zoneinfo import available_timezones

import typer

from cli.reach import app as reach_app
from cli.refusal import refusals
from cli.second_clinician import app as second_clinician_app
from cli.webhook import app as webhook_app
from infra.credentials import (
    CredentialUnknownError,
    LastCredentialError,
    MachineCredential,
    TooManyCredentialsError,
    retire_credential,
    rotate_credential,
)
from infra.onboarding import ClinicExistsError, ClinicIdError, add_clinic
from infra.onboarding import clinics as on_board
from infra.site_settings import (
    Change,
    ClinicUnknownError,
    SettingRefusedError,
    activating,
    adjusting,
    change_settings,
    releasing,
    rolling_back,
    settings_of,
)
from infra.stack import Stack, StackNotFoundError, connect, find_stack
from rules.engine.site import Adjustment, SiteSettings
from rules.engine.terms import Route

FIRST_SETTINGS = "1"

_ClinicId = Annotated[str, typer.Argument(help="Id of a clinic that is on board.")]
_StackName = Annotated[str, typer.Option("--stack", help="Name of the deployed stack.")]

app = typer.Typer(help="Clinics that use the service.", no_args_is_help=True)
app.add_typer(reach_app, name="reach")
app.add_typer(webhook_app, name="webhook")
app.add_typer(second_clinician_app, name="second-clinician")


@app.callback()
def clinics() -> None:
    """Clinics that use the service."""


@app.command("add")
def add(
    clinic_id: Annotated[str, typer.Argument(help="8 to 32 lower-case letters and digits; permanent.")],
    *,
    name: Annotated[str, typer.Option(help="The clinic's name.")],
    routes: Annotated[list[Route], typer.Option(help="A route the clinic offers; repeat for each.")],
    country: Annotated[str, typer.Option(help="ISO 3166 code, e.g. US; decides the crisis information.")],
    time_zone: Annotated[str, typer.Option(help="IANA name, e.g. America/Los_Angeles.")],
    demo: Annotated[bool, typer.Option("--demo", help="Marks everything of this clinic as a demonstration.")] = False,
    stack: Annotated[str, typer.Option(help="Name of the deployed stack.")] = "ketascreen",
) -> None:
    """Make a clinic's scope, machine client, API key and settings; show its credential once."""
    if time_zone not in available_timezones():
        raise typer.BadParameter(f"{time_zone} is not an IANA time zone", param_hint="--time-zone")
    settings = SiteSettings(clinic_id, tuple(routes), _country(country), time_zone, demo, FIRST_SETTINGS)
    with refusals(ClinicExistsError, ClinicIdError, StackNotFoundError):
        deployed = find_stack(stack)
        credential = add_clinic(connect(), deployed, name, settings)
    _show(deployed, clinic_id, credential)


@app.command("list")
def listed(*, stack: _StackName = "ketascreen") -> None:
    """Every clinic that is on board: id, country, time zone, routes."""
    with refusals(StackNotFoundError):
        settings = on_board(connect(), find_stack(stack))
    for each in settings:
        typer.echo(f"{each.clinic}  {each.country or '-'}  {each.time_zone}  {', '.join(each.routes)}")


@app.command("rotate-credential")
def rotate(clinic_id: _ClinicId, *, stack: _StackName = "ketascreen") -> None:
    """Make a second credential for the clinic's form and show it once. The old one works until it is retired."""
    with refusals(ClinicUnknownError, TooManyCredentialsError, StackNotFoundError):
        services, deployed = connect(), find_stack(stack)
        settings_of(services, deployed, clinic_id)
        credential = rotate_credential(services, deployed, clinic_id)
    _show(deployed, clinic_id, credential)
    typer.echo("Once the form uses it: ketascreen clinic retire-credential CLINIC_ID OLD_CLIENT_ID")


@app.command("retire-credential")
def retire(
    clinic_id: _ClinicId,
    client_id: Annotated[str, typer.Argument(help="Client id of the credential that is not used any more.")],
    *,
    stack: _StackName = "ketascreen",
) -> None:
    """Take a credential away, client and API key together; the last one is kept."""
    with refusals(CredentialUnknownError, LastCredentialError, StackNotFoundError):
        retire_credential(connect(), find_stack(stack), clinic_id, client_id)
    typer.echo(f"The credential {client_id} of {clinic_id} is gone.")


@app.command("show")
def show(clinic_id: _ClinicId, *, stack: _StackName = "ketascreen") -> None:
    """Print a clinic's settings as JSON."""
    with refusals(ClinicUnknownError, StackNotFoundError):
        _print(settings_of(connect(), find_stack(stack), clinic_id))


@app.command("adjust")
def adjust(
    clinic_id: _ClinicId,
    parameter: Annotated[str, typer.Argument(help="Name of a parameter, as `ketascreen rules show` gives it.")],
    value: Annotated[str | None, typer.Argument(help="Its value; left out, the released one holds again.")] = None,
    *,
    by: Annotated[str | None, typer.Option(help="The practitioner who answers for a milder value.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of a milder value.")] = None,
    stack: _StackName = "ketascreen",
) -> None:
    """Set a clinic's own value for a parameter. Stricter is free; milder names a practitioner and a last day."""
    change = releasing(parameter) if value is None else adjusting(parameter, _adjustment(value, by, until))
    _change(stack, clinic_id, change)


@app.command("activate")
def activate(
    clinic_id: _ClinicId,
    version: Annotated[str, typer.Argument(help="A released version, or `current` to follow the newest.")],
    *,
    stack: _StackName = "ketascreen",
) -> None:
    """Have a clinic use one version of the rules from now on."""
    _change(stack, clinic_id, activating(None if version == "current" else version))


@app.command("rollback")
def rollback(clinic_id: _ClinicId, *, stack: _StackName = "ketascreen") -> None:
    """Go back to the version of the rules the clinic used before."""
    _change(stack, clinic_id, rolling_back)


def _change(stack: str, clinic_id: str, change: Change) -> None:
    with refusals(ClinicUnknownError, SettingRefusedError, StackNotFoundError):
        _print(change_settings(connect(), find_stack(stack), clinic_id, change))


def _adjustment(value: str, by: str | None, until: datetime | None) -> Adjustment:
    last = None if until is None else until.date().isoformat()
    try:
        return Adjustment.from_json({"value": value, "by": by, "until": last})
    except (ValueError, ArithmeticError):
        raise typer.BadParameter("a number, e.g. 155", param_hint="VALUE") from None


def _print(settings: SiteSettings) -> None:
    typer.echo(json.dumps(settings.to_json(), indent=2))


def _country(code: str) -> str:
    if not (len(code) == len("US") and code.isascii() and code.isalpha()):
        raise typer.BadParameter("two letters, e.g. US", param_hint="--country")
    return code.upper()


def _show(stack: Stack, clinic_id: str, credential: MachineCredential) -> None:
    typer.echo(f"The clinic {clinic_id}. Its form's credential, shown this once:")
    typer.echo(f"  API            {stack.api_url}")
    typer.echo(f"  token endpoint {stack.token_url}")
    typer.echo(f"  client id      {credential.client_id}")
    typer.echo(f"  client secret  {credential.client_secret}")
    typer.echo(f"  API key        {credential.api_key}")
    typer.echo(f"  scopes         ketascreen/submit clinic.{clinic_id}/member")
    typer.echo("Nobody of the clinic is called yet: ketascreen clinic reach add")
