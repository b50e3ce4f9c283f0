"""The resolver every function is made with: which request goes where, and what a caller sees when something fails.

Whoever a route does not admit is refused here, before any desk is called. Must not know what the routes do.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.exceptions import NotFoundError as NoRouteError

from functions import telemetry
from functions.api.claims import Gate, admitted
from functions.api.operations import Operation
from functions.api.problems import problem_of
from functions.api.replies import Reply, outcome_reply, problem_reply
from functions.api.requests import Request
from functions.api.visits import Deadline, Visit
from functions.service.errors import NotFoundError, ServiceError

_MILLISECONDS = 1000


class Context(Protocol):
    """The part of the runtime's context that is used."""

    def get_remaining_time_in_millis(self) -> int: ...


type Handler = Callable[[Mapping[str, Any], Context], dict[str, Any]]
type Routes = Mapping[Operation, Callable[..., Reply]]


def application(routes: Routes, *, gate: Gate, for_forms: bool) -> Handler:
    """A handler for the routes and those who pass the gate. With `for_forms`, refusals carry crisis information."""
    app = APIGatewayRestResolver()
    for operation, answer in routes.items():
        app.route(operation.route, operation.method)(_routed(app, operation, answer, gate))
    app.exception_handler([NoRouteError, Exception])(lambda error: _refused(app, error, for_forms=for_forms))

    def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
        app.append_context(visit=_visit(event, context))  # type: ignore[no-untyped-call]
        return app.resolve(cast("dict[str, Any]", event), cast("Any", context))

    return handler


def _visit(event: Mapping[str, Any], context: Context) -> Visit:
    return Visit(Request(event), Deadline(lambda: context.get_remaining_time_in_millis() / _MILLISECONDS))


def _routed(
    app: APIGatewayRestResolver, operation: Operation, answer: Callable[..., Reply], gate: Gate
) -> Callable[..., Reply]:
    def route(**path: str) -> Reply:
        visit: Visit = app.context["visit"]
        visit.caller = admitted(visit.request.claims, gate, operation.admits)
        return answer(visit, **path)

    return route


def _refused(app: APIGatewayRestResolver, error: Exception, *, for_forms: bool) -> Reply:
    visit: Visit = app.context["visit"]
    told = NotFoundError() if isinstance(error, NoRouteError) else error
    problem = problem_of(told)
    if isinstance(told, ServiceError):
        telemetry.log("refused", request_id=visit.request.id, problem=problem.name, status=problem.status.value)
    else:
        telemetry.log_failure("failed", error, request_id=visit.request.id)
    telemetry.measure("Refused", problem=problem.name)
    telling = outcome_reply if visit.request.wants_fhir else problem_reply
    return telling(told, visit.request.id, visit.crisis if for_forms else None)
