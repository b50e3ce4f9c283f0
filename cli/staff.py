"""`ketascreen staff`: give a person a place in a clinic. The work is done in infra.staffing."""

from typing import Annotated

import typer

from cli.refusal import refusals
from infra.stack import StackNotFoundError, connect, find_stack
from infra.staffing import ClinicUnknownError, Member, RoleUnknownError, StaffExistsError, add_staff, new_password

app = typer.Typer(help="People who work with the cases.", no_args_is_help=True)


@app.callback()
def staff() -> None:
    """People who work with the cases."""


@app.command("add")
def add(
    email: Annotated[str, typer.Argument(help="The person's e-mail address; it is also the name to sign in with.")],
    *,
    clinic: Annotated[str, typer.Option(help="The clinic's id.")],
    role: Annotated[str, typer.Option(help="practitioner")] = "practitioner",
    show_password: Annotated[
        bool, typer.Option("--show-password", help="Send no e-mail; show a temporary password to hand over.")
    ] = False,
    stack: Annotated[str, typer.Option(help="Name of the deployed stack.")] = "ketascreen",
) -> None:
    """Make an account in the clinic's group and invite the person."""
    password = new_password() if show_password else None
    with refusals(ClinicUnknownError, RoleUnknownError, StaffExistsError, StackNotFoundError):
        add_staff(connect(), find_stack(stack), Member(email, clinic, role), password)
    if password is None:
        typer.echo(f"An invitation is on its way to {email}; it is valid for three days.")
    else:
        typer.echo(f"Temporary password of {email}, shown this once and valid for three days: {password}")
