"""`ketascreen clinic`: bring a clinic on board. The work is done in infra.onboarding."""

from typing import Annotated
from zoneinfo import available_timezones

import typer

from cli.refusal import refusals
from infra.onboarding import ClinicExistsError, ClinicIdError, MachineCredential, add_clinic
from infra.stack import Stack, StackNotFoundError, connect, find_stack
from rules.engine.site import SiteSettings
from rules.engine.terms import Route

FIRST_SETTINGS = "1"

app = typer.Typer(help="Clinics that use the service.", no_args_is_help=True)


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


def _country(code: str) -> str:
    if not (len(code) == len("US") and code.isascii() and code.isalpha()):
        raise typer.BadParameter("two letters, e.g. US", param_hint="--country")
    return code.upper()


def _show(stack: Stack, clinic_id: str, credential: MachineCredential) -> None:
    typer.echo(f"The clinic {clinic_id} is on board. Its form's credential, shown this once:")
    typer.echo(f"  API            {stack.api_url}")
    typer.echo(f"  token endpoint {stack.token_url}")
    typer.echo(f"  client id      {credential.client_id}")
    typer.echo(f"  client secret  {credential.client_secret}")
    typer.echo(f"  API key        {credential.api_key}")
    typer.echo(f"  scopes         ketascreen/submit clinic.{clinic_id}/member")
