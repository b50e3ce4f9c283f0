"""What each route is: who is admitted, what it takes, what it answers. The one place that says so.

The application asks nobody else before a desk is called, and the published contract (docs/openapi.json) is generated
from the same records. Must not know what a desk does.
"""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from functions.service.errors import ServiceError
from functions.service.staff import Role


class Door(StrEnum):
    """Ways in that no person of a clinic needs."""

    PUBLIC = "public"
    FORM = "form"


type Admission = Door | frozenset[Role]
"""Everybody, a clinic's form, or the people of a clinic who have one of these roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query parameter. `schema` names what it holds in the contract."""

    name: str
    schema: str
    says: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route. `body` and `reply` name schemas of the contract.

    `changes_case` asks for `If-Match` and answers with `ETag`; `once` asks for an `Idempotency-Key`; `repeated` is
    the status of a repetition where it is another one; what is `published` may be kept; `kind` is the reply's media
    type. `refuses` are the errors that do not follow from the rest.
    """

    name: str
    method: str
    path: str
    says: str
    admits: Admission
    reply: str
    body: str | None = None
    status: HTTPStatus = HTTPStatus.OK
    repeated: HTTPStatus | None = None
    query: tuple[Query, ...] = ()
    changes_case: bool = False
    once: bool = False
    published: bool = False
    kind: str = "application/json"
    also_fhir: str | None = None
    refuses: tuple[type[ServiceError], ...] = ()

    @property
    def route(self) -> str:
        """The path as the resolver writes it."""
        return self.path.replace("{", "<").replace("}", ">")

    @property
    def for_forms(self) -> bool:
        """Whoever fills in a form is behind it, so refusals carry crisis information."""
        return isinstance(self.admits, Door)
