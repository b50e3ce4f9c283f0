"""`ketascreen clinic second-clinician`: who signs the weightiest overrides.

The work is done in infra.second_clinician.
"""

from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.refusal import refusals
from functions.service.assessment import today_at
from functions.service.casework.waiver import Waiver
from infra.second_clinician import require_second, waive_second, waiver_of
from infra.site_settings import ClinicUnknownError, SettingRefusedError, settings_of
from infra.stack import StackNotFoundError, connect, find_stack

_ClinicId = Annotated[str, typer.Argument(help="Id of a clinic that is on board.")]
_StackName = Annotated[str, typer.Option("--stack", help="Name of the deployed stack.")]
_REFUSALS = (ClinicUnknownError, SettingRefusedError, StackNotFoundError)

app = typer.Typer(
    help="Who signs overrides of urgent findings, pregnancy, ketamine allergy and age under 18: two, unless waived.",
    no_args_is_help=True,
)


@app.command("show")
def show(clinic_id: _ClinicId, *, stack: _StackName = "ketascreen") -> None:
    """Say whether two clinicians sign."""
    with refusals(*_REFUSALS):
        services, deployed = connect(), find_stack(stack)
        waiver = waiver_of(services, deployed, clinic_id)
        today = today_at(settings_of(services, deployed, clinic_id), datetime.now(UTC))
    typer.echo(_said(waiver if waiver and waiver.holds_on(today) else None))


@app.command("waive")
def waive(
    clinic_id: _ClinicId,
    *,
    by: Annotated[str, typer.Option(help="The practitioner who answers for it.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day it holds.")],
    stack: _StackName = "ketascreen",
) -> None:
    """Have one clinician sign alone, in a clinic that has a single prescriber. Every such decision says so."""
    with refusals(*_REFUSALS):
        services, deployed = connect(), find_stack(stack)
        today = today_at(settings_of(services, deployed, clinic_id), datetime.now(UTC))
        waiver = _waiver(by, until)
        waive_second(services, deployed, clinic_id, waiver, today)
    typer.echo(_said(waiver))


@app.command("require")
def require(clinic_id: _ClinicId, *, stack: _StackName = "ketascreen") -> None:
    """Have two clinicians sign again."""
    with refusals(*_REFUSALS):
        require_second(connect(), find_stack(stack), clinic_id)
    typer.echo(_said(None))


def _waiver(by: str, until: datetime) -> Waiver:
    try:
        return Waiver(by=by, until=until.date())
    except ValueError:
        raise typer.BadParameter("a name", param_hint="--by") from None


def _said(waiver: Waiver | None) -> str:
    if waiver is None:
        return "Two clinicians sign."
    return f"One clinician signs alone until {waiver.until.isoformat()}; {waiver.by} answers for it."
