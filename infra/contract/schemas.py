"""Every named schema of the contract: the models of replies and bodies, and the few that are declared by hand."""

from typing import Any, Final

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from functions.api import casework_bodies, review_bodies
from functions.api.fhir_questionnaire import Part
from functions.service.records import CaseStatus
from infra.contract.envelope import BODIES, PATIENT_REFERENCE, Schema
from infra.contract.replies import REPLIES
from rules.engine.terms import Lane, Phase

PLACE: Final = "#/components/schemas/"
_TEMPLATE: Final = f"{PLACE}{{model}}"

MODELS: Final = (
    review_bodies.PatientSearch,
    casework_bodies.Nothing,
    casework_bodies.AssignBody,
    casework_bodies.CommentBody,
    casework_bodies.ContactBody,
    casework_bodies.CorrectionsBody,
    casework_bodies.RescreeningBody,
    casework_bodies.DecisionBody,
    casework_bodies.ConfirmationBody,
    casework_bodies.ReopeningBody,
    casework_bodies.ReattributionBody,
    casework_bodies.AskBody,
)
_IN_URLS: Final[dict[str, Schema]] = {
    "Assignee": {"type": "string", "pattern": "^[0-9A-Za-z-]{1,128}$"},
    "CalendarDay": {"type": "string", "format": "date", "pattern": "^2[0-9]{3}-[0-9]{2}-[0-9]{2}$"},
    "Domain": {"type": "string", "pattern": "^[a-z]{1,32}$"},
    "Moment": {"type": "string", "format": "date-time"},
    "Page": {"type": "string", "description": "A page for printing, signed; no script, nothing fetched."},
    "Table": {
        "type": "string",
        "description": "Comma-separated; cells that a spreadsheet would compute are escaped.",
    },
    "Limit": {"type": "integer", "minimum": 1, "maximum": 100},
    "NothingFound": {"type": "string", "const": Lane.NOTHING_FOUND.value},
    "case_id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "request_id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "screening_id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "draft_id": {
        "type": "string",
        "pattern": "^([0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$",
    },
    "version": {"type": "string", "minLength": 1},
    "questionnaire_id": {"type": "string", "minLength": 1},
}


class _Plain(GenerateJsonSchema):
    """Without titles that repeat names and without the defaults of absent fields."""

    def generate_inner(self, schema: Any) -> dict[str, Any]:
        made = super().generate_inner(schema)
        made.pop("title", None)
        return made

    def default_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


def schemas() -> dict[str, Schema]:
    """All by name."""
    words = [(TypeAdapter(word), word.__name__) for word in (CaseStatus, Lane, Phase, Part)]
    shapes: list[type[BaseModel]] = [*REPLIES, *MODELS]
    _, models = models_json_schema(
        [(shape, "validation") for shape in shapes],
        schema_generator=_Plain,
        ref_template=_TEMPLATE,
    )
    named: dict[str, Schema] = {**models["$defs"], **BODIES, **_IN_URLS}
    for adapter, name in words:
        named[name] = {"type": "string", **adapter.json_schema(schema_generator=_Plain)}
    for body in ("PatientSearch", "ReattributionBody"):
        named[body]["properties"]["patientReference"] = PATIENT_REFERENCE
    return {name: _tidy(schema) for name, schema in sorted(named.items())}


def _tidy(schema: Any) -> Any:
    """Descriptions on one line, as documents are read."""
    if isinstance(schema, dict):
        return {
            name: " ".join(part.split()) if name == "description" and isinstance(part, str) else _tidy(part)
            for name, part in schema.items()
            if not (name == "title" and isinstance(part, str))
        }
    return [_tidy(part) for part in schema] if isinstance(schema, list) else schema
