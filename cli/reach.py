"""`ketascreen clinic reach`: when a clinic is staffed, how long things may take, who is called.

The work is done in infra.reach_settings.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from cli.refusal import refusals
from functions.service.reach import ContactPoint, Level, ReachSettings
from infra.reach_settings import (
    ReachChange,
    add_contact,
    change_reach,
    closing,
    reach_of,
    remove_contact,
    staffing,
    timing,
)
from infra.site_settings import ClinicUnknownError, SettingRefusedError
from infra.stack import Services, Stack, StackNotFoundError, connect, find_stack

_ClinicId = Annotated[str, typer.Argument(help="Id of a clinic that is on board.")]
_StackName = Annotated[str, typer.Option("--stack", help="Name of the deployed stack.")]
_At = Annotated[Level, typer.Option("--level", help="When the person is called.")]
_Email = Annotated[str | None, typer.Option("--email", help="E-mail address.")]
_Sms = Annotated[str | None, typer.Option("--sms", help="Telephone number, e.g. +15551234567.")]

type ContactChange = Callable[[Services, Stack, str, ContactPoint], ReachSettings]

app = typer.Typer(help="How the people of a clinic are reached.", no_args_is_help=True)


@app.command("show")
def show(clinic_id: _ClinicId, *, stack: _StackName = "ketascreen") -> None:
    """Print hours, timers and contacts as JSON."""
    with refusals(ClinicUnknownError, StackNotFoundError):
        _print(reach_of(connect(), find_stack(stack), clinic_id))


@app.command("hours")
def hours(
    clinic_id: _ClinicId,
    weekday: Annotated[str, typer.Argument(help="monday to sunday")],
    shifts: Annotated[
        list[str] | None, typer.Argument(help="e.g. 09:00-12:00 13:00-17:00; none: nobody is there.")
    ] = None,
    *,
    stack: _StackName = "ketascreen",
) -> None:
    """Set the staffed hours of one day of the week, by the clinic's clock."""
    _change(stack, clinic_id, staffing(weekday, shifts or []))


@app.command("closed")
def closed(
    clinic_id: _ClinicId,
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])],
    *,
    opened: Annotated[bool, typer.Option("--open", help="Take the day back.")] = False,
    stack: _StackName = "ketascreen",
) -> None:
    """Name a day on which nobody is there, whatever day of the week it is."""
    _change(stack, clinic_id, closing(day.date(), closed=not opened))


@app.command("timer")
def timer(
    clinic_id: _ClinicId,
    name: Annotated[str, typer.Argument(help="acknowledgeNow, acknowledgeToday, nextLevel, onCallAgain or routine")],
    minutes: Annotated[int, typer.Argument(help="Those of today and routine run in staffed hours.")],
    *,
    stack: _StackName = "ketascreen",
) -> None:
    """Set how long something may take."""
    _change(stack, clinic_id, timing(name, minutes))


@app.command("add")
def add(
    clinic_id: _ClinicId,
    *,
    level: _At,
    email: _Email = None,
    sms: _Sms = None,
    stack: _StackName = "ketascreen",
) -> None:
    """Have a person called. By e-mail they are asked to agree first."""
    _call(stack, clinic_id, add_contact, _contact(level, email, sms))


@app.command("remove")
def remove(
    clinic_id: _ClinicId,
    *,
    level: _At,
    email: _Email = None,
    sms: _Sms = None,
    stack: _StackName = "ketascreen",
) -> None:
    """Have a person called no longer."""
    _call(stack, clinic_id, remove_contact, _contact(level, email, sms))


def _call(stack: str, clinic_id: str, change: ContactChange, contact: ContactPoint) -> None:
    with refusals(ClinicUnknownError, SettingRefusedError, StackNotFoundError):
        _print(change(connect(), find_stack(stack), clinic_id, contact))


def _change(stack: str, clinic_id: str, change: ReachChange) -> None:
    with refusals(ClinicUnknownError, SettingRefusedError, StackNotFoundError):
        _print(change_reach(connect(), find_stack(stack), clinic_id, change))


def _contact(level: Level, email: str | None, sms: str | None) -> ContactPoint:
    try:
        if email and not sms:
            return ContactPoint(level=level, channel="email", address=email)
        if sms and not email:
            return ContactPoint(level=level, channel="sms", address=sms)
    except ValueError:
        raise typer.BadParameter("not an address that can be called", param_hint="--email or --sms") from None
    raise typer.BadParameter("name one address", param_hint="--email or --sms")


def _print(reach: ReachSettings) -> None:
    typer.echo(json.dumps(reach.to_json(), indent=2))
    if reach.names_nobody_at(Level.ON_CALL):
        typer.echo("Nobody is on call: a case that nobody acknowledges wakes no one.", err=True)
