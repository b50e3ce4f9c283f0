"""`ketascreen clinic webhook`: where a clinic without AWS is told of events. The work is done in infra.webhooks."""

from typing import Annotated

import typer

from cli.refusal import refusals
from functions.service.notices import Event
from infra.site_settings import ClinicUnknownError, SettingRefusedError
from infra.stack import StackNotFoundError, connect, find_stack
from infra.webhooks import add_endpoint, attempts, endpoints_of, redeliver, remove_endpoint

_ClinicId = Annotated[str, typer.Argument(help="Id of a clinic that is on board.")]
_EndpointId = Annotated[str, typer.Argument(help="Id of an endpoint, as `list` shows it.")]
_StackName = Annotated[str, typer.Option("--stack", help="Name of the deployed stack.")]

_REFUSALS = (ClinicUnknownError, SettingRefusedError, StackNotFoundError)
_SEARCHED = 1000

app = typer.Typer(help="Where a clinic is told of events by HTTP.", no_args_is_help=True)


@app.command("add")
def add(
    clinic_id: _ClinicId,
    url: Annotated[str, typer.Argument(help="https, on the public internet.")],
    *,
    event: Annotated[list[Event] | None, typer.Option(help="An event to be told of; repeat. None: all.")] = None,
    stack: _StackName = "ketascreen",
) -> None:
    """Add an endpoint and show its secret once. Signatures follow Standard Webhooks."""
    with refusals(*_REFUSALS):
        endpoint, secret = add_endpoint(connect(), find_stack(stack), clinic_id, url, event or [])
    typer.echo(f"Endpoint {endpoint.id}. Its secret, shown this once: {secret}")


@app.command("list")
def show(clinic_id: _ClinicId, *, stack: _StackName = "ketascreen") -> None:
    """List the endpoints of a clinic."""
    with refusals(*_REFUSALS):
        for each in endpoints_of(connect(), find_stack(stack), clinic_id):
            state = f"disabled {each.disabled_at}" if each.disabled_at else "enabled"
            typer.echo(f"{each.id}  {state}  {each.url}  {', '.join(each.events) or 'all events'}")


@app.command("remove")
def remove(clinic_id: _ClinicId, endpoint_id: _EndpointId, *, stack: _StackName = "ketascreen") -> None:
    """Remove an endpoint and its secret."""
    with refusals(*_REFUSALS):
        remove_endpoint(connect(), find_stack(stack), clinic_id, endpoint_id)


@app.command("log")
def log(
    clinic_id: _ClinicId,
    endpoint_id: _EndpointId,
    *,
    limit: Annotated[int, typer.Option(min=1, max=_SEARCHED)] = 50,
    stack: _StackName = "ketascreen",
) -> None:
    """Show what was sent in the last thirty days, newest first."""
    with refusals(*_REFUSALS):
        for each in attempts(connect(), find_stack(stack), clinic_id, endpoint_id, limit):
            happening = each.delivery.happening
            ended = f"{each.outcome} ({each.status or 'no reply'})"
            typer.echo(f"{each.at}  {happening.id}  {happening.event}  {each.delivery.attempt}  {ended}")


@app.command("redeliver")
def again(
    clinic_id: _ClinicId,
    endpoint_id: _EndpointId,
    event_id: Annotated[str, typer.Argument(help="Id of the event, as `log` shows it.")],
    *,
    stack: _StackName = "ketascreen",
) -> None:
    """Send one event again, under the same id."""
    with refusals(*_REFUSALS):
        redeliver(connect(), find_stack(stack), clinic_id, endpoint_id, event_id, _SEARCHED)
    typer.echo(f"{event_id} is on its way again.")
