"""`ketascreen staff`: give a person a place in a clinic, and take it away. The work is done in infra.staffing."""

from typing import Annotated

import typer

from cli.refusal import refusals
from functions.service.staff import Role
from infra.stack import StackNotFoundError, connect, find_stack
from infra.staffing import (
    ClinicUnknownError,
    Member,
    StaffExistsError,
    StaffUnknownError,
    add_staff,
    disable_staff,
    new_password,
    staff_of,
)

app = typer.Typer(help="People who work with the cases.", no_args_is_help=True)


@app.callback()
def staff() -> None:
    """People who work with the cases."""


@app.command("add")
def add(
    email: Annotated[str, typer.Argument(help="The person's e-mail address; it is also the name to sign in with.")],
    *,
    clinic: Annotated[str, typer.Option(help="The clinic's id.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.PRACTITIONER,
    show_password: Annotated[
        bool, typer.Option("--show-password", help="Send no e-mail; show a temporary password to hand over.")
    ] = False,
    stack: Annotated[str, typer.Option(help="Name of the deployed stack.")] = "ketascreen",
) -> None:
    """Make an account in the clinic's group and invite the person."""
    password = new_password() if show_password else None
    with refusals(ClinicUnknownError, StaffExistsError, StackNotFoundError):
        add_staff(connect(), find_stack(stack), Member(email, clinic, role), password)
    if password is None:
        typer.echo(f"An invitation is on its way to {email}; it is valid for three days.")
    else:
        typer.echo(f"Temporary password of {email}, shown this once and valid for three days: {password}")


@app.command("list")
def listed(
    *,
    clinic: Annotated[str, typer.Option(help="The clinic's id.")],
    stack: Annotated[str, typer.Option(help="Name of the deployed stack.")] = "ketascreen",
) -> None:
    """Everybody of a clinic: address, roles, and whether the account is disabled."""
    with refusals(ClinicUnknownError, StackNotFoundError):
        accounts = staff_of(connect(), find_stack(stack), clinic)
    for account in accounts:
        roles = ", ".join(account.roles)
        typer.echo(f"{account.email}  {roles}" + ("" if account.enabled else "  (disabled)"))


@app.command("disable")
def disable(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    *,
    clinic: Annotated[str, typer.Option(help="The clinic's id.")],
    stack: Annotated[str, typer.Option(help="Name of the deployed stack.")] = "ketascreen",
) -> None:
    """Sign a person out and let them in no more. What they did stays on record under their name."""
    with refusals(ClinicUnknownError, StaffUnknownError, StackNotFoundError):
        disable_staff(connect(), find_stack(stack), clinic, email)
    typer.echo(f"{email} is disabled. A token that is already out is good until it expires, 30 minutes at most.")
