"""What the parts of replies are made of, and what a refusal looks like."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from rules.engine.terms import CrisisKind, Route

type Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
type Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
type Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
type Cursor = Annotated[str, Field(min_length=1, max_length=1024)]
type PerRoute[Word] = dict[Route, Word]


class Part(BaseModel):
    """A part of a reply. A field with a default may be absent."""

    model_config = ConfigDict(alias_generator=to_camel)


class CrisisResource(Part):
    """Where help is, for one kind of danger."""

    kind: CrisisKind
    text: str


class Crisis(Part):
    """To be shown to whoever fills in the form: at once, or at its foot."""

    show: Literal["now", "footer"]
    resources: list[CrisisResource]


class Fault(Part):
    """A code, and the place in the body where there is one; never a value."""

    code: str
    pointer: str = ""


class Problem(Part):
    """A refusal (RFC 9457). Texts are fixed; nothing of the request is repeated but its id."""

    type: Annotated[str, Field(pattern="^urn:ketascreen:problem:[a-z-]+$")]
    title: str
    request_id: str
    status: int = 0
    errors: list[Fault] = []
    crisis: Annotated[Crisis | None, Field(json_schema_extra={"description": "Where a form is behind the call."})] = (
        None
    )


class OperationOutcome(Part):
    """A refusal as FHIR tells it, for whoever accepts application/fhir+json."""

    resource_type: Literal["OperationOutcome"]
    issue: list[dict[str, Any]]
