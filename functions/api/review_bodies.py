"""The bodies practitioners send. Errors name a place and a code, never a value."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from functions.api.envelope import patient_reference
from functions.api.parsing import parse
from functions.service.errors import UnreadableBodyError


class StrictBody(BaseModel):
    """A body of exactly these fields."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The body as this model. Raises UnreadableBodyError."""
        try:
            return cls.model_validate(parse(body))
        except ValidationError as error:
            raise _refused(error) from None


class PatientSearch(StrictBody):
    """The body of POST /v1/patients/search: a reference never travels in a URL."""

    patientReference: Annotated[str, AfterValidator(patient_reference)]  # noqa: N815 - the name on the wire


_CODES = {"missing": "missing", "extra_forbidden": "unknown_field", "enum": "not_an_option"}


def _refused(error: ValidationError) -> UnreadableBodyError:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    code = _CODES.get(first["type"], "wrong_form")
    # The name of an unknown field was made up by the caller and may say anything, so only its parent is named.
    path = first["loc"][:-1] if code == "unknown_field" else first["loc"]
    known = _agreed_names(StrictBody)
    return UnreadableBodyError(code, "".join(f"/{step}" for step in path if step in known or isinstance(step, int)))


def _agreed_names(body: type[StrictBody]) -> frozenset[str]:
    """The fields of every body and of the parts they are made of."""
    return frozenset(body.model_fields).union(*(_agreed_names(part) for part in body.__subclasses__()))
